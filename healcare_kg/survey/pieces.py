"""A cell as pieces: texts, links, emphasised texts, ids in code, breaks and pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["Cell", "Piece", "cell_pieces"]

# A bare address ends at a blank, a bracket or the first character that is not ASCII: in a survey
# Chinese text runs on behind it.
_BARE = re.compile(
    r"(?:https?://|(?<![\w./@-])(?=(?:www\.)?(?:github\.com|huggingface\.co|arxiv\.org|"
    r"modelscope\.cn|gitee\.com)/))[A-Za-z0-9._~:/?#@!$&'*+,;=%-]+"
)
_TRAILING = ".,;:!?'*"
_PLAIN = re.compile(r"[^\[\]*_`<>!\\&\n]*\Z")
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9]*)([^>]*)>")
# Tags that begin a line of their own, or end one.
_BLOCKS = frozenset(
    ["br", "details", "div", "hr", "li", "ol", "p", "summary", "table", "td", "th", "tr", "ul"]
)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[\w-]+\]")


@dataclass(frozen=True)
class Piece:
    """A part of a cell: its text, the address it links to, and what it is.

    `kind` is `text`, `emphasis`, `code`, `break` or `picture`.
    """

    text: str
    url: str | None = None
    kind: str = "text"


@dataclass(frozen=True)
class Cell:
    """A cell: its pieces in order, and its source; one that is too long is not cut into pieces."""

    pieces: tuple[Piece, ...]
    source: str
    too_long: bool = False

    @cached_property
    def text(self) -> str:
        """The text without marks and addresses; a break is a blank."""
        parts = (" " if p.kind == "break" else p.text for p in self.pieces if p.kind != "picture")
        return " ".join("".join(parts).split())

    @property
    def links(self) -> list[Piece]:
        """The pieces with an address."""
        return [p for p in self.pieces if p.url is not None]

    @property
    def lines(self) -> list[tuple[Piece, ...]]:
        """The pieces of each line, pictures left out."""
        found: list[list[Piece]] = [[]]
        for piece in self.pieces:
            if piece.kind == "break":
                found.append([])
            elif piece.kind != "picture":
                found[-1].append(piece)
        return [tuple(line) for line in found if any(p.text.strip() or p.url for p in line)]


def cell_pieces(parser: MarkdownIt, source: str, environment: dict[str, object]) -> Cell:
    """The pieces of a cell's Markdown."""
    if _PLAIN.match(source):
        return Cell(tuple(_with_addresses(Piece(source.strip()))), source)
    text = _FOOTNOTE.sub("", source)
    tokens = parser.parseInline(text, environment)
    children = _inline(parser, tokens, environment)
    pieces = [part for piece in _pieces(children) for part in _with_addresses(piece)]
    return Cell(tuple(_merged(pieces)), source)


def _inline(
    parser: MarkdownIt, tokens: Sequence[Token], environment: dict[str, object]
) -> list[Token]:
    """The tokens inside; the parser's own step for them is off (see `tables`)."""
    found: list[Token] = []
    for token in tokens:
        parser.inline.parse(token.content, parser, environment, found)
    return found


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    url: str | None = None
    emphasis = 0
    for token in _joined(tokens):
        kind = "emphasis" if emphasis else "text"
        match token.type:
            case "link_open":
                url = str(token.attrs.get("href", ""))
            case "link_close":
                url = None
            case "em_open" | "em_close":
                emphasis += 1 if token.nesting > 0 else -1
            case "code_inline":
                yield Piece(token.content, url, "code")
            case "hardbreak" | "softbreak":
                yield Piece("", kind="break")
            case "image":
                # A badge that links: the address says something, its picture does not.
                yield Piece(token.content, url, "text" if url else "picture")
            case "html_inline":
                tag = _TAG.match(token.content)
                name = tag[2].lower() if tag else ""
                if name in _BLOCKS:
                    yield Piece("", kind="break")
                elif tag and name == "a":
                    href = _HREF.search(tag[3])
                    url = html.unescape(next(filter(None, href.groups()), "")) if href else None
                    url = None if tag[1] else url
                elif name == "img":
                    yield Piece("", url, "text" if url else "picture")
            case _ if token.content:
                yield Piece(token.content, url, kind)


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with an escaped or named character joined to the text around it: an address goes
    on behind `\\_` and `&amp;`.
    """
    texts = ("text", "text_special")
    for is_text, group in groupby(tokens, key=lambda token: token.type in texts):
        run = list(group)
        if is_text:
            run[0].content = "".join(token.content for token in run)
            run = run[:1]
        yield from run


def _with_addresses(piece: Piece) -> Iterator[Piece]:
    """A text cut at the bare addresses in it."""
    if piece.url is not None or piece.kind not in ("text", "emphasis"):
        yield piece
        return
    end = 0
    for found in _BARE.finditer(piece.text):
        address = found[0].rstrip(_TRAILING)
        if found.start() > end:
            yield Piece(piece.text[end : found.start()], None, piece.kind)
        yield Piece("", address if "://" in address else "https://" + address)
        end = found.start() + len(address)
    if end < len(piece.text):
        yield Piece(piece.text[end:], None, piece.kind)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of the same kind and address as one piece."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and piece.kind != "break" and (last.kind, last.url) == (piece.kind, piece.url):
            merged[-1] = Piece(last.text + piece.text, piece.url, piece.kind)
        else:
            merged.append(piece)
    return merged
