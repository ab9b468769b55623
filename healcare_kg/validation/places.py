"""Where in the files a statement stands, by the layout of the canonical writer.

A subject stands at the start of its line, a statement in its block, a source on one line. In files
written otherwise the subject is found, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from healcare_kg.namespaces import curie

__all__ = ["Places"]

Place = tuple[Path, int]

_SUBJECT = re.compile(r"^(<[^<>\s]+>|[\w-]*:[\w.-]*[\w-])(?=\s)", re.MULTILINE)
_SOURCE_OF = re.compile(
    r"^.*\bannotatedSource>?\s+(<[^<>\s]+>|[\w-]*:[\w.-]*[\w-])\s.*$", re.MULTILINE
)
_PREDICATE = re.compile(r"\s*(<[^<>\s]+>|[\w-]+:[\w.-]+|a)(?:\s|$)")


class Places:
    """The places in some files; these are read when the first is asked for."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)

    def find(self, entity: str, prop: str | None, value: str | None) -> Place | None:
        """The line of a statement (value in Turtle), else of its source, its property, its entity.

        None where none is found.
        """
        block = next((self._blocks[name] for name in _names(entity) if name in self._blocks), None)
        if block and prop and value and (line := _line(block[2], _names(prop), value)):
            return block[0], block[1] + line - 1
        if prop and value and (place := self._source(entity, prop, value)):
            return place
        if block and prop and (line := _line(block[2], _names(prop), None)):
            return block[0], block[1] + line - 1
        return block[:2] if block else None

    def _source(self, entity: str, prop: str, value: str) -> Place | None:
        lines = [line for name in _names(entity) for line in self._sources.get(name, ())]
        for path, number, text in lines:
            if f" {value} " in text and any(f" {name} " in text for name in _names(prop)):
                return path, number
        return None

    @cached_property
    def _texts(self) -> list[tuple[Path, str]]:
        return [(p, p.read_text(encoding="utf-8", errors="replace")) for p in self._files]

    @cached_property
    def _blocks(self) -> dict[str, tuple[Path, int, str]]:
        """Each subject's file, line and text; a name without its prefix as well."""
        found: dict[str, tuple[Path, int, str]] = {}
        for path, text in self._texts:
            matches = list(_SUBJECT.finditer(text))
            line, counted = 1, 0
            for number, match in enumerate(matches):
                line += text.count("\n", counted, match.start())
                counted = match.start()
                end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
                found.setdefault(match[1], (path, line, text[match.start() : end]))
        return found

    @cached_property
    def _sources(self) -> dict[str, list[tuple[Path, int, str]]]:
        found: dict[str, list[tuple[Path, int, str]]] = {}
        for path, text in self._texts:
            line, counted = 1, 0
            for match in _SOURCE_OF.finditer(text):
                line += text.count("\n", counted, match.start())
                counted = match.start()
                found.setdefault(match[1], []).append((path, line, match[0]))
        return found


def _names(iri: str) -> Sequence[str]:
    """How a file may write an IRI."""
    short = curie(iri)
    return [*([short] if short else []), f"<{iri}>"]


def _line(block: str, names: Sequence[str], value: str | None) -> int | None:
    """The line (from 1) of a block that has a value, or the first, of a property."""
    inside = False
    for number, text in enumerate(block.split("\n"), 1):
        # Behind the subject, and in lines below, a predicate stands first but for further values.
        rest = text.split(" ", 1)[-1] if number == 1 else text
        first = _PREDICATE.match(rest)
        if first and not (inside and re.fullmatch(r"\s*\S+ [,;.]", rest)):
            inside = first[1] in names or (
                first[1] == "a" and any(name.endswith("#type>") for name in names)
            )
        if inside and (value is None or value in rest):
            return number
    return None
