"""What a card gives, while it is being read: statements, further records, proposals, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from healcare_kg.cards.card import Card
from healcare_kg.cards.matching import Matcher
from healcare_kg.cards.remarks import Remark
from healcare_kg.errors import InputError
from healcare_kg.exports.catalogue import Entity
from healcare_kg.exports.hub import Repository, repository_of_id
from healcare_kg.facts.records import Record, Statement
from healcare_kg.names.keys import slug

__all__ = ["REJECTED", "Draft", "Proposal", "Subject", "differs", "not_adopted"]

REJECTED = {
    "en": "the graph keeps it as not adopted, from another source",
    "zh": "图谱已依据其他来源将其记为未采纳",
}

_TEXTS = {
    "en": {
        "unknown": "{!r} is nothing that the graph knows for certain",
        "near": "; nearest: {}",
        "same": ". If it is one of its entities: --same '{0}=ID'",
        "create": "; to add it: --create",
        "id": "; to add it: --create and --same '{0}=NEW-ID'",
    },
    "zh": {
        "unknown": "图谱中没有可以确认为 {!r} 的实体",
        "near": "；最接近的有：{}",
        "same": "。如果它就是其中之一：--same '{0}=ID'",
        "create": "；如需新增：--create",
        "id": "；如需新增：--create 与 --same '{0}=新ID'",
    },
}
_WEB = re.compile(r"https?://[^/\s<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?\Z")


@dataclass(frozen=True)
class Subject:
    """The entity that a card is about: its id, class, label, and what the graph has of it."""

    id: str
    cls: str
    label: str
    known: Entity | None
    repository: Repository | None
    source: str

    @property
    def is_model(self) -> bool:
        """Whether it is a model, else a dataset."""
        return self.cls in ("ModelRelease", "ModelFamily")

    def adopted(self, prop: str) -> list[str]:
        """The ids that the graph has adopted as values of a property."""
        return [_id(iri) for iri in self.known.links(prop)] if self.known else []


@dataclass(frozen=True)
class Proposal:
    """A reference that no entity has for certain: where it stands and what it may mean."""

    place: str
    key: str
    text: str
    near: tuple[Entity, ...]
    creatable: bool

    def shown(self, lang: str = "en") -> str:
        """One sentence: what is not known, what is near, and what to do."""
        words = _TEXTS[lang]
        near = "; ".join(f"{e.label(lang)} ({e.id})" for e in self.near)
        return (
            f"{self.place}: {self.key}: {words['unknown'].format(self.text)}"
            + (words["near"].format(near) if near else "")
            + words["same"].format(self.text)
            + words["create" if self.creatable else "id"].format(self.text)
        )


@dataclass
class Draft:
    """Collects what one card gives; `stubs` (reference → id) is shared by the cards of one run."""

    card: Card
    subject: Subject
    matcher: Matcher
    create: bool
    stubs: dict[str, str]
    statements: list[Statement] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _others: list[Record] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """The records to import."""
        about = self.subject
        known = about.known is not None
        made = self.record(about.id, about.cls, about.label, self.statements, known=known)
        return [made, *self._others]

    def add(
        self,
        key: str,
        prop: str,
        *,
        ref: str | None = None,
        value: Any = None,
        why: Mapping[str, str] | None = None,
    ) -> None:
        """State something of the subject; `why` makes it a claim that is not adopted."""
        if why is None and self.matcher.is_rejected(self.subject.known, prop, ref, value):
            why = REJECTED
        made = self.statement(key, prop, ref=ref, value=value, why=why)
        if made not in self.statements:
            self.statements.append(made)

    def add_only(self, key: str, prop: str, *, ref: str | None = None, value: Any = None) -> None:
        """The same of a property with one value: what differs from the adopted one is a claim."""
        why = differs(self.subject.known, prop, value if ref is None else ref)
        self.add(key, prop, ref=ref, value=value, why=why)

    def statement(
        self,
        key: str,
        prop: str,
        *,
        ref: str | None = None,
        value: Any = None,
        why: Mapping[str, str] | None = None,
    ) -> Statement:
        """A statement of the card, read at a key of its front matter."""
        return Statement(
            property=prop,
            ref=ref,
            value=value,
            source=self.subject.source,
            locator=f"README.md, {key}",
            kind="primary",
            adopted=why is None,
            why=why,
            place=(self.card.path, self.card.lines.get(key.partition(" ")[0], 1)),
        )

    def record(
        self, name: str, cls: str, label: str, statements: list[Statement], *, known: bool = False
    ) -> Record:
        """A record of an entity; one that the graph has keeps the class and label that it has."""
        classes, labels = ((), {}) if known else ((cls,), {"en": label})
        line = statements[0].place[1] if statements and statements[0].place else 1
        return Record(name, classes, labels, (), tuple(statements), self.card.path, line)

    def add_record(self, record: Record) -> None:
        """A record of another entity than the subject."""
        self._others.append(record)

    def target(self, text: str, key: str) -> str | None:
        """The id of the model or dataset that is referred to, or None with a proposal."""
        kind = "model" if key == "base_model" else "dataset"
        found = self.matcher.reference(text, kind)
        if found is not None:
            return found
        repository = repository_of_id(text, kind)
        # What has a slash and is no repository is a path on somebody's disk.
        creatable = bool(slug(text.rpartition("/")[2])) and ("/" not in text or bool(repository))
        if text not in self.matcher.new_ids:
            creatable = creatable and not self.matcher.doubtful(text, kind.capitalize())
        if not (self.create and creatable):
            self.propose(key, text, kind.capitalize(), creatable=creatable)
            return None
        prop = "weights" if kind == "model" else "repository"
        facts = [(prop, repository.url)] if repository and "/" in text else []
        return self.stub(text, "ModelRelease" if kind == "model" else "Dataset", key, facts)

    def stub(self, text: str, cls: str, key: str, facts: list[tuple[str, str]]) -> str:
        """The id of a new entity with a name and an address, made once."""
        name = text if cls in ("Publication", "License") else text.rpartition("/")[2]
        if text not in self.stubs:
            wanted = self.matcher.new_ids.get(text)
            self.stubs[text] = wanted or self._free_id(slug(name), slug(text))
            near = ", ".join(e.id for e in self.matcher.near(text, cls))
            beside = ("added-near", text, self.stubs[text], near) if near else None
            self.remark(key, *(beside or ("added", text, self.stubs[text])))
        top = {"ModelRelease": "Model"}.get(cls, cls)
        # Two of one class with one label could not be told apart.
        label = text if self.matcher.named(name, top) else name
        statements = [
            self.statement(key, prop, value=value)
            for prop, value in facts
            if prop not in ("url", "weights", "repository") or _WEB.match(value)
        ]
        self.add_record(self.record(self.stubs[text], cls, label, statements))
        return self.stubs[text]

    def label(self, name: str) -> str:
        """The label of an entity of the graph or of a stub."""
        of_stub = next((text for text, made in self.stubs.items() if made == name), name)
        return self.matcher.label(name) or of_stub.rpartition("/")[2]

    def propose(self, key: str, text: str, cls: str, *, creatable: bool = True) -> None:
        """Remember a reference that was not recognised, once."""
        place = f"{self.card.path}:{self.card.lines.get(key, 1)}"
        proposal = Proposal(place, key, text, self.matcher.near(text, cls), creatable)
        if proposal not in self.proposals:
            self.proposals.append(proposal)

    def remark(self, key: str, sentence: str, *values: str) -> None:
        """Remember something that was not taken over, and why (a sentence of `remarks`)."""
        place = f"{self.card.path}:{self.card.lines.get(key, 1)}: {key}"
        self.remarks.append(Remark(place, sentence, values))

    def _free_id(self, *wanted: str) -> str:
        taken = {self.subject.id, *self.stubs.values()}
        for name in wanted:
            if name and name not in taken and self.matcher.entity(name) is None:
                return name
        raise InputError(
            f"{self.card.path}: the ids {', '.join(wanted)} are of other entities; "
            "say with --same which entity is meant"
        )


def differs(known: Entity | None, prop: str, value: Any) -> dict[str, str] | None:
    """Why a value of a property with one value is not adopted, or None where it is."""
    there = (*known.texts(prop), *map(_id, known.links(prop))) if known else ()
    if not there:
        return None
    if isinstance(value, Decimal | int):
        same = any(Decimal(text) == value for text in there)
    else:
        same = str(value) in there
    return None if same else not_adopted(there)


def not_adopted(others: Iterable[str]) -> dict[str, str]:
    """The reason of a claim that differs from what the graph has adopted."""
    shown = ", ".join(others)
    return {
        "en": f"differs from the value that the graph has adopted: {shown}",
        "zh": f"与图谱已采纳的取值不同：{shown}",
    }


def _id(iri: str) -> str:
    return iri.rpartition("/")[2]
