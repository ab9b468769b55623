"""The graph as the survey's tables: sections, rows and cells, before they become text.

Whatever a cell shows is written so that `import survey` reads the same entity or value in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healcare_kg.errors import InputError
from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.namespaces import HKG
from healcare_kg.survey.columns import DATASET, DATASET_COLUMNS, MODEL, MODEL_COLUMNS
from healcare_kg.survey.lookup import Lookup
from healcare_kg.survey.rendered_cells import CellWriter, Line

__all__ = ["MEDICINE", "Section", "Survey", "build_survey", "chosen_domains"]

MEDICINE = "medicine"  # every domain but psychology and psychiatry
_MIND = {HKG + "psychology", HKG + "psychiatry"}
_TITLES = {
    "en": "Language models for healthcare and psychology",
    "zh": "医疗健康与心理学大语言模型",
}
_INTRO = {
    "en": "A row is a model family with its releases, or a release of its own. "
    "Sizes and bases are two sets: they are not aligned.",
    "zh": "每行是一个模型系列及其发布版本，或一个单独的发布版本。"
    "参数量与基座模型是两个集合，并非逐一对应。",
}
_KINDS = {MODEL: ("{} models", "{}大模型"), DATASET: ("{} datasets", "{}数据集")}
_MEDICAL = ("Medical", "医学")


@dataclass(frozen=True)
class Section:
    """A table: its heading, its headers, and rows of cells, each of lines."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True)
class Survey:
    """What is rendered: language, title, a sentence on how to read it, and the tables."""

    lang: str
    title: str
    intro: str
    sections: tuple[Section, ...]


def build_survey(
    catalogue: Catalogue, lang: str = "en", *, domains: Sequence[str] = ("psychology", MEDICINE)
) -> Survey:
    """The tables of models and of datasets, one of each for every domain (local name or
    `MEDICINE`).
    """
    writer = CellWriter(Lookup(catalogue), lang)
    sections = [_section(writer, kind, domain) for kind in (MODEL, DATASET) for domain in domains]
    return Survey(lang, _TITLES[lang], _INTRO[lang], tuple(sections))


def chosen_domains(catalogue: Catalogue, names: Sequence[str]) -> list[str]:
    """The domains that some ids or labels name, each once; without any, psychology and medicine.

    Raises InputError with those that there are.
    """
    lookup = Lookup(catalogue)
    found: dict[str, None] = {}
    for name in names:
        domain = MEDICINE if name in (MEDICINE, _MEDICAL[1]) else lookup.member(name, "Domain")
        if domain is None:
            there = sorted(i.removeprefix(HKG) for i in catalogue.ontology.members[HKG + "Domain"])
            raise InputError(f"there is no domain {name!r}; there are {', '.join(there)}, medicine")
        found[domain] = None
    return list(found) or ["psychology", MEDICINE]


def _section(writer: CellWriter, kind: str, domain: str) -> Section:
    catalogue, lang = writer.lookup.catalogue, writer.lang
    zh = lang == "zh"
    if domain == MEDICINE:
        label = _MEDICAL[zh]
    else:
        label = catalogue.member_label(HKG + domain, lang)
        label = label if zh else label[:1].upper() + label[1:]
    columns = MODEL_COLUMNS if kind == MODEL else DATASET_COLUMNS
    chosen = _models(writer.lookup, domain) if kind == MODEL else _datasets(catalogue, domain)
    in_order = sorted(chosen, key=lambda e: (e.label().casefold(), e.iri))
    row = writer.model_row if kind == MODEL else writer.dataset_row
    return Section(
        heading=_KINDS[kind][zh].format(label),
        headers=tuple(names[zh] for names in columns.values()),
        rows=tuple(tuple(map(tuple, row(entity))) for entity in in_order),
    )


def _models(lookup: Lookup, domain: str) -> list[Entity]:
    """The families of a domain, and the releases that belong to none of them."""
    catalogue = lookup.catalogue
    inside = {
        e.iri
        for e in catalogue.of_class("Model")
        if any(_is_in(member, domain) for member in lookup.members(e))
        and not ("BaseModel" in e.classes and not _is_in(e, domain))
    }
    entities = catalogue.entities
    return [
        entities[iri]
        for iri in inside
        if not any(above.iri in inside for above in lookup.above(entities[iri], "variantOf"))
    ]


def _datasets(catalogue: Catalogue, domain: str) -> list[Entity]:
    return [
        e
        for e in catalogue.of_class("Dataset")
        if _is_in(e, domain) and "Benchmark" not in e.classes
    ]


def _is_in(entity: Entity, domain: str) -> bool:
    stated = set(entity.links("inDomain"))
    return bool(stated - _MIND) if domain == MEDICINE else HKG + domain in stated
