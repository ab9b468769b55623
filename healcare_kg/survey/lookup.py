"""Which entity of the graph a word or a link of a table means; nothing is guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from healcare_kg.cards.matching import Matcher
from healcare_kg.errors import UsageError
from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.names.keys import exact_key, loose_key
from healcare_kg.namespaces import HKG, KG
from healcare_kg.survey.addresses import arxiv_id, doi_of, host_and_path

__all__ = ["Lookup", "check_same"]

_ADDRESSES = ("repository", "weights", "homepage", "url")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_JOINT = re.compile(r"\b(?:and|or)\b|[&/、,，+]|[与和及或]", re.IGNORECASE)
# Universities are called by the first part of their names.
_UNIVERSITY = "大学"
_MOST_COMPARED = 50  # words of one file that are compared with every name


class Lookup:
    """The names and addresses of a graph; `same` says what a word means, by id."""

    def __init__(self, catalogue: Catalogue, *, same: Mapping[str, str] | None = None) -> None:
        self.catalogue = catalogue
        self._matcher = Matcher(catalogue)
        self._exact: dict[str, list[Entity]] = defaultdict(list)
        self._loose: dict[str, list[Entity]] = defaultdict(list)
        self._at: dict[str, list[Entity]] = defaultdict(list)
        self._papers: dict[str, Entity] = {}
        self._releases: dict[str, list[Entity]] = defaultdict(list)
        self.toolkits: dict[str, str] = {}
        self._near: dict[tuple[str, str], tuple[Entity, ...]] = {}
        for entity in catalogue.entities.values():
            if not entity.iri.startswith(KG) or "Claim" in entity.classes:
                continue
            names = {entity.id, *entity.labels.values(), *entity.names}
            for key in {exact_key(name) for name in names}:
                self._exact[key].append(entity)
            for key in {loose_key(name) for name in names}:
                self._loose[key].append(entity)
            for address in {host_and_path(u) for p in _ADDRESSES for u in entity.texts(p)}:
                self._at[address].append(entity)
            for prop in ("arxiv", "doi"):
                self._papers.update((text.casefold(), entity) for text in entity.texts(prop))
            for iri in entity.links("variantOf"):
                self._releases[iri].append(entity)
            self.toolkits.update((exact_key(text), text) for text in entity.texts("toolkit"))
        self.new_ids: dict[str, str] = {}
        self._same: dict[str, Entity] = {}
        for word, name in (same or {}).items():
            known = self.entity(name)
            if known is not None:
                self._same[exact_key(word)] = known
            else:
                self.new_ids[exact_key(word)] = name

    def entity(self, name: str) -> Entity | None:
        """The entity with an id."""
        return self.catalogue.entities.get(KG + name)

    def named(self, text: str, cls: str) -> list[Entity]:
        """The entities of a class that have a name: as it is, else without blanks and hyphens."""
        if exact_key(text) in self._same:
            return self._of(cls, [self._same[exact_key(text)]])
        for index, key in ((self._exact, exact_key(text)), (self._loose, loose_key(text))):
            found = self._of(cls, index.get(key, ())) if key else []
            if found:
                return found
        if cls == "Institution":
            return self._of(cls, self._exact.get(exact_key(text + _UNIVERSITY), ()))
        return []

    def is_same(self, text: str) -> bool:
        """Whether the user said what a word means."""
        return exact_key(text) in self._same

    def is_known(self, text: str, cls: str) -> bool:
        """Whether a text is a name of something of a class."""
        return bool(text) and bool(self.named(text, cls))

    def at(self, url: str, cls: str) -> list[Entity]:
        """The entities of a class that have an address."""
        return self._of(cls, self._at.get(host_and_path(url), ()))

    def publication(self, url: str) -> Entity | None:
        """The publication that an address leads to."""
        for key in (arxiv_id(url), doi_of(url)):
            if key and key.casefold() in self._papers:
                return self._papers[key.casefold()]
        return next(iter(self.at(url, "Publication")), None)

    def licence(self, text: str) -> Entity | None:
        """The licence of a name, an SPDX identifier or the Hub's."""
        found = self.named(text, "License")
        spelt = text.strip().casefold().replace(" ", "-")
        return found[0] if len(found) == 1 else self._matcher.licence(spelt, text, None)

    def near(self, text: str, cls: str) -> tuple[Entity, ...]:
        """The entities of a class whose names resemble a text, nearest first."""
        key = (exact_key(text), cls)
        if key not in self._near:
            if len(self._near) >= _MOST_COMPARED or len(text) > 80:  # noqa: PLR2004 - no name
                return ()
            self._near[key] = self._matcher.near(text, cls)
        return self._near[key]

    def members(self, entity: Entity) -> list[Entity]:
        """A model with its releases, and theirs where those are lines themselves."""
        found = [entity]
        for one in found:
            found += [e for e in self._releases.get(one.iri, ()) if e not in found]
        return found

    def above(self, entity: Entity, prop: str) -> Iterator[Entity]:
        """What an entity is a part or variant of, and so on upwards."""
        seen = {entity.iri}
        todo = [entity]
        while todo:
            for other in self.catalogue.linked(todo.pop(), prop):
                if other.iri not in seen:
                    seen.add(other.iri)
                    todo.append(other)
                    yield other

    def member(self, text: str, cls: str) -> str | None:
        """The member of a closed list that has a label or name, as its local name."""
        found = [
            e
            for e in self.catalogue.of_class(cls, among=self._members(cls))
            if exact_key(text)
            in {exact_key(n) for n in (e.iri.removeprefix(HKG), *e.labels.values())}
        ]
        return found[0].iri.removeprefix(HKG) if len(found) == 1 else None

    def domain_in(self, text: str) -> str | None:
        """The domain whose label stands in a heading, the longest of several that do.

        A heading that joins two fields is of neither alone.
        """
        if _JOINT.search(text):
            return None
        found = [
            (len(label), e.iri.removeprefix(HKG))
            for e in self._members("Domain")
            for label in e.labels.values()
            if label.casefold() in text.casefold()
        ]
        return max(found)[1] if found else None

    def _members(self, cls: str) -> Sequence[Entity]:
        members = self.catalogue.ontology.members.get(HKG + cls, frozenset())
        return [self.catalogue.entities[i] for i in members if i in self.catalogue.entities]

    def _of(self, cls: str, found: Iterable[Entity]) -> list[Entity]:
        return [e for e in found if self.catalogue.is_a(e, cls)]


def check_same(lookup: Lookup, *, create: bool) -> None:
    """Raise UsageError for a `--same` whose id no entity has, unless new ones may be made."""
    for word, name in lookup.new_ids.items():
        if not create or not _ID.match(name):
            raise UsageError(
                f"--same: no entity of the graph has the id {name!r}; to add {word!r} under a new "
                "id (lower case, digits, hyphens) give --create as well"
            )
