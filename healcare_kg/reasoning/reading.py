"""Triples read as OWL axioms: each takes along the blank nodes that belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from healcare_kg.namespaces import OWL, RDF, RDFS
from healcare_kg.reasoning.axioms import Axiom, Axioms

__all__ = ["Statement", "read_axioms"]

Statement = tuple[Path, Quad]
Subject = NamedNode | BlankNode

_TYPE, _FIRST = NamedNode(RDF + "type"), NamedNode(RDF + "first")
_DISJOINT, _MEMBERS = NamedNode(OWL + "disjointWith"), NamedNode(OWL + "members")
_OBJECT_KINDS = {
    OWL + name
    for name in (
        "ObjectProperty",
        "TransitiveProperty",
        "SymmetricProperty",
        "AsymmetricProperty",
        "ReflexiveProperty",
        "IrreflexiveProperty",
        "InverseFunctionalProperty",
    )
}
_DECLARATIONS = {
    OWL + "Class": "class",
    RDFS + "Datatype": "datatype",
    OWL + "DatatypeProperty": "data",
    OWL + "AnnotationProperty": "annotation",
    OWL + "NamedIndividual": "individual",
    **dict.fromkeys(_OBJECT_KINDS, "object"),
}
_PURE_DECLARATIONS = (_DECLARATIONS.keys() - _OBJECT_KINDS) | {OWL + "ObjectProperty"}
_NOT_LOGICAL_TYPES = {
    OWL + name
    for name in (
        "Ontology",
        "Axiom",
        "Annotation",
        "DeprecatedClass",
        "DeprecatedProperty",
        "OntologyProperty",
    )
}
_SCHEMA = {RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
_NOT_LOGICAL = {
    OWL + name
    for name in (
        "imports",
        "versionIRI",
        "versionInfo",
        "priorVersion",
        "backwardCompatibleWith",
        "incompatibleWith",
        "deprecated",
    )
}
_OF_EXPRESSIONS = {RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith"}
_BETWEEN_INDIVIDUALS = {OWL + "sameAs", OWL + "differentFrom"}
_ABOUT_INDIVIDUALS = {OWL + "AllDifferent", OWL + "NegativePropertyAssertion"}
_MANY = 60  # classes of one disjointness that are still taken pair by pair


def read_axioms(statements: Sequence[Statement]) -> Axioms:
    """The axioms of some files. Annotations and what is no OWL are left out."""
    kinds, declared_in = _kinds(statements)
    blank: dict[BlankNode, list[Quad]] = defaultdict(list)
    nested: set[BlankNode] = set()
    for _, quad in statements:
        if isinstance(quad.subject, BlankNode):
            blank[quad.subject].append(quad)
        if isinstance(quad.object, BlankNode):
            nested.add(quad.object)
    declarations: dict[Triple, None] = {}
    found: dict[tuple[Triple, ...], Axiom] = {}
    undeclared: dict[str, Path] = {}
    rooted: set[BlankNode] = set()
    nested -= _on_cycles(statements, blank, nested)
    for path, quad in statements:
        if isinstance(quad.subject, BlankNode):
            if quad.subject in nested or quad.subject in rooted:
                continue
            rooted.add(quad.subject)
            triples = _closure(quad.subject, blank)
        elif _is_declaration(quad):
            declarations[quad.triple] = None
            continue
        else:
            triples = _with_blank_nodes(quad.triple, blank)
        if _is_logical(triples[0], kinds, undeclared, path):
            for axiom in _axioms(triples, path, kinds):
                found.setdefault(axiom.triples, axiom)
    return Axioms(tuple(declarations), tuple(found.values()), kinds, undeclared, declared_in)


def _kinds(
    statements: Iterable[Statement],
) -> tuple[dict[str, frozenset[str]], dict[str, Path]]:
    """The kinds of each entity, and a file that declares it."""
    kinds: dict[str, set[str]] = defaultdict(set)
    files: dict[str, Path] = {}
    for path, quad in statements:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            kind = _DECLARATIONS.get(quad.object.value)
            if kind and isinstance(quad.subject, NamedNode):
                kinds[quad.subject.value].add(kind)
                files.setdefault(quad.subject.value, path)
    return {iri: frozenset(names) for iri, names in kinds.items()}, files


def _is_declaration(quad: Quad) -> bool:
    return (
        quad.predicate == _TYPE
        and isinstance(quad.object, NamedNode)
        and quad.object.value in _PURE_DECLARATIONS
    )


def _is_logical(
    root: Triple, kinds: Mapping[str, frozenset[str]], undeclared: dict[str, Path], path: Path
) -> bool:
    predicate = root.predicate.value
    if root.predicate == _TYPE:
        return not (isinstance(root.object, NamedNode) and root.object.value in _NOT_LOGICAL_TYPES)
    if predicate in _SCHEMA:
        own = kinds.get(getattr(root.subject, "value", ""), frozenset())
        return own != {"annotation"}
    if predicate.startswith(OWL):
        return predicate not in _NOT_LOGICAL
    own = kinds.get(predicate, frozenset())
    if not own and not predicate.startswith((RDF, RDFS)):
        undeclared.setdefault(predicate, path)
    return bool(own & {"object", "data"})


def _with_blank_nodes(triple: Triple, blank: Mapping[BlankNode, list[Quad]]) -> tuple[Triple, ...]:
    if not isinstance(triple.object, BlankNode):
        return (triple,)
    return (triple, *_closure(triple.object, blank))


def _closure(node: BlankNode, blank: Mapping[BlankNode, list[Quad]]) -> tuple[Triple, ...]:
    """The triples of a blank node and of those it leads to; what it is stands first."""
    seen, todo, triples = {node}, [node], list[Triple]()
    while todo:
        about = sorted(blank.get(todo.pop(), []), key=_says_what_it_is)
        for quad in about:
            triples.append(quad.triple)
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                todo.append(quad.object)
    return tuple(triples)


def _on_cycles(
    statements: Sequence[Statement], blank: Mapping[BlankNode, list[Quad]], nested: set[BlankNode]
) -> set[BlankNode]:
    """Blank nodes that only blank nodes of a cycle lead to: none of them is a start."""
    todo = [
        quad.object
        for _, quad in statements
        if isinstance(quad.object, BlankNode) and quad.subject not in nested
    ]
    reached = set(todo)
    while todo:
        for quad in blank.get(todo.pop(), []):
            if isinstance(quad.object, BlankNode) and quad.object not in reached:
                reached.add(quad.object)
                todo.append(quad.object)
    return nested - reached


def _says_what_it_is(quad: Quad) -> int:
    """The first of these triples of a blank node names the axiom that it is the subject of."""
    return 0 if quad.predicate.value in _OF_EXPRESSIONS else 1 if quad.predicate == _TYPE else 2


def _axioms(
    triples: tuple[Triple, ...], path: Path, kinds: Mapping[str, frozenset[str]]
) -> Iterator[Axiom]:
    root = triples[0]
    origin = root.subject if isinstance(root.subject, BlankNode) else None
    if origin is not None and root.object == NamedNode(OWL + "AllDisjointClasses"):
        members = _members(triples)
        if members and len(members) <= _MANY:
            for one, other in combinations(members, 2):
                yield Axiom((Triple(one, _DISJOINT, other),), path, origin=origin)
            return
    individuals, is_type = _individuals(triples, kinds)
    yield Axiom(triples, path, frozenset(individuals), is_type, origin)


def _members(triples: Sequence[Triple]) -> list[NamedNode]:
    """The classes of an AllDisjointClasses, if all have a name."""
    values = [t.object for t in triples if t.predicate == _FIRST]
    named = [value for value in values if isinstance(value, NamedNode)]
    return named if len(named) == len(values) else []


def _individuals(
    triples: Sequence[Triple], kinds: Mapping[str, frozenset[str]]
) -> tuple[set[str], bool]:
    """Whom an axiom is about, and whether it states a class of theirs."""
    root = triples[0]
    predicate = root.predicate.value
    kind = root.object.value if isinstance(root.object, NamedNode) else ""
    if root.predicate == _TYPE and kind in _ABOUT_INDIVIDUALS:
        return {str(t.object) for t in triples if isinstance(t.object, NamedNode)} - {
            str(root.object)
        }, False
    if root.predicate == _TYPE and not kind.startswith(OWL):
        return {str(root.subject)}, True
    if root.predicate == _TYPE and kind in (OWL + "Thing", OWL + "Nothing"):
        return {str(root.subject)}, True
    if predicate in _BETWEEN_INDIVIDUALS or kinds.get(predicate, frozenset()) & {"object", "data"}:
        ends = [root.subject, root.object]
        return {str(end) for end in ends if isinstance(end, Subject)}, False
    return set(), False
