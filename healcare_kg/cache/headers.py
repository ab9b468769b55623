"""Parsed headers of query files, kept so that a run needs no YAML parser to start."""

from __future__ import annotations

import binascii
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from healcare_kg.cache.folder import cache_folder

__all__ = ["cached_header"]

_MOST = 500  # headers kept; past that they are all forgotten
_FOLDER = "headers"


def cached_header(text: str, parse: Callable[[str], Any]) -> Any:
    """What `parse` makes of a header's text, from the cache folder where it is there."""
    cache = cache_folder()
    if cache is None:
        return parse(text)
    # Two texts of the same sum only replace each other: what is kept tells its text.
    place = cache / _FOLDER / f"{binascii.crc32(text.encode('utf-8', 'replace')):08x}"
    try:
        kept = json.loads(place.read_bytes())
        if kept["text"] == text:
            return kept["header"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there, or something else than we wrote
    header = parse(text)
    _keep(place, text, header)
    return header


def _keep(place: Path, text: str, header: Any) -> None:
    try:
        content = json.dumps({"text": text, "header": header})
        if json.loads(content)["header"] != header:
            return  # JSON can't say it: a key that is no text
    except (TypeError, ValueError):
        return  # nor this: a date
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        others = list(place.parent.iterdir())
        for other in others if len(others) >= _MOST else ():
            other.unlink(missing_ok=True)
        beside.write_text(content, encoding="utf-8")
        beside.replace(place)
