"""The shapes of `ontology/shapes.ttl`, by pySHACL."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from healcare_kg.namespaces import HKG, PREFIXES, RDF, RDFS, curie
from healcare_kg.rdf_files import parse_file
from healcare_kg.rdflib_graph import quiet, to_rdflib
from healcare_kg.validation.checks import Term

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["SHAPES", "SHAPE_LEVELS", "ShapeViolation", "shape_names", "shape_violations"]

SHAPES = "shapes.ttl"
_SH = PREFIXES["sh"]
_TYPE = NamedNode(RDF + "type")
_SUBCLASS = NamedNode(RDFS + "subClassOf")
SHAPE_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "info"}


@dataclass(frozen=True)
class ShapeViolation:
    """A result of SHACL: the shape's name, its level, and the constraint (`sh:minCount`)."""

    shape: str
    constraint: str
    level: str
    entity: NamedNode | BlankNode
    property: NamedNode | None
    value: Term | None
    messages: dict[str, str]


def shape_names(ontology_folder: Path) -> set[str]:
    """The names of the shapes, as findings have them."""
    names = (curie(str(quad.subject)[1:-1]) for quad in parse_file(ontology_folder / SHAPES))
    return {name for name in names if name and name.startswith("hks:")}


def shape_violations(
    store: Store, ontology_folder: Path, *, focus: Collection[str] | None = None
) -> list[ShapeViolation]:
    """What breaks the shapes of a folder, in a graph with its ontology.

    With `focus` (IRIs) only what these entities break, and entities that are blank nodes. The
    sources of facts, four of five triples, are left out: no shape is about them.
    """
    import pyshacl

    nameless = [q for node in _nameless(store) for q in store.quads_for_pattern(node, None, None)]
    if focus is None:
        quads = [quad for quad in store if isinstance(quad.subject, NamedNode)]
    else:
        quads = list(_about(store, focus))
    with quiet():
        _, report, text = pyshacl.validate(
            to_rdflib([*quads, *nameless]),
            shacl_graph=to_rdflib(parse_file(ontology_folder / SHAPES)),
            inplace=True,  # the graph was made for this: no copy is needed
            advanced=False,
            inference="none",
        )
    if isinstance(report, Exception) or not hasattr(report, "objects"):
        raise RuntimeError(f"pySHACL failed on {ontology_folder / SHAPES}: {text}")
    found = _results(report)
    return [
        v
        for v in found
        if focus is None or v.entity.value in focus or isinstance(v.entity, BlankNode)
    ]


def _nameless(store: Store) -> set[BlankNode]:
    """The blank nodes that are said to be of a class of the ontology."""
    return {
        quad.subject
        for quad in store.quads_for_pattern(None, _TYPE, None)
        if isinstance(quad.subject, BlankNode) and str(quad.object).startswith(f"<{HKG}")
    }


def _about(store: Store, focus: Collection[str]) -> Iterator[Quad]:
    """What the shapes look at in the entities of `focus`.

    That is their statements and the classes of what these point to, with the texts that keep
    pySHACL from reporting the latter at length. Its own `focus_nodes` is no help: 0.40 filters the
    values of nested shapes by it too, so that sh:qualifiedValueShape is never satisfied.
    """
    near: set[NamedNode] = set()
    for iri in focus:
        for quad in store.quads_for_pattern(NamedNode(iri), None, None, None):
            yield quad
            if isinstance(quad.object, NamedNode):
                near.add(quad.object)
    yield from store.quads_for_pattern(None, _SUBCLASS, None, None)
    for node in near:
        if node.value not in focus:
            for quad in store.quads_for_pattern(node, None, None, None):
                if quad.predicate == _TYPE or isinstance(quad.object, Literal):
                    yield quad


def _results(report: rdflib.Graph) -> Iterator[ShapeViolation]:
    from rdflib import URIRef

    def sh(name: str) -> URIRef:
        return URIRef(_SH + name)

    for result in report.objects(None, sh("result")):
        entity = _term(report.value(result, sh("focusNode")))
        prop = _term(report.value(result, sh("resultPath")))
        severity = str(report.value(result, sh("resultSeverity"))).removeprefix(_SH)
        shape = str(report.value(result, sh("sourceShape")))
        component = str(report.value(result, sh("sourceConstraintComponent")))
        if isinstance(entity, NamedNode | BlankNode):
            yield ShapeViolation(
                shape=curie(shape) or shape,
                constraint=_parameter(component.removeprefix(_SH)),
                level=SHAPE_LEVELS.get(severity, "error"),
                entity=entity,
                property=prop if isinstance(prop, NamedNode) else None,
                value=_term(report.value(result, sh("value"))),
                messages={
                    str(getattr(text, "language", None) or "en"): str(text)
                    for text in report.objects(result, sh("resultMessage"))
                },
            )


def _parameter(component: str) -> str:
    """The parameter of a constraint component: MinCountConstraintComponent is sh:minCount."""
    name = component.removesuffix("ConstraintComponent")
    return f"sh:{name[:1].lower()}{name[1:]}"


def _term(node: Node | None) -> Term | None:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    if isinstance(node, RdflibLiteral):
        if node.language:
            return Literal(str(node), language=node.language)
        return (
            Literal(str(node), datatype=NamedNode(str(node.datatype)))
            if node.datatype
            else Literal(str(node))
        )
    return None
