"""The words of a SPARQL query with their places, enough to find a prefix or a VALUES block.

Strings, IRIs and comments are one token each, so that what stands inside them is never taken for
a word of the query (SPARQL 1.1, section 19.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Token", "place", "tokens"]

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
      | (?!\"{3}|'{3})(?:"(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'))
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$][^\W_]\w*|[?$]_\w*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[\w](?:[\w.-]*[\w-])?)
  | (?P<name>(?P<prefix>[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:%\\][\w:.%\\-]*[\w:%\\-]|[\w:])?)
  | (?P<word>[^\W\d][\w-]*)
  | (?P<number>\d[\d.eE+-]*)
  | (?P<mark>\"\"\"|'''|[^\s])
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token: its kind, text and offset; for a prefixed name also the prefix."""

    kind: str
    text: str
    start: int
    prefix: str | None = None

    @property
    def end(self) -> int:
        """The offset behind the token."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query but its comments and blanks."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        # lastgroup names the last group that matched, which for a prefixed name may be its prefix.
        if kind == "prefix":
            kind = "name"
        if kind != "comment":
            prefix = (match["prefix"] or "") if kind == "name" else None
            yield Token(kind, match[0], match.start(), prefix)


def place(text: str, offset: int) -> tuple[int, int, str]:
    """Line and column (from 1) of an offset, and that line's text."""
    before = text[:offset]
    line = before.count("\n") + 1
    start = before.rfind("\n") + 1
    end = text.find("\n", offset)
    return line, offset - start + 1, text[start : end if end >= 0 else len(text)].rstrip("\r")
