"""The pipe tables of a Markdown file as values: headers, rows, and cells as pieces.

A Markdown parser (GitHub's table extension) finds the tables; the text of each cell is parsed by
itself, so that a huge or broken cell costs no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from healcare_kg.errors import DataSyntaxError
from healcare_kg.files import read_bytes
from healcare_kg.survey.pieces import Cell, cell_pieces

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["RENDERED_MARK", "Document", "Row", "Table", "read_document", "survey_parser"]

# Stands in what `render survey` writes: such a file is no source of its own.
RENDERED_MARK = "<!-- healcare-kg: rendered from the graph -->"
_LONGEST_CELL = 2000  # characters; what is longer is no cell of a survey
_LONGEST_FILE = 20_000_000
# Control characters but tab and line ends, and those that turn the direction of text or hide.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
_TABLE_LINE = re.compile(r"\s*\|.*\||[^|`]+\|[^|`]+\|")
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A row: its line in the file, a cell for each header, and texts beyond the last header."""

    line: int
    cells: tuple[Cell, ...]
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: the heading above it, its line, its headers and rows."""

    heading: str
    line: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class Document:
    """A file: first heading, tables, and lines that look like a table and are none.

    `rendered` where it says that `render survey` wrote it; `invisible` is the number of characters
    that were left out because they can't be seen.
    """

    path: Path
    title: str = ""
    tables: list[Table] = field(default_factory=list)
    stray: list[tuple[int, str]] = field(default_factory=list)
    rendered: bool = False
    invisible: int = 0


def read_document(path: Path) -> Document:
    """The tables of a file. Raises InputError, DataSyntaxError where it is no UTF-8 text."""
    data = read_bytes(path)
    if len(data) > _LONGEST_FILE:
        raise DataSyntaxError(path, f"has {len(data)} bytes, more than {_LONGEST_FILE}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataSyntaxError(path, "is not UTF-8 text", line=line) from None
    document = Document(path, rendered=RENDERED_MARK in text[:2000])
    text, document.invisible = _INVISIBLE.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = text.split("\n")
    parser = survey_parser()
    environment: dict[str, object] = {}
    tokens = parser.parse(text, environment)
    inside: set[int] = set()
    heading = ""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = cell_pieces(parser, tokens[index + 1].content, environment).text
            document.title = document.title or heading
        elif token.type == "table_open" and token.map:
            table = _table(parser, tokens[index:], lines, heading, environment)
            document.tables.append(table)
            inside.update(range(*token.map))
        elif token.type in ("fence", "code_block") and token.map:
            inside.update(range(*token.map))
    document.stray = list(_stray(lines, inside))
    return document


def survey_parser() -> MarkdownIt:
    """The parser of tables; cells are parsed by `cell_pieces`."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # Cells are parsed one by one, those that are worth it.
    parser.core.ruler.disable("inline")
    return parser


def _table(
    parser: MarkdownIt,
    tokens: list[Token],
    lines: list[str],
    heading: str,
    environment: dict[str, object],
) -> Table:
    headers: list[str] = []
    rows: list[Row] = []
    cells: list[Cell] = []
    in_body, start = False, 0
    first = (tokens[0].map or [0])[0]
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tbody_open":
            in_body = True
        elif token.type == "tr_open":
            cells, start = [], (token.map or [first])[0]
        elif token.type == "inline":
            if len(token.content) > _LONGEST_CELL:
                cells.append(Cell((), token.content, too_long=True))
            else:
                cells.append(cell_pieces(parser, token.content, environment))
        elif token.type == "tr_close" and in_body:
            row = Row(start + 1, tuple(cells), _beyond(lines[start], len(headers)))
            rows.append(row)
        elif token.type == "tr_close":
            headers = [cell.text for cell in cells]
    return Table(heading, first + 1, tuple(headers), tuple(rows))


def _beyond(line: str, columns: int) -> tuple[str, ...]:
    """The cells of a row that stand after the last column; the parser leaves them out."""
    parts = _PIPE.split(line.lstrip("> \t").rstrip().removeprefix("|"))
    if parts and not parts[-1].strip():
        parts.pop()
    return tuple(part.strip() for part in parts[columns:] if part.strip())


def _stray(lines: list[str], inside: set[int]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines):
        if number in inside or len(line) > _LONGEST_CELL:
            is_row = number not in inside and line.lstrip()[:1] == "|"
        else:
            is_row = bool(_TABLE_LINE.match(line) or _HTML_TABLE.search(line))
        if is_row:
            yield number + 1, line.strip()
