"""What a snapshot's folder holds, written down so that damage is noticed before it is used."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from healcare_kg.cache.fingerprint import file_digest
from healcare_kg.errors import InputError

__all__ = ["Layout", "is_intact", "write_manifest"]

# Files of the store that hold none of its content.
_WITHOUT_CONTENT = ("LOG", "LOCK")


class Layout(NamedTuple):
    """The places in a snapshot's folder."""

    folder: Path

    @property
    def store(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.folder / "store"

    @property
    def names(self) -> Path:
        """The name index."""
        return self.folder / "names.sqlite"

    @property
    def manifest(self) -> Path:
        """The list of the files with their sizes, times and digests."""
        return self.folder / "manifest.json"

    @property
    def lock(self) -> Path:
        """The file that is locked, and touched at each use."""
        return self.folder / "lock"


def write_manifest(layout: Layout, *, triples: int, sources: list[str]) -> None:
    """Write all content to the disk itself, then the list of it, with what a person may ask."""
    content = [layout.names, *sorted(layout.store.iterdir())]
    files: dict[str, list[int | str]] = {}
    for path in content:
        if path.name.startswith(_WITHOUT_CONTENT):
            continue
        _to_disk(path)
        files[path.relative_to(layout.folder).as_posix()] = [*_times(path), file_digest(path)]
    text = json.dumps({"triples": triples, "sources": sources, "files": files})
    layout.manifest.write_text(text, encoding="utf-8")
    _to_disk(layout.manifest)


def is_intact(layout: Layout) -> bool:
    """Whether every file of the list is there and as it was written.

    Sizes and times decide in microseconds; where only the times differ (the folder was copied)
    the content does. Raises OSError and ValueError where there is no list or it is not ours.
    """
    content = json.loads(layout.manifest.read_bytes())
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict) or not files:
        return False
    return all(
        isinstance(known, list) and _is_same(layout.folder / name, known)
        for name, known in files.items()
    )


def _is_same(path: Path, known: list[int | str]) -> bool:
    now = _times(path)
    if now == known[:-1]:
        return True
    try:
        return now[:1] == known[:1] and file_digest(path) == known[-1]
    except InputError:
        return False


def _times(path: Path) -> list[int | str]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _to_disk(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
