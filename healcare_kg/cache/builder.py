"""Snapshots made and removed, with other processes doing the same at the same time."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pyoxigraph import Store

from healcare_kg.cache.fingerprint import total_size
from healcare_kg.cache.locks import Lock
from healcare_kg.cache.manifest import Layout, write_manifest
from healcare_kg.cache.name_index import write_names
from healcare_kg.engine import EmbeddedEngine
from healcare_kg.names.index import all_addresses, all_names
from healcare_kg.store import fill_store

__all__ = ["build", "in_turn", "remove", "snapshot_folders", "tidy"]

_UNFINISHED, _REMOVED = ".building-", ".removed-"
_KEPT = 4  # snapshots besides which older ones are removed
_ABANDONED = 3600  # seconds after which an unfinished folder without a lock belongs to nobody
# Threads that read files. Small files wait for the disk more than they compute; each large one that
# is read takes some hundred megabytes of memory.
_MANY, _FEW = 16, 4
_SMALL = 8 * 2**20  # bytes of all files


@contextmanager
def in_turn(root: Path, key: str, *, wait: float) -> Iterator[bool]:
    """Let one process at a time build a snapshot; gives False where `wait` seconds were too few.

    A process that dies in its turn loses it to the next at once. Raises OSError where `root` can't
    be written.
    """
    root.mkdir(parents=True, exist_ok=True)
    place = root / f"{key}.turn"
    turn = Lock.exclusive(place, create=True, wait=wait)
    try:
        yield turn is not None
    finally:
        if turn is not None:
            place.unlink(missing_ok=True)
            turn.release()


def build(place: Path, files: Sequence[Path], *, unchanged: Callable[[], bool]) -> bool:
    """Make the snapshot of `files` at a place; False where they changed while they were read.

    What is at the place is replaced if it is damaged. Raises OSError and sqlite3.Error where it
    can't be written, InputError and DataSyntaxError for the files.
    """
    import tempfile

    work = Layout(Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=place.parent)))
    try:
        lock = Lock.exclusive(work.lock, create=True)
        triples = _fill(work, files)
        if not unchanged():
            return False
        write_manifest(work, triples=triples, sources=[str(path) for path in files])
        if lock is not None:
            lock.share()  # still nobody takes it for abandoned, and who finds it may read it
        _install(work.folder, place)
        del lock
    finally:
        shutil.rmtree(work.folder, ignore_errors=True)
    tidy(place.parent, keep=place)
    return True


def _fill(work: Layout, files: Sequence[Path]) -> int:
    store = Store(str(work.store))
    is_small = total_size(files) <= _SMALL
    fill_store(store, files, threads=_MANY if is_small else min(_FEW, os.cpu_count() or 1))
    store.optimize()
    store.flush()
    engine = EmbeddedEngine(store)
    write_names(work.names, all_names(engine), all_addresses(engine))
    return len(store)


def _install(work: Path, place: Path) -> None:
    try:
        work.rename(place)
    except OSError:
        # Something is there. Without locks it may be another process's, and whole: then the
        # caller opens that one.
        if remove(place):
            work.rename(place)


def remove(place: Path) -> bool:
    """Remove a snapshot, whole or damaged; False where somebody reads it or it can't be."""
    try:
        lock = Lock.exclusive(Layout(place).lock)
        if lock is None:
            return False
    except OSError:
        lock = None  # damaged
    aside = place.with_name(f"{_REMOVED}{place.name}-{os.getpid()}-{time.monotonic_ns()}")
    try:
        place.rename(aside)
    except OSError:
        return False
    finally:
        if lock is not None:
            lock.release()
    _delete(aside)
    return True


def snapshot_folders(root: Path) -> list[Path]:
    """The snapshots of a folder, the last used first."""

    def last_use(folder: Path) -> float:
        try:
            return Layout(folder).lock.stat().st_mtime
        except OSError:
            return 0.0

    try:
        folders = [p for p in root.iterdir() if p.is_dir() and not p.name.startswith(".")]
    except OSError:
        return []
    return sorted(folders, key=last_use, reverse=True)


def tidy(root: Path, *, keep: Path | None = None, kept: int = _KEPT) -> None:
    """Remove snapshots not used lately but `keep`, and what killed processes left behind."""
    for place in [p for p in snapshot_folders(root) if p != keep][max(0, kept - 1) :]:
        remove(place)
    with suppress(OSError):
        for place in list(root.iterdir()):
            if place.name.startswith(_REMOVED) or (
                place.name.startswith(_UNFINISHED) and _is_abandoned(place)
            ):
                _delete(place)


def _delete(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def _is_abandoned(place: Path) -> bool:
    try:
        lock = Lock.exclusive(Layout(place).lock)
    except OSError:
        with suppress(OSError):
            return time.time() - place.stat().st_mtime > _ABANDONED
        return False
    if lock is None:
        return False
    lock.release()
    return True
