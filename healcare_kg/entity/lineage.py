"""The ancestors and descendants of a model or dataset, step by step with each step's kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import NamedNode, QuerySolutions

from healcare_kg.engine import Engine
from healcare_kg.entity.labels import Labels
from healcare_kg.namespaces import HKG

__all__ = ["UP_KINDS", "Lineage", "Step", "trace"]

# Steps towards what something comes from. A quantised or merged model has a basedOn beside the
# special kind, which then says more.
UP_KINDS = (
    "quantizedFrom", "mergedFrom", "basedOn", "distilledFrom", "runsOn", "variantOf",
    "hasReleaseBasedOn", "builtFrom", "versionOf",
)  # fmt: skip
_SPECIAL = ("quantizedFrom", "mergedFrom")
# Shown, but not followed down: what a student became is not the teacher's descendant, and of a
# family that has some release on this base, the other releases are not.
_LEAVES_DOWN = ("distilledFrom", "runsOn", "hasReleaseBasedOn")


@dataclass(frozen=True, order=True)
class Step:
    """An edge: the child came from the parent in the way that `kind` (a property) names."""

    child: str
    kind: str
    parent: str


@dataclass(frozen=True)
class Lineage:
    """What was found around `start`: the steps up, the steps down, labels of all IRIs and kinds."""

    start: str
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    labels: dict[str, str] = field(default_factory=dict)

    def parents(self, iri: str) -> list[Step]:
        """Steps from an entity to what it comes from, by label."""
        return sorted(self._up.get(iri, ()), key=lambda s: self._order(s.parent, s))

    def children(self, iri: str) -> list[Step]:
        """Steps to an entity from what came of it, by label."""
        return sorted(self._down.get(iri, ()), key=lambda s: self._order(s.child, s))

    @cached_property
    def _up(self) -> dict[str, list[Step]]:
        return _grouped(self.up, lambda step: step.child)

    @cached_property
    def _down(self) -> dict[str, list[Step]]:
        return _grouped(self.down, lambda step: step.parent)

    def _order(self, other: str, step: Step) -> tuple[int, str, str]:
        return (UP_KINDS.index(step.kind), self.labels[other].casefold(), other)


def _grouped(steps: Iterable[Step], key: Callable[[Step], str]) -> dict[str, list[Step]]:
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(key(step), []).append(step)
    return groups


def trace(
    engine: Engine,
    iri: str,
    *,
    up: bool = True,
    down: bool = True,
    depth: int | None = None,
    lang: str = "en",
) -> Lineage:
    """The steps around an entity, at most `depth` in each direction.

    A step that is not of weights (distillation, running on a service) or only of some release of a
    family is shown but not followed further down; going up, what the other releases of a
    release's family stand on is left out.
    """
    steps_up = _walk(engine, iri, depth, upwards=True) if up else set()
    steps_down = _walk(engine, iri, depth, upwards=False) if down else set()
    labels = Labels(engine, lang)
    nodes = {iri} | {x for s in steps_up | steps_down for x in (s.child, s.parent)}
    terms = [NamedNode(x) for x in sorted(nodes)] + [NamedNode(HKG + k) for k in UP_KINDS]
    labels.load(terms)
    return Lineage(
        start=iri,
        up=tuple(sorted(steps_up)),
        down=tuple(sorted(steps_down)),
        labels={t.value.removeprefix(HKG): labels.of(t) for t in terms},
    )


def _walk(engine: Engine, start: str, depth: int | None, *, upwards: bool) -> set[Step]:
    steps: set[Step] = set()
    seen, frontier, level = {start}, [start], 0
    while frontier and (depth is None or level < depth):
        found = _step(engine, frontier, upwards=upwards)
        if upwards:
            found = {s for s in found if s.kind != "hasReleaseBasedOn" or s.child == start}
        steps |= found
        followed = [s for s in found if upwards or s.kind not in _LEAVES_DOWN]
        following = {s.parent if upwards else s.child for s in followed}
        frontier = sorted(following - seen)
        seen |= following
        level += 1
    return steps


def _step(engine: Engine, entities: Iterable[str], *, upwards: bool) -> set[Step]:
    known = "child" if upwards else "parent"
    values = " ".join(f"<{iri}>" for iri in entities)
    # As a filter: of two VALUES the engine would take the shorter one, and read all of these kinds.
    kinds = ", ".join(f"<{HKG}{kind}>" for kind in UP_KINDS)
    solutions = engine.query(
        f"SELECT ?child ?kind ?parent WHERE {{ VALUES ?{known} {{ {values} }} "
        f"?child ?kind ?parent FILTER(?kind IN ({kinds}) && ISIRI(?parent)) }}"
    )
    found = set()
    if isinstance(solutions, QuerySolutions):
        found = {
            Step(r["child"].value, r["kind"].value.removeprefix(HKG), r["parent"].value)
            for r in solutions
        }
    special = {(s.child, s.parent) for s in found if s.kind in _SPECIAL}
    return {s for s in found if s.kind != "basedOn" or (s.child, s.parent) not in special}
