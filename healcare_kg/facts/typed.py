"""What people type - names of entities and properties, values - as the facts format has it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from healcare_kg.errors import InputError, NameResolutionError
from healcare_kg.facts.values import find_property, format_name, is_stated, list_members
from healcare_kg.knowledge_graph import KnowledgeGraph, open_graph
from healcare_kg.names.keys import exact_key, loose_key
from healcare_kg.namespaces import HKG, KG, PREFIXES
from healcare_kg.ontology import Ontology, Property
from healcare_kg.resources import resource

__all__ = ["Typed", "by_language"]

_XSD = PREFIXES["xsd"]
_INTEGER, _DECIMAL = re.compile(r"[+-]?[0-9]+\Z"), re.compile(r"[+-]?[0-9]+(\.[0-9]+)?\Z")
_BRACKETS = re.compile(r"\s*[(（].*")
_HAN = re.compile("[\u3400-\u9fff]")


class Typed:
    """Reads what people type against a data folder and the ontology."""

    def __init__(self, data: Path, ontology: Ontology) -> None:
        self.ontology = ontology
        self._data = data
        self._graph: KnowledgeGraph | None = None

    @property
    def graph(self) -> KnowledgeGraph:
        """The entities of the data folder, without their sources."""
        if self._graph is None:
            ontology = [resource("ontology", n) for n in ("healcare-kg.ttl", "vocabulary.ttl")]
            files = sorted(self._data.glob("*.ttl"))
            if not files:
                raise InputError(f"{self._data}: no data folder; there are no .ttl files in it")
            self._graph = open_graph([*ontology, *files], cache=False)
        return self._graph

    def entity(self, name: str, cls: str = "Entity") -> str:
        """The id of the entity a name means. Raises NameResolutionError."""
        iri = self.graph.resolve(name, cls)
        if not iri.startswith(KG):
            raise NameResolutionError(f"{name!r} is a term of the ontology, not an entity")
        return iri.removeprefix(KG)

    def property(self, name: str) -> Property:
        """The property with a name or a label in either language. Raises InputError."""
        known = [p for p in self.ontology.properties.values() if is_stated(p)]
        name = name.removeprefix("hkg:")
        for key in (str, exact_key, loose_key):
            found = [p for p in known if key(name) in map(key, self._names(p))]
            if len(found) == 1:
                return found[0]
        return find_property(self.ontology, name)

    def value(self, prop: Property, text: str, *, adopted: bool = True) -> dict[str, Any]:
        """A typed value as `ref` or `v` of a fact.

        An entity and a member of a closed list are given by id or name. What does not fit stays a
        text: of an adopted fact the import then says what the property takes, of a claim anything
        may be kept. Raises NameResolutionError where a name means nothing, or several entities.
        """
        members = list_members(self.ontology, prop)
        if members:
            return {"v": self._member(members, text)}
        if prop.kind == "object":
            return self._reference(prop, text, adopted=adopted)
        if prop.tagged:
            return {"v": by_language(text)}
        datatype = (prop.range or "").removeprefix(_XSD)
        if datatype in ("integer", "decimal") and _INTEGER.match(text):
            return {"v": int(text)}
        if datatype == "decimal" and _DECIMAL.match(text):
            return {"v": Decimal(text)}
        return {"v": text}

    def _reference(self, prop: Property, text: str, *, adopted: bool) -> dict[str, Any]:
        cls = (prop.range or "").removeprefix(HKG) or "Entity"
        try:
            return {"ref": self.entity(text, cls)}
        except NameResolutionError as error:
            if adopted:
                raise NameResolutionError(
                    f"{format_name(prop)}: {error}", candidates=error.candidates
                ) from None
            if self.graph.named(text):
                raise
            return {"v": text}

    def _member(self, members: list[str], text: str) -> str:
        for member in members:
            names = (member, *self.ontology.labels.get(HKG + member, {}).values())
            if loose_key(text) in map(loose_key, names):
                return member
        return text

    def _names(self, prop: Property) -> list[str]:
        """The names that a property goes by: those of code, and its labels without brackets."""
        labels = self.ontology.labels.get(prop.iri, {}).values()
        return [prop.name, format_name(prop), *labels, *(_BRACKETS.sub("", x) for x in labels)]


def by_language(text: str) -> dict[str, str]:
    """A text with its language: Chinese where it has Chinese characters, else English.

    >>> by_language("心理咨询")
    {'zh': '心理咨询'}
    """
    return {"zh" if _HAN.search(text) else "en": text}
