"""Files read with one clear error where they can't be."""

from __future__ import annotations

from pathlib import Path

from healcare_kg.errors import InputError

__all__ = ["read_bytes"]


def read_bytes(path: Path) -> bytes:
    """The content of a file; InputError with the reason where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
