"""Running a command some times, and what it took: time, processor time, memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Taken", "take"]


@dataclass(frozen=True)
class Taken:
    """Medians of some runs of a process: seconds, processor seconds, and the most memory in MB.

    `lines` is how many lines the last run wrote. `problem` says why there is no measurement.
    """

    seconds: float = 0.0
    processor: float = 0.0
    memory: float = 0.0
    lines: int = 0
    problem: str = ""


def take(
    command: Sequence[str | Path],
    *,
    runs: int = 5,
    limit: float = 120.0,
    statuses: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Taken:
    """Run a command `runs` times, each as a process of its own, one after the other.

    A run of more than `limit` seconds, or that ends with a status not among `statuses`, ends it
    all and is the problem of what is returned.
    """
    words = [os.fspath(word) for word in command]
    seconds, processor, memory, lines = [], [], 0.0, 0
    for _ in range(runs):
        start = time.perf_counter()
        try:
            run = subprocess.Popen(
                words,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **(environment or {})},
                cwd=folder,
            )
        except FileNotFoundError:
            return Taken(problem=f"{words[0]} is not there")
        try:
            lines = _read(run, start + limit)
        except TimeoutError:
            run.kill()
            run.communicate()
            return Taken(problem=f"more than {limit:.0f} s")
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - start)
        processor.append(used.ru_utime + used.ru_stime)
        memory = max(memory, used.ru_maxrss / 1024)
        assert run.stderr is not None
        said = run.stderr.read().decode(errors="replace").strip().splitlines()
        run.stderr.close()
        if run.returncode not in statuses:
            return Taken(problem=f"exit status {run.returncode}: {said[-1] if said else ''}")
    return Taken(statistics.median(seconds), statistics.median(processor), memory, lines)


def _read(run: subprocess.Popen[bytes], end: float) -> int:
    """Read what a process writes until it closes its output; the number of lines."""
    import select

    assert run.stdout is not None
    lines = 0
    with run.stdout as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], max(0.0, end - time.perf_counter()))
            if not ready:
                raise TimeoutError
            piece = os.read(stream.fileno(), 2**16)
            if not piece:
                return lines
            lines += piece.count(b"\n")
