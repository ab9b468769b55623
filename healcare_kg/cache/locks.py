"""Locks between processes that the system itself releases when a process dies.

Where there is no `flock` (Windows, some network disks) every lock is granted: processes then may
build the same snapshot twice, but each in a folder of its own, and an opened file can't be removed.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

fcntl: Any
try:
    import fcntl
except ImportError:
    fcntl = None

__all__ = ["Lock"]

_SHORTEST_WAIT, _LONGEST_WAIT = 0.01, 0.2


class Lock:
    """A held lock on a file; `release` it, or let it go out of use."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    @classmethod
    def shared(cls, path: Path) -> Lock | None:
        """A lock that others may share; None where somebody has it for himself.

        Raises OSError where the file is not there.
        """
        return cls._taken(path, os.O_RDONLY, exclusive=False)

    @classmethod
    def exclusive(cls, path: Path, *, create: bool = False, wait: float = 0.0) -> Lock | None:
        """A lock for one; None where it was not free within `wait` seconds.

        Raises OSError where the file is not there, or with `create` can't be made.
        """
        flags = os.O_RDWR | os.O_CREAT if create else os.O_RDONLY
        end, pause = time.monotonic() + wait, _SHORTEST_WAIT
        while True:
            lock = cls._taken(path, flags, exclusive=True)
            if lock is not None or time.monotonic() >= end:
                return lock
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_WAIT)

    @classmethod
    def _taken(cls, path: Path, flags: int, *, exclusive: bool) -> Lock | None:
        if fcntl is None:
            path.touch() if flags & os.O_CREAT else path.stat()
            return cls(None)
        lock = cls(os.open(path, flags | os.O_CLOEXEC, 0o666))
        if not lock._flock(fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) or not lock._is_at(path):
            lock.release()
            return None
        return lock

    def share(self) -> None:
        """Let others share a lock that was exclusive."""
        if self._handle is not None:
            self._flock(fcntl.LOCK_SH)

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.release()

    def _flock(self, kind: int) -> bool:
        try:
            fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # this disk knows no locks
        return True

    def _is_at(self, path: Path) -> bool:
        """Whether the file locked is the one that has the name now: it may have been removed."""
        assert self._handle is not None
        try:
            return os.path.samestat(os.fstat(self._handle), path.stat())
        except OSError:
            return False
