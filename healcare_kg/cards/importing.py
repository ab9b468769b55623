"""Cards of the Hugging Face Hub into records of the facts format, with what was not recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from healcare_kg.cards.card import Card, read_card
from healcare_kg.cards.draft import Proposal, Subject
from healcare_kg.cards.matching import Matcher
from healcare_kg.cards.reading import read_facts
from healcare_kg.cards.remarks import Remark
from healcare_kg.errors import InputError, UsageError
from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.hub import Repository, repository_of_id
from healcare_kg.facts.records import Record
from healcare_kg.names.keys import slug

__all__ = ["SOURCE_IRI", "CardImport", "Origin", "read_cards", "repository_named"]

# The folders of a Hub client's cache say whose card it is: models--owner--name/snapshots/…
_CACHED = re.compile(r"(model|dataset)s--([^/\\]+?)--([^/\\]+)\Z")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
SOURCE_IRI = re.compile(r"(?:https?://[^/\s<>\"{}|\\^`]+|urn:)[^\s<>\"{}|\\^`]*\Z")


@dataclass(frozen=True)
class Origin:
    """What is known of a card beside its text: repository, source IRI, the id it is about, kind."""

    repository: Repository | None = None
    source: str | None = None
    about: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class CardImport:
    """The records of some cards, each id once, with proposals and remarks for people."""

    records: tuple[Record, ...]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]


def repository_named(text: str) -> Repository:
    """The repository of `owner/name` or `datasets/owner/name`. Raises UsageError."""
    kind = "dataset" if text.startswith("datasets/") else "model"
    found = repository_of_id(text.removeprefix("datasets/"), kind)
    if found is None:
        raise UsageError(
            f"{text!r} is no repository of the Hugging Face Hub; write owner/name or "
            "datasets/owner/name"
        )
    return found


def read_cards(
    paths: Sequence[Path],
    catalogue: Catalogue,
    *,
    origin: Origin | None = None,
    same: Mapping[str, str] | None = None,
    create: bool = False,
) -> CardImport:
    """The facts of cards against a graph.

    `origin` is for a single card; `same` maps references to ids; `create` makes entities of what is
    not known. Raises DataSyntaxError with file and line, InputError and UsageError.
    """
    if origin is not None and origin != Origin() and len(paths) > 1:
        raise UsageError("--repo, --source, --as and --kind are for one card; give one file")
    matcher = Matcher(catalogue, same=same)
    for text, name in matcher.new_ids.items():
        if not create or not _ID.match(name):
            raise UsageError(
                f"--same: no entity of the graph has the id {name!r}; to add {text!r} under a new "
                "id (lower case, digits, hyphens) give --create as well"
            )
    cards = [read_card(path) for path in paths]
    about = [_subject(card, matcher, catalogue, origin or Origin()) for card in cards]
    for subject in about:
        if subject.repository is not None:
            matcher.add(subject.repository, subject.id)
    stubs: dict[str, str] = {}
    drafts = [
        read_facts(card, subject, matcher, create=create, stubs=stubs)
        for card, subject in zip(cards, about, strict=True)
    ]
    return CardImport(
        records=tuple(_merged([record for draft in drafts for record in draft.records])),
        proposals=tuple(p for draft in drafts for p in draft.proposals),
        remarks=tuple(r for draft in drafts for r in draft.remarks),
    )


def _subject(card: Card, matcher: Matcher, catalogue: Catalogue, origin: Origin) -> Subject:
    repository = origin.repository or _cached(card.path)
    kind = origin.kind or (repository.kind if repository else card.kind)
    if kind is None:
        raise InputError(
            f"{card.path}: its keys do not tell whether this is the card of a model or a dataset; "
            "say --kind model or --kind dataset"
        )
    if repository is not None and repository.kind != kind:
        repository = Repository(kind, repository.id)
    source = origin.source or (repository.url if repository else None)
    if source is None:
        raise InputError(
            f"{card.path}: every fact needs a source; say where the card is from with "
            "--repo owner/name or --source URL"
        )
    if not SOURCE_IRI.match(source):
        raise UsageError(f"--source: {source!r} is no address; write https://...")
    known, name = _known(card, matcher, repository, kind, origin)
    if known is None:
        cls = "ModelRelease" if kind == "model" else "Dataset"
        return Subject(name, cls, _label(card, repository, name), None, repository, source)
    cls = _leaf(catalogue, known, kind)
    return Subject(known.id, cls, known.label(), known, repository, source)


def _known(
    card: Card, matcher: Matcher, repository: Repository | None, kind: str, origin: Origin
) -> tuple[Entity | None, str]:
    """The entity of the graph that a card is about and its id, or None and a new one's id."""
    if origin.about is not None:
        if not _ID.match(origin.about):
            raise UsageError(f"--as: {origin.about!r} is no id; write lower case, digits, hyphens")
        return matcher.entity(origin.about), origin.about
    if repository is None:
        raise InputError(
            f"{card.path}: which entity is this card about? say --repo owner/name or --as ID"
        )
    name = repository.id.rpartition("/")[2]
    there = matcher.at(repository)
    found = matcher.reference(repository.id, kind)
    if found is not None:
        return matcher.entity(found), found
    like = there or matcher.named(name, kind.capitalize())
    taken = matcher.entity(slug(name))
    if taken is not None and taken not in like:
        like = [*like, taken]
    if like:
        names = ", ".join(f"{e.id} ({e.label()})" for e in like)
        raise InputError(
            f"{card.path}: {repository.id} may be {names}, but not for certain; "
            "say --as with its id, or with a new id if it is none of them"
        )
    return None, slug(name)


def _leaf(catalogue: Catalogue, known: Entity, kind: str) -> str:
    if not catalogue.is_a(known, kind.capitalize()):
        classes = ", ".join(sorted(known.classes))
        raise UsageError(f"{known.id} is a {classes}, and the card is of a {kind}")
    wanted = ("ModelFamily", "ModelRelease", "Benchmark", "Dataset")
    return next(cls for cls in wanted if catalogue.is_a(known, cls))


def _label(card: Card, repository: Repository | None, name: str) -> str:
    """The name of a new entity: the card's own, or the repository's."""
    return card.name or (repository.id.rpartition("/")[2] if repository else name)


def _cached(path: Path) -> Repository | None:
    for part in reversed(path.resolve().parts[:-1]):
        match = _CACHED.match(part)
        if match:
            return repository_of_id(f"{match[2]}/{match[3]}", match[1])
    return None


def _merged(records: Sequence[Record]) -> list[Record]:
    """Each id once, with the statements of all its records."""
    merged: dict[str, Record] = {}
    for record in records:
        before = merged.get(record.id)
        if before is None:
            merged[record.id] = record
            continue
        new = tuple(s for s in record.statements if s not in before.statements)
        merged[record.id] = replace(before, statements=before.statements + new)
    return list(merged.values())
