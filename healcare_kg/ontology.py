"""The ontology as Python values: its properties, classes and closed lists.

Read from `ontology/` itself, so that a term is added in one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from healcare_kg.namespaces import HKG, OWL, PREFIXES, RDF, RDFS, curie
from healcare_kg.rdf_files import parse_file

__all__ = ["Ontology", "Property", "read_ontology"]

_KINDS = {
    OWL + "ObjectProperty": "object",
    OWL + "DatatypeProperty": "data",
    OWL + "AnnotationProperty": "annotation",
}
_SH = PREFIXES["sh"]


@dataclass(frozen=True)
class Property:
    """A property: IRI, kind (`object`, `data`, `annotation`), range, what its values may be.

    `functional`: one value at most; `tagged`: texts with a language; `domain`: the class of its
    subjects where the ontology gives one.
    """

    name: str
    iri: str
    kind: str
    range: str | None
    functional: bool
    tagged: bool = False
    domain: str | None = None


@dataclass(frozen=True)
class Ontology:
    """Properties by local name (those of other vocabularies by CURIE), the rest by IRI.

    `labels` are those of every term, by language.
    """

    properties: dict[str, Property]
    classes: frozenset[str]
    superclasses: dict[str, frozenset[str]]
    members: dict[str, frozenset[str]]
    labels: dict[str, dict[str, str]]

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether a class is `ancestor` or below it (both IRIs)."""
        return cls == ancestor or ancestor in self.superclasses.get(cls, frozenset())

    def any_is_a(self, classes: Iterable[str], ancestor: str) -> bool:
        """Whether one of these classes (local names) is `ancestor` (an IRI) or below it."""
        return any(self.is_a(HKG + cls, ancestor) for cls in classes)

    def label(self, iri: str, language: str) -> str:
        """A term's label in a language, in English where it has none, else its short form."""
        known = self.labels.get(iri, {})
        return known.get(language) or known.get("en") or curie(iri) or iri

    def property_by_iri(self, iri: str) -> Property | None:
        """The property with this IRI, or None."""
        return next((p for p in self.properties.values() if p.iri == iri), None)


def read_ontology(folder: Path) -> Ontology:
    """The ontology of a folder with `healcare-kg.ttl`, `vocabulary.ttl` and `shapes.ttl`."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for name in ("healcare-kg.ttl", "vocabulary.ttl", "shapes.ttl"):
        for quad in parse_file(folder / name):
            if quad.predicate.value == RDFS + "label" and isinstance(quad.object, Literal):
                labels[str(quad.subject)[1:-1]][quad.object.language or ""] = quad.object.value
            if isinstance(quad.object, NamedNode | Literal):
                facts[str(quad.subject)[1:-1]][quad.predicate.value].append(quad.object.value)
            else:
                facts[str(quad.subject)[1:-1]][quad.predicate.value].append(str(quad.object))
    types = {iri: set(about[RDF + "type"]) for iri, about in facts.items()}
    classes = frozenset(i for i, t in types.items() if OWL + "Class" in t and i.startswith(HKG))
    members: dict[str, set[str]] = defaultdict(set)
    for iri, kinds in types.items():
        for kind in kinds & classes:
            members[kind].add(iri)
    functional = _paths(facts, lambda shape: shape.get(_SH + "maxCount") == ["1"])
    tagged = _paths(facts, lambda shape: _SH + "languageIn" in shape)
    properties = {}
    for iri, kinds in types.items():
        as_property = next((k for t, k in _KINDS.items() if t in kinds), None)
        if as_property is not None:
            name = iri.removeprefix(HKG) if iri.startswith(HKG) else curie(iri) or iri
            range_, domain = (_inherited(iri, RDFS + end, facts) for end in ("range", "domain"))
            properties[name] = Property(
                name, iri, as_property, range_, iri in functional, iri in tagged, domain
            )
    return Ontology(
        properties=properties,
        classes=classes,
        superclasses={
            c: classes.intersection(_above(c, RDFS + "subClassOf", facts)) for c in classes
        },
        members={c: frozenset(m) for c, m in members.items()},
        labels=dict(labels),
    )


def _paths(
    facts: dict[str, dict[str, list[str]]], matches: Callable[[dict[str, list[str]]], bool]
) -> set[str]:
    """The properties of which a shape says something."""
    return {
        path for about in facts.values() if matches(about) for path in about.get(_SH + "path", [])
    }


def _inherited(iri: str, end: str, facts: dict[str, dict[str, list[str]]]) -> str | None:
    """A property's range or domain: its own, else that of the nearest property above it."""
    for prop in (iri, *_above(iri, RDFS + "subPropertyOf", facts)):
        if end in facts[prop]:
            return facts[prop][end][0]
    return None


def _above(term: str, relation: str, facts: dict[str, dict[str, list[str]]]) -> list[str]:
    """All terms above one, the nearest first."""
    found = [term]
    for each in found:
        found += [p for p in facts[each].get(relation, []) if p not in found]
    return found[1:]
