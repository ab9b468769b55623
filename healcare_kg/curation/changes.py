"""The changes of a workspace for people: by entity, with labels in English or Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from healcare_kg.curation.statements import Change, Claim, Source, Value
from healcare_kg.curation.workspace import Workspace
from healcare_kg.namespaces import HKG, KG
from healcare_kg.turtle import term_text

__all__ = ["change_lines", "summary"]

_ORDER = ("entity", "class", "label", "name", "fact", "source", "claim")
_WORDS = {
    "en": {
        "label": "label", "name": "further name", "class": "class", "source": "source",
        "claim": "not adopted", "why": "why", "new": "new, in {}.ttl",
    },
    "zh": {
        "label": "标签", "name": "别名", "class": "类", "source": "来源",
        "claim": "未采纳", "why": "原因", "new": "新增，位于 {}.ttl",
    },
}  # fmt: skip
_COUNTS = {
    "en": {
        "entity": ("entity", "entities"), "class": ("class", "classes"),
        "label": ("label", "labels"), "name": ("further name", "further names"),
        "fact": ("fact", "facts"), "source": ("source", "sources"), "claim": ("claim", "claims"),
    },
    "zh": {
        "entity": ("个实体",) * 2, "class": ("个类",) * 2, "label": ("个标签",) * 2,
        "name": ("个别名",) * 2, "fact": ("条事实",) * 2, "source": ("个来源",) * 2,
        "claim": ("条未采纳的说法",) * 2,
    },
}  # fmt: skip


def change_lines(workspace: Workspace, lang: str) -> Iterator[str]:
    """One block an entity, sorted by id: `+` what is new with it, each source below its fact."""
    in_order = sorted(workspace.changes, key=_place)
    for entity, group in groupby(in_order, key=lambda change: change.entity):
        changes = list(group)
        yield _heading(workspace, entity, lang, is_new=changes[0].kind == "entity")
        shown: tuple[NamedNode | None, Value | None] | None = None
        for change in changes:
            if change.kind == "source" and shown != (change.property, change.value):
                # A further source of a fact that is there: the fact is shown without a sign.
                yield f"      {_statement(workspace, change, lang)}"
            if change.kind in ("fact", "source"):
                shown = (change.property, change.value)
            yield from _lines(workspace, change, lang)


def summary(changes: Sequence[Change], lang: str) -> str:
    """How many of what were added, as `2 entities, 9 facts, 11 sources`."""
    counts = Counter(change.kind for change in changes)
    names = _COUNTS[lang]
    blank, comma = (" ", ", ") if lang == "en" else (" ", "，")
    return comma.join(
        f"{counts[kind]}{blank}{names[kind][counts[kind] > 1]}" for kind in _ORDER if counts[kind]
    )


def _heading(workspace: Workspace, entity: NamedNode, lang: str, *, is_new: bool) -> str:
    classes = "/".join(
        workspace.ontology.label(HKG + cls, lang) for cls in sorted(workspace.classes(entity))
    )
    sign = "+" if is_new else "~"
    text = f"{sign} {entity.value.removeprefix(KG)}  {workspace.name(entity, lang)}  ({classes})"
    if is_new:
        text += "  " + _WORDS[lang]["new"].format(workspace.file_of(entity))
    return text


def _lines(workspace: Workspace, change: Change, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    match change.kind:
        case "label" | "name":
            tag = _tag(change.value)
            yield f"    + {words[change.kind]}: {_text(workspace, change.value, lang)}{tag}"
        case "class":
            yield f"    + {words['class']}: {_text(workspace, change.value, lang)}"
        case "fact":
            yield f"    + {_statement(workspace, change, lang)}"
        case "source" if isinstance(change.detail, Source):
            yield f"        + {words['source']}: {_source(change.detail)}"
        case "claim" if isinstance(change.detail, Claim):
            yield f"    + {words['claim']}: {_statement(workspace, change, lang)}"
            reasons = change.detail.reasons
            yield f"        {words['why']}: {reasons.get(lang) or next(iter(reasons.values()), '')}"
            yield f"        {words['source']}: {_source(change.detail.source)}"


def _statement(workspace: Workspace, change: Change, lang: str) -> str:
    prop = workspace.ontology.label(change.property.value, lang) if change.property else ""
    return f"{prop}: {_text(workspace, change.value, lang)}"


def _text(workspace: Workspace, value: Value | None, lang: str) -> str:
    if isinstance(value, Literal):
        return value.value
    if value is None:
        return ""
    if value.value.startswith(KG):
        return f"{workspace.name(value, lang)} ({value.value.removeprefix(KG)})"
    return workspace.ontology.label(value.value, lang)


def _source(source: Source) -> str:
    return "  ".join(filter(None, (source.iri, source.locator, source.kind)))


def _tag(value: Value | None) -> str:
    return f" @{value.language}" if isinstance(value, Literal) and value.language else ""


def _place(change: Change) -> tuple[str, int, str, str, int, str]:
    """Facts by property and value, each before its sources."""
    block = {"source": "fact"}.get(change.kind, change.kind)
    prop = change.property.value if change.property else ""
    value = term_text(change.value) if change.value else ""
    rank = _ORDER.index(change.kind)
    detail = change.detail.iri if isinstance(change.detail, Source) else ""
    return (change.entity.value, _ORDER.index(block), prop, value, rank, detail)
