"""The text of a card below its front matter: what the graph knows, each fact with its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import Literal

from healcare_kg.exports.catalogue import Catalogue, Entity, Source, Term
from healcare_kg.exports.wording import describe
from healcare_kg.namespaces import HKG

__all__ = ["body"]

# Characters by which a text of a source would become Markdown or HTML of this one.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


def body(catalogue: Catalogue, entity: Entity, evaluations: Sequence[Entity]) -> str:
    """Markdown: a description, a table of the facts, a table of results, the numbered sources."""
    numbers: dict[str, int] = {}
    facts = [
        (prop, value, catalogue.sources(entity, prop, value))
        for prop, values in entity.facts.items()
        for value in values
    ]
    lines = [
        "",
        f"# {_plain(entity.label())}",
        "",
        _plain(describe(catalogue, entity)),
        "",
        f"This card was written from the HealCare-KG knowledge graph ({entity.iri}); it is not its "
        "makers' own. Every statement names where it was read.",
        "",
        "## Facts",
        "",
        "| property | value | sources |",
        "| --- | --- | --- |",
        *(
            f"| {prop} | {_plain(_shown(catalogue, value))} | {_marks(sources, numbers)} |"
            for prop, value, sources in facts
        ),
    ]
    if evaluations:
        lines += ["", "## Results", "", "| result | score | sources |", "| --- | --- | --- |"]
        lines += [_result(catalogue, e, numbers) for e in evaluations]
    lines += ["", "## Sources", ""]
    lines += [f"{number}. {_address(iri)}" for iri, number in numbers.items()]
    return "\n".join(lines) + "\n"


def _result(catalogue: Catalogue, evaluation: Entity, numbers: dict[str, int]) -> str:
    for prop in ("score", "scoreText"):
        for value in evaluation.facts.get(prop, ()):
            marks = _marks(catalogue.sources(evaluation, prop, value), numbers)
            return f"| {_plain(evaluation.label())} | {_plain(value.value)} | {marks} |"
    return f"| {_plain(evaluation.label())} | | |"


def _marks(sources: Sequence[Source], numbers: dict[str, int]) -> str:
    """The numbers of the sources, each given at its first use."""
    found = dict.fromkeys(s.iri for s in sources)
    return ", ".join(str(numbers.setdefault(iri, len(numbers) + 1)) for iri in found)


def _shown(catalogue: Catalogue, value: Term) -> str:
    if isinstance(value, Literal):
        return value.value
    if value.value.startswith(HKG):
        return catalogue.member_label(value.value)
    target = catalogue.entities.get(value.value)
    return target.label() if target else value.value


def _address(iri: str) -> str:
    return f"<{iri}>" if iri.startswith(("http://", "https://")) else f"`{iri}`"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
