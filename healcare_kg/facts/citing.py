"""One more source of a fact, a fact with its source, or a claim that is not adopted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from healcare_kg.errors import InputError
from healcare_kg.facts.importing import Imported, import_records
from healcare_kg.facts.problems import FactsError, Problems
from healcare_kg.facts.records import read_record
from healcare_kg.facts.schema import PLACEHOLDER
from healcare_kg.facts.typed import Typed, by_language
from healcare_kg.facts.values import format_name
from healcare_kg.ontology import read_ontology
from healcare_kg.resources import resource

__all__ = ["Citation", "cite"]


@dataclass(frozen=True)
class Citation:
    """What a source says of an entity, as people type it; `why` if it is not adopted."""

    entity: str
    property: str
    value: str
    source: str
    locator: str | None = None
    kind: str = "primary"
    why: str | None = None


def cite(said: Citation, data: Path, *, dry_run: bool = False) -> Imported:
    """Put a citation into a data folder; nothing is written with `dry_run`.

    Raises InputError with all that is wrong with it, NameResolutionError for a name that means
    nothing or several things.
    """
    if said.value == PLACEHOLDER or not said.value.strip():
        raise InputError(f"{said.property}: {said.value!r} is no value")
    if said.why is not None and not said.why.strip():
        raise InputError("--not-adopted: say why it is not adopted")
    typed = Typed(data, read_ontology(resource("ontology")))
    prop = typed.property(said.property)
    fact: dict[str, Any] = {
        "p": format_name(prop),
        **typed.value(prop, said.value, adopted=said.why is None),
        "source": said.source,
        "kind": said.kind,
    }
    if said.locator is not None:
        fact["locator"] = said.locator
    if said.why is not None:
        fact |= {"status": "not-adopted", "why": by_language(said.why)}
    problems = Problems()
    entity = {"id": typed.entity(said.entity), "facts": [fact]}
    record = read_record(entity, Path("cite"), problems)
    try:
        return import_records([record] if record else [], data, dry_run=dry_run, problems=problems)
    except FactsError as error:
        raise InputError(_sentence(error)) from None


def _sentence(error: FactsError) -> str:
    """What is wrong, without the files and lines that a citation does not have."""
    return "; ".join(dict.fromkeys(problem.message for problem in error.problems))
