"""One cell of a row while it is read: where it is, what it is about, and what to say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from healcare_kg.exports.catalogue import Entity
from healcare_kg.survey.account import Place, reason
from healcare_kg.survey.columns import MODEL
from healcare_kg.survey.draft import Draft
from healcare_kg.survey.known import Subject
from healcare_kg.survey.lookup import Lookup
from healcare_kg.survey.pieces import Cell

__all__ = ["CellReading", "labels_of", "text_in_language"]

_LONGEST_NAME = 200


@dataclass(frozen=True)
class CellReading:
    """A cell of a row that is about `subject`; `kind` is `model` or `dataset`."""

    draft: Draft
    subject: Subject
    kind: str
    cell: Cell
    place: Place

    @property
    def lookup(self) -> Lookup:
        """The names of the graph."""
        return self.draft.lookup

    @property
    def is_model(self) -> bool:
        """Whether the row is of a model, else of a dataset."""
        return self.kind == MODEL

    @property
    def is_release(self) -> bool:
        """Whether the row is of a single release, which has a size and bases of its own."""
        return self.subject.cls == "ModelRelease"

    def of(self, cell: Cell) -> CellReading:
        """The same place with another cell, such as a part of this one."""
        return replace(self, cell=cell)

    def state(
        self,
        prop: str,
        *,
        ref: str | None = None,
        value: Any = None,
        why: Mapping[str, str] | None = None,
        shown: str | None = None,
    ) -> None:
        """State something of the row's entity."""
        self.draft.state(self.subject, prop, self.place, ref=ref, value=value, why=why, shown=shown)

    def tell(self, outcome: str, text: str, why: Mapping[str, str] | None = None) -> None:
        """Say what became of a value."""
        self.draft.tell(self.place, outcome, text, why)

    def unread(self, text: str, key: str, *values: str) -> None:
        """Say that a text could not be read, and why."""
        self.tell("unread", text, reason(key, *values))

    def note(self, text: str, *, subject: Subject | None = None) -> None:
        """Keep a text as it is, as a note."""
        self.draft.state(
            subject or self.subject, "note", self.place, value=text_in_language(text), shown=text
        )

    def only(self, found: Iterable[Entity], text: str) -> Entity | None:
        """The one entity of several; where there are more, say so."""
        entities = list(found)
        if len(entities) > 1:
            self.several(text, entities)
        return entities[0] if len(entities) == 1 else None

    def several(self, text: str, entities: Iterable[Entity]) -> None:
        """Say that a text may mean several entities."""
        names = "; ".join(f"{e.label()} ({e.id})" for e in entities)
        self.unread(text, "several", names, text)

    def unknown(self, text: str, cls: str, *, label: str | None = None) -> Subject | None:
        """A name that the graph does not have: a new entity with `--create`, else reported."""
        if not re.search(r"[^\W\d_]", text) or len(text) > _LONGEST_NAME:
            self.unread(text, "bad-name")
            return None
        # An address resembles nothing; a paper is compared by its title.
        compared = label or text if cls == "Publication" else text
        resembling = () if re.match(r"\w+:\S+\Z", compared) else self.lookup.near(compared, cls)
        near = "; ".join(f"{e.label()} ({e.id})" for e in resembling)
        hint = reason("near", near) if near else reason("nothing-near")
        new_id = self.draft.new_id(text, cls)
        if not self.draft.create or new_id is None:
            why = {lang: reason("create", hint[lang], text)[lang] for lang in hint}
            self.tell("unknown", text, why)
            return None
        made = self.draft.new(
            new_id, self.draft.leaf(text, cls), labels_of(label or text), self.place,
            base=cls == "Model",
        )  # fmt: skip
        self.tell("new", f"{text} ({new_id})", reason("near", near) if near else None)
        return made


def labels_of(text: str) -> dict[str, str]:
    """The label of a new entity; one that has only a Chinese name is called so in English too."""
    tagged = text_in_language(text)
    return {"en": text, **tagged}


def text_in_language(text: str) -> dict[str, str]:
    """A text with its language: Chinese if any character is."""
    return {"zh" if any("\u3400" <= c <= "\u9fff" for c in text) else "en": text}
