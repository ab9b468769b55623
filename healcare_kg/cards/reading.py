"""What a card states of its model or dataset, as statements of the facts format."""

from __future__ import annotations

from healcare_kg.cards.card import Card
from healcare_kg.cards.closed_lists import (
    DOMAIN_TAGS,
    FORMS,
    METHOD_TAGS,
    MODALITIES,
    annotated_by_people,
    language_tag,
)
from healcare_kg.cards.draft import Draft, Subject, not_adopted
from healcare_kg.cards.matching import Matcher
from healcare_kg.cards.remarks import Remark
from healcare_kg.cards.results import add_result

__all__ = ["read_facts"]

_KINDS = {"quantized": "quantizedFrom", "merge": "mergedFrom"}


def read_facts(
    card: Card, subject: Subject, matcher: Matcher, *, create: bool, stubs: dict[str, str]
) -> Draft:
    """The facts of a card. What the graph has adopted stays; what differs becomes a claim.

    With `create`, an unknown base, dataset, licence or paper becomes an entity with a name and an
    address, noted in `stubs`; without, it is proposed.
    """
    draft = Draft(card, subject, matcher, create, stubs)
    if subject.repository is not None:
        prop = "weights" if subject.is_model else "repository"
        draft.add("front matter", prop, value=subject.repository.url)
    if subject.is_model:
        _bases(draft)
    _data(draft)
    _licence(draft)
    _languages(draft)
    _closed_lists(draft)
    _publications(draft)
    for result in card.results:
        add_result(draft, result)
    draft.remarks += [Remark(str(card.path), remark) for remark in card.remarks]
    return draft


def _bases(draft: Draft) -> None:
    card, subject = draft.card, draft.subject
    relation = card.relation
    if relation is None and len(card.base_models) > 1 and "merge" in card.tags:
        relation = "merge"
    found = (draft.target(text, "base_model") for text in card.base_models)
    bases = [base for base in found if base not in (None, subject.id)]
    other = sorted(set(subject.adopted("basedOn")) - set(bases))
    for base in bases:
        if subject.cls == "ModelFamily":
            draft.add("base_model", "hasReleaseBasedOn", ref=base)
            continue
        why = not_adopted(other) if other and relation != "merge" else None
        draft.add("base_model", "basedOn", ref=base, why=why)
        if relation in _KINDS and why is None:
            draft.add("base_model_relation", _KINDS[relation], ref=base)
    # A quantised or merged model has the tags of the one it was made from.
    if relation not in _KINDS:
        _methods(draft)


def _methods(draft: Draft) -> None:
    """The methods that a tag or the library names; `peft` says nothing beside a narrower one."""
    tags = {tag.lower() for tag in draft.card.tags}
    stated = {tag: "tags" for tag in METHOD_TAGS if tag in tags}
    if (draft.card.library or "").lower() == "peft":
        stated.setdefault("peft", "library_name")
    if stated.keys() & {"lora", "qlora"}:
        stated.pop("peft", None)
    for tag, key in stated.items():
        method = draft.matcher.method(tag)
        if method is not None:
            draft.add(key, "usesMethod", ref=method.id)


def _data(draft: Draft) -> None:
    is_model = draft.subject.is_model
    key, prop = ("datasets", "trainedOn") if is_model else ("source_datasets", "builtFrom")
    for text in draft.card.datasets:
        found = draft.target(text, key)
        if found is not None and found != draft.subject.id:
            draft.add(key, prop, ref=found)


def _licence(draft: Draft) -> None:
    card = draft.card
    licences = [text for text in card.licenses if text.lower() != "unknown"]
    if len(licences) > 1:
        draft.remark("license", "several-licences", ", ".join(licences))
        return
    for text in licences:
        found = draft.matcher.licence(text.lower(), card.license_name, card.license_link)
        shown = (card.license_name or "") if text.lower() == "other" else text
        if found is not None:
            draft.add_only("license", "license", ref=found.id)
        elif not shown:
            draft.remark("license", "no-licence-name")
        elif draft.create:
            made = draft.stub(shown, "License", "license", [("url", card.license_link or "")])
            draft.add_only("license", "license", ref=made)
        else:
            draft.propose("license", shown, "License")


def _languages(draft: Draft) -> None:
    for text in draft.card.languages:
        tag = language_tag(text)
        if tag is None:
            draft.remark("language", "no-language", text)
        else:
            draft.add("language", "language", value=tag)


def _closed_lists(draft: Draft) -> None:
    card = draft.card
    for tag in card.tags:
        if tag.lower() in DOMAIN_TAGS:
            draft.add("tags", "domain", value=DOMAIN_TAGS[tag.lower()])
    if draft.subject.is_model:
        for modality in MODALITIES.get(card.pipeline_tag or "", ()):
            draft.add("pipeline_tag", "modality", value=modality)
        return
    for task in card.task_categories:
        if task in FORMS:
            draft.add("task_categories", "form", value=FORMS[task])
    if annotated_by_people(card.annotators):
        draft.add("annotations_creators", "origin", value="human-annotated")
    if card.examples is not None:
        draft.add_only("dataset_info", "exampleCount", value=card.examples)


def _publications(draft: Draft) -> None:
    """A paper that the front matter tags; one that the text merely links to is only named."""
    for arxiv in draft.card.arxiv_tags:
        found = draft.matcher.publication(arxiv)
        if found is not None:
            draft.add("tags", "publishedIn", ref=found.id)
        elif draft.create:
            made = draft.stub(f"arXiv:{arxiv}", "Publication", "tags", [("arxiv", arxiv)])
            draft.add("tags", "publishedIn", ref=made)
        else:
            draft.propose("tags", f"arXiv:{arxiv}", "Publication")
    linked = (draft.matcher.publication(arxiv) for arxiv in draft.card.arxiv_links)
    known = [e for e in linked if e and e.id not in draft.subject.adopted("publishedIn")]
    if known:
        names = "; ".join(f"{e.label()} ({e.id})" for e in known)
        draft.remark("text", "linked", names)
