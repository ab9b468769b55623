"""Croissant 1.1 (mlcommons/croissant, docs/croissant-spec-1.1.md), a file a dataset.

Only datasets that lie in a repository of the Hugging Face Hub and are not withheld have one: an
address on another host is a repository of code or a page, and says nothing of the data's files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from healcare_kg.errors import InputError
from healcare_kg.exports.catalogue import Catalogue, Entity, local_name
from healcare_kg.exports.formats import Export
from healcare_kg.exports.hub import Repository, hub_id
from healcare_kg.exports.json_text import json_bytes, without_empty
from healcare_kg.exports.wording import citation, describe

__all__ = ["write"]

_CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
_CROISSANT_TERMS = """
    arrayShape citeAs column containedIn equivalentProperty excludes extract field fileObject
    fileProperty fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path
    recordSet references regex repeated replace samplingRate separator source subField transform
"""
# The context that mlcroissant 1.1 expects, whole, though these files use a part of it.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _CROISSANT_TERMS.split()},
}
_WITHHELD = {"closed", "on-request", "api-only", "demo", "recipe-only"}
# What the specification asks of every dataset (section "Required") and a graph may not know.
_REQUIRED = ("license", "creator", "datePublished")


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """A JSON-LD file for each dataset with a download.

    Raises InputError where a dataset is asked for alone and has none. The remarks name what the
    specification requires and the graph does not know.
    """
    files, notes = {}, []
    for entity in entities:
        document = _document(catalogue, entity)
        if document is None:
            continue
        files[f"{entity.id}.croissant.json"] = json_bytes(document)
        missing = [key for key in _REQUIRED if key not in document]
        if missing:
            notes.append(f"{entity.id}: the graph knows no {', '.join(missing)}")
    if not files:
        names = ", ".join(e.id for e in entities[:5])
        raise InputError(
            f"no dataset to describe: {names or 'the graph'} has no repository of data on the "
            "Hugging Face Hub that anyone can download"
        )
    return Export(files, tuple(notes))


def _document(catalogue: Catalogue, entity: Entity) -> dict[str, Any] | None:
    place = hub_id(entity, "dataset")
    if place is None or _WITHHELD & {local_name(iri) for iri in entity.links("access")}:
        return None
    page = Repository("dataset", place).url
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        **without_empty(_about(catalogue, entity, page)),
        # The address is of a branch, not of a revision: what lies there may change, and no checksum
        # can be given. The specification calls that a live dataset.
        "isLiveDataset": True,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": "repository",
                "name": "repository",
                "description": "The Git repository of the dataset on the Hugging Face Hub.",
                "contentUrl": page,
                "encodingFormat": "git+https",
            }
        ],
    }


def _about(catalogue: Catalogue, entity: Entity, page: str) -> dict[str, Any]:
    other_labels = [text for tag, text in sorted(entity.labels.items()) if tag != "en"]
    publications = catalogue.linked(entity, "publishedIn")
    return {
        "conformsTo": _CONFORMS_TO,
        "name": entity.label(),
        "alternateName": [*other_labels, *entity.names],
        "description": describe(catalogue, entity),
        "url": page,
        "sameAs": [entity.iri, *entity.texts("homepage")],
        "license": [_license(e) for e in catalogue.linked(entity, "license")],
        "creator": [_organization(e) for e in catalogue.linked(entity, "developedBy")],
        "datePublished": entity.text("released"),
        "inLanguage": list(entity.texts("language")),
        "keywords": [
            catalogue.member_label(iri)
            for prop in ("inDomain", "form", "origin", "modality")
            for iri in entity.links(prop)
        ],
        "citeAs": citation(publications[0]) if publications else None,
        "prov:wasDerivedFrom": [{"@id": iri} for iri in entity.links("builtFrom")],
        "subjectOf": [{"@id": iri} for iri in catalogue.sources_of(entity)],
    }


def _license(licence: Entity) -> str:
    spdx = licence.text("spdxId")
    if spdx:
        return f"https://spdx.org/licenses/{spdx}.html"
    return licence.text("url") or licence.label()


def _organization(institution: Entity) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "sc:Organization",
            "@id": institution.iri,
            "name": institution.label(),
            "url": institution.text("homepage"),
        }
    )
