"""OWL axioms: each with its triples and the file it is from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Triple

from healcare_kg.namespaces import OWL

__all__ = ["Axiom", "Axioms"]

Subject = NamedNode | BlankNode


@dataclass(frozen=True)
class Axiom:
    """An axiom: its triples (the first says what it is), its file, and whom it is about.

    `individuals` are empty for an axiom about classes and properties; `is_type` says that it
    states the class of an individual; `origin` is the node that holds it in the file.
    """

    triples: tuple[Triple, ...]
    path: Path
    individuals: frozenset[str] = frozenset()
    is_type: bool = False
    origin: Subject | None = None

    @property
    def root(self) -> Triple:
        """The triple that says what the axiom is."""
        return self.triples[0]

    @cached_property
    def terms(self) -> frozenset[str]:
        """The IRIs in it."""
        return frozenset(
            node.value
            for t in self.triples
            for node in (t.subject, t.predicate, t.object)
            if isinstance(node, NamedNode)
        )

    @cached_property
    def text(self) -> str:
        """The triples as N-Triples."""
        return "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in self.triples)


@dataclass
class Axioms:
    """What a graph says in OWL: declarations, axioms, and each entity's kinds.

    `kinds` are `class`, `datatype`, `object`, `data`, `annotation` and `individual` by IRI;
    `declared_in` is the file of an entity; `undeclared` are properties in use that nothing
    declares, with a file each: OWL tools do not reason with these.
    """

    declarations: tuple[Triple, ...] = ()
    axioms: tuple[Axiom, ...] = ()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    undeclared: Mapping[str, Path] = field(default_factory=dict)
    declared_in: Mapping[str, Path] = field(default_factory=dict)

    @cached_property
    def schema(self) -> tuple[Axiom, ...]:
        """The axioms about classes and properties."""
        return tuple(axiom for axiom in self.axioms if not axiom.individuals)

    @cached_property
    def facts(self) -> tuple[Axiom, ...]:
        """The axioms about individuals."""
        return tuple(axiom for axiom in self.axioms if axiom.individuals)

    @cached_property
    def _declared(self) -> dict[str, str]:
        """The declarations of each class and property as N-Triples."""
        declared: dict[str, str] = defaultdict(str)
        individual = NamedNode(OWL + "NamedIndividual")
        for t in self.declarations:
            if t.object != individual and isinstance(t.subject, NamedNode):
                declared[t.subject.value] += f"{t.subject} {t.predicate} {t.object} .\n"
        return dict(declared)

    def text(self, chosen: Iterable[Axiom]) -> str:
        """Some of the axioms as N-Triples, with the declarations of their classes and properties.

        Declarations that are not needed would take longer to read than the axioms of a small set.
        """
        axioms = list(chosen)
        used = set[str]().union(*(axiom.terms for axiom in axioms))
        declared = self._declared
        return "".join(
            [declared[term] for term in sorted(used & declared.keys())]
            + [axiom.text for axiom in axioms]
        )

    @cached_property
    def everything(self) -> str:
        """All axioms and all declarations as N-Triples."""
        return "".join([*self._declared.values(), *(axiom.text for axiom in self.axioms)])
