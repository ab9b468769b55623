"""Columns of lists of names: authors, bases, methods, training data, benchmarks."""

from __future__ import annotations

import re
from collections.abc import Callable

from healcare_kg.exports.catalogue import Entity
from healcare_kg.exports.hub import repository_in
from healcare_kg.names.keys import exact_key
from healcare_kg.survey import cells
from healcare_kg.survey.account import reason
from healcare_kg.survey.addresses import clean_address, is_generic, link_property, repository
from healcare_kg.survey.cells import Item
from healcare_kg.survey.known import Subject
from healcare_kg.survey.pieces import Piece
from healcare_kg.survey.row import CellReading
from healcare_kg.survey.training_data import count, describes_data, read_described
from healcare_kg.survey.words import forms_in

__all__ = ["read_author", "read_base", "read_data", "read_evaluation", "read_method"]

_TUNING = re.compile(r"\s*(?:微调|训练|fine-?tun(?:ing|ed)|tuning|training)\s*\Z", re.IGNORECASE)
_PEOPLE = re.compile(r"\bet\s+al\b|[\u3400-\u9fff]等\Z", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<name>.+?)\s*[(（](?P<count>[^()（）]+)[)）]\Z")
# A Latin name and a Chinese one that run on: `X-D-Lab华东理工`.
_RUN_ON = re.compile(r"(?<=[A-Za-z0-9)])\s*(?=[\u3400-\u9fff])")


def read_author(c: CellReading) -> None:
    """Institutions; a laboratory and its university may run on with nothing between them."""
    known = _knower(c, "Institution")
    for item in cells.items(c.cell.lines, known):
        parts = [item] if known(item.text) or item.id or item.url else [
            Item(part) for part in _RUN_ON.split(item.text) if part.strip()
        ]  # fmt: skip
        for part in parts:
            if _PEOPLE.search(part.text):
                c.unread(part.text, "people")
                continue
            found = _entity(c, part, "Institution")
            if found is None:
                continue
            _state_or_finer(c, "developedBy", found, "partOf", part.text)
            _address(c, found, part)


def read_base(c: CellReading) -> None:
    """Base models, each the most specific entity that its words and its link allow."""
    prop = "basedOn" if c.is_release else "hasReleaseBasedOn"
    for item in cells.items(c.cell.lines, _knower(c, "Model")):
        found = _entity(c, item, "Model")
        if found is None:
            continue
        if found.id == c.subject.id:
            c.unread(item.text, "itself")
            continue
        _state_or_finer(c, prop, found, "variantOf", item.text)
        _address(c, found, item)


def read_method(c: CellReading) -> None:
    """Training methods, and after `via` the toolkit of all of them."""
    lines = []
    for line in c.cell.lines:
        last = line[-1]
        text, tool = cells.toolkit(last.text) if last.url is None else (last.text, None)
        if tool is not None:
            c.state("toolkit", value=tool)
            line = (*line[:-1], Piece(text, last.url, last.kind))  # noqa: PLW2901 - shortened
        lines.append(line)
    for item in cells.items(lines, _knower(c, "FineTuneMethod")):
        found = c.lookup.named(item.text, "FineTuneMethod") if not item.id else []
        short = _TUNING.sub("", item.text)
        if not found and not item.id and short and short != item.text:
            found = c.lookup.named(short, "FineTuneMethod")
        if found or item.id:
            method = c.only(found, item.text) if found else _by_id(c, item, "FineTuneMethod")
            if method is not None:
                c.state("usesMethod", ref=method.id, shown=f"{item.text} ({method.id})")
        elif item.text and short != item.text and forms_in(short)[0] and not forms_in(short)[1]:
            c.state("usesMethod", value=item.text, why=reason("form-not-method"))
        elif exact_key(item.text) in c.lookup.toolkits:
            c.state("toolkit", value=c.lookup.toolkits[exact_key(item.text)])
        elif item.text:
            made = c.unknown(item.text, "FineTuneMethod")
            if made is not None:
                c.state("usesMethod", ref=made.id)


def read_data(c: CellReading) -> None:
    """Training data: names of datasets, or one dataset that is described and not named."""
    if cells.date(c.cell.text):
        c.unread(c.cell.text, "is-date")
        return
    known = _knower(c, "Dataset")
    items = cells.items(c.cell.lines, known)
    if not any(item.id or known(item.text) for item in items) and describes_data(c.cell):
        read_described(c)
        return
    for item in items:
        counted = _COUNTED.match(item.text) if not known(item.text) else None
        amounts = cells.amounts(counted["count"])[0] if counted and known(counted["name"]) else []
        if counted and amounts:
            item = Item(counted["name"], item.id, item.url)  # noqa: PLW2901 - without its count
        is_named = bool(item.id or item.url or known(item.text))
        if not is_named and (cells.amounts(item.text)[0] or cells.generators(item.text)[1]):
            c.unread(item.text, "described")
            continue
        found = _entity(c, item, "Dataset")
        for amount in amounts if found is not None else ():
            count(c, amount, found)
        if found is not None:
            c.state("trainedOn", ref=found.id, shown=f"{item.text} ({found.id})")
            _address(c, found, item)


def read_evaluation(c: CellReading) -> None:
    """Benchmarks; without a score they are no fact, but the graph may have the results."""
    measured = {
        iri
        for model in c.subject.held_by
        for result in c.lookup.catalogue.evaluations_of(model)
        for iri in result.links("onBenchmark")
    }
    for item in cells.items(c.cell.lines, _knower(c, "Dataset")):
        found = _by_id(c, item, "Dataset") if item.id else None
        named = [found] if found else c.lookup.named(item.text, "Dataset")
        if any(entity.iri in measured for entity in named):
            c.tell("known", item.text)
        else:
            c.unread(item.text or item.url or "", "no-score")


def _knower(c: CellReading, cls: str) -> Callable[[str], bool]:
    draft = c.draft
    return lambda text: draft.lookup.is_known(text, cls) or bool(draft.new_named(text, cls))


def _by_id(c: CellReading, item: Item, cls: str) -> Entity | None:
    entity = c.lookup.entity(item.id or "")
    if entity is None or not c.lookup.catalogue.is_a(entity, cls):
        c.unread(item.id or "", "no-id")
        return None
    return entity


def _entity(c: CellReading, item: Item, cls: str) -> Subject | None:
    """What an item means: its id, its name, its link where that is more specific."""
    if item.id is not None:
        entity = _by_id(c, item, cls)
        return c.draft.known(entity) if entity else None
    if item.url and is_generic(item.text):
        item = Item("", None, item.url)
    named = c.lookup.named(item.text, cls) if item.text else []
    at = c.lookup.at(item.url, cls) if item.url else []
    if at and named:
        # The link of a line's name may be that of one of its models.
        finer = [e for e in at if any(n in c.lookup.above(e, "variantOf") for n in named)]
        at = [e for e in at if e in named] or finer
        found = at if len(at) == 1 else named
    else:
        found = named or at
    if len(found) > 1 and cls == "Model":
        found = _of_row(c, found)
    if found:
        entity = c.only(found, item.text or item.url or "")
        return c.draft.known(entity) if entity else None
    text = item.text or _repository_name(item.url or "")
    if text is None:
        c.unread(item.url or "", "no-name-of-address")
        return None
    of_file = c.draft.new_named(text, cls)
    if of_file is not None:
        return of_file
    made = c.unknown(text, cls)
    if made is None and item.url and item.text:
        c.unread(item.url, "of-unknown")
    return made


def _repository_name(url: str) -> str | None:
    """The name of the repository that an address is of, where the link has none."""
    hub, place = repository_in(url), repository(url)
    return (
        hub.id.rpartition("/")[2] if hub else url.rstrip("/").rpartition("/")[2] if place else None
    )


def _of_row(c: CellReading, found: list[Entity]) -> list[Entity]:
    """Of several bases of one name those that the row's model stands on, or that are bases."""
    held = {iri for e in c.subject.held_by for p in ("basedOn", "hasReleaseBasedOn")
            for iri in e.links(p)}  # fmt: skip
    for fewer in (
        [e for e in found if e.iri in held],
        [e for e in found if "BaseModel" in e.classes],
    ):
        if len(fewer) == 1:
            return fewer
    return found


def _state_or_finer(c: CellReading, prop: str, found: Subject, up: str, text: str) -> None:
    """State it, unless the graph has something more specific below it."""
    lookup, shown = c.lookup, f"{text} ({found.id})"
    props = (
        ("basedOn", "hasReleaseBasedOn") if prop in ("basedOn", "hasReleaseBasedOn") else (prop,)
    )
    if found.known is not None:
        finer = [
            (e, p, value)
            for e in c.subject.held_by
            for p in props
            for value in lookup.catalogue.linked(e, p)
            if found.known in lookup.above(value, up)
        ]
        from_here = any(c.draft.graph.has_from_here(c.subject, p, v.id) for _, p, v in finer)
        from_here = from_here and not c.draft.graph.has_from_here(c.subject, prop, found.id)
        is_there = bool(c.draft.graph.holds(c.subject, prop, found.id))
        is_enough = c.is_release or c.draft.echo or up == "partOf"
        if finer and not c.draft.graph.is_claimed(c.subject, prop, found.id):
            if from_here or (is_enough and not is_there):
                names = ", ".join(dict.fromkeys(v.id for _, _, v in finer))
                c.tell("known", shown, reason("more-precise", names))
            else:
                c.draft.state(c.subject, prop, c.place, ref=found.id, shown=shown, agrees=True)
            return
    c.state(prop, ref=found.id, shown=shown)


def _address(c: CellReading, found: Subject, item: Item) -> None:
    """The link of an item, as an address of what it names."""
    if not item.url:
        return
    url = clean_address(item.url)
    if url is None:
        c.unread(item.url, "bad-link")
        return
    is_model = found.known is None or c.lookup.catalogue.is_a(found.known, "Model")
    prop = link_property(url, "model" if is_model and found.cls != "Dataset" else "dataset")
    if found.cls == "Institution":
        prop = "repository" if re.match(r"https?://(?:www\.)?github\.com/", url) else "homepage"
    if prop in ("paper", "other"):
        c.unread(url, "link-of-other")
        return
    for known in ("repository", "weights", "homepage"):
        if c.draft.graph.holds(found, known, url):
            prop = known
    c.draft.state(found, prop, c.place, value=url, shown=url)
