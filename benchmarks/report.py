"""The measurements as Markdown: `docs/performance.md`, and the same in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.growth import Size, asked
from benchmarks.processes import Taken
from benchmarks.shipped import Beside
from benchmarks.wording import NOTES, WORDS
from healcare_kg.sparql.catalog import find_query

__all__ = ["Measured", "report"]


@dataclass(frozen=True)
class Measured:
    """All of one run."""

    machine: str
    command: str
    one: dict[str, Taken]
    queries: dict[str, Beside]
    commands: dict[str, Taken]
    sizes: list[Size]


def report(measured: Measured, *, lang: str) -> str:
    """The page in a language."""
    words = WORDS[lang]
    parts = [
        f"# {words['title']}",
        words["made"].format(command=measured.command, machine=measured.machine),
        words["figures"],
        f"## {words['one']}",
        _one_query(measured.one, words),
        words["one-note"],
        f"## {words['every']}",
        words["every-note"],
        _queries(measured.queries, words),
        f"## {words['commands']}",
        _commands(measured.commands, words),
        f"## {words['growth']}",
        words["growth-note"],
        f"![{words['plot']}](performance.svg)",
        _sizes(measured.sizes, words),
        words["queries-at"],
        _grown_queries(measured.sizes, words),
        NOTES[lang],
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _one_query(one: dict[str, Taken], words: dict[str, str]) -> str:
    bare, warm = one["python"], one["warm"]
    rows = [
        [
            words[f"run-{name}"],
            _time(taken),
            _time(taken, "processor"),
            _ratio(taken, bare),
            _ratio(taken, warm),
            _memory(taken),
        ]
        for name, taken in one.items()
    ]
    heads = ["run", "seconds", "processor", "of-python", "of-warm", "memory"]
    return _table([words[h] for h in heads], rows)


def _queries(found: dict[str, Beside], words: dict[str, str]) -> str:
    rows = [
        [
            f"`{name}`",
            beside.rows,
            _time(beside.ours),
            "—" if beside.rdflib is None else _seconds(beside.rdflib),
            "—" if beside.rdflib is None else _seconds(beside.reading + beside.rdflib),
            "—" if beside.rdflib is None else _times(beside.reading + beside.rdflib, beside.ours),
        ]
        for name, beside in found.items()
    ]
    return _table([words[h] for h in ("query", "rows", "ours", "rdflib", "script", "faster")], rows)


def _commands(found: dict[str, Taken], words: dict[str, str]) -> str:
    rows = [
        [f"`{name}`", _time(taken), _time(taken, "processor"), _memory(taken)]
        for name, taken in found.items()
    ]
    return _table([words[h] for h in ("command", "seconds", "processor", "memory")], rows)


def _sizes(sizes: Sequence[Size], words: dict[str, str]) -> str:
    rows = [
        [words["triples"], *(f"{size.triples:,}" for size in sizes)],
        [words["models"], *(f"{size.models:,}" for size in sizes)],
        [words["source"], *(f"{size.source_mb:,.0f} MB" for size in sizes)],
        [words["snapshot"], *(f"{size.snapshot_mb:,.0f} MB" for size in sizes)],
        [words["load"], *(_time(size.load) for size in sizes)],
        [words["rate"], *(_rate(size.triples, size.load) for size in sizes)],
        [words["load-memory"], *(_memory(size.load) for size in sizes)],
        [words["first"], *(_time(size.first) for size in sizes)],
        [words["first-rate"], *(_rate(size.triples, size.first) for size in sizes)],
        [words["first-memory"], *(_memory(size.first) for size in sizes)],
        [words["open"], *(_time(size.open) for size in sizes)],
        [words["transitive"], *(_beyond(size.transitive, size.open) for size in sizes)],
        [words["most-memory"], *(_most_memory(size) for size in sizes)],
    ]
    return _table(["", *(_short(size.triples) for size in sizes)], rows)


def _grown_queries(sizes: Sequence[Size], words: dict[str, str]) -> str:
    rows = []
    for name, last in sizes[-1].queries.items():
        values = asked(find_query(name))
        rows.append(
            [
                f"`{name}`",
                ", ".join(values[1::2]) or words["all"],
                str(max(0, last.lines - 1)),
                *(_time(size.queries[name]) for size in sizes),
                _memory(last),
            ]
        )
    rows.sort(key=lambda row: (row[1] == words["all"], row[0]))
    heads = [words["query"], words["asked"], words["rows"]]
    return _table([*heads, *(_short(size.triples) for size in sizes), words["memory"]], rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _time(taken: Taken, what: str = "seconds") -> str:
    return taken.problem or _seconds(getattr(taken, what))


def _seconds(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s"


def _memory(taken: Taken) -> str:
    return "" if taken.problem else f"{taken.memory:,.0f} MB"


def _most_memory(size: Size) -> str:
    return f"{max(taken.memory for taken in size.queries.values()):,.0f} MB"


def _ratio(taken: Taken, other: Taken) -> str:
    return "" if taken.problem else _times(taken.seconds, other)


def _times(seconds: float, other: Taken) -> str:
    return f"{seconds / other.seconds:.1f} ×" if other.seconds else ""


def _rate(triples: int, taken: Taken) -> str:
    return "" if taken.problem else f"{triples / taken.seconds:,.0f}"


def _beyond(taken: Taken, opening: Taken) -> str:
    return taken.problem or _seconds(max(0.0, taken.seconds - opening.seconds))


def _short(triples: int) -> str:
    return f"{triples / 1e6:.3g} M"
