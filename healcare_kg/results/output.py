"""Where results go: standard output or a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from healcare_kg.errors import InputError

__all__ = ["open_output", "terminal_width", "write_file"]


def terminal_width() -> int | None:
    """Columns of the terminal on standard output, or None where it is none."""
    try:
        return (
            os.get_terminal_size(sys.stdout.fileno()).columns or None
            if sys.stdout.isatty()
            else None
        )
    except (OSError, ValueError):
        return None


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """A binary stream to standard output, or to a file that appears when all is written.

    The file is written beside its place and renamed, so an error or interruption leaves what was
    there. Raises InputError where it can't be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        target = path.resolve()
        is_special = target.exists() and not target.is_file()
    except RuntimeError:  # of pathlib before Python 3.13
        raise InputError(f"{path}: can't be written: a loop of symbolic links") from None
    except OSError as error:
        raise _cannot(path, error) from None
    if is_special:  # a pipe or device has no beside
        try:
            with target.open("wb") as stream:
                yield stream
        except OSError as error:
            raise _cannot(path, error) from None
        return
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _cannot(path, error) from None
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        beside.chmod(_mode(target))
        beside.replace(target)
    except OSError as error:
        raise _cannot(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with open_output(path) as stream:
        stream.write(content)


def _mode(target: Path) -> int:
    """The permissions the file has, or those a new one gets here."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _cannot(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: can't be written: {(error.strerror or str(error)).lower()}")
