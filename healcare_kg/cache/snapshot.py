"""Read-only snapshots of graphs on disk: a later run opens one in place of reading the files.

A snapshot is a folder named by the fingerprint of its files and of the versions that wrote it:

    store/          the Oxigraph store
    names.sqlite    the name index
    manifest.json   every file above with size, times and SHA-256
    lock            held shared by who reads, for one by who removes; its time is the last use

It is built in a folder beside its place and renamed when it is whole (`builder`), so what has the
name is whole or was damaged later, which the manifest shows. Nothing here is needed for an answer:
whatever goes wrong with the disk, the caller reads the files into memory instead.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import Store

from healcare_kg.cache.fingerprint import fingerprint, total_size
from healcare_kg.cache.folder import cache_folder, snapshots_folder
from healcare_kg.cache.locks import Lock
from healcare_kg.cache.manifest import Layout, is_intact
from healcare_kg.cache.name_index import NAME_INDEX_VERSION, SqliteNames

__all__ = ["Snapshot", "open_snapshot", "opened_folder"]

_FORMAT = 1  # to be raised with every change of what a snapshot holds
# Below this many bytes reading the files is as fast as opening a snapshot of them.
_WORTH = 400_000
_WAIT = 5  # seconds, and more by size, for another process that builds the same snapshot
_SLOWEST_BUILD = 1_000_000  # bytes a second


class Snapshot(NamedTuple):
    """An opened snapshot; `lock` keeps other processes from removing it."""

    store: Store
    names: SqliteNames
    lock: Lock


def open_snapshot(files: Sequence[Path]) -> Snapshot | None:
    """The snapshot of the files' present content, built where there is none.

    None where reading the files is as fast, or where no snapshot can be had (no folder that can be
    written, a full disk, another process that takes too long). Raises InputError and
    DataSyntaxError for the files themselves.
    """
    cache, size = cache_folder(), total_size(files)
    if cache is None or size < _WORTH:
        return None

    def key_now() -> str:
        salt = f"{_FORMAT} {NAME_INDEX_VERSION} {pyoxigraph.__version__}"
        return fingerprint(files, salt=salt, memo=cache / "digests.json")

    root, key = snapshots_folder(cache), key_now()
    found = opened_folder(root / key)
    if found is not None:
        return found
    from healcare_kg.cache.builder import build, in_turn

    try:
        with in_turn(root, key, wait=_WAIT + size / _SLOWEST_BUILD) as has_turn:
            if not has_turn:
                return None
            found = opened_folder(root / key)
            if found is None and build(root / key, files, unchanged=lambda: key_now() == key):
                found = opened_folder(root / key)
            return found
    except (OSError, sqlite3.Error):
        return None


def opened_folder(folder: Path) -> Snapshot | None:
    """The snapshot in a folder, or None where there is none that is whole."""
    layout = Layout(folder)
    try:
        lock = Lock.shared(layout.lock)
        if lock is None or not is_intact(layout):
            return None
        found = Snapshot(Store.read_only(str(layout.store)), SqliteNames(layout.names), lock)
    except (OSError, ValueError, sqlite3.Error):
        return None
    with suppress(OSError):  # on a read-only disk the last use is not known
        os.utime(layout.lock)
    return found
