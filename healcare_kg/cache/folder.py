"""The cache folder: where it is, what it holds, and emptying it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["CACHE_VARIABLE", "cache_folder", "folder_size", "snapshots_folder"]

CACHE_VARIABLE = "HEALCARE_KG_CACHE"
_NAME = "healcare-kg"


def cache_folder() -> Path | None:
    """The user's cache folder for this program, which may not exist yet; None where there is none.

    The variable HEALCARE_KG_CACHE sets it. Else it is where the system wants caches: under
    XDG_CACHE_HOME or ~/.cache (XDG Base Directory Specification 0.8), ~/Library/Caches on macOS,
    %LOCALAPPDATA% on Windows.
    """
    own = os.environ.get(CACHE_VARIABLE)
    if own:
        return Path(own).absolute()
    try:
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return Path(local or Path.home() / "AppData" / "Local") / _NAME / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / _NAME
        base = os.environ.get("XDG_CACHE_HOME", "")
        # The specification says that a relative path there is invalid and to be ignored.
        return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / _NAME
    except RuntimeError:  # this user has no home
        return None


def snapshots_folder(cache: Path) -> Path:
    """The folder of a cache folder that holds the snapshots of graphs."""
    return cache / "snapshots"


def folder_size(folder: Path) -> int:
    """Bytes of all files in a folder, those that vanish meanwhile left out."""
    total = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(base) / name).lstat().st_size
            except OSError:
                continue
    return total
