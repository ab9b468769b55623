"""The checks of `queries/checks/`: a query each whose rows are what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from healcare_kg.engine import Engine
from healcare_kg.errors import InputError
from healcare_kg.sparql.catalog import Query, parse_query, read_header

__all__ = ["Check", "Term", "Violation", "read_check", "shipped_checks", "violations"]

_SUFFIX = "-violation"
_COLUMNS = ["entity", "property", "value"]
_NEAREST = ("", "class", "entity", "property", "term")

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Check:
    """A check: its query, and what else its header says.

    `covers` names the rules that find the same, whose findings are then left out: a shape
    (`Entity-englishLabel`), every shape with a constraint (`sh:class`), or another check.
    `nearest` says of which kind what was meant is, where the row's is misspelt: `class`, `entity`
    or `term` for its value, `property` for its property.
    """

    name: str
    query: Query
    covers: frozenset[str] = frozenset()
    nearest: str = ""

    def message(self, lang: str) -> str:
        """What is wrong and what to do, of the header's summary and its **Solution**."""
        query = self.query
        problem = query.summary.get(lang) or query.summary.get("en", "")
        return f"{problem}{' ' if lang == 'en' else ''}{self.explanation(lang)[1]}"

    def explanation(self, lang: str) -> tuple[str, str]:
        """Why it is wrong, and what to do: the header's **Problem** and **Solution**."""
        text = self.query.description.get(lang) or self.query.description.get("en", "")
        why, _, solution = re.sub(r"\s*\*\*(?:Solution|解决)\*\*\s*", "\0", text).partition("\0")
        return re.sub(r"^\*\*(?:Problem|问题)\*\*\s*", "", why), solution


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
    """A check's file. Raises InputError where its header says what it can't."""
    text = path.read_text(encoding="utf-8")
    header = read_header(text, name=str(path))
    nearest = str(header.get("nearest", ""))
    if nearest not in _NEAREST:
        raise InputError(f"{path}: the header's `nearest` is to be class, entity, property or term")
    return Check(
        name=path.stem.removesuffix(_SUFFIX),
        query=parse_query(text, name=str(path)),
        covers=frozenset(header.get("covers", ())),
        nearest=nearest,
    )


def violations(
    check: Check, engine: Engine, focus: Collection[str] | None = None
) -> Iterator[Violation]:
    """What a check finds in an engine's graph, with `focus` (IRIs) only about these entities.

    Raises InputError where it is no such query.
    """
    text = check.query.text
    if focus is not None:  # a block behind a whole query joins its rows (SPARQL 1.1, 10.2.2)
        entities = " ".join(str(NamedNode(iri)) for iri in sorted(focus))
        text = f"{text}\nVALUES ?entity {{ {entities} }}\n"
    solutions = engine.query(text, name=check.query.name)
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
