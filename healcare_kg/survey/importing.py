"""Tables of a Markdown file into records of the facts format, with an account of every cell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from healcare_kg.exports.catalogue import Catalogue
from healcare_kg.facts.records import Record
from healcare_kg.names.keys import loose_key, slug
from healcare_kg.namespaces import SURVEY_SOURCE
from healcare_kg.survey import link_columns, list_columns, value_columns
from healcare_kg.survey.account import Entry, Place, reason
from healcare_kg.survey.addresses import clean_address
from healcare_kg.survey.cells import is_nothing
from healcare_kg.survey.columns import MODEL, Columns, column_key, read_columns
from healcare_kg.survey.draft import Draft
from healcare_kg.survey.known import Subject
from healcare_kg.survey.lookup import Lookup, check_same
from healcare_kg.survey.pieces import Cell, Piece
from healcare_kg.survey.row import CellReading
from healcare_kg.survey.subjects import (
    OWN_ADDRESSES,
    RowName,
    read_name,
    subject_of,
    subject_of_title,
)
from healcare_kg.survey.tables import Document, Row, Table, read_document

__all__ = ["SurveyImport", "read_survey"]

# The survey that the graph grew from: its source has a name of its own.
_KNOWN_SURVEY = "HealcareLLM"
Reader = Callable[[CellReading], None]
_READERS: dict[str, Reader] = {
    "author": list_columns.read_author,
    "venue": link_columns.read_venue,
    "paper": link_columns.read_paper,
    "focus": value_columns.read_focus,
    "domain": value_columns.read_domain,
    "language": value_columns.read_language,
    "base": list_columns.read_base,
    "method": list_columns.read_method,
    "data": list_columns.read_data,
    "size": value_columns.read_size,
    "amount": value_columns.read_amount,
    "evaluation": list_columns.read_evaluation,
    "form": value_columns.read_form,
    "access": value_columns.read_access,
    "license": value_columns.read_license,
    "date": value_columns.read_date,
    "year": value_columns.read_date,
    "repository": link_columns.read_links,
    "weights": link_columns.read_links,
    "link": link_columns.read_links,
    "toolkit": value_columns.read_toolkit,
}
_ONLY_OF_MODELS = {"base", "method", "size", "data", "evaluation", "toolkit"}


@dataclass(frozen=True)
class SurveyImport:
    """What a file gives: records, and what became of each cell.

    `source` is the IRI that its facts have as their source, None where it is rendered from the
    graph; `remarks` are sentences about the file.
    """

    path: Path
    records: tuple[Record, ...]
    entries: tuple[Entry, ...]
    source: str
    rendered: bool
    tables: int
    invisible: int


def read_survey(
    path: Path,
    catalogue: Catalogue,
    *,
    source: str | None = None,
    same: Mapping[str, str] | None = None,
    create: bool = False,
) -> SurveyImport:
    """The facts of a file's tables against a graph, and the account of their cells.

    `same` maps names to ids; `create` makes entities of names that the graph does not have.
    Raises InputError, DataSyntaxError, and UsageError for `same`.
    """
    document = read_document(path)
    lookup = Lookup(catalogue, same=same)
    check_same(lookup, create=create)
    iri = source or _source_of(document)
    draft = Draft(path, lookup, source=iri, echo=document.rendered, create=create)
    # All rows first: a row may name another that comes later.
    for found in _find_rows(draft, document.tables):
        _read_row(draft, found)
    for line, text in document.stray:
        draft.tell(Place(line, "", "", ""), "unread", text, reason("no-table"))
    return SurveyImport(
        path=path,
        records=tuple(draft.records()),
        entries=tuple(sorted(draft.entries, key=lambda entry: entry.place.line)),
        source=iri,
        rendered=document.rendered,
        tables=len(document.tables),
        invisible=document.invisible,
    )


def _source_of(document: Document) -> str:
    """A name for a file that is no known source: of its first heading and its own name."""
    if document.title == _KNOWN_SURVEY:
        return SURVEY_SOURCE
    name = slug(f"{document.title} {document.path.name}")
    if not slug(document.title):
        digest = hashlib.blake2b(document.title.encode(), digest_size=4).hexdigest()
        name = f"{name}-{digest}"
    return f"urn:healcare-kg:source:{name[:120].strip('-')}"


@dataclass(frozen=True)
class _Found:
    """A row whose entity is known or new."""

    table: Table
    columns: Columns
    row: Row
    named: RowName
    subject: Subject


def _find_rows(draft: Draft, tables: Sequence[Table]) -> list[_Found]:
    """The rows that are of an entity; of the others the account says why they are not read."""
    found, doubtful = [], []
    for table in tables:
        columns = _columns(table, tables)
        for row in table.rows:
            if columns is None:
                _skip(draft, table, row, "no-kind", None)
                continue
            before = len(draft.entries)
            one = _find_row(draft, table, columns, row)
            if isinstance(one, _Found):
                found.append(one)
            elif one is not None:
                doubtful.append((table, columns, row, one, draft.entries[before:]))
    # What was in doubt may have the name of an entity that a later row of the file adds.
    withdrawn: set[int] = set()
    for table, columns, row, named, told in doubtful:
        subject = draft.new_named(named.name.text, "Model" if columns.kind == MODEL else "Dataset")
        if subject is not None and not columns.titled and told[0].reason != reason("other-row"):
            withdrawn.update(map(id, told))
            draft.tell(told[0].place, "known", f"{named.name.text} ({subject.id})")
            found.append(_Found(table, columns, row, named, subject))
    draft.entries = [entry for entry in draft.entries if id(entry) not in withdrawn]
    return found


def _columns(table: Table, tables: Sequence[Table]) -> Columns | None:
    """The columns of a table. Beside titles of papers that never name it, a model is what those
    were made with, such as an architecture: then the table lists papers.
    """
    columns = read_columns(table.headers, table.heading)
    keys = [column_key(header) for header in table.headers]
    if columns is None or columns.titled or not {"model", "title"} <= set(keys):
        return columns
    title, model = keys.index("title"), keys.index("model")
    rows = [r for each in tables if each.headers == table.headers for r in each.rows]
    pairs = [(loose_key(r.cells[title].text), loose_key(r.cells[model].text)) for r in rows]
    pairs = [(paper, name) for paper, name in pairs if paper and name]
    if not pairs or any(name in paper for paper, name in pairs):
        return columns
    headers = ["" if key == "model" else h for h, key in zip(table.headers, keys, strict=True)]
    return read_columns(headers, table.heading)


def _find_row(draft: Draft, table: Table, columns: Columns, row: Row) -> _Found | RowName | None:
    """A row with its entity; its name alone where that is in doubt; None where it has none."""
    index = columns.keys.index("name")
    named = read_name(row.cells[index])
    if named is None:
        _skip(draft, table, row, "no-name", index)
        return None
    links = [
        clean
        for key, cell in zip(columns.keys, row.cells, strict=True)
        if key in OWN_ADDRESSES or key == "paper"
        for piece in cell.links
        if (clean := clean_address(piece.url or "")) is not None
    ]
    place = Place(row.line, table.heading, named.name.text, table.headers[index])
    find = subject_of_title if columns.titled else subject_of
    subject = find(draft, columns.kind, named, links, place)
    if subject is None:
        _skip(draft, table, row, "row-skipped", index, name=named.name.text)
        return named
    return _Found(table, columns, row, named, subject)


def _read_row(draft: Draft, found: _Found) -> None:
    table, columns, row, subject = found.table, found.columns, found.row, found.subject
    cells = enumerate(zip(columns.keys, row.cells, strict=True))
    # Papers before venues, whatever the order of the columns: a venue is that of the row's paper.
    for number, (key, cell) in sorted(cells, key=lambda each: each[1][0] == "venue"):
        place = Place(row.line, table.heading, found.named.name.text, table.headers[number])
        reading = CellReading(draft, subject, columns.kind, cell, place)
        if key == "name":
            _read_name_cell(reading, found.named, titled=columns.titled)
        else:
            _read_cell(reading, key)
    _beyond(draft, table, row, found.named.name.text)


def _read_name_cell(c: CellReading, named: RowName, *, titled: bool) -> None:
    subject, name = c.subject, named.name
    if subject.known is not None:
        c.tell("known", f"{name.text} ({subject.id})")
        _further_name(c, subject, name.chinese)
    if name.date is not None:
        value_columns.read_date(c, name.date)
    for piece in c.cell.links:
        link_columns.read_link(c, piece)
    if named.beside and not titled:
        c.unread(named.beside, "text-beside")
    domain = c.lookup.domain_in(c.place.table)
    if domain is not None:
        c.state("inDomain", value=domain, shown=f"{c.place.table}: {domain}")


def _further_name(c: CellReading, subject: Subject, chinese: str) -> None:
    known = subject.known
    if not chinese or known is None or c.draft.echo:
        return
    names = (*known.labels.values(), *known.names)
    if not any(chinese in name for name in names):
        c.draft.alternative(subject, chinese, c.place)
        c.tell("new", chinese)


def _read_cell(c: CellReading, key: str | None) -> None:
    cell = c.cell
    if cell.too_long:
        c.unread(cell.source[:200], "too-long")
        return
    if is_nothing(cell.text) and not cell.links:
        c.tell("nothing", cell.text)
        return
    before = len(c.draft.entries)
    if key == "comments":
        _read_comments(c)
    elif key is None or (key in _ONLY_OF_MODELS and c.kind != MODEL):
        c.unread(cell.source, "column")
    else:
        _READERS[key](c)
    if len(c.draft.entries) == before:
        c.unread(cell.source, "column")


def _read_comments(c: CellReading) -> None:
    """Remarks; a line that begins with the 【name of a column】 is read as in that column."""
    rest: list[Piece] = []
    for line in c.cell.lines:
        first = line[0].text
        label, mark, text = first.removeprefix("【").partition("】")
        key = column_key(label) if mark and first.startswith("【") else None
        if key in _READERS:
            pieces = (Piece(text.strip(), line[0].url, line[0].kind), *line[1:])
            kept = tuple(p for p in pieces if p.text or p.url)
            _READERS[key](c.of(Cell(kept, "".join(p.text for p in kept))))
        else:
            rest += [*([Piece("", kind="break")] if rest else []), *line]
    if rest:
        value_columns.read_note(c.of(Cell(tuple(rest), "")))


def _skip(
    draft: Draft, table: Table, row: Row, why: str, index: int | None, *, name: str = ""
) -> None:
    """Say of each cell of a row that it was not read; `index` is the name's column."""
    for number, cell in enumerate(row.cells):
        place = Place(row.line, table.heading, name, table.headers[number])
        if is_nothing(cell.text) and not cell.links and not cell.too_long:
            draft.tell(place, "nothing", cell.text)
        elif not (number == index and why == "row-skipped"):
            draft.tell(place, "unread", cell.source, reason(why))
    _beyond(draft, table, row, name)


def _beyond(draft: Draft, table: Table, row: Row, name: str) -> None:
    for text in row.beyond:
        draft.tell(Place(row.line, table.heading, name, ""), "unread", text, reason("beyond"))
