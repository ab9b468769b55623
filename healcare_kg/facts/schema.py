"""One entity of the facts format against its JSON Schema, `facts.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

__all__ = ["PLACEHOLDER", "Check", "Wrong", "is_open", "schema", "schema_check", "wrong_with"]

PLACEHOLDER = "?"  # what `new` writes where a person has to fill in a value
Check = Callable[[Any], Any]
Wrong = tuple[str, int | None]  # what is wrong, and the number of the fact it is in


def schema() -> dict[str, Any]:
    """The JSON Schema of one entity (draft 7)."""
    from importlib.resources import files

    text = files("healcare_kg.facts").joinpath("facts.schema.json").read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    return made


def schema_check() -> Check:
    """A function that checks one entity against the schema, for `wrong_with`."""
    import fastjsonschema

    made: Check = fastjsonschema.compile(schema(), use_default=False)
    return made


def wrong_with(check: Check, entity: Any) -> list[Wrong]:
    """All that does not fit the schema: what is wrong with the entity, or with each of its facts.

    Facts whose value is still the placeholder are no facts yet and are not looked at.
    """
    found = list(_unfilled(entity))
    facts = entity.get("facts") if isinstance(entity, dict) else None
    if found or not isinstance(facts, list):
        return found or [error for error in [_first_error(check, entity)] if error]
    left = {number: fact for number, fact in enumerate(facts) if not is_open(fact)}
    while error := _first_error(check, {**entity, "facts": list(left.values())}):
        message, position = error
        number = None if position is None else list(left)[position]
        found.append((message, number))
        if number is None:
            break
        del left[number]
    return found


def is_open(fact: Any) -> bool:
    """Whether a fact is a line of a block whose value nobody has filled in."""
    values = [fact.get("ref"), fact.get("v")] if isinstance(fact, dict) else []
    texts = [t for v in values for t in (v.values() if isinstance(v, dict) else [v])]
    return PLACEHOLDER in texts


def _unfilled(entity: Any) -> Iterator[Wrong]:
    """What of a block that `new` made has to be filled in and is not."""
    about = entity if isinstance(entity, dict) else {}
    for key, value in about.items():
        if PLACEHOLDER in (value.values() if isinstance(value, dict) else [value]):
            yield f"{key} is still to be filled in", None
    facts = about.get("facts")
    for number, fact in enumerate(facts if isinstance(facts, list) else []):
        if isinstance(fact, dict) and not is_open(fact) and PLACEHOLDER in fact.values():
            key = next(key for key, value in fact.items() if value == PLACEHOLDER)
            yield f"{key} of {fact.get('p')} is still to be filled in", number


def _first_error(check: Check, entity: Any) -> Wrong | None:
    import fastjsonschema

    try:
        check(entity)
    except fastjsonschema.JsonSchemaValueException as error:
        path = error.path[1:]
        index = int(path[1]) if len(path) > 1 and path[0] == "facts" else None
        wanted = str((error.definition or {}).get("description", error.message))
        if error.rule == "additionalProperties":
            known = error.definition["properties"]
            odd = next(key for key in error.value if key not in known)
            wanted = f"there is no key {odd!r} here; the keys are {', '.join(known)}"
        elif error.rule == "required" and path == []:
            wanted = "the entity has no id"
        elif isinstance(error.value, str | int | Decimal):
            wanted += f", not {str(error.value)!r}"
        return wanted, index
    return None
