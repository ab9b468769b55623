"""Where names are looked up: the interface, and the names of a graph read from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode, QuerySolutions

from healcare_kg.names.keys import exact_key, id_of, loose_key
from healcare_kg.namespaces import HKG, PREFIXES, RDFS

if TYPE_CHECKING:
    from healcare_kg.engine import Engine

__all__ = ["NameIndex", "StoreNames", "all_addresses", "all_names", "partly_named"]

_NAME_PROPERTIES = f"<{RDFS}label>|<{PREFIXES['skos']}altLabel>"


class NameIndex(Protocol):
    """Looks up the entities that have a name."""

    def exact(self, name: str) -> set[str]:
        """IRIs with an id, label or further name of the same `exact_key`."""

    def loose(self, name: str) -> set[str]:
        """The same by `loose_key`."""

    def partly(self, name: str) -> set[str]:
        """IRIs of what a name is a part of: the end of the address of its weights, behind a slash,
        or what a label says before a bracket. Asked only where nothing has the name itself.
        """

    def near(self, name: str) -> list[str]:
        """Names that resemble one, nearest first."""


class StoreNames:
    """The names of an engine's graph, read from it once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
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

    def partly(self, name: str) -> set[str]:
        """As in NameIndex."""
        return partly_named(self._engine, name)

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


def all_addresses(engine: Engine) -> Iterator[tuple[str, str]]:
    """All pairs of an entity's IRI and an address of its weights."""
    solutions = engine.query(f"SELECT ?e ?a WHERE {{ ?e <{HKG}weights> ?a FILTER(ISIRI(?e)) }}")
    if isinstance(solutions, QuerySolutions):
        for row in solutions:
            yield row["e"].value, row["a"].value


def partly_named(engine: Engine, name: str) -> set[str]:
    """What `NameIndex.partly` gives, by a query that reads all addresses and names."""
    key = exact_key(name)
    if not key:
        return set()
    end, start = Literal(f"/{key}"), Literal(f"{key} (")
    solutions = engine.query(
        f"SELECT DISTINCT ?e WHERE {{ {{ ?e <{HKG}weights> ?address "
        f"FILTER(STRENDS(LCASE(STR(?address)), {end})) }} UNION "
        f"{{ ?e {_NAME_PROPERTIES} ?name FILTER(STRSTARTS(LCASE(STR(?name)), {start})) }} }}"
    )
    if not isinstance(solutions, QuerySolutions):
        return set()
    return {row["e"].value for row in solutions if isinstance(row["e"], NamedNode)}
