"""The shapes of `ontology/shapes.ttl`, by pySHACL."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from healcare_kg.namespaces import KG, PREFIXES, RDF, curie
from healcare_kg.rdf_files import parse_file
from healcare_kg.validation.checks import Term
from healcare_kg.validation.rdflib_graph import quiet, to_rdflib

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["ShapeViolation", "shape_violations"]

_SH = PREFIXES["sh"]
_TYPE = NamedNode(RDF + "type")
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "info"}


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


def shape_violations(
    quads: Sequence[Quad], shapes: Path, *, focus: Collection[str] | None = None
) -> list[ShapeViolation]:
    """What breaks the shapes of a file, in a graph with its ontology.

    With `focus` (IRIs) only what these entities break. Statements about blank nodes are left out:
    they are the sources of facts, four of five triples, and no shape is about them.
    """
    import pyshacl

    quads = [quad for quad in quads if isinstance(quad.subject, NamedNode)]
    if focus is not None:
        quads = _about(quads, focus)
    with quiet():
        _, report, text = pyshacl.validate(
            to_rdflib(quads),
            shacl_graph=to_rdflib(parse_file(shapes)),
            inplace=True,  # the graph was made for this: no copy is needed
            advanced=False,
            inference="none",
        )
    if isinstance(report, Exception) or not hasattr(report, "objects"):
        raise RuntimeError(f"pySHACL failed on {shapes}: {text}")
    found = _results(report)
    return [v for v in found if focus is None or v.entity.value in focus]


def _about(quads: Sequence[Quad], focus: Collection[str]) -> list[Quad]:
    """What the shapes look at in the entities of `focus`.

    That is their statements and the classes of what these point to, with the names that keep
    pySHACL from reporting the latter at length. Its own `focus_nodes` is no help: 0.40 filters the
    values of nested shapes by it too, so that sh:qualifiedValueShape is never satisfied.
    """
    near = {
        quad.object.value
        for quad in quads
        if str(quad.subject)[1:-1] in focus and isinstance(quad.object, NamedNode)
    }
    return [
        quad
        for quad in quads
        if (subject := str(quad.subject)[1:-1]) in focus
        or not subject.startswith(KG)
        or (subject in near and (quad.predicate == _TYPE or isinstance(quad.object, Literal)))
    ]


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
                level=_LEVELS.get(severity, "error"),
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
