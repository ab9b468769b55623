"""The same with rdflib, to compare with: reads files, runs queries, and says what each took.

    python with_rdflib.py SECONDS FILE.ttl... -- QUERY.rq...

Writes a line for the reading and one for each query: its name, rows and seconds; a query that takes
longer than SECONDS has none. It imports nothing of this project.
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import rdflib


class _TooLongError(BaseException):
    """Raised in the midst of a query; no `except Exception` of rdflib's may stop it."""


def _ring(*_: object) -> None:
    raise _TooLongError


def main() -> None:
    """Read, ask, print."""
    cut = sys.argv.index("--")
    limit, files, queries = float(sys.argv[1]), sys.argv[2:cut], sys.argv[cut + 1 :]
    graph = rdflib.Graph()
    start = time.perf_counter()
    for path in files:
        graph.parse(path)
    print("reading", len(graph), f"{time.perf_counter() - start:.4f}", flush=True)
    signal.signal(signal.SIGALRM, _ring)
    for query in map(Path, queries):
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            rows = len(list(graph.query(query.read_text(encoding="utf-8"))))
            signal.setitimer(signal.ITIMER_REAL, 0)
            print(query.stem, rows, f"{time.perf_counter() - start:.4f}", flush=True)
        except _TooLongError:
            print(query.stem, "-", "-", flush=True)


if __name__ == "__main__":
    main()
