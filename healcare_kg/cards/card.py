"""What a card states, as values (huggingface/hub-docs, modelcard.md and datasetcard.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from healcare_kg.cards.front_matter import FrontMatter, read_front_matter
from healcare_kg.exports.hub import repository_in

__all__ = ["RELATIONS", "Card", "Result", "read_card"]

RELATIONS = ("finetune", "adapter", "merge", "quantized")
_MODEL_KEYS = {"base_model", "base_model_relation", "datasets", "library_name", "model-index",
               "model_name", "pipeline_tag"}  # fmt: skip
_DATASET_KEYS = {"annotations_creators", "configs", "dataset_info", "language_creators",
                 "multilinguality", "pretty_name", "size_categories", "source_datasets",
                 "task_categories", "task_ids"}  # fmt: skip
_ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?![\d.])")
_ARXIV_LINK = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/)(\d{4}\.\d{4,5})"
)
_BASE_MODEL_TAG = re.compile(rf"base_model:({'|'.join(RELATIONS)}):(\S+)\Z")
_MOST_ITEMS = 1000  # of one list; a card with more is no card
_JOINERS = "\u200c\u200d"  # not printable, and part of words and of emoji
_LONGEST = 500  # characters of one name or address


@dataclass(frozen=True)
class Result:
    """One metric of a model-index: dataset (hub id and name), metric, value, conditions, source."""

    dataset: str | None
    dataset_name: str | None
    metric: str
    value: Decimal | str
    setting: str | None
    source: str | None


@dataclass(frozen=True)
class Card:
    """What a card says; `kind` is `model` or `dataset`, None where its keys tell neither.

    `remarks` say what stands in the card and was not taken (see `cards.remarks`).
    """

    path: Path
    kind: str | None
    lines: dict[str, int]
    name: str | None
    base_models: tuple[str, ...]
    relation: str | None
    datasets: tuple[str, ...]
    licenses: tuple[str, ...]
    license_name: str | None
    license_link: str | None
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    library: str | None
    pipeline_tag: str | None
    task_categories: tuple[str, ...]
    annotators: tuple[str, ...]
    examples: int | None
    results: tuple[Result, ...]
    arxiv_tags: tuple[str, ...]
    arxiv_links: tuple[str, ...]
    remarks: tuple[str, ...]


def read_card(path: Path) -> Card:
    """The card of a file. Raises DataSyntaxError with the line where a value has another form."""
    front = read_front_matter(path)
    remarks: list[str] = []
    tags = _texts(front, "tags")
    tagged = tuple(_ARXIV.findall(" ".join(t for t in tags if t.lower().startswith("arxiv:"))))
    linked = dict.fromkeys(_ARXIV_LINK.findall(front.body))
    source_datasets = tuple(
        re.sub(r"^extended\|", "", text)
        for text in _texts(front, "source_datasets")
        if text not in ("original", "extended")
    )
    kind = _kind(front)
    return Card(
        path=path,
        kind=kind,
        lines=dict(front.lines),
        name=_text(front, "pretty_name") or _text(front, "model_name"),
        base_models=_references(front, "base_model"),
        relation=_relation(front, tags),
        datasets=source_datasets if kind == "dataset" else _references(front, "datasets"),
        licenses=_texts(front, "license"),
        license_name=_text(front, "license_name"),
        license_link=_text(front, "license_link"),
        languages=_texts(front, "language"),
        tags=tags,
        library=_text(front, "library_name"),
        pipeline_tag=_text(front, "pipeline_tag"),
        task_categories=_texts(front, "task_categories"),
        annotators=_texts(front, "annotations_creators"),
        examples=_examples(front),
        results=tuple(_results(front, remarks)),
        arxiv_tags=tuple(dict.fromkeys(tagged)),
        arxiv_links=tuple(x for x in linked if x not in tagged),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _kind(front: FrontMatter) -> str | None:
    keys = front.values.keys()
    as_model, as_dataset = len(keys & _MODEL_KEYS), len(keys & _DATASET_KEYS)
    if as_model == as_dataset:
        return None
    return "model" if as_model > as_dataset else "dataset"


def _relation(front: FrontMatter, tags: tuple[str, ...]) -> str | None:
    """The stated relation, in its own key or in a tag `base_model:RELATION:ID`."""
    stated = _text(front, "base_model_relation")
    if stated is not None:
        if stated not in RELATIONS:
            raise front.error(
                "base_model_relation", f"{stated!r} is none of {', '.join(RELATIONS)}"
            )
        return stated
    tagged = {m[1] for tag in tags if (m := _BASE_MODEL_TAG.match(tag))}
    return tagged.pop() if len(tagged) == 1 else None


def _text(front: FrontMatter, key: str) -> str | None:
    """One text, or None for a missing key, null and an empty text."""
    found = _texts(front, key)
    if len(found) > 1:
        raise front.error(key, f"one value is expected here, not {len(found)}")
    return found[0] if found else None


def _texts(front: FrontMatter, key: str) -> tuple[str, ...]:
    """The texts of a key that may hold one or a list, each once, without blanks around."""
    value = front.values.get(key)
    items = value if isinstance(value, list) else [value]
    if len(items) > _MOST_ITEMS:
        raise front.error(key, f"has {len(items)} values, more than {_MOST_ITEMS}")
    found: dict[str, None] = {}
    for item in items:
        if isinstance(item, dict | list | bool):
            raise front.error(key, f"a text or a list of texts is expected, not {_shown(item)}")
        text = _plain(item)
        if text is not None and len(text) > _LONGEST:
            raise front.error(key, f"a text of {len(text)} characters is no name or address")
        if text:
            found[text] = None
    return tuple(found)


def _references(front: FrontMatter, key: str) -> tuple[str, ...]:
    """Repository ids; an address of the Hub counts as the id in it."""
    found = ((text, repository_in(text)) for text in _texts(front, key))
    return tuple(dict.fromkeys(place.id if place else text for text, place in found))


def _examples(front: FrontMatter) -> int | None:
    """The examples of all splits, where the card describes one configuration."""
    info = front.values.get("dataset_info")
    if isinstance(info, list) and len(info) == 1:
        info = info[0]
    splits = info.get("splits") if isinstance(info, dict) else None
    if not isinstance(splits, list) or not splits:
        return None
    counts = [s.get("num_examples") if isinstance(s, dict) else None for s in splits]
    if not all(isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in counts):
        return None
    return sum(n for n in counts if isinstance(n, int))


def _results(front: FrontMatter, remarks: list[str]) -> list[Result]:
    index = front.values.get("model-index")
    if index is None:
        return []
    found = []
    for model in _objects(front, index):
        for result in _objects(front, model.get("results")):
            for metric in _objects(front, result.get("metrics")):
                made = _result(front, result, metric)
                if made is None:
                    remarks.append("no-score")
                else:
                    found.append(made)
    if len(found) > _MOST_ITEMS:
        raise front.error("model-index", f"has {len(found)} results, more than {_MOST_ITEMS}")
    return found


def _result(front: FrontMatter, result: dict[str, Any], metric: dict[str, Any]) -> Result | None:
    data, source = (result.get(key) or {} for key in ("dataset", "source"))
    if not isinstance(data, dict) or not isinstance(source, dict):
        raise front.error("model-index", "dataset and source are objects with keys of their own")
    name = _plain(metric.get("name")) or _plain(metric.get("type"))
    value = _value(metric.get("value"))
    if name is None or value is None or max(len(name), len(str(value))) > _LONGEST:
        return None
    setting = [_plain(data.get(key)) for key in ("config", "split")]
    return Result(
        dataset=_plain(data.get("type")),
        dataset_name=_plain(data.get("name")),
        metric=name,
        value=value,
        setting=", ".join(s for s in setting if s and s != "default") or None,
        source=_plain(source.get("url")),
    )


def _objects(front: FrontMatter, value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise front.error(
            "model-index", "is a list of models, each with a list of results and their metrics"
        )
    return value


def _value(value: Any) -> Decimal | str | None:
    """A score as a number where it is one."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        text = _plain(value) or ""
        return text if re.search(r"\d", text) else None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None  # noqa: PLR2004 - no score is that large


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, bool | dict | list):
        return None
    text = "".join(c for c in " ".join(str(value).split()) if c.isprintable() or c in _JOINERS)
    return text or None


def _shown(value: Any) -> str:
    return {dict: "an object", list: "a list in a list", bool: "true or false"}[type(value)]
