"""Results of a card's model-index as evaluations of the graph."""

from __future__ import annotations

from decimal import Decimal

from healcare_kg.cards.card import Result
from healcare_kg.cards.draft import Draft, differs, slug
from healcare_kg.exports.catalogue import Entity

__all__ = ["add_result"]


def add_result(draft: Draft, result: Result) -> None:
    """Add one result: to the evaluation that measures the same, or as a new one.

    A result on a dataset that is not known is left out, with a proposal for the dataset.
    """
    benchmark = None
    if result.dataset or result.dataset_name:
        benchmark = _benchmark(draft, result)
        if benchmark is None:
            return
    known = _same(draft, result, benchmark)
    key, subject = "model-index", draft.subject
    prop = "score" if isinstance(result.value, Decimal) else "scoreText"
    # Where the card itself took the number from, a leaderboard for example.
    place = f"{key} (from {result.source})" if result.source else key
    made = [
        draft.statement(key, "evaluates", ref=subject.id),
        draft.statement(key, "metric", value=(known and known.text("metric")) or result.metric),
        draft.statement(place, prop, value=result.value, why=differs(known, prop, result.value)),
    ]
    if benchmark:
        made.append(draft.statement(key, "onBenchmark", ref=benchmark))
    if result.setting:
        made.append(draft.statement(key, "setting", value=result.setting))
    parts = [subject.id, benchmark or "", result.metric, result.setting or ""]
    name = known.id if known else "-".join(["eval", *filter(None, map(slug, parts))])
    on = f" on {draft.label(benchmark)}" if benchmark else ""
    setting = f" ({result.setting})" if result.setting else ""
    if any(record.id == name for record in draft.records):
        draft.remark(key, f"{result.metric} stands twice for the same data; the first was taken")
        return
    label = known.label() if known else f"{subject.label}{on}: {result.metric}{setting}"
    draft.add_record(draft.record(name, "Evaluation", label, made, known=known is not None))


def _benchmark(draft: Draft, result: Result) -> str | None:
    """The id of the dataset that was measured on, by its Hub id or its name."""
    for text in (result.dataset, result.dataset_name):
        found = draft.matcher.reference(text, "dataset") if text else None
        if found is not None:
            return found
    by_id = result.dataset is not None and "/" in result.dataset
    text = result.dataset if by_id else result.dataset_name
    return draft.target(text or result.dataset or "", "model-index")


def _same(draft: Draft, result: Result, benchmark: str | None) -> Entity | None:
    """The evaluation of the same model that measures the same, if there is one."""
    for known in draft.matcher.evaluations(draft.subject.known):
        on = [iri.rpartition("/")[2] for iri in known.links("onBenchmark")]
        metric = (known.text("metric") or "").casefold()
        if on != ([benchmark] if benchmark else []) or metric != result.metric.casefold():
            continue
        if (known.text("setting") or None) == result.setting:
            return known
    return None
