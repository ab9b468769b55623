"""The terms of the ontology with what the page about them shows: uses, examples, constraints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from healcare_kg.namespaces import HKG, KG, OWL, PREFIXES, RDF, RDFS
from healcare_kg.rdf_files import parse_file

__all__ = ["Example", "Rule", "Term", "Terms", "read_terms"]

_SH = PREFIXES["sh"]
_KINDS = {
    "Class": "class",
    "ObjectProperty": "object",
    "DatatypeProperty": "data",
    "AnnotationProperty": "annotation",
}
_CHARACTERISTICS = ("TransitiveProperty", "IrreflexiveProperty", "AsymmetricProperty")


@dataclass(frozen=True)
class Rule:
    """What the shapes say of a property: the IRIs of the classes it holds for, and the message."""

    classes: tuple[str, ...]
    message: Mapping[str, str]


@dataclass(frozen=True)
class Example:
    """A use of a term: an individual, and of a property its value."""

    subject: NamedNode
    value: NamedNode | Literal | None = None


@dataclass(frozen=True)
class Term:
    """A class, property or member of a closed list; all names are IRIs.

    `kind` is class, object, data, annotation or member; `about` holds what the ontology says of it
    by property; `chains` are the steps of its property chains; `uses` counts individuals of a
    class, statements with a property, statements about a member; `uses_below` those of a class with
    all its subclasses, 0 where it has none.
    """

    iri: str
    kind: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    about: Mapping[str, Sequence[str]]
    characteristics: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]
    uses: int
    uses_below: int
    example: Example | None

    def values(self, prop: str) -> Sequence[str]:
        """The IRIs that the ontology gives for a property (an IRI)."""
        return self.about.get(prop, ())


@dataclass(frozen=True)
class Terms:
    """All terms in the order of the ontology's file, and labels of everything, by language."""

    terms: tuple[Term, ...]
    labels: Mapping[str, Mapping[str, str]]

    def of_kind(self, *kinds: str) -> list[Term]:
        """The terms of these kinds."""
        return [term for term in self.terms if term.kind in kinds]


def read_terms(ontology: Path, data: Iterable[Path]) -> Terms:
    """The terms of an ontology folder with their uses in data files.

    Raises DataSyntaxError and InputError for files that can't be read.
    """
    store = Store()
    order: dict[str, str] = {}
    for name in ("healcare-kg.ttl", "vocabulary.ttl"):
        for quad in parse_file(ontology / name):
            store.add(quad)
            kind = _kind(quad)
            if kind and isinstance(quad.subject, NamedNode):
                order.setdefault(quad.subject.value, kind)
    rules = _rules(parse_file(ontology / "shapes.ttl"))
    uses = _Uses(quad for path in data for quad in parse_file(path))
    labels = {**_labels(store), **uses.labels}
    return Terms(tuple(_term(store, iri, kind, rules, uses) for iri, kind in order.items()), labels)


def _kind(quad: Quad) -> str | None:
    if quad.predicate.value != RDF + "type" or not isinstance(quad.object, NamedNode):
        return None
    iri = quad.object.value
    return "member" if iri == OWL + "NamedIndividual" else _KINDS.get(iri.removeprefix(OWL))


def _term(
    store: Store, iri: str, kind: str, rules: Mapping[str, Sequence[Rule]], uses: _Uses
) -> Term:
    about: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    chains = []
    for quad in store.quads_for_pattern(NamedNode(iri), None, None):
        prop, value = quad.predicate.value, quad.object
        if isinstance(value, NamedNode):
            about[prop].append(value.value)
        elif isinstance(value, Literal):
            texts[prop][value.language or ""] = value.value
        elif isinstance(value, BlankNode) and prop == OWL + "propertyChainAxiom":
            chains.append(tuple(_list(store, value)))
    return Term(
        iri=iri,
        kind=kind,
        label=texts[RDFS + "label"],
        definition=texts[RDFS + "comment"],
        about={prop: sorted(values) for prop, values in about.items()},
        characteristics=tuple(c for c in _CHARACTERISTICS if OWL + c in about[RDF + "type"]),
        chains=tuple(chains),
        rules=tuple(rules.get(iri, ())),
        uses=uses.count(iri, kind),
        uses_below=uses.below(_subclasses(store, iri)),
        example=uses.example(iri, kind),
    )


def _subclasses(store: Store, iri: str) -> list[str]:
    """A class and all below it; empty where it has none below."""
    found, todo = [iri], [NamedNode(iri)]
    while todo:
        for quad in store.quads_for_pattern(None, NamedNode(RDFS + "subClassOf"), todo.pop()):
            if isinstance(quad.subject, NamedNode) and quad.subject.value not in found:
                found.append(quad.subject.value)
                todo.append(quad.subject)
    return found if len(found) > 1 else []


def _list(store: Store, node: NamedNode | BlankNode) -> Iterable[str]:
    while node != NamedNode(RDF + "nil"):
        (first,) = store.quads_for_pattern(node, NamedNode(RDF + "first"), None)
        (rest,) = store.quads_for_pattern(node, NamedNode(RDF + "rest"), None)
        if isinstance(first.object, NamedNode):
            yield first.object.value
        assert isinstance(rest.object, NamedNode | BlankNode)
        node = rest.object


def _labels(store: Store) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in store.quads_for_pattern(None, NamedNode(RDFS + "label"), None):
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            labels[quad.subject.value][quad.object.language or ""] = quad.object.value
    return labels


def _rules(quads: Iterable[Quad]) -> dict[str, list[Rule]]:
    """The shapes' messages by the property that they are about."""
    shapes: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            shapes[quad.subject.value][quad.predicate.value].append(quad.object)
    rules: dict[str, list[Rule]] = defaultdict(list)
    for _, shape in sorted(shapes.items()):
        message = {
            m.language or "": m.value for m in shape[_SH + "message"] if isinstance(m, Literal)
        }
        targets = tuple(
            sorted({t.value for t in shape[_SH + "targetClass"]} - {OWL + "NamedIndividual"})
        )
        for path in shape[_SH + "path"]:
            rules[path.value].append(Rule(targets, message))
    return rules


class _Uses:
    """How often each term is used in the data, and where as an example.

    The example is of the entity of which most is known, so that a reader finds one that says much.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        self._known: Counter[NamedNode] = Counter()
        self._statements: dict[str, list[tuple[NamedNode, NamedNode | Literal]]] = defaultdict(list)
        self._instances: dict[str, list[NamedNode]] = defaultdict(list)
        self._members: dict[str, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        self._other: Counter[str] = Counter()
        for quad in quads:
            self._take(quad)

    def _take(self, quad: Quad) -> None:
        subject, prop, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith(KG):
            self._other[prop] += 1
            return
        self._known[subject] += 1
        if prop == RDFS + "label" and isinstance(value, Literal):
            self.labels[subject.value][value.language or ""] = value.value
        if not isinstance(value, NamedNode | Literal):
            return
        if prop == RDF + "type":
            self._instances[value.value].append(subject)
            return
        self._statements[prop].append((subject, value))
        if isinstance(value, NamedNode) and value.value.startswith(HKG):
            self._members[value.value].append((subject, quad.predicate))

    def count(self, iri: str, kind: str) -> int:
        """Individuals of a class, statements with a property or about a member."""
        if kind == "class":
            return len(self._instances[iri])
        if kind == "member":
            return len(self._members[iri])
        return len(self._statements[iri]) + self._other[iri]

    def below(self, classes: Iterable[str]) -> int:
        """Individuals of any of these classes, each once."""
        return len({s for cls in classes for s in self._instances[cls]})

    def example(self, iri: str, kind: str) -> Example | None:
        """One use of a class or property, or None."""
        if kind == "class":
            return min((Example(s) for s in self._instances[iri]), key=self._order, default=None)
        if kind == "member":
            return None
        return min((Example(s, v) for s, v in self._statements[iri]), key=self._order, default=None)

    def _order(self, example: Example) -> tuple[int, str, str]:
        return (-self._known[example.subject], example.subject.value, str(example.value))
