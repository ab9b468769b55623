"""What the graph holds and what it lacks, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from healcare_kg.exports.catalogue import Catalogue, Entity, Source
from healcare_kg.knowledge_graph import KnowledgeGraph, Rows
from healcare_kg.namespaces import HKG

__all__ = ["CLASSES", "Coverage", "Gap", "count_coverage"]

CLASSES = (
    "ModelFamily", "ModelRelease", "BaseModel", "Dataset", "Benchmark", "Evaluation",
    "FineTuneMethod", "Institution", "Publication", "License", "Claim",
)  # fmt: skip
_GAPS = {
    "ModelRelease": (
        "basedOn", "trainedOn", "usesMethod", "parametersBillions", "license", "access",
        "language", "released", "developedBy", "publishedIn", "evaluation",
    ),
    "Dataset": (
        "form", "origin", "license", "access", "language", "size", "developedBy", "publishedIn",
    ),
    "Benchmark": ("license", "access", "language", "evaluation"),
}  # fmt: skip
# What is said of a family or line holds of its releases, except for what the design keeps apart.
_OF_RELEASE_ONLY = {"basedOn", "parametersBillions", "released"}

Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Gap:
    """How many of the entities of a class state nothing of a property."""

    cls: str
    property: str
    missing: int
    of: int


@dataclass(frozen=True)
class Coverage:
    """The counts of the coverage page.

    `classes` has for each class the entities and how many have a Chinese label. `domains`,
    `languages`, `years` and `access` have models (families and releases that are no base models)
    and datasets; `lines` the releases and projects that derive from a base line.
    """

    facts: int
    sources: int
    documents: int
    secondary_only: int
    classes: Counts
    domains: Counts
    languages: Counts
    years: Counts
    access: Counts
    lines: Counts
    gaps: tuple[Gap, ...]
    names_only: int


def count_coverage(graph: KnowledgeGraph, catalogue: Catalogue) -> Coverage:
    """Count what a graph holds; claims that were not adopted count as claims only.

    Base lines are those of the query `base-model-ranking`, so that the two say the same.
    """
    ranking = graph.run("base-model-ranking")
    lines = {
        str(row["line"]): (int(str(row["models"])), int(str(row["families"])))
        for row in (ranking if isinstance(ranking, Rows) else ())
    }
    return _Counter(catalogue).coverage(lines)


class _Counter:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.models = [m for m in catalogue.of_class("Model") if "BaseModel" not in m.classes]
        self.releases = [m for m in self.models if "ModelRelease" in m.classes]
        self.data = list(catalogue.of_class("Dataset"))

    def coverage(self, lines: Counts) -> Coverage:
        pairs = [self._sources_by_fact(e) for e in self._described()]
        by_fact = [sources for of_entity in pairs for sources in of_entity]
        return Coverage(
            facts=len(by_fact),
            sources=sum(map(len, by_fact)),
            documents=len({s.iri for sources in by_fact for s in sources}),
            secondary_only=sum({s.kind for s in sources} == {"secondary"} for sources in by_fact),
            classes={cls: self._of_class(cls) for cls in CLASSES},
            domains=self._by("inDomain", _local),
            languages=self._by("language", str),
            years=self._by("released", lambda text: text[:4]),
            access=self._by("access", _local),
            lines=lines,
            gaps=tuple(self._gaps()),
            names_only=sum(not e.facts for e in self._described()),
        )

    def _described(self) -> Iterable[Entity]:
        """All entities but claims and the members of the closed lists."""
        return self.catalogue.of_class(*(cls for cls in CLASSES if cls != "Claim"))

    def _sources_by_fact(self, entity: Entity) -> list[tuple[Source, ...]]:
        return [
            tuple(self.catalogue.sources(entity, prop, value))
            for prop, values in entity.facts.items()
            for value in values
        ]

    def _of_class(self, cls: str) -> tuple[int, int]:
        own = [e for e in self.catalogue.entities.values() if cls in e.classes]
        return len(own), sum("zh" in e.labels for e in own)

    def _by(self, prop: str, name: Callable[[str], str]) -> Counts:
        """Models and datasets by the values of a property, their own or their families'."""
        models = Counter(v for m in self.models for v in {name(t) for t in self._values(m, prop)})
        data = Counter(v for d in self.data for v in {name(t) for t in self._values(d, prop)})
        return {value: (models[value], data[value]) for value in sorted({*models, *data})}

    def _values(self, entity: Entity, prop: str) -> tuple[str, ...]:
        own = entity.links(prop) or entity.texts(prop)
        if own or prop in _OF_RELEASE_ONLY:
            return own
        for family in self.catalogue.linked(entity, "variantOf"):
            return self._values(family, prop)
        return ()

    def _gaps(self) -> Iterable[Gap]:
        of_class = {
            "ModelRelease": self.releases,
            "Dataset": [d for d in self.data if "Benchmark" not in d.classes],
            "Benchmark": [d for d in self.data if "Benchmark" in d.classes],
        }
        tested = {
            iri
            for e in self.catalogue.of_class("Evaluation")
            for prop in ("evaluates", "onBenchmark")
            for iri in e.links(prop)
        }
        sizes = [p for p in self.catalogue.ontology.properties if p.endswith("Count")]
        for cls, names in _GAPS.items():
            for name in names:
                missing = [
                    e
                    for e in of_class[cls]
                    if not (
                        e.iri in tested
                        if name == "evaluation"
                        else any(self._values(e, p) for p in (sizes if name == "size" else [name]))
                    )
                ]
                yield Gap(cls, name, len(missing), len(of_class[cls]))


def _local(iri: str) -> str:
    return iri.removeprefix(HKG)
