"""The word at which a query stops being SPARQL; the engine's own place may be far behind it.

The engine names the farthest character that its parser has looked at. To see that there is no
OPTIONAL where one could stand it looks at eight characters, whatever they are, so that place may be
some words or lines behind the word that no rule takes. Where the words stand far apart, it never
reaches the next one.
"""

from __future__ import annotations

import re

from pyoxigraph import Store

from healcare_kg.sparql.tokens import Token, tokens

__all__ = ["Stop", "error_stop"]

_GAP = " " * 40
_LONGEST_KEYWORD = 20
_SEPARATE = set("(){}[],;")  # blanks may stand before and behind these
_AT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<rest>.*)", re.DOTALL)


class Stop:
    """Where and why a parser stopped: `token` is None at the end of the query."""

    def __init__(self, token: Token | None, engine: str, *, is_complete: bool) -> None:
        self.token, self.engine = token, engine
        self.is_complete = is_complete  # the engine names all that could stand there


def error_stop(query: str) -> Stop | None:
    """Where the engine's parser stops in a query that it refuses, or None where it can't be told.

    `engine` is what it says to it: what it would have taken there.
    """
    text, starts = _spread(query)
    try:
        Store().query(text)
    except SyntaxError as error:
        match = _AT.search(str(error))
    else:
        return None
    if match is None or not starts:
        return None
    lines = text.split("\n")
    reached = sum(len(line) + 1 for line in lines[: int(match["line"]) - 1])
    reached += int(match["column"]) - 1
    start, token = max((s for s in starts if s[0] <= reached), default=starts[0])
    if token is starts[-1][1] and reached > start + len(token.text) + _LONGEST_KEYWORD:
        return Stop(None, match["rest"], is_complete=reached == len(text))
    return Stop(token, match["rest"], is_complete=reached == start)


def _spread(query: str) -> tuple[str, list[tuple[int, Token]]]:
    """The query with wide gaps wherever blanks may stand, and each token with its new offset."""
    parts: list[str] = []
    starts: list[tuple[int, Token]] = []
    offset = 0
    previous: Token | None = None
    for token in tokens(query):
        separate = previous is None or previous.end < token.start
        if separate or token.text in _SEPARATE or (previous and previous.text in _SEPARATE):
            parts.append(_GAP)
            offset += len(_GAP)
        starts.append((offset, token))
        parts.append(token.text)
        offset += len(token.text)
        previous = token
    return "".join([*parts, _GAP]), starts
