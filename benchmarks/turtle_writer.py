"""Facts as Turtle files of bounded size, with the sources of a share of them beside."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from healcare_kg.namespaces import PREFIXES

__all__ = ["Entity", "Shards"]

# An entity: its short IRI, the classes it is of, and its facts, all as Turtle writes them.
Entity = tuple[str, Sequence[str], Sequence[tuple[str, str]]]

_PER_FILE = 200_000  # triples
_NEVER_SOURCED = ("rdfs:label", "hkg:source", "hkg:locator", "hkg:sourceKind")


class Shards:
    """Files of a folder that entities are written to, a new one when the last is full."""

    def __init__(self, folder: Path, chance: random.Random, *, sourced: float) -> None:
        self._folder, self._chance, self._sourced = folder, chance, sourced
        self._open: dict[str, tuple[TextIO, int]] = {}
        self.files: list[Path] = []
        self.triples = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stream, _ in self._open.values():
            stream.close()

    def add(self, kind: str, entity: Entity) -> None:
        """Write an entity to the files of a kind, and sources of some of its facts to others."""
        subject, classes, facts = entity
        named = [] if kind == "claims" else ["owl:NamedIndividual"]
        types = " , ".join([*named, *(f"hkg:{c}" for c in classes)])
        lines = [f"{subject} a {types}", *(f"    {p} {o}" for p, o in facts)]
        self._write(kind, " ;\n".join(lines) + " .\n\n", len(named) + len(classes) + len(facts))
        if kind == "claims":
            return
        for number, (prop, value) in enumerate(facts):
            if prop not in _NEVER_SOURCED and self._chance.random() < self._sourced:
                self._write(
                    f"evidence/{kind}",
                    f"[] a owl:Axiom ; owl:annotatedSource {subject} ; "
                    f"owl:annotatedProperty {prop} ; owl:annotatedTarget {value} ; "
                    f"hkg:source <https://hub.example/card/{subject[3:]}> ; "
                    f'hkg:locator "card:{number}" ; hkg:sourceKind "primary" .\n',
                    7,
                )

    def _write(self, kind: str, text: str, triples: int) -> None:
        stream, held = self._open.get(kind) or (self._file(kind), 0)
        stream.write(text)
        self.triples += triples
        if held + triples >= _PER_FILE:
            stream.close()
            del self._open[kind]
        else:
            self._open[kind] = (stream, held + triples)

    def _file(self, kind: str) -> TextIO:
        path = self._folder / f"{kind}-{sum(1 for _ in self.files):04}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.files.append(path)
        stream = path.open("w", encoding="utf-8", newline="\n", buffering=2**20)
        stream.writelines(
            f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(PREFIXES)
        )
        stream.write("\n")
        return stream
