"""Results of a card's model-index as evaluations of the graph."""

from __future__ import annotations

from decimal import Decimal

from healcare_kg.cards.card import Result
from healcare_kg.cards.draft import Draft, differs
from healcare_kg.exports.catalogue import Entity
from healcare_kg.facts.records import Statement
from healcare_kg.names.keys import slug

__all__ = ["add_result"]

_KEY = "model-index"


def add_result(draft: Draft, result: Result) -> None:
    """Add one result: to the evaluation that measures the same, or as a new one.

    A result on a dataset that is not known is left out, with a proposal for the dataset.
    """
    benchmark = None
    if result.dataset or result.dataset_name:
        benchmark = _benchmark(draft, result)
        if benchmark is None:
            return
    subject = draft.subject
    parts = [subject.id, benchmark or "", result.metric, result.setting or ""]
    new = "-".join(["eval", *filter(None, map(slug, parts))])
    known = _same(draft, result, benchmark, new)
    if known is None and draft.matcher.entity(new) is not None:
        draft.remark(_KEY, "other-result", result.metric, new)
    elif any(record.id == (known.id if known else new) for record in draft.records):
        draft.remark(_KEY, "twice", result.metric)
    elif known is not None:
        made = _statements(draft, result, benchmark, known)
        draft.add_record(draft.record(known.id, "Evaluation", known.label(), made, known=True))
    else:
        on = f" on {draft.label(benchmark)}" if benchmark else ""
        setting = f" ({result.setting})" if result.setting else ""
        label = f"{subject.label}{on}: {result.metric}{setting}"
        made = _statements(draft, result, benchmark, None)
        draft.add_record(draft.record(new, "Evaluation", label, made))


def _statements(
    draft: Draft, result: Result, benchmark: str | None, known: Entity | None
) -> list[Statement]:
    # Where the card itself took the number from, a leaderboard for example.
    elsewhere = result.source not in (None, draft.subject.source)
    place = f"{_KEY} (from {result.source})" if elsewhere else _KEY
    prop = "score" if isinstance(result.value, Decimal) else "scoreText"
    metric = (known.text("metric") if known else None) or result.metric
    made = [
        draft.statement(_KEY, "evaluates", ref=draft.subject.id),
        draft.statement(_KEY, "metric", value=metric),
        draft.statement(place, prop, value=result.value, why=differs(known, prop, result.value)),
    ]
    if benchmark:
        made.append(draft.statement(_KEY, "onBenchmark", ref=benchmark))
    if result.setting:
        made.append(draft.statement(_KEY, "setting", value=result.setting))
    return made


def _benchmark(draft: Draft, result: Result) -> str | None:
    """The id of the dataset that was measured on, by its Hub id or its name."""
    for text in (result.dataset, result.dataset_name):
        found = draft.matcher.reference(text, "dataset") if text else None
        if found is not None:
            return found
    by_id = result.dataset is not None and "/" in result.dataset
    text = result.dataset if by_id else result.dataset_name
    return draft.target(text or result.dataset or "", _KEY)


def _same(draft: Draft, result: Result, benchmark: str | None, new: str) -> Entity | None:
    """The evaluation of the same model that measures the same, if there is one.

    One that would get the same id (`new`) does, however its metric and setting are divided.
    """
    for known in draft.matcher.evaluations(draft.subject.known):
        on = [iri.rpartition("/")[2] for iri in known.links("onBenchmark")]
        if on != ([benchmark] if benchmark else []):
            continue
        metric = (known.text("metric") or "").casefold()
        same = (metric, known.text("setting")) == (result.metric.casefold(), result.setting)
        if same or known.id == new:
            return known
    return None
