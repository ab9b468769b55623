"""The term or entity that was meant by one that there is not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Store

from healcare_kg.namespaces import KG, OWL, RDF, RDFS, curie
from healcare_kg.ontology import Ontology, read_ontology
from healcare_kg.validation.checks import Violation

__all__ = ["Spelling"]

_DID_YOU_MEAN = {"en": " Did you mean {}?", "zh": "是否应为 {}？"}
_ENOUGH_ALIKE = 0.6
_BUILT_IN_PROPERTIES = {
    RDF + "type",
    *(RDFS + name for name in ("label", "comment", "seeAlso")),
    *(OWL + name for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")),
}


class Spelling:
    """The terms of an ontology folder and the entities of a graph, read when one is looked for."""

    def __init__(self, ontology_folder: Path, store: Store) -> None:
        self._folder = ontology_folder
        self._store = store

    def hint(self, violation: Violation, kind: str, lang: str) -> str:
        """A sentence that names the nearest of a kind (see Check); "" where nothing is near."""
        term = violation.property if kind == "property" else violation.value
        if not isinstance(term, NamedNode):
            return ""
        known = self._known(kind)
        # What differs in case or prefix alone is the likeliest slip.
        near = difflib.get_close_matches(_key(term.value), known, n=1, cutoff=_ENOUGH_ALIKE)
        return _DID_YOU_MEAN[lang].format(known[near[0]]) if near else ""

    def _known(self, kind: str) -> dict[str, str]:
        if kind == "entity":
            return self._entities
        return {"class": self._classes, "property": self._properties}.get(kind, self._terms)

    @cached_property
    def _entities(self) -> dict[str, str]:
        """What the graph says anything of; a blank node and a term are not what was meant."""
        typed = self._store.quads_for_pattern(None, NamedNode(RDF + "type"), None)
        return _by_key({s[1:-1] for quad in typed if (s := str(quad.subject))[1:].startswith(KG)})

    @property
    def _classes(self) -> dict[str, str]:
        return _by_key({*self._ontology.classes, OWL + "NamedIndividual"})

    @property
    def _properties(self) -> dict[str, str]:
        return _by_key({p.iri for p in self._ontology.properties.values()} | _BUILT_IN_PROPERTIES)

    @property
    def _terms(self) -> dict[str, str]:
        members = {iri for listed in self._ontology.members.values() for iri in listed}
        return _by_key(members) | self._properties

    @cached_property
    def _ontology(self) -> Ontology:
        return read_ontology(self._folder)


def _by_key(iris: Collection[str]) -> dict[str, str]:
    return {_key(iri): curie(iri) or iri for iri in sorted(iris)}


def _key(iri: str) -> str:
    """A term's local name in small letters."""
    return re.split(r"[#/]", iri)[-1].lower()
