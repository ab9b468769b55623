"""Where names are looked up: the interface, and the names of a graph read from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import QuerySolutions

from healcare_kg.names.keys import exact_key, id_of, loose_key
from healcare_kg.namespaces import PREFIXES, RDFS

if TYPE_CHECKING:
    from healcare_kg.engine import Engine

__all__ = ["NameIndex", "StoreNames", "all_names"]

_NAME_PROPERTIES = f"<{RDFS}label>|<{PREFIXES['skos']}altLabel>"


class NameIndex(Protocol):
    """Looks up the entities that have a name."""

    def exact(self, name: str) -> set[str]:
        """IRIs with an id, label or further name of the same `exact_key`."""

    def loose(self, name: str) -> set[str]:
        """The same by `loose_key`."""

    def near(self, name: str) -> list[str]:
        """Names that resemble one, nearest first."""


class StoreNames:
    """The names of an engine's graph, read from it once."""

    def __init__(self, engine: Engine) -> None:
        self._exact: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        for iri, name in all_names(engine):
            self._exact.setdefault(exact_key(name), set()).add(iri)
            self._loose.setdefault(loose_key(name), set()).add(iri)
            self._shown.setdefault(exact_key(name), name)

    def exact(self, name: str) -> set[str]:
        """As in NameIndex."""
        return self._exact.get(exact_key(name), set())

    def loose(self, name: str) -> set[str]:
        """As in NameIndex."""
        return self._loose.get(loose_key(name), set())

    def near(self, name: str) -> list[str]:
        """As in NameIndex."""
        from healcare_kg.names.suggestions import nearest

        return nearest(exact_key(name), self._shown)


def all_names(engine: Engine) -> Iterator[tuple[str, str]]:
    """All pairs of an entity's IRI and a name of it: labels, further names and its id."""
    solutions = engine.query(
        f"SELECT ?e ?name WHERE {{ ?e {_NAME_PROPERTIES} ?name FILTER(ISIRI(?e)) }}"
    )
    if isinstance(solutions, QuerySolutions):
        for row in solutions:
            iri = row["e"].value
            yield iri, row["name"].value
            yield iri, id_of(iri)
