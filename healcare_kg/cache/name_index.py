"""Names in an SQLite file, so that one is found in milliseconds among millions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from healcare_kg.names.keys import exact_key, loose_key, squeezed

__all__ = ["NAME_INDEX_VERSION", "SqliteNames", "write_names"]

NAME_INDEX_VERSION = 2  # to be raised with every change of the tables or of what a key is

# A row of `tails` is a key spelt backwards: with both tables sorted, the neighbours of a mistyped
# name share its beginning or its end, and a single slip leaves one of the two whole. Addresses are
# spelt backwards too, in lower case, so that one is found by its end.
_TABLES = """
CREATE TABLE names (key TEXT, iri TEXT, shown TEXT, PRIMARY KEY (key, iri, shown)) WITHOUT ROWID;
CREATE TABLE tails (tail TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE addresses (tail TEXT, iri TEXT, PRIMARY KEY (tail, iri)) WITHOUT ROWID;
CREATE TEMP TABLE raw (key TEXT, iri TEXT, shown TEXT, tail TEXT);
CREATE TEMP TABLE raw_addresses (tail TEXT, iri TEXT);
"""
_SORT = """
INSERT INTO names SELECT DISTINCT key, iri, shown FROM raw ORDER BY key, iri, shown;
INSERT INTO tails SELECT DISTINCT tail FROM raw ORDER BY tail;
INSERT INTO addresses SELECT DISTINCT tail, iri FROM raw_addresses ORDER BY tail, iri;
DROP TABLE raw;
DROP TABLE raw_addresses;
"""
_SMALL = 20_000  # names that can all be compared with a mistyped one while a person waits
_NEIGHBOURS = 300


class SqliteNames:
    """A NameIndex on a file that `write_names` made. Raises sqlite3.Error where it is not one."""

    def __init__(self, path: Path) -> None:
        # Immutable: no locks and no journal, so that a read-only disk will do. A snapshot may be
        # opened in one thread of a server and asked in another.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._base = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._base.execute("SELECT key FROM names LIMIT 1").fetchone()

    def exact(self, name: str) -> set[str]:
        """As in NameIndex."""
        key = exact_key(name)
        return {iri for iri, shown in self._named(squeezed(key)) if exact_key(shown) == key}

    def loose(self, name: str) -> set[str]:
        """As in NameIndex."""
        return {iri for iri, _ in self._named(loose_key(name))}

    def partly(self, name: str) -> set[str]:
        """As in NameIndex."""
        key = exact_key(name)
        if not key:
            return set()
        # "0" follows "/", and ")" follows "(".
        tail, start = key[::-1], squeezed(key)
        addresses = self._base.execute(
            "SELECT iri FROM addresses WHERE tail >= ? AND tail < ?", (f"{tail}/", f"{tail}0")
        )
        names = self._base.execute(
            "SELECT iri, shown FROM names WHERE key >= ? AND key < ?", (f"{start}(", f"{start})")
        )
        labels = {iri for iri, shown in names if shown.lower().startswith(f"{key} (")}
        return labels | {iri for (iri,) in addresses}

    def near(self, name: str) -> list[str]:
        """As in NameIndex; among millions of names only those that begin or end alike are seen."""
        from healcare_kg.names.suggestions import nearest

        found = self._neighbours(loose_key(name))
        return nearest(exact_key(name), {exact_key(shown): shown for shown in found})

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _named(self, key: str) -> list[tuple[str, str]]:
        return self._base.execute("SELECT iri, shown FROM names WHERE key = ?", (key,)).fetchall()

    def _neighbours(self, key: str) -> Iterator[str]:
        run = self._base.execute
        if run("SELECT 1 FROM names LIMIT 1 OFFSET ?", (_SMALL,)).fetchone() is None:
            yield from (shown for (shown,) in run("SELECT shown FROM names"))
            return
        for order, compare in (("DESC", "<="), ("ASC", ">")):
            yield from (
                shown
                for (shown,) in run(
                    f"SELECT shown FROM names WHERE key {compare} ? ORDER BY key {order} LIMIT ?",
                    (key, _NEIGHBOURS),
                )
            )
            tails = run(
                f"SELECT tail FROM tails WHERE tail {compare} ? ORDER BY tail {order} LIMIT ?",
                (key[::-1], _NEIGHBOURS),
            ).fetchall()
            for (tail,) in tails:
                yield from (shown for _, shown in self._named(tail[::-1]))


def write_names(
    path: Path, names: Iterable[tuple[str, str]], addresses: Iterable[tuple[str, str]]
) -> None:
    """Write the index of pairs of IRI and name, and of IRI and address of weights.

    Raises sqlite3.Error where the disk is full.
    """
    base = sqlite3.connect(path)
    try:
        # The file is of no use before it is whole, so nothing is journalled.
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        base.executemany("INSERT INTO raw VALUES (?, ?, ?, ?)", map(_row, names))
        tails = ((address.lower()[::-1], iri) for iri, address in addresses)
        base.executemany("INSERT INTO raw_addresses VALUES (?, ?)", tails)
        base.executescript(_SORT)
        base.commit()
    finally:
        base.close()


def _row(pair: tuple[str, str]) -> tuple[str, str, str, str]:
    iri, name = pair
    key = squeezed(exact_key(name))
    return key, iri, name, key[::-1]
