"""The shipped graph: one query beside other programs, every query beside rdflib, other commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Taken, take
from healcare_kg.resources import graph_paths, resource
from healcare_kg.sparql.catalog import shipped_names

__all__ = ["Beside", "commands", "one_query", "queries"]

PROGRAM = (sys.executable, "-m", "healcare_kg")
_ROOT = Path(__file__).resolve().parent.parent
_WITH_RDFLIB = Path(__file__).with_name("with_rdflib.py")
# SPARQL 1.0 has no paths, so Rasqal is asked for less: what is one step from a release of Qwen.
_ONE_STEP = """\
PREFIX hkg: <https://w3id.org/healcare-kg/ontology#>
PREFIX kg: <https://w3id.org/healcare-kg/id/>
SELECT ?model WHERE {
  ?model hkg:basedOn ?base . ?base hkg:variantOf ?line . ?line hkg:variantOf kg:qwen
}
"""


@dataclass(frozen=True)
class Beside:
    """A query's process; its seconds in rdflib (None: too long), and those of reading the graph."""

    ours: Taken
    rdflib: float | None
    reading: float
    rows: str


def one_query(cache: Path, *, runs: int) -> dict[str, Taken]:
    """`query derived-from Qwen` as whole processes, beside others; by what was run."""
    ask, environment = (
        (*PROGRAM, "query", "derived-from", "Qwen"),
        {"HEALCARE_KG_CACHE": str(cache)},
    )
    query, files = resource("queries", "derived-from.rq"), graph_paths()
    found = {"python": take((sys.executable, "-c", "pass"), runs=2 * runs)}
    found["cold"] = _cold(ask, runs=max(1, runs // 2))
    take(ask, runs=1, environment=environment)
    found["warm"] = take(ask, runs=2 * runs, environment=environment)
    found["no-cache"] = take((*ask, "--no-cache"), runs=runs)
    found["rdflib"] = take((sys.executable, _WITH_RDFLIB, "60", *files, "--", query), runs=3)
    with tempfile.TemporaryDirectory() as name:
        found.update(_others(Path(name), files, query, runs))
    return found


def _cold(ask: tuple[str, ...], *, runs: int) -> Taken:
    """A first run, each with a cache folder of its own."""
    taken = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            taken.append(take(ask, runs=1, environment={"HEALCARE_KG_CACHE": name}))
    return sorted(taken, key=lambda t: t.seconds)[len(taken) // 2]


def _others(folder: Path, files: list[Path], query: Path, runs: int) -> dict[str, Taken]:
    found = {}
    one_step = folder / "one-step.rq"
    one_step.write_text(_ONE_STEP, encoding="utf-8")
    sources = [word for path in files for word in ("-D", str(path))]
    roqet: tuple[str | Path, ...] = ("roqet", "-q", "-i", "sparql", "-r", "csv", *sources, one_step)
    found["roqet"] = take(roqet, runs=2)
    program = Path(sys.executable).with_name("oxigraph")
    oxigraph = str(program) if program.exists() else shutil.which("oxigraph")
    if oxigraph is None:
        return {**found, "oxigraph": Taken(problem="oxigraph is not there")}
    store = folder / "store"
    loading = [word for path in files for word in ("--file", str(path))]
    found["oxigraph-load"] = take((oxigraph, "load", "--location", store, *loading), runs=1)
    asking = ("query", "--location", store, "--query-file", query, "--results-format", "tsv")
    found["oxigraph"] = take((oxigraph, *asking), runs=runs)
    return found


def queries(cache: Path, *, runs: int, limit: float) -> dict[str, Beside]:
    """Every shipped query with its defaults, whole process and warm, beside rdflib's time alone."""
    names = shipped_names()
    files = [resource("queries", f"{name}.rq") for name in names]
    script = [sys.executable, _WITH_RDFLIB, str(limit), *graph_paths(), "--", *files]
    said = subprocess.run(list(map(str, script)), capture_output=True, text=True, check=False)
    beside = {line.split()[0]: line.split()[1:] for line in said.stdout.splitlines()}
    environment = {"HEALCARE_KG_CACHE": str(cache)}
    reading = float(beside["reading"][1])
    found = {}
    for name in names:
        ask = (*PROGRAM, "query", name, "-f", "csv")
        _, seconds = beside.get(name, ["-", "-"])
        ours = take(ask, runs=runs, environment=environment)
        rdflib = None if seconds == "-" else float(seconds)
        found[name] = Beside(ours, rdflib, reading, str(max(0, ours.lines - 1)))
    return found


def commands(cache: Path, *, runs: int) -> dict[str, Taken]:
    """`validate`, `fmt` and `import` on the shipped graph; by the command as one types it."""
    environment: Mapping[str, str] = {"HEALCARE_KG_CACHE": str(cache)}
    data, file = resource("data"), "data/models-psychology.ttl"
    found = {
        "validate": take((*PROGRAM, "validate"), runs=runs, statuses=(0, 1)),
        f"validate {file}": take(
            (*PROGRAM, "validate", data / Path(file).name), runs=runs, statuses=(0, 1)
        ),
        "fmt --check": take((*PROGRAM, "fmt", "--check", data), runs=runs, statuses=(0, 1)),
        "show SoulChat": take((*PROGRAM, "show", "SoulChat"), runs=runs, environment=environment),
        "lineage Qwen": take((*PROGRAM, "lineage", "Qwen"), runs=runs, environment=environment),
    }
    with tempfile.TemporaryDirectory() as name:
        copy, facts = Path(name) / "data", Path(name) / "facts.jsonl"
        shutil.copytree(data, copy)
        facts.write_text("".join(_facts()), encoding="utf-8")
        found["import facts (100 models)"] = take(
            (*PROGRAM, "import", "facts", facts, "--into", copy), runs=1
        )
    return found


def _facts() -> list[str]:
    """A hundred made-up models in the facts format."""
    source = {"source": "https://hub.example/cards", "locator": "card", "kind": "primary"}
    return [
        json.dumps(
            {
                "id": f"made-up-{number}",
                "class": "ModelRelease",
                "label": {"en": f"Made-up {number}", "zh": f"虚构模型 {number}"},
                "facts": [
                    {"p": "basedOn", "ref": "qwen2-5-7b-instruct", **source},
                    {"p": "parametersBillions", "v": 7.61, **source},
                    {"p": "released", "v": "2025-01", **source},
                ],
            },
            ensure_ascii=False,
        )
        + "\n"
        for number in range(100)
    ]
