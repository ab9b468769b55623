"""Which profiles of OWL 2 a graph is in, and what is outside.

The rules are those of the OWL 2 Structural Specification (sections 3, 4 and 11) for DL and of OWL
2 Profiles for EL, QL and RL. They need no Java; the tests compare them with the OWL API.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from healcare_kg.namespaces import OWL, PREFIXES, RDF, RDFS
from healcare_kg.reasoning.axioms import Axiom, Axioms
from healcare_kg.reasoning.expressions import Expression, inside, is_datatype, sides
from healcare_kg.reasoning.hierarchy import PropertyHierarchy, base_property, property_hierarchy
from healcare_kg.reasoning.profile_dl import Violation, dl_violations

__all__ = ["PROFILES", "Violation", "violations"]

PROFILES = ("DL", "EL", "QL", "RL")
_XSD = PREFIXES["xsd"]
_TYPE = RDF + "type"


def _xsd(names: str) -> set[str]:
    return {_XSD + name for name in names.split()}


_COMMON = _xsd(
    "decimal integer nonNegativeInteger string normalizedString token Name NCName NMTOKEN "
    "hexBinary base64Binary anyURI dateTime dateTimeStamp"
) | {RDF + "PlainLiteral", RDF + "langString", RDF + "XMLLiteral", RDFS + "Literal"}
_NUMBERS = _xsd(
    "nonPositiveInteger positiveInteger negativeInteger long int short byte unsignedLong "
    "unsignedInt unsignedShort unsignedByte float double language boolean"
)
_EXACT = {OWL + "real", OWL + "rational"}
DATATYPES = {
    "DL": _COMMON | _NUMBERS | _EXACT,
    "EL": _COMMON | _EXACT,
    "QL": _COMMON | _EXACT,
    "RL": _COMMON | _NUMBERS,
}

# Kinds of axioms that a profile does not have, by the triple that makes them.
_TYPES = {
    "EL": "FunctionalProperty InverseFunctionalProperty SymmetricProperty AsymmetricProperty "
    "IrreflexiveProperty AllDisjointProperties",
    "QL": "TransitiveProperty FunctionalProperty InverseFunctionalProperty "
    "NegativePropertyAssertion",
    "RL": "ReflexiveProperty",
}
_PREDICATES = {
    "EL": "inverseOf propertyDisjointWith disjointUnionOf",
    "QL": "propertyChainAxiom hasKey sameAs disjointUnionOf",
    "RL": "disjointUnionOf",
}


def violations(axioms: Axioms) -> list[Violation]:
    """All violations of all profiles; what is outside DL is outside the others as well."""
    hierarchy = property_hierarchy(axioms.schema)
    found = [*dl_violations(axioms, hierarchy), *_ranges_of_chains(hierarchy)]
    for axiom in axioms.axioms:
        found += _kinds(axiom, axioms)
        found += _datatypes(axiom, axioms)
        found += _expressions(axiom)
    return found


def _ranges_of_chains(hierarchy: PropertyHierarchy) -> Iterator[Violation]:
    """Chains whose last property lacks the range of what they give (Profiles, section 2.2.6)."""
    for axiom, members, prop in hierarchy.chains:
        wanted, given = (
            set[str]().union(*(hierarchy.ranges[p] for p in hierarchy.all_above(each)))
            for each in (prop, members[-1])
        )
        if wanted - given:
            yield Violation("EL", "range-of-chain", axiom)


def _kinds(axiom: Axiom, axioms: Axioms) -> Iterator[Violation]:
    root, predicate = axiom.root, axiom.root.predicate.value
    kind = root.object.value if isinstance(root.object, NamedNode) else ""
    own = axioms.kinds.get(base_property(root.subject, axiom), frozenset())
    for profile, names in _TYPES.items():
        # EL has functional data properties.
        of_data = profile == "EL" and kind == OWL + "FunctionalProperty" and "object" not in own
        if predicate == _TYPE and kind.removeprefix(OWL) in names.split() and not of_data:
            yield Violation(profile, "axiom", axiom)
    for profile, names in _PREDICATES.items():
        if predicate.startswith(OWL) and predicate.removeprefix(OWL) in names.split():
            yield Violation(profile, "axiom", axiom)
    if any(t.predicate.value == OWL + "inverseOf" for t in axiom.triples[1:]):
        yield Violation("EL", "inverse", axiom)
    if any(name.startswith("_:") for name in axiom.individuals):
        yield Violation("EL", "anonymous", axiom)
        yield Violation("QL", "anonymous", axiom)


def _datatypes(axiom: Axiom, axioms: Axioms) -> Iterator[Violation]:
    for name in sorted(_datatypes_of(axiom, axioms)):
        defined = "datatype" in axioms.kinds.get(name, ())
        for profile, allowed in DATATYPES.items():
            if name not in allowed and not (defined and profile == "DL"):
                yield Violation(profile, "datatype", axiom, name)


def _datatypes_of(axiom: Axiom, axioms: Axioms) -> set[str]:
    """The datatypes of an axiom: of its literals but the numbers of cardinalities, and as terms."""
    literals = {
        t.object.datatype.value
        for t in axiom.triples
        if isinstance(t.object, Literal) and "ardinality" not in t.predicate.value
    }
    terms = {
        t.object.value
        for t in axiom.triples
        if isinstance(t.object, NamedNode)
        if is_datatype(t.object.value) or "datatype" in axioms.kinds.get(t.object.value, ())
    }
    return literals | terms


def _expressions(axiom: Axiom) -> Iterator[Violation]:
    for profile in ("EL", "QL", "RL"):
        for side, expression in sides(axiom):
            if not _fits(profile, side, expression):
                yield Violation(profile, f"{side}-expression", axiom)


def _fits(profile: str, side: str, expression: Expression) -> bool:
    """Whether an expression may stand in that place of an axiom in a profile."""
    if expression.kind == "unknown":
        return True  # reported once, for DL
    if profile == "EL":
        return all(_fits_el(e) for e in inside(expression))
    if profile == "QL":
        return _fits_ql(side, expression)
    return _fits_rl(side, expression)


def _fits_el(e: Expression) -> bool:
    return e.kind in ("class", "and", "some", "value", "self") or (
        e.kind == "one-of" and e.number == 1
    )


def _fits_ql(side: str, e: Expression) -> bool:
    if e.kind == "class":
        return True
    if side == "type":
        return False
    if e.kind == "some":
        (filler,) = e.parts
        named = filler.kind == "class"
        return named if side == "super" else filler.is_thing or _is_data(filler)
    if side == "super" and e.kind == "and":
        return all(_fits_ql("super", part) for part in e.parts)
    return side == "super" and e.kind == "not" and _fits_ql("sub", e.parts[0])


def _is_data(e: Expression) -> bool:
    return is_datatype(e.name)


def _fits_rl(side: str, e: Expression) -> bool:
    if e.kind == "class":
        return e.name != OWL + "Thing" or side == "type"
    if e.kind == "and":
        return all(_fits_rl(side, part) for part in e.parts)
    if e.kind == "value":
        return True
    filler = e.parts[0] if e.parts else Expression("unknown")
    data = _is_data(filler)
    if side == "sub":
        if e.kind == "or":
            return all(_fits_rl("sub", part) for part in e.parts)
        some = e.kind == "some" and (filler.is_thing or data or _fits_rl("sub", filler))
        return some or e.kind == "one-of"
    if side == "equal":
        return False
    if e.kind == "not":
        return _fits_rl("sub", filler)
    if e.kind == "all":
        return data or _fits_rl("super", filler)
    small = e.kind == "max" and e.number <= 1
    return small and (filler.is_thing or data or _fits_rl("sub", filler))
