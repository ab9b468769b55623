"""A data folder on disk: one writer at a time, and all of a change or none of it.

A change of several files is made in a complete copy beside the folder (unchanged files are hard
links), and then the two folders change places in one step, so that a process that is killed at
any moment leaves the old folder or the new one. Where the system has no such step, two renames
follow each other; the next writer puts back what a kill between them left.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from healcare_kg.cache.locks import Lock
from healcare_kg.curation.root import ROOT_FILE
from healcare_kg.errors import InputError

__all__ = ["DataFolder", "data_folder"]

_LONGEST_WAIT = 10.0  # seconds for another writer to end
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renamex_np(2)
_AT_FDCWD = -100
# The kernel or the disk does not know the step.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}

State = dict[str, tuple[int, int, int]]


@contextmanager
def data_folder(path: Path) -> Iterator[DataFolder]:
    """A data folder to read and change, held against other writers until the end of the block.

    Raises InputError where it is no data folder or another writer has it.
    """
    folder = path.resolve()
    if not folder.parent.is_dir():
        raise InputError(f"{path}: there is no folder {folder.parent}")
    lock = Lock.exclusive(folder.parent, wait=_LONGEST_WAIT)
    if lock is None:
        raise InputError(f"{path}: another program is changing it; try again when it has ended")
    try:
        _recover(folder)
        _check(path, folder)
        yield DataFolder(folder, _state(folder))
    finally:
        lock.release()


class DataFolder:
    """A folder that is held; made by `data_folder`."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self._read = state

    def replace(self, texts: Mapping[Path, str]) -> None:
        """Write these files (paths relative to the folder), all or none; others stay as they are.

        Raises InputError, with nothing changed, where the folder can't be written or its files
        were changed by others since it was opened.
        """
        if not texts:
            return
        staged = _beside(self.path, "next")
        try:
            self._stage(staged, texts)
            if _state(self.path) != self._read:
                raise InputError(
                    f"{self.path}: files in it were changed in the meantime; nothing was written, "
                    "run the command again"
                )
            _exchange(staged, self.path)
            _sync(self.path.parent)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InputError(
                f"{self.path}: can't be written, nothing was changed: {reason}"
            ) from None
        finally:
            # What is there now is the old folder or, after an error, an unfinished new one.
            shutil.rmtree(staged, ignore_errors=True)
        self._read = _state(self.path)

    def _stage(self, staged: Path, texts: Mapping[Path, str]) -> None:
        written = {str(path) for path in texts}
        if self.path.is_dir():
            _mirror(self.path, staged, written)
        for relative, text in texts.items():
            target = staged / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                stream.write(text.encode())
                stream.flush()
                os.fsync(stream.fileno())
            if (self.path / relative).exists():
                shutil.copymode(self.path / relative, target)
        for folder in {staged, *((staged / p).parent for p in texts)}:
            _sync(folder)


def _mirror(source: Path, target: Path, left_out: set[str]) -> None:
    """The same folder again, its files as hard links where the disk has them."""
    target.mkdir()
    for root, folders, files in os.walk(source, onerror=_fail):
        inside = Path(root).relative_to(source)
        for name in folders:
            place = Path(root) / name
            if place.is_symlink():
                (target / inside / name).symlink_to(place.readlink())
            else:
                (target / inside / name).mkdir()
        for name in files:
            if str(inside / name) not in left_out:
                _link(Path(root) / name, target / inside / name)
        shutil.copymode(root, target / inside)


def _fail(error: OSError) -> None:
    raise error


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _exchange(new: Path, old: Path) -> None:
    """Let two folders change places; a plain rename where there is no old one yet."""
    if not old.exists():
        new.rename(old)
        return
    if not _swapped(new, old):
        aside = _beside(old, "old")
        old.rename(aside)
        try:
            new.rename(old)
        except OSError:
            aside.rename(old)
            raise
        aside.rename(new)


def _swapped(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system has no such step."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*paths, _EXCHANGE)
        else:
            failed = libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE)
    except (AttributeError, TypeError):  # no such function here; no C library to be opened so
        return False
    code = ctypes.get_errno()
    if failed and code not in _NO_EXCHANGE:
        raise OSError(code, os.strerror(code))
    return not failed


def _recover(folder: Path) -> None:
    """Put right what a writer that was killed left behind."""
    aside = _beside(folder, "old")
    with suppress(OSError):
        if aside.exists() and not folder.exists():
            aside.rename(folder)
    for leftover in (aside, _beside(folder, "next")):
        shutil.rmtree(leftover, ignore_errors=True)


def _check(given: Path, folder: Path) -> None:
    """A folder that holds other things than a graph is never copied or replaced."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{given}: is not a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / ROOT_FILE).is_file():
        raise InputError(
            f"{given}: holds files but no {ROOT_FILE}, so it is no data folder; "
            "give one that has it, or a new name"
        )


def _state(folder: Path) -> State:
    """What tells whether somebody changed a file."""
    return {
        str(path.relative_to(folder)): (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        for path in folder.rglob("*.ttl")
        if (stat := path.stat())
    }


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _sync(folder: Path) -> None:
    """Let a folder's entries reach the disk; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
