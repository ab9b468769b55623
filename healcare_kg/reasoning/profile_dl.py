"""What OWL 2 DL does not allow (OWL 2 Structural Specification, sections 3, 5 and 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode

from healcare_kg.namespaces import OWL, PREFIXES, RDF, RDFS
from healcare_kg.reasoning.axioms import Axiom, Axioms
from healcare_kg.reasoning.expressions import Expression, inside, sides
from healcare_kg.reasoning.hierarchy import PropertyHierarchy, base_property

__all__ = ["Violation", "dl_violations"]

_SIMPLE_ONLY = {
    OWL + name
    for name in (
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "IrreflexiveProperty",
        "AsymmetricProperty",
    )
}
_BUILT_IN = (OWL, RDF, RDFS, PREFIXES["xsd"])


@dataclass(frozen=True)
class Violation:
    """What is outside a profile: the rule it breaks, the axiom or file it is in, and the term."""

    profile: str
    rule: str
    axiom: Axiom | None
    term: str = ""
    path: Path | None = None


def dl_violations(axioms: Axioms, hierarchy: PropertyHierarchy) -> Iterator[Violation]:
    """All violations of OWL 2 DL but those of datatypes."""
    for axiom in hierarchy.circular():
        yield Violation("DL", "circular-chain", axiom)
    for term, path in sorted(axioms.undeclared.items()):
        yield Violation("DL", "undeclared", None, term, path)
    composite = hierarchy.not_simple()
    for axiom in axioms.axioms:
        for term in sorted(_not_simple(axiom, composite)):
            yield Violation("DL", "not-simple", axiom, term)
        for term in sorted(_undeclared(axiom, axioms)):
            yield Violation("DL", "undeclared", axiom, term)
        if any(expression.kind == "unknown" for expression in _inside(axiom)):
            yield Violation("DL", "unknown-expression", axiom)
        if _compares_anonymous(axiom):
            yield Violation("DL", "anonymous", axiom)
    for term, kinds in sorted(axioms.kinds.items()):
        if len(kinds & {"object", "data", "annotation"}) > 1 or {"class", "datatype"} <= kinds:
            yield Violation("DL", "punned", None, term, axioms.declared_in.get(term))


def _not_simple(axiom: Axiom, composite: set[str]) -> set[str]:
    """The properties that would have to be simple there and are not."""
    root, predicate = axiom.root, axiom.root.predicate.value
    used = {
        base_property(expression.role, axiom)
        for expression in _inside(axiom)
        if expression.kind in ("min", "max", "exactly", "self")
    }
    if predicate == RDF + "type" and str(root.object)[1:-1] in _SIMPLE_ONLY:
        used.add(base_property(root.subject, axiom))
    if predicate == OWL + "propertyDisjointWith":
        used |= {base_property(end, axiom) for end in (root.subject, root.object)}
    return used & composite


def _compares_anonymous(axiom: Axiom) -> bool:
    root = axiom.root
    if root.predicate.value in (OWL + "sameAs", OWL + "differentFrom"):
        return any(isinstance(end, BlankNode) for end in (root.subject, root.object))
    return False


def _inside(axiom: Axiom) -> Iterator[Expression]:
    for _, expression in sides(axiom):
        yield from inside(expression)


def _undeclared(axiom: Axiom, axioms: Axioms) -> set[str]:
    """Classes and properties of an axiom that nothing declares."""
    root, predicate = axiom.root, axiom.root.predicate.value
    used: set[str] = set()
    if predicate in (RDFS + "subPropertyOf", RDFS + "domain", RDFS + "range"):
        used.add(base_property(root.subject, axiom))
    if predicate == RDFS + "subPropertyOf":
        used.add(base_property(root.object, axiom))
    used |= {base_property(e.role, axiom) for e in _inside(axiom) if e.role is not None}
    used |= {e.name for e in _inside(axiom) if e.kind == "class"}
    return {
        name
        for name in used
        if name and not axioms.kinds.get(name, frozenset()) - {"individual"}
        if not name.startswith(_BUILT_IN)
    }
