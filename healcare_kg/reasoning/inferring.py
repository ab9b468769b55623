"""What HermiT's answer adds to what is written: classes of individuals, relations, hierarchy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from healcare_kg.namespaces import OWL, RDF, RDFS
from healcare_kg.reasoning.axioms import Axioms
from healcare_kg.reasoning.hermit import Answer

__all__ = ["Inferences", "infer", "unsatisfiable"]

_NOTHINGS = {OWL + name for name in ("Nothing", "bottomObjectProperty", "bottomDataProperty")}
_TOP = {OWL + "topObjectProperty", "^" + OWL + "topObjectProperty"}
_HIERARCHIES = {
    "SubClassOf": RDFS + "subClassOf",
    "SubObjectPropertyOf": RDFS + "subPropertyOf",
    "SubDataPropertyOf": RDFS + "subPropertyOf",
    "EquivalentClasses": OWL + "equivalentClass",
    "EquivalentObjectProperties": OWL + "equivalentProperty",
    "EquivalentDataProperties": OWL + "equivalentProperty",
}
_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True)
class Inferences:
    """What follows and is not written: `types` (individual, class), `relations` by property, and
    `hierarchy` (one term, rdfs:subClassOf and the like, the other); IRIs throughout, sorted.
    """

    types: tuple[tuple[str, str], ...] = ()
    relations: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    hierarchy: tuple[tuple[str, str, str], ...] = ()

    def triples(self) -> list[Triple]:
        """All of it as triples."""
        node = NamedNode
        return [
            *(Triple(node(i), _TYPE, node(c)) for i, c in self.types),
            *(
                Triple(node(s), node(p), node(o))
                for p, pairs in self.relations.items()
                for s, o in pairs
            ),
            *(Triple(node(s), node(p), node(o)) for s, p, o in self.hierarchy),
        ]


def infer(answer: Answer, axioms: Axioms) -> Inferences:
    """What HermiT's answer says that the axioms do not."""
    written = {
        (str(t.subject)[1:-1], t.predicate.value, t.object.value)
        for axiom in axioms.axioms
        if isinstance((t := axiom.root).object, NamedNode)
    }
    classes = _above(answer, "SubClassOf", "EquivalentClasses")
    properties = _above(answer, "SubObjectPropertyOf", "EquivalentObjectProperties")
    types = {
        (individual, above)
        for individual, cls in answer.types
        for above in (cls, *classes.get(cls, ()))
        if above != OWL + "Thing" and (individual, RDF + "type", above) not in written
    }
    relations: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for prop, pairs in _all_pairs(answer, axioms).items():
        for above in {prop, *properties.get(prop, ())} - _TOP:
            for s, o in pairs:
                pair, name = ((o, s), above[1:]) if above.startswith("^") else ((s, o), above)
                if (pair[0], name, pair[1]) not in written:
                    relations[name].add(pair)
    hierarchy = {
        (one, _HIERARCHIES[name], other)
        for name, terms in answer.relations
        if name in _HIERARCHIES and not _NOTHINGS.intersection(terms)
        for one, other in _couples(name, terms)
        if "^" not in (one[0], other[0])
        and (one, _HIERARCHIES[name], other) not in written
        and (other, _HIERARCHIES[name], one) not in written
    }
    return Inferences(
        tuple(sorted(types)),
        {prop: tuple(sorted(pairs)) for prop, pairs in sorted(relations.items()) if pairs},
        tuple(sorted(hierarchy)),
    )


def unsatisfiable(answer: Answer) -> tuple[str, ...]:
    """The classes and properties that can have no instance, sorted."""
    found = {
        term
        for name, terms in answer.relations
        if name.startswith("Equivalent") and _NOTHINGS.intersection(terms)
        for term in terms
        if not term.startswith("^")
    }
    return tuple(sorted(found - _NOTHINGS))


def _all_pairs(answer: Answer, axioms: Axioms) -> dict[str, set[tuple[str, str]]]:
    """The pairs of each property: HermiT's, and those that are written of it."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for prop, known in answer.pairs.items():
        pairs[prop] |= known
    for axiom in axioms.facts:
        t = axiom.root
        if len(axiom.triples) == 1 and isinstance(t.subject, NamedNode):
            kinds = axioms.kinds.get(t.predicate.value, frozenset())
            if isinstance(t.object, NamedNode) and "object" in kinds:
                pairs[t.predicate.value].add((t.subject.value, t.object.value))
    return pairs


def _above(answer: Answer, below: str, same: str) -> dict[str, frozenset[str]]:
    """All terms above each, of HermiT's direct relations."""
    direct: dict[str, set[str]] = defaultdict(set)
    for name, terms in answer.relations:
        if name in (below, same):
            for one, other in _couples(name, terms):
                for a, b in ((one, other), (_inverse(one), _inverse(other))):
                    direct[a].add(b)
                    if name == same:
                        direct[b].add(a)
    return {term: frozenset(_reached(term, direct)) for term in direct}


def _inverse(term: str) -> str:
    return term.removeprefix("^") if term.startswith("^") else f"^{term}"


def _couples(name: str, terms: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """A relation's terms two by two; each of equivalent terms with the first."""
    if name.startswith("Equivalent"):
        return [(terms[0], other) for other in terms[1:]]
    return [(terms[0], terms[1])]


def _reached(term: str, direct: Mapping[str, set[str]]) -> set[str]:
    reached, todo = set[str](), [term]
    while todo:
        for above in direct.get(todo.pop(), ()):
            if above not in reached:
                reached.add(above)
                todo.append(above)
    return reached - {term}
