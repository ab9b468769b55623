"""The small made-up field of `fixtures/queries/`, asked on both engines."""

from functools import cache
from pathlib import Path
from typing import Any

import healcare_kg
from healcare_kg.sparql.catalog import find_query

KG = "https://w3id.org/healcare-kg/id/"
_ONTOLOGY = Path(__file__).parents[1] / "ontology"
PATHS = (
    _ONTOLOGY / "healcare-kg.ttl",
    _ONTOLOGY / "vocabulary.ttl",
    Path(__file__).parent / "fixtures" / "queries" / "training-and-sources.ttl",
)


@cache
def field() -> healcare_kg.KnowledgeGraph:
    return healcare_kg.open_graph(PATHS)


@cache
def _rdflib_field() -> Any:
    return field().to_rdflib()


def answer(name: str, **parameters: Any) -> list[tuple[str, ...]]:
    """The rows of a shipped query as text, ids short; both engines must give the same."""
    text = field().bound(find_query(name), parameters)
    rows = [_texts(row.values()) for row in field().query(text)]
    assert [_texts(row) for row in _rdflib_field().query(text)] == rows
    return rows


def _texts(row: Any) -> tuple[str, ...]:
    return tuple("" if value is None else str(value).removeprefix(KG) for value in row)
