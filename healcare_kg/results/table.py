"""Rows as a text table whose columns align with Chinese characters too, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.namespaces import curie

__all__ = ["cell_text", "write_markdown", "write_table"]

_GAP = "  "
_NO_LINE_STARTS = "，。；：、）》”"
_NARROW = 8  # columns of a terminal that a folded column keeps, where there is room
_NARROWEST = 4  # and where there is none


def cell_text(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    """One value for people: an IRI in its short form, a literal's text, nothing for no value."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return curie(term.value) or term.value
    return term.value if isinstance(term, Literal) else str(term)


def write_table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO, *, width: int | None = None
) -> None:
    """Write aligned columns; cells are folded to fit `width` terminal columns, if given."""
    lines = [list(titles), *map(list, rows)]
    # Control characters would move the cursor, and a line break would tear a row apart.
    lines = [[_printable(cell) for cell in line] for line in lines]
    widths = [max(map(_columns, column)) for column in zip(*lines, strict=True)]
    numeric = [_is_numeric(column[1:]) for column in zip(*lines, strict=True)]
    if width is not None:
        widths = _fitted(widths, width)
    rule = ["─" * w for w in widths]
    for number, line in enumerate(lines):
        _write_row(line, widths, numeric, out)
        if number == 0:
            out.write(_GAP.join(rule) + "\n")


def write_markdown(titles: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write a pipe table of GitHub Flavored Markdown (section 4.10)."""
    lines = [[_markdown_cell(c) for c in line] for line in [list(titles), *map(list, rows)]]
    widths = [max(3, *map(_columns, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = (c + " " * (w - _columns(c)) for c, w in zip(line, widths, strict=True))
        out.write("| " + " | ".join(cells) + " |\n")
        if number == 0:
            out.write("| " + " | ".join("-" * w for w in widths) + " |\n")


def _write_row(
    line: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], out: TextIO
) -> None:
    folded = [_fold(cell, w) for cell, w in zip(line, widths, strict=True)]
    for n in range(max(map(len, folded))):
        parts = []
        for cell, w, right in zip(folded, widths, numeric, strict=True):
            text = cell[n] if n < len(cell) else ""
            pad = " " * (w - _columns(text))
            parts.append(pad + text if right else text + pad)
        out.write(_GAP.join(parts).rstrip() + "\n")


def _fold(cell: str, width: int) -> list[str]:
    """A cell in pieces of at most `width` columns, broken at blanks where there are any."""
    if _columns(cell) <= width:
        return [cell]
    lines, line = [], ""
    for word in cell.split(" "):
        joined = f"{line} {word}" if line else word
        if _columns(joined) <= width:
            line = joined
            continue
        rest = word
        if line and not word.isascii():  # Chinese has no blanks: its beginning fills the line
            cut = _break(word, width - _columns(line) - 1)
            line, rest = f"{line} {word[:cut]}".rstrip(), word[cut:]
        if line:
            lines.append(line)
        *full, line = _chopped(rest, width)
        lines.extend(full)
    return [*lines, line]


def _columns(text: str) -> int:
    """The columns a text takes in a terminal; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _chopped(word: str, width: int) -> list[str]:
    """A word in pieces of at most `width` columns, where an address or Chinese may be broken."""
    pieces = []
    while _columns(word) > width:
        cut = _break(word, width, at_least=width // 4) or max(1, _longest(word, width))
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def _break(word: str, width: int, *, at_least: int = 0) -> int:
    """The characters of the longest beginning that fits and may end a line; 0 for none."""
    fitting = range(min(_longest(word, width), len(word) - 1), 0, -1)
    return next((n for n in fitting if n > at_least and _may_break(word, n)), 0)


def _longest(word: str, width: int) -> int:
    from rich.cells import chop_cells

    return len(chop_cells(word, width)[0]) if width > 1 else 0


def _may_break(word: str, n: int) -> bool:
    """Whether a line may end before character n: after a separator or a Chinese character."""
    return (word[n - 1] in "/-_;" or not word[n - 1].isascii()) and word[n] not in _NO_LINE_STARTS


def _fitted(widths: list[int], width: int) -> list[int]:
    """The widths with the widest columns narrowed until the table fits, if it can."""
    widths = list(widths)
    gaps = len(_GAP) * (len(widths) - 1)
    narrowest = max(_NARROWEST, min(_NARROW, (width - gaps) // len(widths)))
    excess = sum(widths) + gaps - width
    while excess > 0:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= narrowest:
            break
        second = max((w for n, w in enumerate(widths) if n != widest), default=narrowest)
        cut = min(excess, max(1, widths[widest] - max(second, narrowest)))
        widths[widest] -= cut
        excess -= cut
    return widths


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c]
    return bool(filled) and all(c.lstrip("+-").replace(".", "", 1).isdecimal() for c in filled)


def _printable(cell: str) -> str:
    if cell.isprintable():
        return cell
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in cell)


def _markdown_cell(cell: str) -> str:
    return _printable(cell).replace("\\", "\\\\").replace("|", "\\|")
