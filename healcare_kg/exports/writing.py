"""Where an export goes: standard output, a file, or a folder that is filled whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from healcare_kg.errors import InputError, UsageError
from healcare_kg.exports.formats import Export
from healcare_kg.results.output import open_output

__all__ = ["write_export"]


def write_export(made: Export, output: Path | None) -> None:
    """Write the files of an export.

    One file goes to standard output or a file, several go to a folder: a new one, an empty one, or
    one that holds nothing but files of an earlier run. Raises UsageError where a folder is needed,
    InputError where it can't be written or holds something else.
    """
    if len(made.files) == 1 and (output is None or not output.is_dir()):
        with open_output(output) as stream:
            stream.write(next(iter(made.files.values())))
        return
    if output is None:
        raise UsageError(f"this export has {len(made.files)} files; give a folder with -o DIR")
    try:
        _fill(output.resolve(), made)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{output}: can't be written: {reason}") from None


def _fill(folder: Path, made: Export) -> None:
    """Write all files beside the folder, then put them in its place."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; this export needs a folder")
    foreign = _foreign(folder, made)
    if foreign is not None:
        raise InputError(
            f"{folder}: holds {foreign.name}, which is not of this export; give a new folder"
        )
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new = beside / "new"
        for name, content in made.files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            folder.rename(beside / "old")
        new.rename(folder)
    except BaseException:
        if (beside / "old").exists() and not folder.exists():
            (beside / "old").rename(folder)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _foreign(folder: Path, made: Export) -> Path | None:
    if not folder.is_dir():
        return None
    expected = {folder / name for name in made.files}
    return next((p for p in sorted(folder.rglob("*")) if p.is_file() and p not in expected), None)
