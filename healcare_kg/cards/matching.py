"""Which entity of the graph a card's reference means; a likeness of names alone is not enough.

A reference `namespace/name` means an entity that has that repository's address. One that has none
of its own is meant if it has the name and the namespace is of its makers: an account that holds
other releases of its family or its makers', or that bears a maker's name.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.hub import Repository, hub_license, repository_in
from healcare_kg.names.keys import loose_key
from healcare_kg.namespaces import HKG, KG

__all__ = ["Matcher"]

_ADDRESSES = ("weights", "repository", "homepage")
_MOST_NEAR = 3
# Repositories of weights converted for the transformers library are named so by their makers.
_CONVERTED = "-hf"


class Matcher:
    """Looks up the references of cards in a graph; `same` says what a reference means.

    `new_ids` has the references that `same` gives an id which no entity has.
    """

    def __init__(self, catalogue: Catalogue, *, same: Mapping[str, str] | None = None) -> None:
        self._catalogue = catalogue
        self._same: dict[str, Entity] = {}
        self.new_ids: dict[str, str] = {}
        for text, name in (same or {}).items():
            known = self.entity(name)
            if known is None:
                self.new_ids[text] = name
            else:
                self._same[text] = known
        self._added: dict[Repository, str] = {}
        self._by_name: dict[str, list[Entity]] = defaultdict(list)
        self._by_repository: dict[Repository, list[Entity]] = defaultdict(list)
        self._own: dict[str, set[Repository]] = defaultdict(set)
        for entity in catalogue.entities.values():
            for name in {loose_key(n) for n in _names(entity)}:
                self._by_name[name].append(entity)
            for found in self._repositories(entity):
                self._own[entity.iri].add(found)
                self._by_repository[found].append(entity)

    def at(self, repository: Repository) -> list[Entity]:
        """The entities whose weights or data lie in a repository."""
        return self._by_repository.get(repository, [])

    def add(self, repository: Repository, name: str) -> None:
        """Know a repository as that of an entity that is about to be added, by its id."""
        self._added[repository] = name

    def reference(self, text: str, kind: str) -> str | None:
        """The id of the model or dataset that a reference means for certain, or None."""
        if text in self._same:
            return self._same[text].id
        added = self._added.get(Repository(kind, text))
        found = self._referred(text, kind) if added is None else None
        return found.id if found else added

    def _referred(self, text: str, kind: str) -> Entity | None:
        cls = "Model" if kind == "model" else "Dataset"
        namespace, slash, name = text.rpartition("/")
        if slash:
            found = self.at(Repository(kind, text))
            if found:
                return self._only(found, name)
        named = [
            entity
            for entity in self.named(name, cls)
            if not slash or (not self._own[entity.iri] and self._trusts(entity, namespace))
        ]
        return self._single(named)

    def licence(self, identifier: str, name: str | None, link: str | None) -> Entity | None:
        """The licence of the Hub's identifier or, where that is `other`, of the name or address."""
        for text in (identifier, name):
            if text in self._same:
                return self._same[text]
        there = list(self._catalogue.of_class("License"))
        if identifier not in ("other", "unknown"):
            known = next((e for e in there if hub_license(e) == identifier), None)
            return known or self._single(self.named(identifier, "License"))
        found = [e for e in there if link and link in e.texts("url")]
        return self._single(found or self.named(name or "", "License"))

    def publication(self, arxiv: str) -> Entity | None:
        """The publication of an arXiv identifier."""
        papers = self._catalogue.of_class("Publication")
        return next((e for e in papers if e.text("arxiv") == arxiv), None)

    def method(self, tag: str) -> Entity | None:
        """The training method that has a tag as id or name."""
        return self._single(self.named(tag, "FineTuneMethod"))

    def evaluations(self, model: Entity | None) -> list[Entity]:
        """The results of a model."""
        return self._catalogue.evaluations_of(model) if model else []

    def label(self, name: str) -> str | None:
        """The English label of the entity with an id."""
        entity = self.entity(name)
        return entity.label() if entity else None

    def entity(self, name: str) -> Entity | None:
        """The entity with an id, if the graph has one."""
        return self._catalogue.entities.get(KG + name)

    def named(self, name: str, cls: str) -> list[Entity]:
        """The entities of a class that have a name, whoever made them."""
        keys = [loose_key(name)]
        if name.lower().endswith(_CONVERTED):
            keys.append(loose_key(name[: -len(_CONVERTED)]))
        for key in keys:
            found = [e for e in self._by_name.get(key, ()) if self._catalogue.is_a(e, cls)]
            if found:
                return found
        return []

    def is_rejected(self, entity: Entity | None, prop: str, ref: str | None, value: object) -> bool:
        """Whether the graph keeps a statement of an entity as a claim that is not adopted."""
        if entity is None:
            return False
        if ref is not None:
            return self._catalogue.is_rejected(entity, prop, KG + ref)
        ours = {"domain": "inDomain"}.get(prop, prop)
        return any(
            self._catalogue.is_rejected(entity, ours, text)
            for text in (str(value), f"{HKG}{value}")
        )

    def doubtful(self, text: str, cls: str) -> list[Entity]:
        """Entities that have the name of a reference and no address that tells them from it."""
        return [e for e in self.named(text.rpartition("/")[2], cls) if not self._own[e.iri]]

    def near(self, text: str, cls: str) -> tuple[Entity, ...]:
        """Entities of a class whose names resemble a reference, nearest first."""
        names: dict[str, Entity] = {}
        for entity in self._catalogue.of_class(cls):
            for name in _names(entity):
                names.setdefault(loose_key(name), entity)
        wanted = loose_key(text.rpartition("/")[2])
        close = difflib.get_close_matches(wanted, names, n=2 * _MOST_NEAR, cutoff=0.6)
        nearest = {names[key].iri: names[key] for key in close}
        return tuple(nearest.values())[:_MOST_NEAR]

    def _only(self, found: list[Entity], name: str) -> Entity | None:
        """The one entity; of several that share a repository the one that has its name."""
        if len(found) > 1:
            found = [e for e in found if loose_key(name) in map(loose_key, _names(e))]
        return self._single(found)

    @staticmethod
    def _single(found: list[Entity]) -> Entity | None:
        return found[0] if len(found) == 1 else None

    def _repositories(self, entity: Entity) -> Iterable[Repository]:
        is_model = self._catalogue.is_a(entity, "Model")
        wanted = ("model", ("weights",)) if is_model else ("dataset", _ADDRESSES[1:])
        for prop in wanted[1]:
            for url in entity.texts(prop):
                found = repository_in(url)
                if found is not None and found.kind == wanted[0]:
                    yield found

    def _trusts(self, entity: Entity, namespace: str) -> bool:
        return loose_key(namespace) in self._makers(entity)

    def _makers(self, entity: Entity) -> set[str]:
        """The accounts and names of those who made an entity, as loose keys."""
        family = self._family(entity)
        makers = {iri for e in family for iri in e.links("developedBy")}
        relatives = [
            e
            for e in self._catalogue.of_class("Model", "Dataset")
            if makers & set(e.links("developedBy"))
            or {f.iri for f in family} & {e.iri, *e.links("variantOf")}
        ]
        found = {loose_key(r.id.partition("/")[0]) for e in relatives for r in self._own[e.iri]}
        for iri in makers:
            maker = self._catalogue.entities.get(iri)
            found |= {loose_key(n) for n in _names(maker)} if maker else set()
        for url in entity.texts("repository"):
            parts = url.split("/")
            found |= {loose_key(parts[3])} if parts[2:3] == ["github.com"] and parts[3:] else set()
        return found

    def _family(self, entity: Entity) -> list[Entity]:
        found, todo = [entity], [entity]
        while todo:
            for above in self._catalogue.linked(todo.pop(), "variantOf"):
                if above not in found:
                    found.append(above)
                    todo.append(above)
        return found


def _names(entity: Entity) -> list[str]:
    return [entity.id, *entity.labels.values(), *entity.names]
