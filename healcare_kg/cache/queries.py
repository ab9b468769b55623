"""What is read out of a query's text, kept so that a run needs to parse neither YAML nor SPARQL."""

from __future__ import annotations

import binascii
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from healcare_kg.cache.folder import cache_folder

__all__ = ["kept"]

_MOST = 500  # texts kept; past that they are all forgotten
_FOLDER = "queries"


def kept(text: str, parse: Callable[[str], Any], *, kind: str) -> Any:
    """What `parse` makes of a text, from the cache folder where it is there.

    `kind` says what is made, in a word; what has another form needs another word.
    """
    cache = cache_folder()
    if cache is None:
        return parse(text)
    # Two texts of the same sum only replace each other: what is kept tells its text.
    place = cache / _FOLDER / f"{kind}-{binascii.crc32(text.encode('utf-8', 'replace')):08x}"
    try:
        content = json.loads(place.read_bytes())
        if content["text"] == text:
            return content["value"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there, or something else than we wrote
    value = parse(text)
    _keep(place, text, value)
    return value


def _keep(place: Path, text: str, value: Any) -> None:
    try:
        content = json.dumps({"text": text, "value": value})
        if json.loads(content)["value"] != value:
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
