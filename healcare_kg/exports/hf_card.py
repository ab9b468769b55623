"""Hugging Face cards: README.md with YAML front matter (huggingface/hub-docs, modelcard.md).

Only what the Hub can resolve stands in the front matter; all else is in the text below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from healcare_kg.exports.card_text import body
from healcare_kg.exports.catalogue import Catalogue, Entity, local_name
from healcare_kg.exports.formats import Export
from healcare_kg.exports.hub import hub_id, hub_license
from healcare_kg.exports.json_text import plain_number

__all__ = ["write"]

# Methods that change the weights themselves; whether any other gave an adapter beside the base, or
# was merged into it, the graph does not say, and the Hub is left to infer the relation.
_FINE_TUNING = {"full-parameter-sft", "continued-pretraining"}
_MAYBE_ADAPTER = {
    "instruction-prompt-tuning", "lora", "moe-lora", "p-tuning-v2", "peft", "qlora",
}  # fmt: skip
_TASKS = {  # form of a benchmark → task type of the Hub (huggingface.js, tasks/src/pipelines.ts)
    "multiple-choice": "multiple-choice",
    "single-turn-qa": "question-answering",
    "open-ended-qa": "question-answering",
    "classification": "text-classification",
    "inference": "text-classification",
    "extraction": "token-classification",
    "summarisation": "summarization",
    "visual-qa": "visual-question-answering",
    "retrieval": "text-retrieval",
    "generation": "text-generation",
    "multi-turn-dialogue": "text-generation",
}
_SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"),
    (10_000_000_000, "1B<n<10B"), (100_000_000_000, "10B<n<100B"),
    (1_000_000_000_000, "100B<n<1T"),
)  # fmt: skip


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """`<id>/README.md` for each model and dataset."""
    files, notes = {}, []
    for entity in entities:
        if catalogue.is_a(entity, "Dataset"):
            front = _dataset(catalogue, entity)
        else:
            front = _model(catalogue, entity, catalogue.evaluations_of(entity))
            lost = _without_hub_id(catalogue, entity)
            if lost:
                notes.append(f"{entity.id}: not on the Hub, so in the text only: {', '.join(lost)}")
        text = (
            f"---\n{_yaml(front)}---\n{body(catalogue, entity, catalogue.evaluations_of(entity))}"
        )
        files[f"{entity.id}/README.md"] = text.encode("utf-8", "replace")
    return Export(files, tuple(notes))


def _model(catalogue: Catalogue, entity: Entity, evaluations: list[Entity]) -> dict[str, Any]:
    bases = _hub_ids(catalogue, entity, "basedOn", "model")
    front = {
        "language": _languages(entity),
        **_license(catalogue, entity),
        "tags": _tags(entity),
        "base_model": bases[0] if len(bases) == 1 else bases,
        "base_model_relation": _relation(catalogue, entity) if bases else None,
        "datasets": _hub_ids(catalogue, entity, "trainedOn", "dataset"),
        "model-index": _model_index(catalogue, entity, evaluations),
    }
    return {key: value for key, value in front.items() if value}


def _dataset(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    origins = {local_name(iri) for iri in entity.links("origin")}
    count = entity.number("exampleCount")
    front = {
        "pretty_name": entity.label(),
        "language": _languages(entity),
        **_license(catalogue, entity),
        "tags": _tags(entity),
        "annotations_creators": ["machine-generated"] if "llm-generated" in origins else None,
        "size_categories": [_size(count)] if count is not None else None,
        "source_datasets": _hub_ids(catalogue, entity, "builtFrom", "dataset"),
    }
    return {key: value for key, value in front.items() if value}


def _languages(entity: Entity) -> list[str]:
    """Two- or three-letter codes, as the Hub has them; several languages are `multilingual`."""
    codes = [tag.partition("-")[0].lower() for tag in entity.texts("language")]
    return list(dict.fromkeys("multilingual" if c == "mul" else c for c in codes))


def _license(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    licences = catalogue.linked(entity, "license")
    if not licences:
        return {}
    known = hub_license(licences[0])
    if known:
        return {"license": known}
    link = licences[0].text("url")
    return {"license": "other", "license_name": licences[0].id} | (
        {"license_link": link} if link else {}
    )


def _tags(entity: Entity) -> list[str]:
    return [local_name(iri) for iri in entity.links("inDomain")]


def _relation(catalogue: Catalogue, entity: Entity) -> str | None:
    if entity.links("quantizedFrom"):
        return "quantized"
    if entity.links("mergedFrom"):
        return "merge"
    methods = {e.id for e in catalogue.linked(entity, "usesMethod")}
    return "finetune" if methods & _FINE_TUNING and not methods & _MAYBE_ADAPTER else None


def _hub_ids(catalogue: Catalogue, entity: Entity, prop: str, kind: str) -> list[str]:
    found = (hub_id(e, kind) for e in catalogue.linked(entity, prop))
    return sorted({place for place in found if place})


def _without_hub_id(catalogue: Catalogue, entity: Entity) -> list[str]:
    return [
        e.label()
        for prop, kind in (("basedOn", "model"), ("trainedOn", "dataset"))
        for e in catalogue.linked(entity, prop)
        if hub_id(e, kind) is None
    ]


def _size(count: Any) -> str:
    return next((name for limit, name in _SIZES if count < limit), "n>1T")


def _model_index(
    catalogue: Catalogue, entity: Entity, evaluations: list[Entity]
) -> list[dict[str, Any]]:
    results = [r for e in evaluations if (r := _result(catalogue, e)) is not None]
    return [{"name": entity.label(), "results": results}] if results else []


def _result(catalogue: Catalogue, evaluation: Entity) -> dict[str, Any] | None:
    """One result; those without a benchmark have no place in a model-index."""
    benchmarks = catalogue.linked(evaluation, "onBenchmark")
    score = evaluation.number("score")
    shown = plain_number(score) if score is not None else evaluation.text("scoreText")
    if not benchmarks or shown is None:
        return None
    benchmark, metric = benchmarks[0], evaluation.text("metric") or "score"
    forms = [local_name(iri) for iri in benchmark.links("form")]
    task = next((_TASKS[f] for f in forms if f in _TASKS), "other")
    setting = evaluation.text("setting")
    prop = "score" if score is not None else "scoreText"
    sources = catalogue.sources(evaluation, prop, evaluation.facts[prop][0])
    result: dict[str, Any] = {
        "task": {"type": task},
        "dataset": {
            "type": hub_id(benchmark, "dataset") or benchmark.id,
            "name": benchmark.label(),
        },
        "metrics": [
            {
                "type": metric,
                "value": shown,
                "name": f"{metric} ({setting})" if setting else metric,
            }
        ],
    }
    if sources:
        result["source"] = {"name": sources[0].locator or sources[0].kind, "url": sources[0].iri}
    return result


def _yaml(front: dict[str, Any]) -> str:
    import yaml

    if not front:
        return "{}\n"
    text: str = yaml.safe_dump(
        front, sort_keys=False, allow_unicode=True, default_flow_style=False, width=1_000_000
    )
    return text
