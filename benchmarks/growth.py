"""How loading, opening and every query grow with the graph: hubs of several sizes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.hub import EXAMPLES, write_hub
from benchmarks.processes import Taken, take
from benchmarks.shipped import PROGRAM
from healcare_kg.cache.folder import folder_size
from healcare_kg.sparql.catalog import Query, shipped_queries

__all__ = ["Size", "asked", "grown"]

_LIMIT = 90.0
_KINDS = {"model": "ModelRelease", "benchmark": "Benchmark"}  # where the type says less
_TRANSITIVE = (
    "SELECT (COUNT(DISTINCT ?m) AS ?n) WHERE { ?m <https://w3id.org/healcare-kg/ontology#basedOn>+/"
    "<https://w3id.org/healcare-kg/ontology#variantOf>* <https://w3id.org/healcare-kg/id/qwen> }"
)


@dataclass(frozen=True)
class Size:
    """What was measured at one size, all whole processes.

    `load` reads all files into memory, `first` is a first run, which builds the snapshot, `open`
    one that asks nothing of it, and `transitive` counts all descendants of the largest line.
    """

    triples: int
    models: int
    source_mb: float
    snapshot_mb: float
    load: Taken
    first: Taken
    open: Taken
    transitive: Taken
    queries: dict[str, Taken] = field(default_factory=dict)


def asked(query: Query) -> list[str]:
    """The values that a query is asked with on a hub, as options; empty where it counts over all.

    A parameter that stands for "any" when it is not given is not.
    """
    words = []
    for parameter in query.parameters:
        kind = _KINDS.get(parameter.name, parameter.type)
        is_any = re.search(rf"VALUES \?{parameter.name} \{{\s*UNDEF", query.text)
        if kind in EXAMPLES and not is_any:
            words += [parameter.option, EXAMPLES[kind]]
    return words


def grown(work: Path, triples: int, *, runs: int, say: Callable[[str], None]) -> Size:
    """Measure one size, in a folder that is removed afterwards."""
    folder, cache = work / f"hub-{triples}", work / f"cache-{triples}"
    try:
        say(f"a hub of {triples:,} triples: writing")
        hub = write_hub(folder, triples=triples)
        environment = {"HEALCARE_KG_CACHE": str(cache)}
        say("reading into memory")
        nothing: tuple[str | Path, ...] = (*PROGRAM, "query", "-e", "ASK {}", "--data", folder)
        load = take((*nothing, "--no-cache"), runs=1, limit=3600)
        say("first run")
        first = take(nothing, runs=1, limit=3600, environment=environment)
        opening = take(nothing, runs=runs, environment=environment)
        transitive = (*PROGRAM, "query", "-e", _TRANSITIVE, "--data", folder)
        found = {}
        for query in shipped_queries():
            say(f"query {query.name}")
            ask = (*PROGRAM, "query", query.name, *asked(query), "--data", folder, "-f", "csv")
            found[query.name] = take(ask, runs=runs, limit=_LIMIT, environment=environment)
        return Size(
            triples=hub.triples,
            models=hub.models,
            source_mb=folder_size(folder) / 1e6,
            snapshot_mb=folder_size(cache) / 1e6,
            load=load,
            first=first,
            open=opening,
            transitive=take(transitive, runs=runs, environment=environment),
            queries=found,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)
