"""What the graph has of an entity, as a table is compared with it: facts, claims, their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from healcare_kg.exports.catalogue import Catalogue, Entity, local_name
from healcare_kg.namespaces import HKG, KG
from healcare_kg.survey.addresses import host_and_path

__all__ = ["GraphFacts", "Subject", "Term", "value_key"]

Term = NamedNode | Literal
_BASES = ("basedOn", "hasReleaseBasedOn")


@dataclass(frozen=True)
class Subject:
    """An entity that statements are about: its id, class, and what the graph has of it.

    `held_by` are the entities whose facts count as its own when the graph is compared with a table:
    a family with its releases, data with their parts.
    """

    id: str
    cls: str
    known: Entity | None
    held_by: tuple[Entity, ...] = ()


class GraphFacts:
    """The facts and claims of a graph, seen from a source whose tables are being read."""

    def __init__(self, catalogue: Catalogue, source: str) -> None:
        self._catalogue, self._source = catalogue, source
        self._claims: dict[tuple[str, str], dict[str, set[tuple[str, str]]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for claim in catalogue.of_class("Claim"):
            self._index_claim(claim)

    def facts(self, entity: Entity, prop: str) -> dict[str, Term]:
        """The adopted values of a property by what compares them (see `value_key`)."""
        return {value_key(prop, term): term for term in entity.facts.get(prop, ())}

    def is_from_here(self, entity: Entity, prop: str, term: Term) -> bool:
        """Whether a fact has this source."""
        sources = self._catalogue.sources(entity, prop, term)
        return any(s.iri == self._source for s in sources)

    def is_from_makers(self, entity: Entity, prop: str) -> bool:
        """Whether any of an entity's values of a property is from its makers."""
        return any(
            s.kind == "primary"
            for term in entity.facts.get(prop, ())
            for s in self._catalogue.sources(entity, prop, term)
        )

    def is_single(self, prop: str) -> bool:
        """Whether a property has one value at most."""
        name = "dcterms:license" if prop == "license" else prop
        found = self._catalogue.ontology.properties.get(name)
        return bool(found and found.functional)

    def holds(self, subject: Subject, prop: str, value: Any) -> list[Entity]:
        """The entities of a subject's own of which the graph has adopted a value."""
        props = _BASES if prop in _BASES else (prop,)
        key = value_key(prop, value)
        return [e for e in subject.held_by if any(key in self.facts(e, p) for p in props)]

    def is_claimed(self, subject: Subject, prop: str, value: Any, *, here: bool = False) -> bool:
        """Whether the graph keeps a value as a claim, with `here` as one of this source."""
        if subject.known is None:
            return False
        said = self._claims[subject.known.iri, prop].get(value_key(prop, value), set())
        return bool(said) and (not here or any(iri == self._source for iri, _ in said))

    def has_from_here(self, subject: Subject, prop: str, value: Any = None) -> bool:
        """Whether a person read this source before: facts or claims of it, at another locator."""
        for entity in subject.held_by:
            wanted = None if value is None else value_key(prop, value)
            for key, term in self.facts(entity, prop).items():
                sources = self._catalogue.sources(entity, prop, term)
                said = {(s.iri, s.locator) for s in sources}
                if wanted in (None, key) and self._by_hand(said):
                    return True
            for key, said in self._claims[entity.iri, prop].items():
                if wanted in (None, key) and self._by_hand(said):
                    return True
        return False

    def _by_hand(self, said: Iterable[tuple[str, str]]) -> bool:
        ending = ", column "
        return any(iri == self._source and ending not in place for iri, place in said)

    def _index_claim(self, claim: Entity) -> None:
        said = {(iri, claim.text("locator") or "") for iri in claim.links("source")}
        for about in claim.links("claimSubject"):
            for iri in claim.links("claimProperty"):
                prop = local_name(iri)
                for term in (
                    *claim.facts.get("claimObject", ()),
                    *claim.facts.get("claimValue", ()),
                ):
                    self._claims[about, prop][value_key(prop, term)] |= said


def value_key(prop: str, value: Any) -> str:
    """What two values of a property have in common if they are the same."""
    if isinstance(value, NamedNode):
        return value.value.removeprefix(KG).removeprefix(HKG)
    if isinstance(value, dict):
        return next(iter(value.values()), "")
    text = value.value if isinstance(value, Literal) else str(value)
    if prop in ("repository", "weights", "homepage", "url"):
        return host_and_path(text)
    if prop == "parametersBillions" or prop.endswith("Count"):
        try:
            return format(Decimal(text).normalize(), "f")
        except ArithmeticError:
            return text
    return text
