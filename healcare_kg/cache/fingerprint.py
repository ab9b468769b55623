"""One digest for the content of many files, so that a changed byte is always seen.

Files of a few megabytes in all are read and hashed every time: that takes milliseconds. For larger
ones the digest of a file is remembered with its size, times and inode, and believed only while all
of these are the same. The time of modification can be put back by whoever writes a file, but the
time of the last change of its inode (ctime) can't; it counts only when it lay well before the
reading, because a file can change twice within one tick of a file system's clock (the "racy" case
that Git's index has, too).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from healcare_kg.errors import InputError

__all__ = ["SMALL", "file_digest", "fingerprint", "total_size"]

SMALL = 16 * 2**20
_TICK_NS = 3 * 10**9  # the coarsest clock of a file system that is in use (FAT) ticks every 2 s
_CHUNK = 2**20

_Memo = dict[str, list[int | str]]


def total_size(files: Sequence[Path]) -> int:
    """Bytes of all files. Raises InputError for one that is not there."""
    return sum(_stat(path).st_size for path in files)


def fingerprint(files: Sequence[Path], *, salt: str = "", memo: Path | None = None) -> str:
    """A hexadecimal digest of the files' places and contents, whatever their order.

    The place counts because relative IRIs in a file are resolved against it. `salt` is mixed in;
    `memo` is a file to remember digests of large files in. Raises InputError where a file can't
    be read.
    """
    # Without a ctime (Windows has the time of creation there) nothing but the content tells.
    remembers = memo is not None and os.name != "nt" and total_size(files) > SMALL
    known = _load(memo) if remembers and memo else {}
    fresh: _Memo = {}
    whole = hashlib.sha256(salt.encode())
    for path in sorted(set(files)):
        place = os.fspath(path.resolve())
        digest = _remembered(path, place, known, fresh) if remembers else file_digest(path)
        whole.update(f"{len(os.fsencode(place))}:".encode() + os.fsencode(place) + digest.encode())
    if memo is not None and fresh:
        _save(memo, {**known, **fresh})
    return whole.hexdigest()[:40]


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content. Raises InputError where it can't be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return digest.hexdigest()


def _remembered(path: Path, place: str, known: _Memo, fresh: _Memo) -> str:
    before = _identity(path)
    entry = known.get(place)
    if isinstance(entry, list) and entry[:-1] == before and isinstance(entry[-1], str):
        return entry[-1]
    start = time.time_ns()
    digest = file_digest(path)
    changed = _stat(path).st_ctime_ns
    if _identity(path) == before and changed + _TICK_NS < start:
        fresh[place] = [*before, digest]
    return digest


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


def _load(memo: Path) -> _Memo:
    try:
        content = json.loads(memo.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _save(memo: Path, content: _Memo) -> None:
    existing = {place: entry for place, entry in content.items() if Path(place).exists()}
    beside = memo.with_name(f"{memo.name}.{os.getpid()}")
    with suppress(OSError):  # what can't be remembered is hashed again
        try:
            memo.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(existing), encoding="utf-8")
            beside.replace(memo)
        finally:
            beside.unlink(missing_ok=True)
