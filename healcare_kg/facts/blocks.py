"""A block of the facts format to start an entity from: what is known filled in, the rest `?`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from healcare_kg.errors import UsageError
from healcare_kg.facts.kinds import KINDS
from healcare_kg.facts.schema import PLACEHOLDER, schema
from healcare_kg.facts.typed import Typed, by_language
from healcare_kg.facts.values import find_property, format_name, list_members
from healcare_kg.names.keys import slug
from healcare_kg.names.resolver import Candidate
from healcare_kg.namespaces import HKG, KG, PREFIXES
from healcare_kg.ontology import Property, read_ontology
from healcare_kg.resources import resource

__all__ = ["Start", "block"]

_XSD = PREFIXES["xsd"]
_WORDS = {
    "en": {
        "one": "{}; one of: {}", "id": "{}; the id of the {}, which `show NAME` tells",
        "integer": "{}; a whole number", "decimal": "{}; a number", "anyURI": "{}; https://...",
        "released": "{}; YYYY, YYYY-MM or YYYY-MM-DD", "language": "{}; such as en, zh, zh-Hans",
        "year": "{}; four digits", "commercialUse": "{}; one of: yes, no, on-application",
        "any": "{}",
    },
    "zh": {
        "one": "{}；取值之一：{}", "id": "{}；填{}的 id，可用 `show 名称` 查到",
        "integer": "{}；整数", "decimal": "{}；数字", "anyURI": "{}；https://...",
        "released": "{}；YYYY、YYYY-MM 或 YYYY-MM-DD", "language": "{}；如 en、zh、zh-Hans",
        "year": "{}；四位数字", "commercialUse": "{}；取值之一：yes、no、on-application",
        "any": "{}",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Start:
    """What is known of a new entity: a kind of KINDS, its name, and facts as `PROPERTY=VALUE`."""

    kind: str
    name: str
    id: str | None = None
    source: str | None = None
    locator: str | None = None
    source_kind: str = "primary"
    facts: Sequence[str] = field(default=())


def block(start: Start, data: Path, *, lang: str = "en") -> str:
    """The block as JSON text, one fact a line; what is to be filled in is `?` beside a hint.

    Raises UsageError where the name or id is taken in the data folder, or no id can be made of
    the name; InputError where a fact does not fit.
    """
    typed = Typed(data, read_ontology(resource("ontology")))
    classes, names = KINDS[start.kind]
    own, *further = classes
    about: dict[str, Any] = {"id": _free_id(start, own, typed), "class": own}
    if further:
        about["also"] = further
    label = by_language(start.name)
    about["label"] = label if "en" in label else {"en": PLACEHOLDER, **label}
    about["source"] = start.source or PLACEHOLDER
    about["locator"] = start.locator or PLACEHOLDER
    about["kind"] = start.source_kind
    known = [_fact(typed, text) for text in start.facts]
    given = {fact["p"] for fact in known}
    hints = [
        _hint(typed, find_property(typed.ontology, name), lang)
        for name in names.split()
        if name not in given
    ]
    return _text(about, known + hints)


def _free_id(start: Start, cls: str, typed: Typed) -> str:
    """The new entity's id. Another class may have the same name; then the id has to differ."""
    found = typed.graph.named(start.name)
    alike = [c for c in found if not start.id or _same_sort(typed, c, cls)]
    made = start.id or slug(start.name)
    alike += [c for c in typed.graph.named(made) if c.iri == KG + made and c not in alike]
    if alike:
        hint = "give this one another id with --id"
        if any(_same_sort(typed, c, cls) for c in alike):
            hint = "add to it with cite"
        raise UsageError(f"{start.name!r} is there already: {'; '.join(map(str, alike))}; {hint}")
    if not made:
        raise UsageError(f"no id can be made of {start.name!r}; give one with --id, in a-z, 0-9, -")
    if len(made) > schema()["definitions"]["id"]["maxLength"] or slug(made) != made:
        raise UsageError(f"{made!r} is no id: a-z, 0-9 and single hyphens, such as serene-7b")
    return made


def _same_sort(typed: Typed, candidate: Candidate, cls: str) -> bool:
    """Whether an entity is a model as the new one is, a dataset, and so on."""
    if candidate.cls == cls:
        return True
    pairs = (("Model", candidate.cls, cls), ("Dataset", candidate.cls, cls))
    return any(all(typed.ontology.is_a(HKG + c, HKG + top) for c in two) for top, *two in pairs)


def _fact(typed: Typed, text: str) -> dict[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(f"{text!r} is no fact; write PROPERTY=VALUE, such as basedOn=Qwen2-7B")
    prop = typed.property(name.strip())
    return {"p": format_name(prop), **typed.value(prop, value.strip())}


def _hint(typed: Typed, prop: Property, lang: str) -> dict[str, Any]:
    """A fact to fill in, and what goes there."""
    words, label = _WORDS[lang], typed.ontology.label(prop.iri, lang)
    members = list_members(typed.ontology, prop)
    datatype = (prop.range or "").removeprefix(_XSD)
    if members:
        text = words["one"].format(label, (", " if lang == "en" else "、").join(members))
    elif prop.kind == "object":
        text = words["id"].format(label, typed.ontology.label(prop.range or "", lang))
        return {"p": format_name(prop), "ref": PLACEHOLDER, "help": text}
    else:
        text = words.get(prop.name, words.get(datatype, words["any"])).format(label)
    value: Any = {lang: PLACEHOLDER} if prop.tagged else PLACEHOLDER
    return {"p": format_name(prop), "v": value, "help": text}


def _text(about: dict[str, Any], facts: list[dict[str, Any]]) -> str:
    lines = [f'  "{key}": {_json(value)},' for key, value in about.items()]
    listed = ",\n".join(f"    {_json(fact)}" for fact in facts)
    return "\n".join(["{", *lines, '  "facts": [', listed, "  ]", "}"]) + "\n"


def _json(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_json(v)}' for key, v in value.items()) + "}"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
