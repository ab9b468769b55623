"""Tables that fit a terminal: columns narrowed, and their cells folded at good places."""

from __future__ import annotations

from healcare_kg.results.cells import columns

__all__ = ["fitted", "folded"]

_NO_LINE_STARTS = "，。；：、）》”"
_NARROW = 8  # columns of a terminal that a folded column keeps, where there is room
_NARROWEST = 4  # and where there is none


def fitted(widths: list[int], width: int, *, gap: int) -> list[int]:
    """The widths, with `gap` between them, narrowed from the widest until they fit, if they can."""
    widths = list(widths)
    gaps = gap * (len(widths) - 1)
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


def folded(cell: str, width: int) -> list[str]:
    """A cell in pieces of at most `width` columns, broken at blanks where there are any."""
    if columns(cell) <= width:
        return [cell]
    lines, line = [], ""
    for word in cell.split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= width:
            line = joined
            continue
        rest = word
        if line and not word.isascii():  # Chinese has no blanks: its beginning fills the line
            cut = _break(word, width - columns(line) - 1)
            line, rest = f"{line} {word[:cut]}".rstrip(), word[cut:]
        if line:
            lines.append(line)
        *full, line = _chopped(rest, width)
        lines.extend(full)
    return [*lines, line]


def _chopped(word: str, width: int) -> list[str]:
    """A word in pieces of at most `width` columns, where an address or Chinese may be broken."""
    pieces = []
    while columns(word) > width:
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
