"""Measure everything and write `docs/performance.md`: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import growth, shipped
from benchmarks.plot import plot
from benchmarks.report import Measured, report
from healcare_kg.results.output import write_file

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_FULL, _QUICK = (100_000, 1_000_000, 10_000_000), (20_000, 100_000)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and write; what is being done goes to standard error."""
    given = _arguments(argv)
    sizes = given.sizes or (_QUICK if given.quick else _FULL)
    runs = 3 if given.quick else 5
    for folder in (given.output, given.work):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="healcare-kg-bench-", dir=given.work) as name:
        work = Path(name)
        _say("one query beside other programs")
        one = shipped.one_query(work / "cache", runs=runs)
        _say("every query beside rdflib")
        queries = shipped.queries(work / "cache", runs=runs, limit=2 if given.quick else 20)
        _say("other commands")
        commands = shipped.commands(work / "cache", runs=min(runs, 3))
        grown = [growth.grown(work, n, runs=3 if n < 10**7 else 2, say=_say) for n in sizes]
    command = " ".join(["python -m benchmarks", *(["--quick"] if given.quick else [])])
    measured = Measured(_machine(), command, one, queries, commands, grown)
    if not plot(grown, given.output / "performance.svg"):
        _say("no plot: matplotlib is not installed (pip install '.[bench]')")
    for lang, file in (("en", "performance.md"), ("zh", "performance.zh.md")):
        write_file(given.output / file, report(measured, lang=lang).encode())
    _say(f"written: {given.output}/performance.md, performance.zh.md, performance.svg")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes only, two minutes")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="TRIPLES")
    parser.add_argument(
        "--output", type=Path, default=_DOCS, metavar="DIR", help="docs/ if not given"
    )
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="for hubs and snapshots: 3 GB free"
    )
    return parser.parse_args(argv)


def _machine() -> str:
    """Processor, cores, memory, system and Python, as far as they can be told."""
    parts = [_processor(), f"{os.cpu_count()} cores"]
    if hasattr(os, "sysconf"):
        parts.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB")
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
    parts += [platform.system(), f"Python {platform.python_version()}", f"load average {load:.1f}"]
    return f"{', '.join(parts)} ({time.strftime('%Y-%m-%d')})"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
