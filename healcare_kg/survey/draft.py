"""What tables give, while they are being read: statements by entity, and the account."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from healcare_kg.cards.draft import REJECTED, not_adopted
from healcare_kg.exports.catalogue import Entity
from healcare_kg.facts.records import Record, Statement
from healcare_kg.names.keys import exact_key, slug
from healcare_kg.namespaces import HKG, KG
from healcare_kg.survey.account import Entry, Place, reason
from healcare_kg.survey.known import GraphFacts, Subject, value_key
from healcare_kg.survey.lookup import Lookup

__all__ = ["Draft"]

# Of these the graph's own list is complete where it is from the makers: a further value differs.
_COMPLETE = {
    "access", "basedOn", "developedBy", "form", "hasReleaseBasedOn", "language", "publishedIn",
    "trainedOn", "usesMethod",
}  # fmt: skip
_WORDED = {"award", "form", "note", "purpose"}  # what a person may have put in other words
_ENDINGS = {
    "Model": "model", "ModelFamily": "family", "Dataset": "dataset", "Institution": "institution",
    "FineTuneMethod": "method", "Publication": "paper", "License": "license",
}  # fmt: skip
_SIZED = re.compile(r"(?<![A-Za-z0-9.])\d+(?:\.\d+)?[BbMm](?![A-Za-z0-9])")


@dataclass
class _Made:
    subject: Subject
    labels: dict[str, str]
    classes: tuple[str, ...]
    line: int
    alternatives: dict[str, None] = field(default_factory=dict)
    statements: dict[Statement, None] = field(default_factory=dict)


class Draft:
    """Collects what the tables of one file give.

    `echo`: the file was rendered from the graph, so that it is no source of what the graph has.
    """

    def __init__(
        self, path: Path, lookup: Lookup, *, source: str, echo: bool, create: bool
    ) -> None:
        self.path, self.lookup, self.source = path, lookup, source
        self.echo, self.create = echo, create
        self.entries: list[Entry] = []
        self._made: dict[str, _Made] = {}
        self._new_names: dict[tuple[str, str], Subject] = {}
        self._pending: dict[tuple[str, str], dict[str, tuple[str | None, Any]]] = defaultdict(dict)
        self.owners: dict[str, set[str]] = defaultdict(set)  # of new names: whose code is theirs
        self.graph = GraphFacts(lookup.catalogue, source)

    def tell(
        self, place: Place, outcome: str, text: str, why: Mapping[str, str] | None = None
    ) -> None:
        """Remember what became of a value."""
        self.entries.append(Entry(place, outcome, text, why))

    # Entities

    def known(self, entity: Entity, *, held_by: Iterable[Entity] = ()) -> Subject:
        """An entity of the graph as a subject."""
        cls = next(c for c in sorted(entity.classes, key=lambda c: (c == "BaseModel", c)))
        return Subject(entity.id, cls, entity, tuple(held_by) or (entity,))

    def new(
        self, name: str, cls: str, labels: Mapping[str, str], place: Place, *, base: bool = False
    ) -> Subject:
        """An entity that the graph does not have; made once."""
        if name not in self._made:
            classes = (cls, "BaseModel") if base else (cls,)
            subject = Subject(name, cls, None)
            self._made[name] = _Made(subject, dict(labels), classes, place.line)
            for label in labels.values():
                self._new_names.setdefault((_kind(cls), exact_key(label)), subject)
        return self._made[name].subject

    def new_id(self, text: str, cls: str) -> str | None:
        """The id of a new name: as `--same` says, else made of it, or None where it is taken.

        A name that has no Latin letters gets a digest.
        """
        wanted = self.lookup.new_ids.get(exact_key(text))
        if wanted is not None:
            return wanted
        ending = _ENDINGS[cls]
        name = slug(text)[:80].strip("-")
        if not name:
            name = f"{ending}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"
        for found in (name, f"{name}-{ending}"):
            made = self._made.get(found)
            is_free = self.lookup.entity(found) is None
            if is_free and (made is None or self.leaf(text, cls) == made.subject.cls):
                return found
        return None

    @staticmethod
    def leaf(text: str, cls: str) -> str:
        """The class of a new entity: a model with a size in its name is a release, else a line."""
        if cls != "Model":
            return cls
        return "ModelRelease" if _SIZED.search(text) else "ModelFamily"

    def new_named(self, text: str, cls: str) -> Subject | None:
        """The new entity of a class that this file gave a name."""
        return self._new_names.get((_kind(cls), exact_key(text)))

    def stated(self, subject: Subject, prop: str) -> list[Subject]:
        """The entities that a subject has as values of a property, in the graph or by this file."""
        ids = {iri.removeprefix(KG): None for e in subject.held_by for iri in e.links(prop)}
        ids.update(dict.fromkeys(sorted(self._pending[subject.id, prop])))
        known = {name: self.lookup.entity(name) for name in ids}
        found = ((self.known(e) if e else self.made(name)) for name, e in known.items())
        return [each for each in found if each is not None]

    def made(self, name: str) -> Subject | None:
        """The new entity with an id, if there is one."""
        found = self._made.get(name)
        return found.subject if found and found.subject.known is None else None

    def alternative(self, subject: Subject, text: str, place: Place) -> None:
        """A further name."""
        self._of(subject, place).alternatives[text] = None

    # Statements

    def state(
        self,
        subject: Subject,
        prop: str,
        place: Place,
        *,
        ref: str | None = None,
        value: Any = None,
        why: Mapping[str, str] | None = None,
        shown: str | None = None,
        agrees: bool = False,
    ) -> None:
        """State something, or find that the graph has it; with `why` it is not adopted.

        `agrees`: it follows from what the graph has, so it can't differ from that.
        """
        key = value_key(prop, ref if ref is not None else value)
        text = shown if shown is not None else key
        if not self._has(subject, prop, key, place, text):
            if why is None and not agrees:
                why = self._differs(subject, prop, key)
            self._add(subject, prop, place, ref=ref, value=value, why=why)
            self.tell(place, "claim" if why else "new", text, why)
            if why is None:
                self._pending[subject.id, prop][key] = (ref, value)

    def records(self) -> list[Record]:
        """The records to import."""
        found = []
        for made in self._made.values():
            is_new = made.subject.known is None
            found.append(
                Record(
                    id=made.subject.id,
                    classes=made.classes if is_new else (),
                    labels=made.labels if is_new else {},
                    alternatives=tuple(made.alternatives),
                    statements=tuple(made.statements),
                    path=self.path,
                    line=made.line,
                )
            )
        return [r for r in found if r.classes or r.statements or r.alternatives]

    # What the graph has

    def _has(self, subject: Subject, prop: str, key: str, place: Place, text: str) -> bool:
        """Whether nothing is to be added but, perhaps, the source of a fact that is there."""
        if key in self._pending[subject.id, prop]:
            self._add_again(subject, prop, key, place)
            self.tell(place, "known", text)
            return True
        if subject.known is None:
            return False
        claimed = self.graph.is_claimed(subject, prop, key)
        if self.graph.has_from_here(subject, prop, key):
            self.tell(place, "known", text, reason("as-claim") if claimed else None)
            return True
        if prop in _WORDED and self.graph.has_from_here(subject, prop):
            self.tell(place, "known", text, reason("other-words"))
            return True
        term = self.graph.facts(subject.known, prop).get(key)
        if term is not None:
            if not self.echo and not self.graph.is_from_here(subject.known, prop, term):
                self._add_term(subject, prop, place, term)
                self.tell(place, "source", text)
            else:
                self.tell(place, "known", text)
            return True
        if self.graph.is_claimed(subject, prop, key, here=True):
            self.tell(place, "known", text, reason("as-claim"))
            return True
        holders = self.graph.holds(subject, prop, key) if not claimed else []
        if holders and (self.echo or self.graph.is_single(prop)):
            names = ", ".join(e.id for e in holders)
            self.tell(place, "known", text, reason("of-releases", names))
            return True
        return False

    def _differs(self, subject: Subject, prop: str, key: str) -> Mapping[str, str] | None:
        """Why a value can't be adopted, or None."""
        entity = subject.known
        if self.graph.is_claimed(subject, prop, key):
            return REJECTED
        facts = self.graph.facts(entity, prop) if entity else {}
        adopted = [*facts, *sorted(self._pending[subject.id, prop].keys() - facts.keys())]
        if not adopted:
            return None
        if self.graph.is_single(prop):
            return not_adopted(adopted)
        if entity is None or prop not in _COMPLETE or self.graph.holds(subject, prop, key):
            return None
        return not_adopted(adopted) if self.graph.is_from_makers(entity, prop) else None

    # Adding

    def _of(self, subject: Subject, place: Place) -> _Made:
        return self._made.setdefault(subject.id, _Made(subject, {}, (), place.line))

    def _add_term(
        self, subject: Subject, prop: str, place: Place, term: NamedNode | Literal
    ) -> None:
        """A further source of a fact, in the form that the fact has."""
        if isinstance(term, NamedNode) and term.value.startswith(KG):
            self._add(subject, prop, place, ref=term.value.removeprefix(KG))
            return
        value: Any = term.value.removeprefix(HKG)
        if isinstance(term, Literal):
            if term.language:
                value = {term.language: term.value}
            elif term.datatype.value.endswith("#integer"):
                value = int(term.value)
            elif term.datatype.value.endswith("#decimal"):
                value = Decimal(term.value)
        self._add(subject, prop, place, value=value)

    def _add_again(self, subject: Subject, prop: str, key: str, place: Place) -> None:
        """A fact that another row of the file gave: this row is a source of it as well."""
        ref, value = self._pending[subject.id, prop][key]
        self._add(subject, prop, place, ref=ref, value=value)

    def _add(
        self,
        subject: Subject,
        prop: str,
        place: Place,
        *,
        ref: str | None = None,
        value: Any = None,
        why: Mapping[str, str] | None = None,
    ) -> None:
        parts = (self.path.name, place.table, f"row {place.row}", f"column {place.column}")
        statement = Statement(
            property=prop,
            ref=ref,
            value=_Text(value) if isinstance(value, dict) else value,
            source=self.source,
            locator=", ".join(filter(None, parts)),
            kind="secondary",
            adopted=why is None,
            why=_Text(why) if why is not None else None,
            place=(self.path, place.line),
        )
        self._of(subject, place).statements[statement] = None


class _Text(dict[str, str]):
    """Texts by language that can stand in a set."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def _kind(cls: str) -> str:
    return "Model" if cls.startswith("Model") else cls
