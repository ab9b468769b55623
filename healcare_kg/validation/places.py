"""Where in the files a statement stands, by the layout of the canonical writer.

A subject stands at the start of its line, a statement in its block, a source on one line. In files
written otherwise the subject is found, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from healcare_kg.namespaces import PREFIXES, curie

__all__ = ["Places"]

Place = tuple[Path, int]

_SUBJECT = re.compile(r"^(<[^<>\s]+>|[\w-]*:[\w.-]*[\w-])(?=\s)", re.MULTILINE)
_SOURCE_OF = re.compile(
    r"^.*\bannotatedSource>?\s+(<[^<>\s]+>|[\w-]*:[\w.-]*[\w-])\s.*$", re.MULTILINE
)
_PREFIX = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^<>\s]*)>", re.MULTILINE | re.IGNORECASE)
_OUR_PREFIXES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_PREDICATE = re.compile(r"\s*(<[^<>\s]+>|[\w-]+:[\w.-]+|a)(?:\s|$)")


class Places:
    """The places in some files; these are read when the first is asked for."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)

    def find(self, entity: str, prop: str | None, value: str | None) -> Place | None:
        """The line of a statement (value in Turtle), else of its source, its property, its entity.

        None where none is found.
        """
        if prop and value and (place := self._statement(entity, prop, value)):
            return place
        if prop and value and (place := self._source(entity, prop, value)):
            return place
        if prop and (place := self._statement(entity, prop, None)):
            return place
        return next((block[:2] for block in self._blocks_of(entity)), None)

    def _statement(self, entity: str, prop: str, value: str | None) -> Place | None:
        for path, number, text in self._blocks_of(entity):
            if line := _line(text, _names(prop), value):
                return path, number + line - 1
        return None

    def _blocks_of(self, entity: str) -> list[tuple[Path, int, str]]:
        return [block for name in _names(entity) for block in self._blocks.get(name, ())]

    def _source(self, entity: str, prop: str, value: str) -> Place | None:
        lines = [line for name in _names(entity) for line in self._sources.get(name, ())]
        for path, number, text in lines:
            if f" {value} " in text and any(f" {name} " in text for name in _names(prop)):
                return path, number
        return None

    @cached_property
    def _texts(self) -> list[tuple[Path, str]]:
        read = ((p, p.read_text(encoding="utf-8", errors="replace")) for p in self._files)
        return [(path, _with_our_prefixes(text)) for path, text in read]

    @cached_property
    def _blocks(self) -> dict[str, list[tuple[Path, int, str]]]:
        """The file, line and text of each place where a subject stands."""
        found: dict[str, list[tuple[Path, int, str]]] = {}
        for path, text in self._texts:
            matches = list(_SUBJECT.finditer(text))
            line, counted = 1, 0
            for number, match in enumerate(matches):
                line += text.count("\n", counted, match.start())
                counted = match.start()
                end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
                block = (path, line, text[match.start() : end])
                found.setdefault(match[1], []).append(block)
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


def _with_our_prefixes(text: str) -> str:
    """The same lines with the names that the prefix table gives, where a file has its own."""
    for prefix, namespace in set(_PREFIX.findall(text)):
        ours = _OUR_PREFIXES.get(namespace, prefix)
        if ours != prefix:
            name = rf"(?<![\w:<\"/#.-]){re.escape(prefix)}:(?=\w)"
            text = re.sub(name, f"{ours}:", text)
    return text


def _names(iri: str) -> Sequence[str]:
    """How a file may write an IRI."""
    short = curie(iri)
    return [*([short] if short else []), f"<{iri}>"]


def _line(block: str, names: Sequence[str], value: str | None) -> int | None:
    """The line (from 1) of a block that has a value, or the first, of a property."""
    # A name is not a part of a longer one: kg:qwen is not in kg:qwen1-5.
    wanted = re.compile(rf"(?<![\w:-]){re.escape(value)}(?![\w-]|\.\w)") if value else None
    inside = False
    for number, text in enumerate(block.split("\n"), 1):
        # Behind the subject, and in lines below, a predicate stands first but for further values.
        rest = text.split(" ", 1)[-1] if number == 1 else text
        first = _PREDICATE.match(rest)
        if first and not (inside and re.fullmatch(r"\s*\S+ [,;.]", rest)):
            inside = first[1] in names or (
                first[1] == "a" and any(name.endswith("#type>") for name in names)
            )
        if inside and (wanted is None or wanted.search(rest)):
            return number
    return None
