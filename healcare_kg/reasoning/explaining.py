"""Why a graph is inconsistent: minimal sets of its axioms, found part by part.

Most contradictions are about one individual and what is said of it and of its neighbours' classes.
So the individuals are asked about in groups, then those of inconsistent groups one by one, and an
inconsistent neighbourhood is made minimal. A contradiction that is nowhere so near is looked for
in everything.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from healcare_kg.namespaces import OWL
from healcare_kg.reasoning.axioms import Axiom
from healcare_kg.reasoning.minimal import minimal

__all__ = ["Ask", "Explanations", "explain", "related"]

Ask = Callable[[Sequence[Sequence[Axiom]]], list[bool]]

_FOLLOWED = 4  # groups that are split further at once; the others are looked at again later
_ASYMMETRIC = NamedNode(OWL + "AsymmetricProperty")
_SYMMETRIC = {OWL + "disjointWith", OWL + "propertyDisjointWith"}
_BOTH_WAYS = {OWL + "equivalentClass", OWL + "equivalentProperty", OWL + "inverseOf"}


@dataclass(frozen=True)
class Explanations:
    """Minimal inconsistent sets of axioms, facts first; no fact is in two of them.

    `more` says that there is or may be another contradiction.
    """

    found: tuple[tuple[Axiom, ...], ...]
    more: bool


def explain(
    schema: Sequence[Axiom], facts: Sequence[Axiom], ask: Ask, *, limit: int, seconds: float
) -> Explanations:
    """Minimal inconsistent parts of an inconsistent graph, at most `limit`.

    No further one is begun after `seconds`. `ask` says of each of several sets of axioms whether
    it is inconsistent. Only facts are taken away to find the next: with a schema that contradicts
    itself there is one explanation.
    """
    end = time.monotonic() + seconds
    found: list[tuple[Axiom, ...]] = []
    rest, near = list(facts), list[list[Axiom]]()
    while True:
        near = near or _neighbourhoods(schema, rest, ask)
        explanation = _minimal(near[0], ask)
        found.append(explanation)
        gone = {axiom for axiom in explanation if axiom.individuals}
        if not gone:
            return Explanations(tuple(found), more=True)
        enough = len(found) >= limit or time.monotonic() > end
        rest = [fact for fact in rest if fact not in gone]
        near = [] if enough else near
        left = [[axiom for axiom in part if axiom not in gone] for part in near]
        *verdicts, more = ask([*left, [*schema, *rest]])
        near = [part for part, verdict in zip(left, verdicts, strict=True) if verdict]
        if enough or not more:
            return Explanations(tuple(found), more)


def related(schema: Sequence[Axiom], terms: Iterable[str]) -> list[Axiom]:
    """The axioms about classes and properties that can say something about these terms.

    Where the axioms use few constructs that is all; what it misses has to be looked for in all.
    """
    known, chosen, todo = set(terms), list[Axiom](), list(schema)
    while True:
        now = [axiom for axiom in todo if _says_something_about(axiom, known)]
        if not now:
            return chosen
        chosen += now
        todo = [axiom for axiom in todo if axiom not in set(now)]
        known.update(*(axiom.terms for axiom in now))


def _says_something_about(axiom: Axiom, known: set[str]) -> bool:
    root = axiom.root
    if not isinstance(root.subject, NamedNode) or root.predicate.value in _BOTH_WAYS:
        return not known.isdisjoint(axiom.terms)
    ends = [root.subject, *([root.object] if root.predicate.value in _SYMMETRIC else [])]
    return all(not isinstance(end, NamedNode) or end.value in known for end in ends)


def _minimal(axioms: Sequence[Axiom], ask: Ask) -> tuple[Axiom, ...]:
    """A minimal inconsistent part, with as few relations and then types as can be, facts first.

    What is needed of one kind, all of the later kinds given, stays needed when these get fewer.
    """
    kinds = [
        [axiom for axiom in axioms if axiom.individuals and not axiom.is_type],
        [axiom for axiom in axioms if axiom.individuals and axiom.is_type],
        # What is related to itself breaks asymmetry too, but irreflexivity says it better.
        sorted(
            (a for a in axioms if not a.individuals), key=lambda a: a.root.object != _ASYMMETRIC
        ),
    ]
    for number, items in enumerate(kinds):
        others = [axiom for n, kind in enumerate(kinds) if n != number for axiom in kind]
        kinds[number] = minimal(items, _beside(others, ask))
    return tuple(axiom for kind in kinds for axiom in kind)


def _beside(others: Sequence[Axiom], ask: Ask) -> Ask:
    """The same question about sets together with other axioms."""
    return lambda sets: ask([[*others, *each] for each in sets])


def _neighbourhoods(schema: Sequence[Axiom], facts: Sequence[Axiom], ask: Ask) -> list[list[Axiom]]:
    """Inconsistent sets of axioms around one individual each, the smallest first."""
    about: dict[str, list[Axiom]] = defaultdict(list)
    for fact in facts:
        for individual in sorted(fact.individuals):
            about[individual].append(fact)
    names = sorted(about)
    size = math.isqrt(len(names)) + 1
    groups = [names[n : n + size] for n in range(0, len(names), size)]
    alone, *verdicts = ask([schema, *([*schema, *_near(group, about)] for group in groups)])
    if alone:
        return [list(schema)]
    bad = [group for group, verdict in zip(groups, verdicts, strict=True) if verdict]
    single = [_near([name], about) for group in bad[:_FOLLOWED] for name in group]
    for whole in (False, True):
        parts = [[*(schema if whole else related(schema, _terms(near))), *near] for near in single]
        found = [part for part, verdict in zip(parts, ask(parts), strict=True) if verdict]
        if found:
            return sorted(found, key=len)
    return [[*schema, *(_near(bad[0], about) if bad else facts)]]


def _terms(facts: Iterable[Axiom]) -> set[str]:
    return set[str]().union(*(fact.terms for fact in facts))


def _near(group: Iterable[str], about: Mapping[str, list[Axiom]]) -> list[Axiom]:
    """What is said of some individuals, and the classes of those in relation to them."""
    near = {fact: None for individual in group for fact in about[individual]}
    others = {individual: None for fact in near for individual in sorted(fact.individuals)}
    for individual in others:
        near.update((fact, None) for fact in about[individual] if fact.is_type)
    return list(near)
