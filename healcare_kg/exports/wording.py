"""Descriptions in English sentences, put together from an entity's adopted facts alone."""

from __future__ import annotations

from healcare_kg.exports.catalogue import Catalogue, Entity

__all__ = ["SIZES", "citation", "describe"]

# The properties that count a dataset, with the unit's name.
SIZES = {
    "exampleCount": "examples",
    "dialogueCount": "dialogues",
    "turnCount": "turns",
    "qaPairCount": "question-answer pairs",
    "questionCount": "questions",
    "documentCount": "documents",
    "tokenCount": "tokens",
    "imageCount": "images",
}


def describe(catalogue: Catalogue, entity: Entity) -> str:
    """What an entity is, in one to three sentences."""
    kind = _kind(catalogue, entity)
    domains = _members(catalogue, entity, "inDomain")
    first = f"{entity.label()} is {kind}" + (f" for {_and(domains)}" if domains else "")
    sentences = [first]
    purpose = entity.text("purpose")
    if purpose:
        sentences.append(f"Purpose: {purpose}")
    if catalogue.is_a(entity, "Dataset"):
        sentences += _of_dataset(catalogue, entity)
    else:
        sentences += _of_model(catalogue, entity)
    return " ".join(s.rstrip(".") + "." for s in sentences)


def citation(publication: Entity) -> str:
    """A publication as one line: title, venue, year, identifier."""
    parts = [publication.text("title") or publication.label()]
    parts += [t for t in (publication.text("venue"), publication.text("year")) if t]
    arxiv, doi = publication.text("arxiv"), publication.text("doi")
    if doi:
        parts.append(f"https://doi.org/{doi}")
    elif arxiv:
        parts.append(f"https://arxiv.org/abs/{arxiv}")
    return ". ".join(p.rstrip(".") for p in parts)


def _kind(catalogue: Catalogue, entity: Entity) -> str:
    if catalogue.is_a(entity, "Benchmark"):
        return "a benchmark"
    if catalogue.is_a(entity, "Dataset"):
        return "a dataset"
    family = "ModelFamily" in entity.classes
    base = "base " if "BaseModel" in entity.classes else ""
    return f"a family of {base or 'language '}models" if family else f"a {base or 'language '}model"


def _of_dataset(catalogue: Catalogue, entity: Entity) -> list[str]:
    found = []
    forms, origins = (_members(catalogue, entity, prop) for prop in ("form", "origin"))
    if forms:
        found.append(f"Form: {', '.join(forms)}")
    if origins:
        found.append(f"Origin: {', '.join(origins)}")
    sizes = [f"{entity.number(p):,} {unit}" for p, unit in SIZES.items() if entity.number(p)]
    if sizes:
        found.append(f"Size: {', '.join(sizes)}")
    return found


def _of_model(catalogue: Catalogue, entity: Entity) -> list[str]:
    found = []
    size = entity.number("parametersBillions")
    if size is not None:
        found.append(f"It has {size} billion parameters")
    for prop, words in (
        ("basedOn", "Based on"),
        ("hasReleaseBasedOn", "With releases based on"),
        ("trainedOn", "Trained on"),
        ("usesMethod", "Methods:"),
    ):
        names = [e.label() for e in catalogue.linked(entity, prop)]
        if names:
            found.append(f"{words} {_and(names)}")
    return found


def _members(catalogue: Catalogue, entity: Entity, prop: str) -> list[str]:
    return [catalogue.member_label(iri) for iri in entity.links(prop)]


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
