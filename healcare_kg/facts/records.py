"""One line of a facts file as values; errors name the file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from healcare_kg.errors import DataSyntaxError
from healcare_kg.rdf_files import read_bytes, syntax_error

__all__ = ["Record", "Statement", "read_records"]


@dataclass(frozen=True)
class Statement:
    """A property with a value or the id of another entity, its source and, if not adopted, why."""

    property: str
    ref: str | None
    value: Any
    source: str
    locator: str | None
    kind: str
    adopted: bool
    why: str | None


@dataclass(frozen=True)
class Record:
    """An entity: id (the slug of its IRI), class, further classes, names and statements."""

    id: str
    classes: tuple[str, ...]
    labels: dict[str, str]
    alternatives: tuple[str, ...]
    statements: tuple[Statement, ...]
    path: Path
    line: int


def read_records(path: Path) -> Iterator[Record]:
    """The records of a JSON lines file. Raises DataSyntaxError with the line."""
    data = read_bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise syntax_error(path, data, error) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _record(line, path, number)


def _record(line: str, path: Path, number: int) -> Record:
    try:
        # Decimal, so that 13.0 and 80.10 are not passed through a binary float.
        entity = json.loads(line, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise DataSyntaxError(path, error.msg, line=number, column=error.colno) from None
    return Record(
        id=entity["id"],
        classes=(entity["class"], *entity.get("also", ())),
        labels=entity["label"],
        alternatives=tuple(entity.get("altLabel", ())),
        statements=tuple(_statement(fact) for fact in entity["facts"]),
        path=path,
        line=number,
    )


def _statement(fact: dict[str, Any]) -> Statement:
    return Statement(
        property=fact["p"],
        ref=fact.get("ref"),
        value=fact.get("v"),
        source=fact["source"],
        locator=fact.get("locator"),
        kind=fact["kind"],
        adopted=fact.get("status") != "not-adopted",
        why=fact.get("why"),
    )
