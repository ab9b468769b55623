"""schema.org JSON-LD, with the https form of its IRIs.

schema.org has no type for a machine-learning model (schemaorg/schemaorg#3140), so a model is a
CreativeWork with FAIR4ML's class as additionalType. The context stands in the file: it reads
without a network, and the one at schema.org maps to the http IRIs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.formats import Export
from healcare_kg.exports.hub import Repository, hub_id
from healcare_kg.exports.json_text import json_bytes, plain_number, without_empty
from healcare_kg.exports.wording import SIZES, describe

__all__ = ["CONTEXT", "node", "reference", "write"]

_SCHEMA = "https://schema.org/"
_LINKS = (
    "additionalType", "author", "citation", "codeRepository", "creator", "exampleOfWork",
    "isBasedOn", "license", "parentOrganization", "sameAs", "subjectOf", "url",
)  # fmt: skip
CONTEXT: dict[str, Any] = {"@vocab": _SCHEMA, **{name: {"@type": "@id"} for name in _LINKS}}
_TYPES = (
    ("Model", "CreativeWork"),
    ("Dataset", "Dataset"),
    ("Institution", "Organization"),
    ("Publication", "ScholarlyArticle"),
    ("License", "CreativeWork"),
    ("FineTuneMethod", "DefinedTerm"),
)
_ML_MODEL = "https://w3id.org/fair4ml#MLModel"


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """One JSON-LD file; what the chosen entities point to is named, not described."""
    chosen = {e.iri for e in entities}
    nodes = [node(catalogue, e) for e in sorted(entities, key=lambda e: e.iri)]
    named = {
        other.iri: other
        for e in entities
        for prop in ("basedOn", "builtFrom", "variantOf", "versionOf", "developedBy", "publishedIn",
                     "license", "partOf")
        for other in catalogue.linked(e, prop)
        if other.iri not in chosen
    }  # fmt: skip
    nodes += [reference(catalogue, named[iri]) for iri in sorted(named)]
    return Export({"schema-org.jsonld": json_bytes({"@context": CONTEXT, "@graph": nodes})})


def reference(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    """An entity by its type and name only."""
    return without_empty({"@id": entity.iri, "@type": _type(catalogue, entity), **_naming(entity)})


def node(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    """The description of one entity in the terms of schema.org."""
    common = {"@id": entity.iri, "@type": _type(catalogue, entity), **_naming(entity)}
    if catalogue.is_a(entity, "Institution"):
        own = _organization(entity)
    elif catalogue.is_a(entity, "Publication"):
        own = _article(entity)
    elif catalogue.is_a(entity, "License"):
        own = {"url": list(entity.texts("url")), "identifier": entity.text("spdxId")}
    elif catalogue.is_a(entity, "FineTuneMethod"):
        own = {"subjectOf": list(entity.links("publishedIn"))}
    else:
        own = _work(catalogue, entity)
    read = {"subjectOf": [*own.pop("subjectOf", []), *catalogue.sources_of(entity)]}
    return without_empty({**common, **own, **read})


def _type(catalogue: Catalogue, entity: Entity) -> str:
    return next((t for cls, t in _TYPES if catalogue.is_a(entity, cls)), "Thing")


def _naming(entity: Entity) -> dict[str, Any]:
    others = [t for tag, t in sorted(entity.labels.items()) if tag != "en"]
    alternate = [*others, *entity.names]
    return {"name": entity.label(), "alternateName": [t for t in alternate if t != entity.label()]}


def _work(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    """A model or a dataset."""
    is_model = catalogue.is_a(entity, "Model")
    kind = "model" if is_model else "dataset"
    page = hub_id(entity, kind)
    return {
        "additionalType": _ML_MODEL if is_model else None,
        "description": describe(catalogue, entity),
        "url": list(entity.texts("homepage") or entity.texts("repository")[:1]),
        "sameAs": Repository(kind, page).url if page else None,
        "creator": list(entity.links("developedBy")),
        "license": list(entity.links("license")),
        "datePublished": entity.text("released"),
        "inLanguage": list(entity.texts("language")),
        "keywords": [
            catalogue.member_label(iri)
            for prop in ("inDomain", "modality", "form", "origin")
            for iri in entity.links(prop)
        ],
        "conditionsOfAccess": [catalogue.member_label(iri) for iri in entity.links("access")],
        "award": list(entity.texts("award")),
        "exampleOfWork": [*entity.links("variantOf"), *entity.links("versionOf")],
        "isBasedOn": [*entity.links("basedOn"), *entity.links("builtFrom")],
        "citation": list(entity.links("publishedIn")),
        "size": [
            {"@type": "QuantitativeValue", "value": plain_number(number), "unitText": unit}
            for prop, unit in SIZES.items()
            if (number := entity.number(prop)) is not None
        ],
    }


def _organization(entity: Entity) -> dict[str, Any]:
    return {
        "url": list(entity.texts("homepage")),
        "parentOrganization": list(entity.links("partOf")),
    }


def _article(entity: Entity) -> dict[str, Any]:
    arxiv, doi = entity.text("arxiv"), entity.text("doi")
    return {
        "headline": entity.text("title"),
        "datePublished": entity.text("year"),
        "isPartOf": _periodical(entity),
        "url": list(entity.texts("url")),
        "sameAs": [
            *([f"https://doi.org/{doi}"] if doi else []),
            *([f"https://arxiv.org/abs/{arxiv}"] if arxiv else []),
        ],
    }


def _periodical(entity: Entity) -> dict[str, str] | None:
    venue = entity.text("venue")
    return {"@type": "CreativeWork", "name": venue} if venue else None
