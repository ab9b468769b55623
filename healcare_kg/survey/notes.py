"""Footnotes of a rendered survey: the sources of what a line shows, each with one number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healcare_kg.exports.catalogue import Catalogue
from healcare_kg.survey.rendered_cells import Fact

__all__ = ["Notes"]

_KINDS = {"primary": ("the makers'", "一手"), "secondary": ("secondary", "二手")}


class Notes:
    """Numbers sources in the order in which they are first named."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers: dict[tuple[str, str], int] = {}

    def numbers(self, facts: Iterable[Fact]) -> list[int]:
        """The numbers of the sources of some facts, in order."""
        found = {
            self._numbers.setdefault((source.iri, source.kind), len(self._numbers) + 1)
            for entity, prop, term in facts
            for source in self._catalogue.sources(entity, prop, term)
        }
        return sorted(found)

    def shown(self, lang: str) -> Iterator[tuple[int, str]]:
        """Each number with its source and kind."""
        for (iri, kind), number in self._numbers.items():
            word = _KINDS.get(kind, (kind, kind))[lang == "zh"]
            yield number, f"{iri} ({word})" if lang == "en" else f"{iri}（{word}）"
