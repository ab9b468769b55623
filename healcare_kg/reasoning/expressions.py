"""Class expressions, as the profiles of OWL 2 look at them, read from an axiom's triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.namespaces import OWL, PREFIXES, RDF, RDFS
from healcare_kg.reasoning.axioms import Axiom

__all__ = [
    "Expression",
    "Term",
    "class_expression",
    "in_list",
    "inside",
    "is_datatype",
    "object_of",
    "sides",
]

Term = NamedNode | BlankNode | Literal | Triple

_DATATYPES = (
    PREFIXES["xsd"],
    RDF + "PlainLiteral",
    RDF + "XMLLiteral",
    RDF + "langString",
    RDFS + "Lit",
)
_BOOLEAN = {
    OWL + "intersectionOf": "and",
    OWL + "unionOf": "or",
    OWL + "oneOf": "one-of",
}
_RESTRICTIONS = {
    OWL + "someValuesFrom": "some",
    OWL + "allValuesFrom": "all",
    OWL + "hasValue": "value",
    OWL + "hasSelf": "self",
    OWL + "minCardinality": "min",
    OWL + "minQualifiedCardinality": "min",
    OWL + "maxCardinality": "max",
    OWL + "maxQualifiedCardinality": "max",
    OWL + "cardinality": "exactly",
    OWL + "qualifiedCardinality": "exactly",
}


@dataclass(frozen=True)
class Expression:
    """A class expression: what it is, its parts, and of a restriction the property and number.

    `kind` is `class` (with `name`), `datatype`, `and`, `or`, `not`, `one-of`, `some`, `all`,
    `value`, `self`, `min`, `max`, `exactly`, `facets` or `unknown`.
    """

    kind: str
    name: str = ""
    parts: tuple[Expression, ...] = ()
    role: Term | None = None
    number: int = 0

    @property
    def is_thing(self) -> bool:
        """Whether it is owl:Thing, or rdfs:Literal where it is of data."""
        return self.name in (OWL + "Thing", RDFS + "Literal")


def class_expression(node: Term, triples: Sequence[Triple]) -> Expression:
    """The class (or data range) that a node stands for."""
    if isinstance(node, NamedNode):
        return Expression("class", node.value)
    if not isinstance(node, BlankNode):
        return Expression("unknown")
    about = {t.predicate.value: t.object for t in triples if t.subject == node}
    for predicate, kind in _BOOLEAN.items():
        if predicate in about:
            items = in_list(about[predicate], triples)
            parts = [class_expression(item, triples) for item in items if kind != "one-of"]
            return Expression(kind, parts=tuple(parts), number=len(items))
    for predicate in (OWL + "complementOf", OWL + "datatypeComplementOf"):
        if predicate in about:
            return Expression("not", parts=(class_expression(about[predicate], triples),))
    if OWL + "onDatatype" in about:
        return Expression("facets", parts=(class_expression(about[OWL + "onDatatype"], triples),))
    return _restriction(about, triples)


def _restriction(about: dict[str, Term], triples: Sequence[Triple]) -> Expression:
    for predicate, kind in _RESTRICTIONS.items():
        if predicate not in about:
            continue
        value, filler = (
            about[predicate],
            about.get(OWL + "onClass") or about.get(OWL + "onDataRange"),
        )
        number = 0
        if kind in ("min", "max", "exactly"):
            text = value.value if isinstance(value, Literal) else ""
            number = int(text) if text.isdecimal() else 0
        elif kind in ("some", "all"):
            filler = value
        part = class_expression(filler, triples) if filler else Expression("class", OWL + "Thing")
        return Expression(kind, "", (part,), about.get(OWL + "onProperty"), number)
    return Expression("unknown")


def in_list(node: Term, triples: Sequence[Triple]) -> list[Term]:
    """The members of an RDF list."""
    after: dict[Term, dict[str, Term]] = defaultdict(dict)
    for t in triples:
        after[t.subject][t.predicate.value] = t.object
    items: list[Term] = []
    while isinstance(node, BlankNode) and RDF + "first" in after[node]:
        items.append(after[node][RDF + "first"])
        node = after[node].pop(RDF + "rest", NamedNode(RDF + "nil"))
    return items


def inside(expression: Expression) -> Iterator[Expression]:
    """An expression and all in it."""
    yield expression
    for part in expression.parts:
        yield from inside(part)


def is_datatype(name: str) -> bool:
    """Whether an IRI is that of a datatype that RDF or OWL names."""
    return name.startswith(_DATATYPES)


def object_of(triples: Sequence[Triple], subject: Term, predicate: str) -> Term | None:
    """The value of a property of a node."""
    return next(
        (t.object for t in triples if t.subject == subject and t.predicate.value == predicate), None
    )


def sides(axiom: Axiom) -> Iterator[tuple[str, Expression]]:
    """The class expressions of an axiom, each with the place (sub, super, equal) it stands in."""
    root, predicate, triples = axiom.root, axiom.root.predicate.value, axiom.triples
    subject, value = (class_expression(end, triples) for end in (root.subject, root.object))
    if predicate == RDFS + "subClassOf":
        yield from (("sub", subject), ("super", value))
    elif predicate in (RDFS + "domain", RDFS + "range"):
        if not is_datatype(value.name):
            yield "super", value
    elif predicate == OWL + "equivalentClass":
        yield from (("equal", subject), ("equal", value))
    elif predicate == OWL + "disjointWith":
        yield from (("sub", subject), ("sub", value))
    elif axiom.is_type:
        yield "type", value
    elif predicate == RDF + "type" and root.object == NamedNode(OWL + "AllDisjointClasses"):
        members = object_of(triples, root.subject, OWL + "members")
        for member in in_list(members, triples) if members else []:
            yield "sub", class_expression(member, triples)
    elif predicate == OWL + "disjointUnionOf":
        for member in in_list(root.object, triples):
            yield "sub", class_expression(member, triples)
    elif predicate in (OWL + "intersectionOf", OWL + "unionOf", OWL + "oneOf"):
        kind = {"i": "and", "u": "or", "o": "one-of"}[predicate.removeprefix(OWL)[0]]
        items = in_list(root.object, triples)
        parts = [class_expression(item, triples) for item in items if kind != "one-of"]
        yield "equal", Expression(kind, parts=tuple(parts), number=len(items))
    elif predicate == OWL + "complementOf":
        yield "equal", Expression("not", parts=(value,))
