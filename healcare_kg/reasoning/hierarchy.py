"""What OWL 2 DL asks of property hierarchies: simple properties and no circle through a chain.

OWL 2 Structural Specification, section 11.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode

from healcare_kg.namespaces import OWL, RDF, RDFS
from healcare_kg.reasoning.axioms import Axiom
from healcare_kg.reasoning.expressions import Term, in_list, object_of

__all__ = ["PropertyHierarchy", "base_property", "property_hierarchy"]


@dataclass
class PropertyHierarchy:
    """Chains (their axiom, members, property above), properties above each, and their ranges."""

    chains: list[tuple[Axiom, list[str], str]] = field(default_factory=list)
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ranges: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    composite: set[str] = field(default_factory=set)

    def all_above(self, prop: str) -> set[str]:
        """The property and all above it."""
        reached, todo = {prop}, [prop]
        while todo:
            for one in self.above[todo.pop()]:
                if one not in reached:
                    reached.add(one)
                    todo.append(one)
        return reached

    def not_simple(self) -> set[str]:
        """The properties that follow from a chain or are transitive, and all above them."""
        return set[str]().union(*(self.all_above(prop) for prop in self.composite))

    def circular(self) -> list[Axiom]:
        """The chains whose members follow from what the chain gives (section 11.2)."""
        wrong = []
        for axiom, members, prop in self.chains:
            inner = list(members)
            if inner == [prop, prop]:
                continue
            if inner[0] == prop:
                inner = inner[1:]
            elif inner[-1] == prop:
                inner = inner[:-1]
            below = self._gives(prop)
            if any(member in below for member in inner):
                wrong.append(axiom)
        return wrong

    def _gives(self, prop: str) -> set[str]:
        """The property and those that it, alone or in a chain, makes true."""
        reached, todo = {prop}, [prop]
        while todo:
            current = todo.pop()
            following = self.above[current] | {p for _, m, p in self.chains if current in m}
            for one in following - reached:
                reached.add(one)
                todo.append(one)
        return reached


def property_hierarchy(axioms: Iterable[Axiom]) -> PropertyHierarchy:
    """The hierarchy that axioms about properties make."""
    found = PropertyHierarchy()
    for axiom in axioms:
        root = axiom.root
        own = base_property(root.subject, axiom)
        other = base_property(root.object, axiom)
        predicate = root.predicate.value
        if predicate == RDFS + "subPropertyOf":
            found.above[own].add(other)
        elif predicate in (OWL + "equivalentProperty", OWL + "inverseOf"):
            found.above[own].add(other)
            found.above[other].add(own)
        elif predicate == RDFS + "range":
            found.ranges[own].add(other)
        elif predicate == OWL + "propertyChainAxiom":
            members = [base_property(m, axiom) for m in in_list(root.object, axiom.triples)]
            if members:
                found.chains.append((axiom, members, own))
                found.composite.add(own)
        elif predicate == RDF + "type" and root.object == NamedNode(OWL + "TransitiveProperty"):
            found.composite.add(own)
    return found


def base_property(node: Term | None, axiom: Axiom) -> str:
    """A property's IRI; of an inverse, that of the property it is the inverse of."""
    if isinstance(node, BlankNode):
        node = object_of(axiom.triples, node, OWL + "inverseOf")
    return node.value if isinstance(node, NamedNode) else ""
