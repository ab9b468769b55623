"""The entity that a row is about: one of the graph, for certain, or a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healcare_kg.exports.catalogue import Entity
from healcare_kg.names.keys import exact_key
from healcare_kg.survey import cells
from healcare_kg.survey.account import Place, reason
from healcare_kg.survey.addresses import link_property, repository
from healcare_kg.survey.columns import MODEL
from healcare_kg.survey.draft import Draft
from healcare_kg.survey.known import Subject
from healcare_kg.survey.lookup import Lookup
from healcare_kg.survey.pieces import Cell, Piece

__all__ = [
    "OWN_ADDRESSES", "RowName", "entities_named", "read_name", "subject_of", "subject_of_title",
]  # fmt: skip

_LONGEST_NAME = 200
_SEVERAL = re.compile(r"\w\s*[,，、;；]\s*\w")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\Z")  # `AMIE (Google)`: often whose it is
_BROKEN = re.compile(r"\]\(|[<>`]")  # marks of Markdown that the parser left as they are
# Where a row's cells have addresses of its entity itself.
OWN_ADDRESSES = ("name", "venue", "repository", "weights", "link")


class RowName:
    """A row's name and what else stands in its cell."""

    def __init__(self, name: cells.Name, beside: str) -> None:
        self.name, self.beside = name, beside


def read_name(cell: Cell) -> RowName | None:
    """The name in a cell: its first line, or the text of the link that it begins with."""
    lines = cell.lines
    if not lines or cell.too_long:
        return None
    later = " ".join("".join(p.text for p in line) for line in lines[1:]).strip()
    when = cells.date(later)
    first = _without_ornament(lines[0])
    name = cells.name(first, later if when else "")
    beside = "" if when else later
    if first and first[0].url and first[0].text.strip() and len(first) > 1:
        is_id = first[-1].kind == "code"
        rest = "".join(p.text for p in (first[1:-1] if is_id else first[1:])).strip()
        joined = cells.name([Piece("x "), Piece(rest)])
        if rest and joined.text != "x" and not (joined.chinese and joined.latin == "x"):
            name = cells.name([first[0], *(first[-1:] if is_id else ())])
            beside = f"{rest} {beside}".strip()
    if not re.search(r"\w", name.text) or len(name.text) > _LONGEST_NAME:
        return None
    if _BROKEN.search(name.text):
        return None
    return RowName(name, beside)


def subject_of_title(
    draft: Draft, kind: str, row: RowName, links: Sequence[str], place: Place
) -> Subject | None:
    """The entity that a paper's title begins with (`Name: what it does`), if an address of the row
    is its own as well: acronyms are shared.
    """
    cls = "Model" if kind == MODEL else "Dataset"
    for text in (row.name.text, re.split(r"[:：]", row.name.text)[0].strip()):
        for entity in draft.lookup.named(text, cls) if text else []:
            if _is_at(draft, entity, links, cls):
                return draft.known(entity, held_by=_holders(draft, entity, kind))
    draft.tell(place, "unread", row.name.text, reason("title"))
    return None


def _is_at(draft: Draft, entity: Entity, links: Sequence[str], cls: str) -> bool:
    """Whether one of the addresses is of an entity, its releases, its line or their papers."""
    lookup = draft.lookup
    own = [*lookup.members(entity), *lookup.above(entity, "variantOf")]
    papers = {e.iri for url in links if (e := lookup.publication(url))}
    return any(e in own for url in links for e in lookup.at(url, cls)) or any(
        papers & set(e.links("publishedIn")) for e in own
    )


def subject_of(
    draft: Draft, kind: str, row: RowName, links: Sequence[str], place: Place
) -> Subject | None:
    """The subject of a row, or None where it is not certain, which the account then says."""
    cls = "Model" if kind == MODEL else "Dataset"
    name = row.name
    found = entities_named(draft.lookup, name, cls)
    if name.id is not None and not found:
        draft.tell(place, "unread", f"{name.text} ({name.id})", reason("bad-name"))
        return None
    if len(found) > 1:
        found = _narrowed(draft, found, links, cls)
    if len(found) > 1:
        names = "; ".join(f"{e.label()} ({e.id})" for e in found)
        draft.tell(place, "unread", name.text, reason("several", names, name.text))
        return None
    if found:
        entity = found[0]
        is_said = name.id is not None or draft.lookup.is_same(name.text)
        other = None if is_said else _other_place(draft, entity, links, kind)
        if other:
            why = reason("other-place", entity.id, other, name.text)
            draft.tell(place, "unread", name.text, why)
            return None
        return draft.known(entity, held_by=_holders(draft, entity, kind))
    return _new(draft, kind, row, links, place)


def _new(
    draft: Draft, kind: str, row: RowName, links: Sequence[str], place: Place
) -> Subject | None:
    cls = "Model" if kind == MODEL else "Dataset"
    name = row.name
    if _SEVERAL.search(re.sub(r"[(（\[].*?[)）\]]", "", name.text)):
        draft.tell(place, "unread", name.text, reason("several-names"))
        return None
    is_chosen = draft.create and draft.lookup.new_ids.keys() & {exact_key(name.text)}
    plain = [] if is_chosen else draft.lookup.named(_BRACKETS.sub("", name.text), cls)
    for entity in plain:
        if _is_at(draft, entity, links, cls):
            return draft.known(entity, held_by=_holders(draft, entity, kind))
    if plain:
        names = "; ".join(f"{e.label()} ({e.id})" for e in plain)
        draft.tell(place, "unread", name.text, reason("brackets", names, name.text))
        return None
    same = {
        e.iri: e for url in links if _is_the_thing(url, kind) for e in draft.lookup.at(url, cls)
    }
    if len(same) == 1 and not is_chosen:
        entity = next(iter(same.values()))
        return draft.known(entity, held_by=_holders(draft, entity, kind))
    there = {e.id for url in links if repository(url) for e in draft.lookup.at(url, cls)}
    if there and not is_chosen:
        why = reason("same-place", ", ".join(sorted(there)), name.text)
        draft.tell(place, "unread", name.text, why)
        return None
    made_cls = "ModelFamily" if kind == MODEL else "Dataset"
    new_id = draft.new_id(name.latin or name.text, made_cls)
    if new_id is None:
        why = reason("taken", name.latin or name.text, name.text)
        draft.tell(place, "unread", name.text, why)
        return None
    if _has_other_owner(draft.owners[new_id], links):
        draft.tell(place, "unread", name.text, reason("other-row"))
        return None
    near = "; ".join(f"{e.label()} ({e.id})" for e in draft.lookup.near(name.text, cls))
    is_first = draft.made(new_id) is None
    labels = {"en": name.latin or name.text}
    in_brackets = bool(name.latin) and re.search(r"[(（]", name.text) is not None
    if name.chinese and not in_brackets:
        labels["zh"] = name.chinese
    subject = draft.new(new_id, made_cls, labels, place)
    draft.tell(
        place,
        "new" if is_first else "known",
        f"{name.text} ({new_id})",
        reason("near", near) if near and is_first else None,
    )
    if name.chinese and in_brackets:
        # A Chinese name, or whose it is: that the cell does not say.
        draft.tell(place, "unread", name.chinese, reason("text-beside"))
    return subject


def _has_other_owner(theirs: set[str], links: Sequence[str]) -> bool:
    """Whether earlier rows of a new name have code repositories of others than this row's."""
    ours = {place.split("/")[1] for url in links if (place := repository(url))}
    if ours and theirs and not ours & theirs:
        return True
    theirs.update(ours)
    return False


def _is_the_thing(url: str, kind: str) -> bool:
    """Whether an address is the place of weights or data themselves, not of code with them."""
    wanted = "weights" if kind == MODEL else "repository"
    return link_property(url, kind) == wanted and repository(url) is None


def entities_named(lookup: Lookup, name: cells.Name, cls: str) -> list[Entity]:
    """The entities of a class that a name may mean."""
    if name.id is not None:
        entity = lookup.entity(name.id)
        return [entity] if entity and lookup.catalogue.is_a(entity, cls) else []
    if lookup.new_ids.keys() & {exact_key(name.text)}:
        return []
    for text in (name.text, name.latin):
        found = lookup.named(text, cls) if text else []
        if found:
            return found
    return lookup.named(name.chinese, cls) if name.chinese and not name.latin else []


def _narrowed(draft: Draft, found: list[Entity], links: Sequence[str], cls: str) -> list[Entity]:
    """Of several of the same name those that an address of the row leads to, or the family."""
    at = {e.iri for url in links for e in draft.lookup.at(url, cls)}
    by_link = [e for e in found if e.iri in at]
    families = [e for e in found if "ModelFamily" in e.classes]
    for fewer in (by_link, families):
        if len(fewer) == 1:
            return fewer
    return found


def _other_place(draft: Draft, entity: Entity, links: Sequence[str], kind: str) -> str | None:
    """The repository of an entity that has the row's name, where the row gives only another."""
    lookup = draft.lookup
    own = [*lookup.members(entity), *lookup.above(entity, "variantOf")]
    theirs = {repository(u) for e in own for u in e.texts("repository")} - {None}
    ours = {repository(url) for url in links} - {None}
    owners = {place.split("/")[1] for place in theirs if place}
    if not theirs or not ours or any(place and place.split("/")[1] in owners for place in ours):
        return None
    if kind != MODEL or _is_at(draft, entity, links, "Model"):
        return None
    return ", ".join(sorted(filter(None, theirs)))


def _holders(draft: Draft, entity: Entity, kind: str) -> list[Entity]:
    if kind == MODEL:
        return draft.lookup.members(entity)
    return [entity]


def _without_ornament(line: Sequence[Piece]) -> list[Piece]:
    """The pieces of a name without emoji and marks at its ends."""
    cut = [Piece(p.text, p.url, p.kind) for p in line if p.text.strip() or p.url]
    while cut and not cut[0].url and cut[0].kind != "code" and not re.search(r"\w", cut[0].text):
        cut.pop(0)
    if cut:
        cut[0] = Piece(re.sub(r"^[^\w(【\[`]+", "", cut[0].text), cut[0].url, cut[0].kind)
    return cut
