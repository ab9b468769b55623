"""FAIR4ML 0.1.0 JSON-LD (RDA-FAIR4ML/FAIR4ML-schema, release/0.1.0/fair4ml.jsonld).

Its context uses the http form of schema.org's IRIs; so does this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import Literal

from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.formats import Export
from healcare_kg.exports.json_text import json_bytes, plain_number, without_empty
from healcare_kg.exports.wording import describe

__all__ = ["write"]

_CONTEXT: dict[str, Any] = {
    "fair4ml": "https://w3id.org/fair4ml#",
    "schema": "http://schema.org/",
    "codemeta": "https://w3id.org/codemeta/",
    **{
        name: {"@id": name, "@type": "@id"}
        for name in (
            "fair4ml:evaluatedMLModel", "fair4ml:evaluatedOn", "fair4ml:evaluationDataset",
            "fair4ml:fineTunedFrom", "fair4ml:hasEvaluation", "fair4ml:trainedOn",
            "codemeta:referencePublication", "schema:author", "schema:codeRepository",
            "schema:license", "schema:archivedAt", "schema:exampleOfWork", "schema:subjectOf",
            "schema:url",
        )
    },
}  # fmt: skip


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """One JSON-LD file; what the chosen entities point to is named, not described."""
    nodes: dict[str, dict[str, Any]] = {}
    for entity in entities:
        if catalogue.is_a(entity, "Dataset"):
            nodes[entity.iri] = _dataset(catalogue, entity)
            continue
        nodes[entity.iri] = _model(catalogue, entity, catalogue.evaluations_of(entity))
        for evaluation in catalogue.evaluations_of(entity):
            nodes[evaluation.iri] = _evaluation(catalogue, evaluation)
    for iri in sorted(_pointed_to(nodes.values()) - nodes.keys()):
        if iri in catalogue.entities:
            nodes[iri] = _named(catalogue, catalogue.entities[iri])
    graph = [nodes[iri] for iri in sorted(nodes)]
    return Export({"fair4ml.jsonld": json_bytes({"@context": _CONTEXT, "@graph": graph})})


def _model(catalogue: Catalogue, entity: Entity, evaluations: list[Entity]) -> dict[str, Any]:
    return without_empty(
        {
            "@id": entity.iri,
            "@type": "fair4ml:MLModel",
            **_common(catalogue, entity),
            "fair4ml:fineTunedFrom": list(entity.links("basedOn")),
            "fair4ml:trainedOn": list(entity.links("trainedOn")),
            "fair4ml:hasEvaluation": [e.iri for e in evaluations],
            "fair4ml:evaluatedOn": sorted(
                {iri for e in evaluations for iri in e.links("onBenchmark")}
            ),
            "fair4ml:intendedUse": _tagged(entity, "purpose"),
            "fair4ml:modelCategory": list(entity.texts("architecture")),
            "codemeta:referencePublication": list(entity.links("publishedIn")),
            "schema:codeRepository": list(entity.texts("repository")),
            "schema:archivedAt": list(entity.texts("weights")),
            "schema:exampleOfWork": list(entity.links("variantOf")),
        }
    )


def _dataset(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    return without_empty(
        {
            "@id": entity.iri,
            "@type": "schema:Dataset",
            **_common(catalogue, entity),
            "schema:isBasedOn": [{"@id": iri} for iri in entity.links("builtFrom")],
            "schema:exampleOfWork": list(entity.links("versionOf")),
            "schema:citation": [{"@id": iri} for iri in entity.links("publishedIn")],
            "schema:url": list(entity.texts("repository")),
        }
    )


def _common(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    return {
        "schema:name": entity.label(),
        "schema:alternateName": [t for tag, t in sorted(entity.labels.items()) if tag != "en"]
        + list(entity.names),
        "schema:description": describe(catalogue, entity),
        "schema:author": list(entity.links("developedBy")),
        "schema:license": list(entity.links("license")),
        "schema:datePublished": entity.text("released"),
        "schema:inLanguage": list(entity.texts("language")),
        "schema:keywords": [
            catalogue.member_label(iri)
            for prop in ("inDomain", "modality", "form", "origin")
            for iri in entity.links(prop)
        ],
        "schema:conditionsOfAccess": [
            catalogue.member_label(iri) for iri in entity.links("access")
        ],
        "schema:subjectOf": catalogue.sources_of(entity),
    }


def _evaluation(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    metric, score = entity.text("metric") or "score", entity.number("score")
    shown = str(score) if score is not None else entity.text("scoreText")
    result = {
        "@type": "schema:PropertyValue",
        "schema:name": entity.text("setting"),
        "schema:measurementTechnique": metric,
        "schema:value": plain_number(score) if score is not None else shown,
    }
    return without_empty(
        {
            "@id": entity.iri,
            "@type": "fair4ml:MLModelEvaluation",
            "schema:name": entity.label(),
            "fair4ml:evaluatedMLModel": list(entity.links("evaluates")),
            "fair4ml:evaluationDataset": list(entity.links("onBenchmark")),
            "fair4ml:evaluationMetrics": f"{metric}: {shown}",
            "fair4ml:evaluationResults": without_empty(result),
            "schema:subjectOf": catalogue.sources_of(entity),
        }
    )


def _named(catalogue: Catalogue, entity: Entity) -> dict[str, Any]:
    types = (
        ("Model", "fair4ml:MLModel"),
        ("Dataset", "schema:Dataset"),
        ("Institution", "schema:Organization"),
        ("Publication", "schema:ScholarlyArticle"),
        ("License", "schema:CreativeWork"),
    )
    kind = next((t for cls, t in types if catalogue.is_a(entity, cls)), "schema:Thing")
    links = entity.texts("url") if kind != "schema:Organization" else entity.texts("homepage")
    return without_empty(
        {"@id": entity.iri, "@type": kind, "schema:name": entity.label(), "schema:url": list(links)}
    )


def _tagged(entity: Entity, prop: str) -> list[Any]:
    """The texts of a property, in their language where they state one."""
    return [
        {"@value": t.value, "@language": t.language} if t.language else t.value
        for t in entity.facts.get(prop, ())
        if isinstance(t, Literal)
    ]


def _pointed_to(nodes: Iterable[dict[str, Any]]) -> set[str]:
    """The IRIs that stand as values of properties that point to entities."""
    found: set[str] = set()
    for node in nodes:
        for key, value in node.items():
            if key in ("@id", "@type", "schema:subjectOf"):
                continue
            for one in value if isinstance(value, list) else [value]:
                iri = one.get("@id") if isinstance(one, dict) else one
                if isinstance(iri, str):
                    found.add(iri)
    return found
