"""One question to HermiT about a graph, and everything that its answer leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from healcare_kg.namespaces import OWL, PREFIXES, RDF, RDFS, curie
from healcare_kg.reasoning.axioms import Axiom, Axioms
from healcare_kg.reasoning.describing import Described, Describer
from healcare_kg.reasoning.explaining import Ask, explain, related
from healcare_kg.reasoning.hermit import Answer, MalformedLiteralError
from healcare_kg.reasoning.inferring import Inferences, infer, unsatisfiable
from healcare_kg.reasoning.loading import Loaded
from healcare_kg.reasoning.minimal import minimal
from healcare_kg.reasoning.reading import read_axioms

__all__ = ["Explanation", "Reasoner", "Reasoning", "reason"]

_SECONDS = 30  # after which no further explanation is begun
_PROBE = "urn:healcare-kg:probe"
_TYPE = RDF + "type"
_XSD = PREFIXES["xsd"]
# The datatypes that OWL 2 has no place for; HermiT would stop at them and is told to pass over.
_OUTSIDE_OWL = {
    _XSD + name
    for name in (
        "date",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "gMonthDay",
        "gDay",
        "duration",
        "dayTimeDuration",
        "yearMonthDuration",
    )
}


class Reasoner(Protocol):
    """What is asked: HermiT, or what stands for it in a test."""

    def classify(self, text: str) -> Answer:
        """What follows from a graph in N-Triples."""
        ...

    def inconsistent(self, texts: Sequence[str]) -> list[bool]:
        """Of each graph in N-Triples, whether it is inconsistent."""
        ...


@dataclass(frozen=True)
class Explanation:
    """Axioms of which each is needed for what is wrong.

    `term` is the class or property that can have no instance, None where the graph is
    inconsistent; `malformed` says that a literal is no value of its datatype.
    """

    axioms: tuple[Described, ...]
    term: str | None = None
    malformed: bool = False


@dataclass(frozen=True)
class Reasoning:
    """The answer about a graph.

    `unsatisfiable` are (IRI, label) of classes and properties that can have no instance; with
    `more` there are or may be more explanations than are given. `labels` are those of the
    properties with inferred relations. `undeclared` are properties of no
    declared kind (with a file), `skipped` datatypes outside OWL 2: HermiT passed over both.
    """

    consistent: bool
    individuals: int
    axioms: int
    unsatisfiable: tuple[tuple[str, str], ...] = ()
    explanations: tuple[Explanation, ...] = ()
    more: bool = False
    inferences: Inferences = field(default_factory=Inferences)
    labels: Mapping[str, str] = field(default_factory=dict)
    undecided: int = 0
    undeclared: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the graph is consistent and everything in it can have instances."""
        return self.consistent and not self.unsatisfiable


def reason(loaded: Loaded, reasoner: Reasoner, *, lang: str = "en", limit: int = 5) -> Reasoning:
    """What follows from the files, or why they can't all be true; at most `limit` explanations.

    Raises what the reasoner raises: ToolError where it fails, InputError for what is no OWL 2 DL.
    """
    axioms = read_axioms(loaded.statements)
    describer = Describer(loaded.statements, lang)
    result = Reasoning(
        consistent=True,
        individuals=len({name for fact in axioms.facts for name in fact.individuals}),
        axioms=len(axioms.axioms),
        undeclared=tuple((curie(p) or p, str(f)) for p, f in sorted(axioms.undeclared.items())),
        skipped=_skipped(axioms.axioms),
    )
    malformed: list[Explanation] = []
    while len(malformed) < limit:
        try:
            answer = reasoner.classify(axioms.everything)
        except MalformedLiteralError as error:
            wrong = [axiom for axiom in axioms.axioms if _has_literal(axiom, error)]
            if not wrong:
                raise
            malformed += [Explanation((describer.describe(a),), malformed=True) for a in wrong]
            axioms = _without(axioms, wrong)
        else:
            return _with_answer(
                replace(result, consistent=not malformed, explanations=tuple(malformed)),
                answer,
                axioms=axioms,
                reasoner=reasoner,
                describer=describer,
                limit=limit - len(malformed),
            )
    return replace(result, consistent=False, explanations=tuple(malformed[:limit]), more=True)


def _with_answer(
    result: Reasoning,
    answer: Answer,
    *,
    axioms: Axioms,
    reasoner: Reasoner,
    describer: Describer,
    limit: int,
) -> Reasoning:
    """The result with what HermiT says and the explanations of that."""
    if not answer.consistent:
        ask = _asker(axioms, reasoner)
        found = explain(axioms.schema, axioms.facts, ask, limit=limit, seconds=_SECONDS)
        explained = [Explanation(tuple(map(describer.describe, each))) for each in found.found]
        return replace(
            result,
            consistent=False,
            explanations=(*result.explanations, *explained),
            more=found.more,
        )
    empty = unsatisfiable(answer)
    explained = [_why_empty(term, axioms, reasoner, describer) for term in empty[:limit]]
    inferences = infer(answer, axioms) if result.consistent else Inferences()
    return replace(
        result,
        unsatisfiable=tuple((iri, describer.wording.label(iri)) for iri in empty),
        explanations=(*result.explanations, *explained),
        more=len(empty) > limit,
        inferences=inferences,
        labels={prop: describer.wording.label(prop) for prop in inferences.relations},
        undecided=answer.undecided,
    )


def _why_empty(term: str, axioms: Axioms, reasoner: Reasoner, describer: Describer) -> Explanation:
    """Why a class or property can have no instance: what contradicts one."""
    kinds = axioms.kinds.get(term, frozenset())
    kind, probe = OWL + "Class", f"<{_PROBE}> <{_TYPE}> <{term}> .\n"
    if "object" in kinds:
        kind, probe = OWL + "ObjectProperty", f"<{_PROBE}> <{term}> <{_PROBE}-value> .\n"
    elif "data" in kinds:
        kind = OWL + "DatatypeProperty"
        probe = (
            f"_:p <{_TYPE}> <{OWL}Restriction> .\n_:p <{OWL}onProperty> <{term}> .\n"
            f"_:p <{OWL}someValuesFrom> <{RDFS}Literal> .\n<{_PROBE}> <{_TYPE}> _:p .\n"
        )
    ask = _asker(axioms, reasoner, fixed=f"<{term}> <{_TYPE}> <{kind}> .\n{probe}")
    return _minimal(term, axioms, ask, describer)


def _minimal(term: str, axioms: Axioms, ask: Ask, describer: Describer) -> Explanation:
    near = related(axioms.schema, [term])
    for some in (near, axioms.schema, axioms.axioms):
        if ask([some])[0]:
            break
    found = minimal(list(some), ask)
    return Explanation(tuple(map(describer.describe, found)), term=term)


def _asker(axioms: Axioms, reasoner: Reasoner, *, fixed: str = "") -> Ask:
    def ask(sets: Sequence[Sequence[Axiom]]) -> list[bool]:
        return reasoner.inconsistent([fixed + axioms.text(each) for each in sets])

    return ask


def _has_literal(axiom: Axiom, error: MalformedLiteralError) -> bool:
    return any(
        isinstance(t.object, Literal)
        and t.object.value == error.text
        and t.object.datatype.value == error.datatype
        for t in axiom.triples
    )


def _without(axioms: Axioms, wrong: Sequence[Axiom]) -> Axioms:
    gone = set(wrong)
    return Axioms(
        axioms.declarations,
        tuple(axiom for axiom in axioms.axioms if axiom not in gone),
        axioms.kinds,
        axioms.undeclared,
        axioms.declared_in,
    )


def _skipped(axioms: Iterable[Axiom]) -> tuple[str, ...]:
    """The datatypes in use that OWL 2 does not have."""
    used = {
        node.datatype.value if isinstance(node, Literal) else node.value
        for axiom in axioms
        for t in axiom.triples
        for node in (t.object,)
        if isinstance(node, Literal | NamedNode)
    }
    return tuple(sorted(curie(name) or name for name in used & _OUTSIDE_OWL))
