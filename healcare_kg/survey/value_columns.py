"""Columns of values: focus, size, amount, form, access, licence, date, language, comments."""

from __future__ import annotations

import re
from collections.abc import Iterable

from healcare_kg.exports.catalogue import Entity
from healcare_kg.names.keys import exact_key
from healcare_kg.survey import cells
from healcare_kg.survey.account import reason
from healcare_kg.survey.addresses import is_generic
from healcare_kg.survey.pieces import Cell, Piece
from healcare_kg.survey.row import CellReading, text_in_language
from healcare_kg.survey.training_data import count, text_with_addresses
from healcare_kg.survey.words import access_level, domain_word, forms_in, language_code

__all__ = [
    "first_date_of", "read_access", "read_amount", "read_date", "read_domain", "read_focus",
    "read_form", "read_language", "read_license", "read_note", "read_size", "read_toolkit",
]  # fmt: skip

_LONGEST_PART = 40  # characters of one purpose in a list of them
_OF_SENTENCES = re.compile(r"[。；;：:()（）]|[,，] |://")


def read_focus(c: CellReading) -> None:
    """Languages, domains and purposes, divided by `/`; a sentence is one purpose."""
    for line in c.cell.lines:
        text = " ".join(text_with_addresses(Cell(line, "")).split())
        if c.draft.graph.holds(c.subject, "purpose", text):
            c.state("purpose", value=text_in_language(text), shown=text)
            continue
        parts = [p for p in re.split(r"\s*/\s*", text) if not cells.is_nothing(p)]
        parts = [part for part in parts if not _closed_list(c, part)]
        if parts and (_OF_SENTENCES.search(text) or max(map(len, parts)) > _LONGEST_PART):
            parts = [text] if len(parts) > 1 else parts
        for part in parts:
            c.state("purpose", value=text_in_language(part), shown=part)


def _closed_list(c: CellReading, part: str) -> bool:
    """Whether a part of a focus is of languages or of domains only, which it then states."""
    words = [w for w in re.split(r"\s*[、,，]\s*", part) if w]
    languages = [code for word in words if (code := language_code(word))]
    domains = [domain for word in words if (domain := _domain(c, word))]
    if len(languages) == len(words):
        for code in languages:
            c.state("language", value=code)
    elif len(domains) == len(words):
        for domain in domains:
            c.state("inDomain", value=domain)
    else:
        return False
    return True


def read_size(c: CellReading) -> None:
    """Numbers of parameters: of a release itself, of a family's releases where they have them."""
    found, unread = cells.sizes(c.cell.text)
    for size in found:
        prop, value = (
            ("expertLayout", size.layout) if size.layout else ("parametersBillions", size.billions)
        )
        shown = size.layout or format(size.billions or 0, "f")
        if c.is_release:
            c.state(prop, value=value, shown=shown)
            continue
        holders = c.draft.graph.holds(c.subject, prop, value)
        if c.draft.echo and holders:
            c.tell("known", shown)
        elif c.draft.graph.is_claimed(c.subject, prop, value, here=True) or not holders:
            c.state(prop, value=value, shown=shown, why=_why_no_size(c, shown))
        elif len(holders) == 1:
            c.draft.state(c.draft.known(holders[0]), prop, c.place, value=value, shown=shown)
        else:
            c.tell("known", shown, reason("of-releases", ", ".join(e.id for e in holders)))
    for text in unread:
        c.unread(text, "no-size")


def _why_no_size(c: CellReading, shown: str) -> dict[str, str]:
    has_sizes = any(e.facts.get("parametersBillions") for e in c.subject.held_by)
    return reason("no-release", shown) if has_sizes else reason("release")


def read_amount(c: CellReading) -> None:
    """Amounts of data; what has no unit is kept and not adopted."""
    found, rest = cells.amounts(c.cell.text)
    for amount in found:
        count(c, amount)
    rest = rest.strip(" ,，;；/、()（）")
    if rest and not cells.is_nothing(rest):
        c.unread(rest, "no-amount")


def read_form(c: CellReading) -> None:
    """Forms of data: the closed list's labels, or words for them."""
    for line in c.cell.lines:
        for part in cells.items([line], lambda text: bool(c.lookup.member(text, "DataForm"))):
            member = c.lookup.member(part.text, "DataForm")
            found, rest = ([member], "") if member else forms_in(part.text)
            for form in found:
                c.state("form", value=form)
            rest = rest.strip(" 、,，/和与及的数据类")
            if rest and c.draft.graph.has_from_here(c.subject, "form"):
                c.tell("known", rest, reason("other-words"))
            elif rest or not found:
                c.unread(rest or part.text, "no-form")


def read_access(c: CellReading) -> None:
    """How to obtain it: levels of access, licences, and else words for a level."""
    for line in c.cell.lines:
        for piece in (p for p in line if p.url):
            _read_address(c, piece)
        plain = [
            Piece(p.text, None, p.kind)
            for p in line
            if re.search(r"\w", p.text) and not (p.url and is_generic(p.text))
        ]
        for part in cells.items([plain], lambda text: bool(_level_or_licence(c, text))):
            text = part.text
            found = ("license", part.id) if part.id else _level_or_licence(c, text)
            if found is not None:
                prop, value = found
                is_level = prop == "access"
                c.state(prop, value=value if is_level else None, ref=None if is_level else value,
                        shown=text)  # fmt: skip
                continue
            level = access_level(text)
            if level is None:
                c.unread(text, "no-access")
                continue
            c.state("access", value=level, shown=text)
            if not re.fullmatch(r"开源|公开|闭源|open(?:[- ]source)?|closed|public", text, re.I):
                c.note(text)


def read_license(c: CellReading) -> None:
    """A licence of the weights or the data."""
    for item in cells.items(c.cell.lines, lambda text: c.lookup.is_known(text, "License")):
        known = c.lookup.entity(item.id) if item.id else c.lookup.licence(item.text)
        if known is not None:
            c.state("license", ref=known.id, shown=item.text or known.id)
        elif item.text:
            made = c.unknown(item.text, "License")
            if made is not None:
                c.state("license", ref=made.id)
        if item.url and known is None:
            c.unread(item.url, "link-of-other")


def read_date(c: CellReading, text: str | None = None) -> None:
    """A date of release: of a family that of its first release."""
    shown = c.cell.text if text is None else text
    when = cells.date(shown)
    if when is None:
        c.unread(shown, "no-date")
        return
    first = first_date_of(c.subject.known, c.subject.held_by)
    if first is not None and first.startswith(when) and first != when:
        c.tell("known", shown, reason("more-precise", first))
    elif first is not None and not (c.subject.known and c.subject.known.text("released")):
        if first == when:
            c.tell("known", shown)
        else:
            why = reason("first-release", first)
            c.state("released", value=when, shown=shown, why=why)
    else:
        c.state("released", value=when, shown=shown)


def first_date_of(entity: Entity | None, members: Iterable[Entity]) -> str | None:
    """The date that the graph has of an entity, or of the first of its releases."""
    own = entity.text("released") if entity else None
    dates = [d for e in members for d in e.texts("released")]
    return own or min(dates, default=None)


def read_language(c: CellReading) -> None:
    """Languages by name or tag."""
    for item in cells.items(c.cell.lines, lambda text: bool(language_code(text))):
        code = language_code(item.text)
        if item.text in ("中英", "中英文", "中英双语"):
            for both in ("zh", "en"):
                c.state("language", value=both)
        elif code is None:
            c.unread(item.text, "no-language")
        else:
            c.state("language", value=code)


def read_domain(c: CellReading) -> None:
    """Domains of the closed list."""
    for item in cells.items(c.cell.lines, lambda text: bool(_domain(c, text))):
        domain = _domain(c, item.text)
        if domain is None:
            c.unread(item.text, "no-domain")
        else:
            c.state("inDomain", value=domain)


def read_toolkit(c: CellReading) -> None:
    """Training toolkits."""

    def is_known(text: str) -> bool:
        return bool(c.draft.graph.holds(c.subject, "toolkit", text))

    for item in cells.items(c.cell.lines, is_known):
        if item.url:
            c.unread(item.url, "link-of-other")
        if re.search(r"\w", item.text):
            c.state("toolkit", value=item.text)


def read_note(c: CellReading) -> None:
    """Remarks, word for word, with their addresses."""
    c.note(" ".join(text_with_addresses(c.cell).split()))


def _domain(c: CellReading, word: str) -> str | None:
    return c.lookup.member(word, "Domain") or domain_word(word)


def _level_or_licence(c: CellReading, text: str) -> tuple[str, str] | None:
    level = c.lookup.member(text, "AccessLevel")
    if level is not None:
        return "access", level
    found = c.lookup.named(text, "License")
    known = found[0] if len(found) == 1 else None
    if known is None and re.search(r"\d|mit\b", exact_key(text)) and len(text) < 40:  # noqa: PLR2004
        known = c.lookup.licence(text)
    return ("license", known.id) if known else None


def _read_address(c: CellReading, piece: Piece) -> None:
    from healcare_kg.survey.link_columns import read_link

    read_link(c, piece)
