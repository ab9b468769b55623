"""The checks of `queries/checks/`: a query each whose rows are what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from healcare_kg.errors import InputError
from healcare_kg.sparql.catalog import Query, parse_query, read_header
from healcare_kg.store import Engine
from healcare_kg.validation.finding import LEVELS

__all__ = ["Check", "Term", "Violation", "read_check", "shipped_checks", "violations"]

_SUFFIX = "-violation"
_COLUMNS = ["entity", "property", "value"]
_NEAREST = ("", "class", "property")

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Check:
    """A check: its query, its level, and what else its header says.

    `covers` names the shapes that find the same, whose findings are then left out: a shape
    (`Entity-englishLabel`) or every shape with a constraint (`sh:class`). `nearest` says that a
    row's term is misspelt, and of which kind the one that was meant is.
    """

    name: str
    query: Query
    level: str
    covers: frozenset[str] = frozenset()
    nearest: str = ""

    def message(self, lang: str) -> str:
        """What is wrong and what to do, of the header's summary and its **Solution**."""
        query = self.query
        text = query.description.get(lang) or query.description.get("en", "")
        problem = query.summary.get(lang) or query.summary.get("en", "")
        solution = re.split(r"\*\*(?:Solution|解决)\*\*[:：]?\s*", text)[-1]
        return f"{problem}{' ' if lang == 'en' else ''}{solution}"


@dataclass(frozen=True)
class Violation:
    """A row of a check."""

    entity: NamedNode | BlankNode
    property: NamedNode | None
    value: Term | None


def shipped_checks(folder: Path) -> list[Check]:
    """The checks of a folder, sorted by name."""
    return [read_check(path) for path in sorted(folder.glob(f"*{_SUFFIX}.rq"))]


def read_check(path: Path) -> Check:
    """A check's file. Raises InputError where its header has no level that there is."""
    text = path.read_text(encoding="utf-8")
    header = read_header(text, name=str(path))
    level, nearest = str(header.get("level", "")), str(header.get("nearest", ""))
    if level not in LEVELS:
        raise InputError(f"{path}: the header's `level` is to be one of {', '.join(LEVELS)}")
    if nearest not in _NEAREST:
        raise InputError(f"{path}: the header's `nearest` is to be class or property")
    return Check(
        name=path.stem.removesuffix(_SUFFIX),
        query=parse_query(text, name=str(path)),
        level=level,
        covers=frozenset(header.get("covers", ())),
        nearest=nearest,
    )


def violations(check: Check, engine: Engine) -> Iterator[Violation]:
    """What a check finds in an engine's graph. Raises InputError where it is no such query."""
    solutions = engine.query(check.query.text, name=check.query.name)
    names = [v.value for v in solutions.variables] if isinstance(solutions, QuerySolutions) else []
    if not isinstance(solutions, QuerySolutions) or names != _COLUMNS:
        raise InputError(f"{check.query.name}: a check is SELECT ?entity ?property ?value")
    for row in solutions:
        entity, prop, value = (row[name] for name in _COLUMNS)
        if isinstance(entity, NamedNode | BlankNode):
            yield Violation(
                entity,
                prop if isinstance(prop, NamedNode) else None,
                value if isinstance(value, NamedNode | BlankNode | Literal) else None,
            )
