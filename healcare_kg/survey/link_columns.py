"""Columns of addresses and publications: venue, paper, code, weights, link, and a name's link."""

from __future__ import annotations

import re
import unicodedata

from healcare_kg.exports.catalogue import Entity
from healcare_kg.survey import cells
from healcare_kg.survey.account import reason
from healcare_kg.survey.addresses import arxiv_id, clean_address, doi_of, is_generic, link_property
from healcare_kg.survey.columns import DATASET
from healcare_kg.survey.known import Subject
from healcare_kg.survey.pieces import Piece
from healcare_kg.survey.row import CellReading, text_in_language

__all__ = ["read_link", "read_links", "read_paper", "read_venue"]

_AWARD = re.compile(r"奖|\baward\b|\bprize\b", re.IGNORECASE)
_AS_WRITTEN = ("published in, as written: ", "发表，按表中所写：")
_TITLE_WORDS = 4  # a link's text of so many words is a title


def read_links(c: CellReading) -> None:
    """A column of addresses; of its texts only levels of access say something."""
    from healcare_kg.survey.value_columns import read_access

    for piece in c.cell.links:
        read_link(c, piece)
    text = " ".join(
        "".join(p.text for p in c.cell.pieces if not p.url and p.kind == "text").split()
    )
    if cells.is_nothing(text) or (c.cell.links and not re.search(r"\w", text)):
        return
    if not c.cell.links:
        read_access(c)
    else:
        c.unread(text, "no-link")


def read_paper(c: CellReading) -> None:
    """A column of papers; the name of a link is no fact, a title without address may be known."""
    for piece in c.cell.links:
        url = clean_address(piece.url or "")
        if url is None:
            c.unread(piece.url or "", "bad-link")
        elif link_property(url, c.kind) in ("paper", "homepage"):
            _paper(c, url, piece.text)
        else:
            read_link(c, piece)
    for line in c.cell.lines:
        text = " ".join("".join(p.text for p in line if not p.url).split()).strip(" ,;|/()")
        if re.search(r"\w", text):
            _titled(c, text)


def read_venue(c: CellReading) -> None:
    """The survey's column of publications: venues, papers, repositories and awards."""
    # Addresses first: a venue before or behind that of a paper is the paper's.
    # What such a link is called is the venue, and no title.
    linked_papers = [
        [
            paper
            for piece in line
            if piece.url and (paper := read_link(c, Piece("", piece.url))) is not None
        ]
        for line in c.cell.lines
    ]
    for line, papers in zip(c.cell.lines, linked_papers, strict=True):
        name = next((p.text.strip() for p in line if p.kind == "code"), "")
        cited = c.lookup.entity(name) if name else None
        if cited is not None and "Publication" in cited.classes:
            c.state("publishedIn", ref=name)
            continue
        plain = [p for p in line if not p.url]
        text = " ".join("".join(p.text for p in plain).split()).strip(" ,;，；|")
        only = papers[0] if len(papers) == 1 else None
        linked = next((p.text.strip() for p in line if p.url and not is_generic(p.text)), "")
        if only is not None and linked:
            _venue_of(c, only, linked)
        if cells.is_nothing(text) or not re.search(r"\w", text):
            continue
        if _AWARD.search(text) or any(p.kind == "emphasis" for p in plain):
            c.state("award", value=text)
        elif only is not None:
            _venue_of(c, only, text)
        else:
            _venue(c, text)


def read_link(c: CellReading, piece: Piece) -> Subject | None:
    """An address as what it is of the row's entity; the publication where it is of one."""
    url = clean_address(piece.url or "")
    if url is None:
        c.unread(piece.url or "", "bad-link")
        return None
    prop = link_property(url, c.kind)
    if prop == "paper":
        return _paper(c, url, piece.text)
    if prop == "other":
        c.unread(url, "link-of-other")
        return None
    # A page that the graph has under another property is not added under a second one.
    for known in ("repository", "weights", "homepage"):
        if known != prop and c.draft.graph.holds(c.subject, known, url):
            prop = known
            break
    _own_address(c, prop, url)
    return None


def _own_address(c: CellReading, prop: str, url: str) -> None:
    """An address of the row's entity: of the release that has it, and not what is another's."""
    holders = c.draft.graph.holds(c.subject, prop, url)
    if holders and c.subject.known not in holders:
        c.draft.state(c.draft.known(holders[0]), prop, c.place, value=url, shown=url)
        return
    others = c.lookup.at(url, "Model" if c.is_model else "Dataset")
    near = [x for e in c.subject.held_by for x in (e, *c.lookup.above(e, "variantOf"))]
    if others and not holders and not any(e in near for e in others):
        why = reason("of-another", ", ".join(e.id for e in others))
        c.state(prop, value=url, shown=url, why=why)
    else:
        c.state(prop, value=url, shown=url)


def _paper(c: CellReading, url: str, text: str) -> Subject | None:
    known = c.lookup.publication(url)
    if known is not None:
        c.state("publishedIn", ref=known.id, shown=f"{known.label()} ({known.id})")
        return c.draft.known(known)
    arxiv, doi = arxiv_id(url), doi_of(url)
    name = f"arXiv:{arxiv}" if arxiv else f"doi:{doi}" if doi else url
    prop, value = ("arxiv", arxiv) if arxiv else ("doi", doi) if doi else ("url", url)
    title = " ".join(text.split())
    is_title = len(title.split()) >= _TITLE_WORDS
    titled = c.lookup.named(title, "Publication") if is_title else []
    if len(titled) == 1:
        made: Subject | None = c.draft.known(titled[0])
        c.tell("known", title)
    else:
        of_file = c.draft.new_named(title, "Publication") if is_title else None
        made = of_file or c.unknown(name, "Publication", label=title if is_title else name)
    if made is not None:
        c.draft.state(made, prop, c.place, value=value)
        c.state("publishedIn", ref=made.id)
    return made


def _titled(c: CellReading, text: str) -> None:
    found = c.lookup.named(text, "Publication")
    if len(found) == 1:
        c.state("publishedIn", ref=found[0].id, shown=found[0].label())
    elif c.kind == DATASET or c.is_model:
        _venue(c, text)


def _venue(c: CellReading, text: str) -> None:
    """A venue without an address: that of the one paper that the graph has, else a note."""
    titled = c.lookup.named(text, "Publication")
    if len(titled) == 1:
        c.state("publishedIn", ref=titled[0].id, shown=titled[0].label())
        return
    papers = c.draft.stated(c.subject, "publishedIn")
    same = [p for p in papers if p.known and _is_venue(p.known, text)]
    if same:
        c.state("publishedIn", ref=same[0].id, shown=f"{text} ({same[0].id})")
    elif len(papers) == 1:
        paper = papers[0].known
        if paper is not None and not paper.text("venue"):
            c.state("publishedIn", ref=paper.id, shown=f"{text} ({paper.id})")
        _venue_of(c, papers[0], text)
    else:
        # Which paper is meant the row does not say.
        is_chinese = "zh" in text_in_language(c.place.column)
        c.note(f"{_AS_WRITTEN[is_chinese]}{text}")


def _venue_of(c: CellReading, paper: Subject, text: str) -> None:
    """The venue of a paper: told where the text is more than a name of the paper itself."""
    known = paper.known
    if known is not None and _is_venue(known, text):
        return
    names = {_squeezed(n) for n in (*known.labels.values(), *known.names)} if known else set()
    is_name = _squeezed(text) in names or re.fullmatch(
        r"(?i)(arxiv|paper|pdf|论文|link|doi)\b.*", text
    )
    if is_name or len(text.split()) > 8 or "et al" in text:  # noqa: PLR2004 - a title, authors
        c.tell("known" if is_name else "unread", text, None if is_name else reason("as-title"))
        return
    c.draft.state(paper, "venue", c.place, value=text)


def _is_venue(paper: Entity, text: str) -> bool:
    venue, year = paper.text("venue"), paper.text("year")
    shown = [venue or "", f"{venue} {year}", paper.text("title") or "", paper.label()]
    return bool(_squeezed(text)) and _squeezed(text) in map(_squeezed, shown)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())
