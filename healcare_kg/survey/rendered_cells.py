"""The cells of a rendered survey: lines of names, values and links, with the facts behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from healcare_kg.exports.catalogue import Entity
from healcare_kg.survey import cells
from healcare_kg.survey.addresses import clean_address, link_property
from healcare_kg.survey.lookup import Lookup
from healcare_kg.survey.pieces import Piece
from healcare_kg.survey.subjects import entities_named
from healcare_kg.survey.value_columns import first_date_of
from healcare_kg.survey.words import COUNT_PROPERTIES, count_unit, language_name

__all__ = ["CellWriter", "Fact", "Line"]

Term = NamedNode | Literal
Fact = tuple[Entity, str, Term]
_AWARD = re.compile(r"奖|\baward\b|\bprize\b", re.IGNORECASE)
_LONGEST_LINK = 32
_LABELS = {
    "repository": ("Code", "代码"), "weights": ("Weights", "权重"), "homepage": ("Website", "主页"),
    "access": ("Access", "开源方式"), "license": ("License", "许可证"),
    "toolkit": ("Toolkit", "工具"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of a cell: text, what it links to, an id where the text alone is not enough.

    `label` stands before it in 【】; `facts` are what it was written from.
    """

    text: str
    url: str | None = None
    id: str | None = None
    label: str = ""
    emphasis: bool = False
    facts: tuple[Fact, ...] = ()


class CellWriter:
    """Writes the rows of entities in a language."""

    def __init__(self, lookup: Lookup, lang: str) -> None:
        self.lookup, self.lang = lookup, lang
        self._zh = lang == "zh"

    def model_row(self, model: Entity) -> list[list[Line]]:
        """The cells of a model's row, in the order of the survey's columns."""
        members = self.lookup.members(model)
        return [
            self._name(model, members, "Model"),
            self._entities(members, ("developedBy",), "Institution"),
            self._venue(model, members),
            self._focus(model, members),
            self._bases(members),
            self._entities(members, ("usesMethod",), "FineTuneMethod"),
            self._entities(members, ("trainedOn",), "Dataset"),
            self._sizes(members),
            self._benchmarks(members),
            self._comments(model, members),
        ]

    def dataset_row(self, data: Entity) -> list[list[Line]]:
        """The cells of a dataset's row."""
        return [
            self._name(data, [data], "Dataset"),
            self._entities([data], ("developedBy",), "Institution"),
            self._venue(data, [data]),
            self._focus(data, [data]),
            self._members([data], "form"),
            self._counts(data),
            [*self._members([data], "access", apart=True), *self._licences([data])],
        ]

    # Names and links

    def _name(self, entity: Entity, members: Sequence[Entity], cls: str) -> list[Line]:
        english, chinese = entity.label("en"), entity.labels.get("zh", "")
        text = english
        if self._zh and chinese and chinese != english:
            text = chinese if english in chinese else f"{english} {chinese}"
        if not self._is_read(text, entity, cls) and self._is_read(english, entity, cls):
            text = english
        known = self._is_read(text, entity, cls)
        url, facts = self._address(entity)
        lines = [Line(text, url, None if known else entity.id, facts=facts)]
        when = first_date_of(entity, members)
        if when is not None:
            facts = tuple(self._facts(members, "released", Literal(when)))
            lines.append(Line(when, facts=facts))
        return lines

    def _is_read(self, text: str, entity: Entity, cls: str) -> bool:
        """Whether a name cell of this text is read as this entity."""
        name = cells.name([Piece(text)])
        return name.date is None and entities_named(self.lookup, name, cls) == [entity]

    def _address(self, entity: Entity) -> tuple[str | None, tuple[Fact, ...]]:
        """The first address of an entity itself."""
        for prop in ("repository", "weights", "homepage"):
            for term in entity.facts.get(prop, ()):
                kind = "model" if self.lookup.catalogue.is_a(entity, "Model") else "dataset"
                url = term.value
                if clean_address(url) and link_property(url, kind) not in ("paper", "other"):
                    return url, ((entity, prop, term),)
        return None, ()

    def _entity(self, entity: Entity, cls: str, facts: Iterable[Fact]) -> Line:
        """A line that names an entity."""
        text = entity.label(self.lang)
        known = self.lookup.named(text, cls) == [entity] and not cells.is_nothing(text)
        url, _ = self._address(entity)
        is_one = url is None or self.lookup.named(text, cls) == [entity]
        return Line(text, url, None if known and is_one else entity.id, facts=tuple(facts))

    def _entities(self, members: Sequence[Entity], props: Sequence[str], cls: str) -> list[Line]:
        found: dict[str, list[Fact]] = {}
        for member in members:
            for prop in props:
                for term in member.facts.get(prop, ()):
                    if isinstance(term, NamedNode):
                        found.setdefault(term.value, []).append((member, prop, term))
        known = self.lookup.catalogue.entities
        return [self._entity(known[i], cls, facts) for i, facts in found.items() if i in known]

    def _bases(self, members: Sequence[Entity]) -> list[Line]:
        """The most specific bases; a release that stands on another of its family has none."""
        own = {e.iri for e in members}
        catalogue = self.lookup.catalogue
        found = {
            base.iri: base
            for e in members
            for prop in ("basedOn", "hasReleaseBasedOn")
            for base in catalogue.linked(e, prop)
            if base.iri not in own
        }
        wider = {a.iri for base in found.values() for a in self.lookup.above(base, "variantOf")}
        lines = self._entities(members, ("basedOn", "hasReleaseBasedOn"), "Model")
        kept = {iri for iri in found if iri not in wider}
        return [line for line in lines if any(f[2].value in kept for f in line.facts)]

    def _venue(self, entity: Entity, members: Sequence[Entity]) -> list[Line]:
        found: dict[str, list[Fact]] = {}
        for member in members:
            for term in member.facts.get("publishedIn", ()):
                found.setdefault(term.value, []).append((member, "publishedIn", term))
        known = self.lookup.catalogue.entities
        lines = [self._paper(known[i], facts) for i, facts in found.items() if i in known]
        awards = (
            Line(t.value, emphasis=True, facts=((entity, "award", t),))
            for t in entity.facts.get("award", ())
        )
        return [*lines, *awards]

    def _paper(self, paper: Entity, facts: Sequence[Fact]) -> Line:
        arxiv, doi, url = (paper.text(p) for p in ("arxiv", "doi", "url"))
        address = (
            f"https://arxiv.org/abs/{arxiv}" if arxiv
            else f"https://doi.org/{doi}" if doi else url
        )  # fmt: skip
        if address is None or self.lookup.publication(address) is not paper:
            text = paper.label(self.lang)
            is_known = self.lookup.named(text, "Publication") == [paper]
            is_plain = is_known and not _AWARD.search(text)
            return Line(text, None, None if is_plain else paper.id, facts=tuple(facts))
        venue, year = paper.text("venue"), paper.text("year")
        if venue and year and year not in venue:
            venue = f"{venue} {year}"
        text = venue or (f"arXiv:{arxiv}" if arxiv else paper.label(self.lang))
        return Line(text, address, facts=tuple(facts))

    # Values

    def _focus(self, entity: Entity, members: Sequence[Entity]) -> list[Line]:
        comma = "、" if self._zh else ", "
        parts, facts = [], []
        for prop in ("language", "inDomain"):
            found: dict[str, None] = {}
            for member in members:
                for term in member.facts.get(prop, ()):
                    facts.append((member, prop, term))
                    shown = (
                        language_name(term.value, self.lang)
                        if prop == "language"
                        else self.lookup.catalogue.member_label(term.value, self.lang)
                    )
                    found[shown] = None
            if found:
                parts.append(comma.join(found))
        lines = [Line(" / ".join(parts), facts=tuple(facts))] if parts else []
        purposes = [t for t in entity.facts.get("purpose", ()) if isinstance(t, Literal)]
        chosen = [t for t in purposes if t.language == self.lang] or purposes
        return [*lines, *(Line(t.value, facts=((entity, "purpose", t),)) for t in chosen)]

    def _sizes(self, members: Sequence[Entity]) -> list[Line]:
        numbers: dict[Decimal, list[Fact]] = {}
        layouts: dict[str, list[Fact]] = {}
        for member in members:
            for term in member.facts.get("parametersBillions", ()):
                fact = (member, "parametersBillions", term)
                numbers.setdefault(Decimal(term.value), []).append(fact)
            for term in member.facts.get("expertLayout", ()):
                layouts.setdefault(term.value, []).append((member, "expertLayout", term))
        shown = [format(n.normalize(), "f") for n in sorted(numbers)] + sorted(layouts)
        facts = [f for found in (*numbers.values(), *layouts.values()) for f in found]
        return [Line("/".join(shown), facts=tuple(facts))] if shown else []

    def _counts(self, data: Entity) -> list[Line]:
        return [
            Line(f"{int(term.value):,} {count_unit(prop, self.lang)}", facts=((data, prop, term),))
            for prop in COUNT_PROPERTIES
            for term in data.facts.get(prop, ())
        ]

    def _members(self, entities: Sequence[Entity], prop: str, *, apart: bool = False) -> list[Line]:
        """Members of a closed list by their labels, in one line or each in its own."""
        found: dict[str, list[Fact]] = {}
        for entity in entities:
            for term in entity.facts.get(prop, ()):
                label = self.lookup.catalogue.member_label(term.value, self.lang)
                found.setdefault(label, []).append((entity, prop, term))
        if apart:
            return [Line(label, facts=tuple(facts)) for label, facts in found.items()]
        all_facts = tuple(f for facts in found.values() for f in facts)
        comma = "、" if self._zh else ", "
        return [Line(comma.join(found), facts=all_facts)] if found else []

    def _licences(self, members: Sequence[Entity]) -> list[Line]:
        """Licences by their SPDX identifiers where they have one."""
        known = self.lookup.catalogue.entities
        found = []
        for line in self._entities(members, ("license",), "License"):
            licence = known[line.facts[0][2].value]
            short = licence.text("spdxId")
            if short and self.lookup.licence(short) == licence:
                found.append(Line(short, facts=line.facts))
            else:
                found.append(Line(line.text, None, line.id, facts=line.facts))
        return found

    def _benchmarks(self, members: Sequence[Entity]) -> list[Line]:
        catalogue = self.lookup.catalogue
        found: dict[str, list[Fact]] = {}
        for model in members:
            for result in catalogue.evaluations_of(model):
                for term in result.facts.get("onBenchmark", ()):
                    found.setdefault(term.value, []).append((result, "onBenchmark", term))
        return [
            self._entity(catalogue.entities[iri], "Dataset", facts)
            for iri, facts in found.items()
            if iri in catalogue.entities
        ]

    def _comments(self, model: Entity, members: Sequence[Entity]) -> list[Line]:
        lines = [self._labelled("access", line) for line in self._members(members, "access")]
        lines += [self._labelled("license", line) for line in self._licences(members)]
        shown, _ = self._address(model)
        for prop in ("repository", "weights", "homepage"):
            for term in model.facts.get(prop, ()):
                url = term.value
                if url != shown and clean_address(url):
                    text = _shortened([part for part in url.split("/") if part][-1])
                    line = Line(text, url, facts=((model, prop, term),))
                    lines.append(self._labelled(prop, line))
        tools = {t.value: (m, "toolkit", t) for m in members for t in m.facts.get("toolkit", ())}
        if tools:
            comma = "、" if self._zh else ", "
            line = Line(comma.join(tools), facts=tuple(tools.values()))
            lines.append(self._labelled("toolkit", line))
        return lines

    def _labelled(self, prop: str, line: Line) -> Line:
        label = _LABELS[prop][self._zh]
        return Line(line.text, line.url, line.id, label, facts=line.facts)

    @staticmethod
    def _facts(members: Sequence[Entity], prop: str, value: Literal) -> Iterator[Fact]:
        for member in members:
            for term in member.facts.get(prop, ()):
                if term.value == value.value:
                    yield member, prop, term


def _shortened(text: str) -> str:
    """The text of a link, which the importer does not read, no longer than a cell bears."""
    return text if len(text) <= _LONGEST_LINK else text[: _LONGEST_LINK - 1] + "…"
