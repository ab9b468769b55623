"""Rows as a text table whose columns align with Chinese characters, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from healcare_kg.results.cells import columns, printable

__all__ = ["write_table"]

_GAP = "  "


def write_table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO, *, width: int | None = None
) -> None:
    """Write aligned columns; cells are folded to fit `width` terminal columns, if given."""
    lines = [[printable(cell) for cell in line] for line in (titles, *rows)]
    widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
    numeric = [_is_numeric(column[1:]) for column in zip(*lines, strict=True)]
    if width is not None and sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        from healcare_kg.results.folding import fitted

        widths = fitted(widths, width, gap=len(_GAP))
    rule = ["─" * w for w in widths]
    for number, line in enumerate(lines):
        _write_row(line, widths, numeric, out)
        if number == 0:
            out.write(_GAP.join(rule) + "\n")


def _write_row(
    line: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], out: TextIO
) -> None:
    cells = [
        [cell] if columns(cell) <= w else _folded(cell, w)
        for cell, w in zip(line, widths, strict=True)
    ]
    for n in range(max(map(len, cells))):
        parts = []
        for cell, w, right in zip(cells, widths, numeric, strict=True):
            text = cell[n] if n < len(cell) else ""
            pad = " " * (w - columns(text))
            parts.append(pad + text if right else text + pad)
        out.write(_GAP.join(parts).rstrip() + "\n")


def _folded(cell: str, width: int) -> list[str]:
    from healcare_kg.results.folding import folded

    return folded(cell, width)


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c]
    return bool(filled) and all(c.lstrip("+-").replace(".", "", 1).isdecimal() for c in filled)
