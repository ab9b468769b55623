"""A cell that describes training data without naming it: amounts, form, who wrote it, access."""

from __future__ import annotations

import re

from healcare_kg.survey import cells
from healcare_kg.survey.account import reason
from healcare_kg.survey.known import Subject
from healcare_kg.survey.pieces import Cell, Piece
from healcare_kg.survey.row import CellReading, text_in_language
from healcare_kg.survey.words import COUNT_PROPERTIES, access_level, forms_in

__all__ = ["count", "describes_data", "read_described", "text_with_addresses"]


# A count that is rough is a fact with its words beside it.
_AS_WRITTEN = ("size as written: ", "规模按表中所写：")


def describes_data(cell: Cell) -> bool:
    """Whether a cell describes data: a label, an amount, a form or who generated it."""
    text = cell.text
    found, _ = cells.amounts(text)
    return bool(
        "【" in text or found or cells.generators(text)[1] or (forms_in(text)[0] and not cell.links)
    )


def read_described(c: CellReading) -> None:
    """Facts of the one dataset that a cell describes; the words themselves become a note.

    With several amounts the cell is of several datasets, which no rule can tell apart: then its
    counts stay in the note.
    """
    data = _dataset(c)
    c.state("trainedOn", ref=data.id)
    text = " ".join(text_with_addresses(c.cell).split())
    found = [a for _, part in cells.labels(c.cell.text) for a in cells.amounts(part)[0]]
    for amount in found:
        if len(found) > 1 and not _from_here(c, data, amount.count):
            c.tell("unread", amount.text, reason("several-amounts"))
        else:
            count(c, amount, data)
    for label, part in cells.labels(c.cell.text):
        level = access_level(label)
        if level is not None:
            c.draft.state(data, "access", c.place, ref=None, value=level, shown=label)
        elif label and not re.fullmatch(r"(?i)example|sample|示例|样例", label):
            c.unread(label, "no-access")
        rest, who = cells.generators(part)
        for name in forms_in(rest)[0]:
            c.draft.state(data, "form", c.place, value=name)
        if who:
            _generators(c, data, who)
    if c.draft.graph.has_from_here(c.subject, "trainedOn", data.id):
        c.tell("known", text, reason("other-words"))
    else:
        c.note(text, subject=data)


def count(c: CellReading, amount: cells.Amount, about: Subject | None = None) -> None:
    """An amount as the count of its unit; without a unit it is kept and not adopted."""
    subject = about or c.subject
    if amount.prop is not None:
        c.draft.state(subject, amount.prop, c.place, value=amount.count, shown=amount.text)
        if amount.about and c.draft.entries[-1].outcome == "new":
            c.note(f"{_AS_WRITTEN[_is_chinese(c.place.column)]}{amount.text}", subject=subject)
        return
    holder = _holder_of_count(c, subject, amount.count)
    if holder:
        c.tell("known", amount.text, reason("of-releases", holder))
        return
    c.draft.state(
        subject,
        "exampleCount",
        c.place,
        value=amount.count,
        why=reason("no-unit", amount.text),
        shown=amount.text,
    )


def _is_chinese(text: str) -> bool:
    return "zh" in text_in_language(text)


def _holder_of_count(c: CellReading, subject: Subject, number: int) -> str | None:
    """Where the graph has a number as a count of any unit, by the same source or by a fact."""
    for prop in COUNT_PROPERTIES:
        if c.draft.graph.has_from_here(subject, prop, number):
            return f"{subject.id}, {prop}"
        for entity in c.draft.graph.holds(subject, prop, number):
            return f"{entity.id}, {prop}"
    return None


def _from_here(c: CellReading, data: Subject, number: int) -> bool:
    return any(c.draft.graph.has_from_here(data, prop, number) for prop in COUNT_PROPERTIES)


def _dataset(c: CellReading) -> Subject:
    """The data of this row that the graph has from this source, else a dataset of its own."""
    entities = c.lookup.catalogue.entities
    named = {iri: None for e in c.subject.held_by for iri in e.links("trainedOn")}
    known = [
        entities[iri]
        for iri in named
        if iri in entities and c.draft.graph.has_from_here(c.subject, "trainedOn", entities[iri].id)
    ]
    name = f"{c.subject.id}-training-data"
    of_import = c.lookup.entity(name)
    found = known[0] if len(known) == 1 else of_import
    if found is not None:
        parts = c.lookup.catalogue.linked(found, "builtFrom")
        return c.draft.known(found, held_by=(found, *parts))
    labels = {
        "en": f"Training data of {c.place.row}",
        "zh": f"{c.place.row} 的训练数据",
    }
    return c.draft.new(name, "Dataset", labels, c.place)


def _generators(c: CellReading, data: Subject, who: str) -> None:
    def is_model(text: str) -> bool:
        return c.lookup.is_known(text, "Model")

    line = [[Piece(who)]]
    for item in cells.items(line, is_model, joined=True):
        found = c.only(c.lookup.named(item.text, "Model"), item.text)
        if found is not None:
            shown = f"{item.text} ({found.id})"
            c.draft.state(data, "generatedBy", c.place, ref=found.id, shown=shown)
        elif not c.lookup.named(item.text, "Model"):
            made = c.unknown(item.text, "Model")
            if made is not None:
                c.draft.state(data, "generatedBy", c.place, ref=made.id)


def text_with_addresses(cell: Cell) -> str:
    """The text of a cell with the addresses of its links in brackets, so that none is lost."""
    parts = []
    for piece in cell.pieces:
        if piece.kind == "break":
            parts.append(" ")
        elif piece.kind != "picture":
            shown = f"{piece.text} ({piece.url})" if piece.text and piece.url else piece.url
            parts.append(shown or piece.text)
    return "".join(parts)


texttext_with_addresses = text_with_addresses
