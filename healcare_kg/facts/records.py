"""Files of the facts format as values; what is wrong with a file is told with its line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from healcare_kg.facts.problems import Problems
from healcare_kg.facts.schema import Check, is_open, schema_check, wrong_with
from healcare_kg.files import read_bytes
from healcare_kg.rdf_files import syntax_error

__all__ = ["Record", "Statement", "read_record", "read_records"]

_STDIN = Path("-")
_MOST_DIGITS = 100  # of a number: 1e999999999 would be written out
_BLANK = re.compile(r"\s*")
_NEXT_ENTITY = re.compile(r"^\{", re.MULTILINE)
_ID = re.compile(r'"id"\s*:\s*"([^"]+)"')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class Statement:
    """A property with a value or the id of another entity, its source and, if not adopted, why.

    `value` is a str, an int, a Decimal or a dict from language to text; `why` a text (English) or
    texts by language; `place` is the file and line of the statement where they are known.
    """

    property: str
    ref: str | None
    value: Any
    source: str
    locator: str | None
    kind: str
    adopted: bool
    why: str | Mapping[str, str] | None
    place: tuple[Path, int] | None = None


@dataclass(frozen=True)
class Record:
    """An entity: id (the slug of its IRI), classes, names and statements.

    Classes and names may be left out of an entity that the graph has. `unfilled` names the
    properties of a block made by `new` that nobody gave a value.
    """

    id: str
    classes: tuple[str, ...]
    labels: Mapping[str, str]
    alternatives: tuple[str, ...]
    statements: tuple[Statement, ...]
    path: Path
    line: int
    unfilled: tuple[str, ...] = ()


def read_records(path: Path, problems: Problems) -> list[Record]:
    """The entities of a file: one JSON object after another, each on one line or on several.

    `-` is standard input. What does not fit the schema (`facts.schema.json`) goes to `problems`.
    Raises InputError where the file can't be read, DataSyntaxError where it is not UTF-8.
    """
    data = sys.stdin.buffer.read() if path == _STDIN else read_bytes(path)
    shown = Path("<stdin>") if path == _STDIN else path
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise syntax_error(shown, data, error) from None
    check = schema_check()
    records = []
    line, counted = 1, 0
    for start, end, entity in _objects(text, shown, problems):
        line, counted = line + text.count("\n", counted, start), start
        lines = _fact_lines(text[start:end], line)
        record = _checked(entity, (shown, line), lines, check, problems)
        records += [record] if record else []
    return records


def read_record(entity: Mapping[str, Any], origin: Path, problems: Problems) -> Record | None:
    """An entity that was made in memory, as one of a file; what is wrong goes to `problems`."""
    return _checked(entity, (origin, 0), [], schema_check(), problems)


def _checked(
    entity: Any, place: tuple[Path, int], lines: list[int], check: Check, problems: Problems
) -> Record | None:
    path, line = place
    wrong = wrong_with(check, entity)
    name = entity.get("id") if isinstance(entity, dict) else None
    for message, number in wrong:
        at = lines[number] if number is not None and number < len(lines) else line
        problems.add(path, at, f"{name}: {message}" if isinstance(name, str) else message)
    if wrong and isinstance(name, str):
        problems.unread.add(name)
    return None if wrong else _record(entity, path, line, lines)


def _objects(text: str, path: Path, problems: Problems) -> Iterator[tuple[int, int, Any]]:
    """Each JSON value with its start and end; after an error it goes on at the next line with {."""
    # Decimal, so that 13.0 and 80.10 are not passed through a binary float.
    decoder = json.JSONDecoder(
        parse_float=_finite, parse_constant=_no_constant, object_pairs_hook=_without_duplicates
    )
    position = _after_blanks(text, 0)
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
            if _SURROGATE.search(text, position, end):
                json.dumps(value, ensure_ascii=False, default=str).encode()
            yield position, end, value
            position = _after_blanks(text, end)
        except (ValueError, RecursionError) as error:
            at, message = _explained(error, text, position)
            problems.add(path, text.count("\n", 0, at) + 1, message)
            following = _NEXT_ENTITY.search(text, text.find("\n", position) % (len(text) + 1))
            end = following.start() if following else len(text)
            problems.unread.update(_ID.findall(text, position, end)[:1])
            position = end


def _explained(error: Exception, text: str, start: int) -> tuple[int, str]:
    if isinstance(error, json.JSONDecodeError):
        at = error.pos
        if text[at : at + 1] in ("{", ""):  # an entity that does not end: say so where it stops
            at = max(start, len(text[:at].rstrip()) - 1)
        column = at - text.rfind("\n", 0, at)
        return at, f"is not JSON: {error.msg.lower()} (column {column})"
    if isinstance(error, UnicodeEncodeError):
        return start, "holds half of a surrogate pair (\\ud8..); write the character itself"
    if isinstance(error, RecursionError):
        return start, "is nested too deeply"
    return start, str(error)


def _after_blanks(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _finite(number: str) -> Decimal:
    value = Decimal(number)
    if abs(value.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"the number {number} is out of all bounds")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return made


def _fact_lines(raw: str, first: int) -> list[int]:
    """The line of each fact of an entity that is written on several lines."""
    start = re.search(r'"facts"\s*:\s*\[', raw)
    if "\n" not in raw or start is None:
        return []
    decoder, position = json.JSONDecoder(), start.end()
    lines: list[int] = []
    while True:
        position = _after_blanks(raw, position)
        if raw[position] == "]":
            return lines
        lines.append(first + raw.count("\n", 0, position))
        try:
            position = _after_blanks(raw, decoder.raw_decode(raw, position)[1])
        except ValueError:
            return []
        position += raw[position] == ","


def _record(entity: Mapping[str, Any], path: Path, line: int, lines: list[int]) -> Record:
    own = [entity["class"]] if "class" in entity else []
    facts = list(enumerate(entity.get("facts", [])))
    return Record(
        id=entity["id"],
        classes=(*own, *entity.get("also", ())),
        labels=entity.get("label", {}),
        alternatives=tuple(entity.get("altLabel", ())),
        statements=tuple(
            _statement(fact, entity, (path, lines[n] if n < len(lines) else line))
            for n, fact in facts
            if not is_open(fact)
        ),
        path=path,
        line=line,
        unfilled=tuple(fact["p"] for _, fact in facts if is_open(fact)),
    )


def _statement(
    fact: Mapping[str, Any], entity: Mapping[str, Any], place: tuple[Path, int]
) -> Statement:
    """A fact; where it has no source of its own it has the entity's, with its place in it."""
    origin = fact if "source" in fact else {**entity, **fact}
    return Statement(
        property=fact["p"],
        ref=fact.get("ref"),
        value=fact.get("v"),
        source=origin["source"],
        locator=origin.get("locator"),
        kind=fact.get("kind", entity.get("kind", "")),
        adopted=fact.get("status") != "not-adopted",
        why=fact.get("why"),
        place=place,
    )
