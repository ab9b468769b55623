"""One digest for the content of many files, so that a changed byte is always seen.

The digest of a file is remembered with its size, times and inode, and believed only while all of
these are the same; else the file is read. The time of modification can be put back by whoever
writes a file, but the time of the last change of its inode (ctime) can't; it counts only when it
lay well before the reading, because a file can change twice within one tick of a file system's
clock (the "racy" case that Git's index has, too).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from healcare_kg.errors import InputError

__all__ = ["file_digest", "fingerprint", "total_size"]

_TICK_NS = 3 * 10**9  # the coarsest clock of a file system that is in use (FAT) ticks every 2 s
_CHUNK = 2**20
_MOST = 8  # graphs that are remembered; the oldest is forgotten first

# By graph (its files' places): its fingerprint, and by file the identity and digest. A graph with
# a file that changed a moment ago has no fingerprint, and the file no digest.
_Known = tuple[str | None, dict[str, list[int | str]]]


def total_size(files: Sequence[Path]) -> int:
    """Bytes of all files. Raises InputError for one that is not there."""
    return sum(_stat(path).st_size for path in files)


def fingerprint(files: Sequence[Path], *, salt: str = "", memo: Path | None = None) -> str:
    """A hexadecimal digest of the files' places and contents, whatever their order.

    The place counts because relative IRIs in a file are resolved against it. `salt` is mixed in;
    `memo` is a file to remember digests in. Raises InputError where a file can't be read.
    """
    if os.name == "nt":  # it has the time of creation in the place of a ctime
        memo = None
    places = _places(files)
    graph = "\n".join([salt, *places])
    memory = _load(memo) if memo else {}
    key, known = _known(memory.get(graph))
    now = {place: _identity(path) for place, path in places.items()}
    if key and {place: entry[:-1] for place, entry in known.items()} == now:
        return key
    digests, fresh = {}, {}
    for place, path in places.items():
        digests[place], is_settled = _digest(path, now[place], known.get(place))
        if is_settled:
            fresh[place] = [*now[place], digests[place]]
    key = _whole(salt, digests)
    if memo and fresh:
        memory.pop(graph, None)  # so that it is now the last
        memory[graph] = [key if len(fresh) == len(places) else None, fresh]
        _save(memo, memory)
    return key


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content. Raises InputError where it can't be read."""
    import hashlib

    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return digest.hexdigest()


def _places(files: Sequence[Path]) -> dict[str, Path]:
    """The files by their places without symbolic links, sorted."""
    folders = {folder: folder.resolve() for folder in {path.parent for path in files}}
    places = {}
    for path in files:
        place = path.resolve() if path.is_symlink() else folders[path.parent] / path.name
        places[os.fspath(place)] = path
    return dict(sorted(places.items()))


def _digest(path: Path, now: list[int | str], known: list[int | str] | None) -> tuple[str, bool]:
    """A file's digest, read where another state is known; and whether it may be remembered."""
    if known and known[:-1] == now:
        return str(known[-1]), True
    start = time.time_ns()
    digest = file_digest(path)
    status = _stat(path)
    return digest, _identity(path) == now and status.st_ctime_ns + _TICK_NS < start


def _whole(salt: str, digests: dict[str, str]) -> str:
    import hashlib

    whole = hashlib.sha256(salt.encode())
    for place, digest in digests.items():
        whole.update(f"{len(os.fsencode(place))}:".encode() + os.fsencode(place) + digest.encode())
    return whole.hexdigest()[:40]


def _identity(path: Path) -> list[int | str]:
    status = _stat(path)
    return [
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
        status.st_dev,
    ]


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None


def _known(entry: object) -> _Known:
    """What a graph's entry says, where it is one of ours."""
    match entry:
        case [str() | None as key, dict() as files] if all(
            isinstance(file, list) and file and isinstance(file[-1], str) for file in files.values()
        ):
            return key, files
    return None, {}


def _load(memo: Path) -> dict[str, object]:
    try:
        content = json.loads(memo.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _save(memo: Path, content: dict[str, object]) -> None:
    kept = dict(list(content.items())[-_MOST:])
    beside = memo.with_name(f"{memo.name}.{os.getpid()}")
    with suppress(OSError):  # what can't be remembered is hashed again
        try:
            memo.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept), encoding="utf-8")
            beside.replace(memo)
        finally:
            beside.unlink(missing_ok=True)
