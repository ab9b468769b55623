"""Rows as a pipe table of GitHub Flavored Markdown (section 4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from healcare_kg.results.cells import columns, printable

__all__ = ["write_markdown"]


def write_markdown(titles: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write a table whose columns align in the text, too."""
    lines = [[_markdown_cell(c) for c in line] for line in [list(titles), *map(list, rows)]]
    widths = [max(3, *map(columns, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = (c + " " * (w - columns(c)) for c, w in zip(line, widths, strict=True))
        out.write("| " + " | ".join(cells) + " |\n")
        if number == 0:
            out.write("| " + " | ".join("-" * w for w in widths) + " |\n")


def _markdown_cell(cell: str) -> str:
    return printable(cell).replace("\\", "\\\\").replace("|", "\\|")
