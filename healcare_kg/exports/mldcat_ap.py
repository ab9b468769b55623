"""MLDCAT-AP 3.1.0 in Turtle (SEMICeu/MLDCAT-AP, releases/3.1.0).

The profile makes facts mandatory that many entities lack: of a model a date, a file and a training
dataset that is complete itself, of a dataset a date. One that has them is a model or a dataset of
the profile; any other has the same properties as a plain dcat:Resource, so that nothing is invented
and the file conforms to the profile's shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.formats import Export
from healcare_kg.exports.mldcat_parts import (
    access_rights,
    agent,
    day,
    language,
    licence,
    publication,
    weights_file,
)
from healcare_kg.exports.turtle_text import Description, turtle_bytes
from healcare_kg.exports.wording import SIZES, describe

__all__ = ["write"]

_NO_COLLECTION_DATE = (
    "The date given as collection date is that on which the dataset was made public; when the data "
    "were collected is not known."
)
_NO_CREATION_DATE = (
    "The date given as date of creation is that on which the model was made public; the version is "
    "the name of the release."
)


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """One Turtle file: the entities, and by name whatever they point to."""
    nodes: dict[str, Description] = {}
    for entity in entities:
        if catalogue.is_a(entity, "Dataset"):
            _dataset(catalogue, entity, nodes)
        else:
            _model(catalogue, entity, nodes)
    for entity in [*entities]:
        for prop in ("basedOn", "variantOf", "trainedOn", "builtFrom", "versionOf", "generatedBy"):
            for other in catalogue.linked(entity, prop):
                if other.iri not in nodes:
                    _named(catalogue, other, nodes)
    whole = sum("it6:MachineLearningModel" in n.types for n in nodes.values())
    data = sum("dcat:Dataset" in n.types for n in nodes.values())
    note = (
        f"{whole} models and {data} datasets have all that MLDCAT-AP makes mandatory; the others "
        "are plain dcat:Resource"
    )
    return Export({"mldcat-ap.ttl": turtle_bytes(nodes)}, (note,))


def _model(catalogue: Catalogue, entity: Entity, nodes: dict[str, Description]) -> None:
    complete = _complete_model(catalogue, entity)
    node = nodes[entity.iri] = Description(
        {"it6:MachineLearningModel"} if complete else {"dcat:Resource"}
    )
    _common(catalogue, entity, node, nodes)
    released = entity.text("released")
    if released:
        node.literal("it6:releaseDate", *day(released))
        if complete:
            node.literal("dct:created", *day(released))
            node.text("dcat:version", entity.label())
            node.text("rdfs:comment", _NO_CREATION_DATE, "en")
    parameters = entity.number("parametersBillions")
    if parameters is not None:
        count = str(int(Decimal(parameters) * 10**9))
        node.literal("it6:totalNumberOfParameters", count, "xsd:nonNegativeInteger")
    for text in entity.texts("architecture"):
        node.text("it6:modelArchitecture", text)
    for term in entity.facts.get("purpose", ()):
        node.text("it6:intendedUse", term.value, getattr(term, "language", None))
    methods = [e.label() for e in catalogue.linked(entity, "usesMethod")]
    if methods:
        node.text("it6:trainingMethodologies", "; ".join(methods))
    for iri in entity.links("developedBy"):
        node.link("it6:hasProvider", agent(catalogue, iri, nodes))
    for url in entity.texts("weights"):
        node.link("it6:hasFile", weights_file(entity, url, nodes))
    for url in entity.texts("repository"):
        node.link("it6:hasRepository", _repository(url, nodes))
    for other in catalogue.linked(entity, "publishedIn"):
        node.link("it6:hasBibliographicReference", publication(other, nodes))
    _lineage(catalogue, entity, node, complete)
    _results(catalogue, entity, node, nodes)


def _lineage(catalogue: Catalogue, entity: Entity, node: Description, complete: bool) -> None:
    bases = catalogue.linked(entity, "basedOn")
    for base in bases:
        node.link("prov:wasDerivedFrom", base.iri)
    copied = entity.links("mergedFrom") or entity.links("quantizedFrom")
    if len(bases) == 1 and not copied and (not complete or _complete_model(catalogue, bases[0])):
        node.link("it6:fineTunedFrom", bases[0].iri)
    for iri in entity.links("variantOf"):
        node.link("dct:isVersionOf", iri)
    for data in catalogue.linked(entity, "trainedOn"):
        fits = not complete or _complete_dataset(data)
        node.link("it6:trainedOn" if fits else "dct:relation", data.iri)


def _results(
    catalogue: Catalogue, entity: Entity, node: Description, nodes: dict[str, Description]
) -> None:
    lines = []
    for evaluation in catalogue.evaluations_of(entity):
        score = evaluation.number("score")
        shown = evaluation.text("scoreText") if score is None else str(score)
        lines.append(f"{evaluation.label()}: {shown}")
        for benchmark in catalogue.linked(evaluation, "onBenchmark"):
            if benchmark.iri not in nodes:
                _named(catalogue, benchmark, nodes)
            nodes[benchmark.iri].types.add("it6:Benchmark")
            node.link("it6:hasBenchmark", benchmark.iri)
    if lines:
        node.text("it6:evaluationResults", "\n".join(lines))


def _dataset(catalogue: Catalogue, entity: Entity, nodes: dict[str, Description]) -> None:
    complete = _complete_dataset(entity)
    # It may be there already, as the benchmark of a model.
    node = nodes.setdefault(entity.iri, Description())
    node.types.add("dcat:Dataset" if complete else "dcat:Resource")
    if catalogue.is_a(entity, "Benchmark"):
        node.types.add("it6:Benchmark")
    _common(catalogue, entity, node, nodes)
    released = entity.text("released")
    if released:
        node.literal("dct:issued", *day(released))
        node.literal("it6:collectionDate", *day(released))
        node.text("it6:dataProvenance", _NO_COLLECTION_DATE, "en")
    for iri in entity.links("developedBy"):
        node.link("dct:creator", agent(catalogue, iri, nodes))
    for url in [*entity.texts("homepage"), *entity.texts("repository")]:
        node.link("dcat:landingPage", url)
        nodes.setdefault(url, Description()).types.add("foaf:Document")
    for prop, target in (
        ("builtFrom", "prov:wasDerivedFrom"),
        ("generatedBy", "prov:wasAttributedTo"),
    ):
        for iri in entity.links(prop):
            node.link(target, iri)
    for other in catalogue.linked(entity, "versionOf"):
        fits = not complete or _complete_dataset(other)
        node.link("dct:isVersionOf" if fits else "dct:relation", other.iri)
    for other in catalogue.linked(entity, "publishedIn"):
        iri = publication(other, nodes)
        if "lpwcc:paper" in nodes[iri].types or not complete:
            node.link("dct:isReferencedBy", iri)
        else:
            node.link("dct:relation", iri)
    for prop, unit in SIZES.items():
        if (number := entity.number(prop)) is not None:
            node.text("dct:extent", f"{number} {unit}", "en")


def _common(
    catalogue: Catalogue, entity: Entity, node: Description, nodes: dict[str, Description]
) -> None:
    _names(entity, node)
    node.text("dct:identifier", entity.id)
    node.text("dct:description", describe(catalogue, entity), "en")
    for prop in ("inDomain", "modality", "form", "origin"):
        for iri in entity.links(prop):
            node.text("dcat:keyword", catalogue.member_label(iri), "en")
    for tag in entity.texts("language"):
        node.link("dct:language", language(tag, nodes))
    for other in catalogue.linked(entity, "license"):
        node.link("dct:license", licence(other, nodes))
    rights = entity.links("access")
    if len(rights) == 1:  # the profile has room for one
        node.link("dct:accessRights", access_rights(rights[0], catalogue, nodes))
    for source in catalogue.sources_of(entity):
        node.link("dct:source", source)


def _named(catalogue: Catalogue, entity: Entity, nodes: dict[str, Description]) -> None:
    """An entity that is pointed to: described whole where its class asks for that."""
    if catalogue.is_a(entity, "Dataset"):
        _dataset(catalogue, entity, nodes)
    elif _complete_model(catalogue, entity):
        _model(catalogue, entity, nodes)
    else:
        nodes[entity.iri] = Description({"dcat:Resource"})
        _names(entity, nodes[entity.iri])


def _names(entity: Entity, node: Description) -> None:
    for tag, text in sorted(entity.labels.items()):
        node.text("dct:title", text, tag or None)
    for text in entity.names:
        node.text("dct:alternative", text)


def _repository(url: str, nodes: dict[str, Description]) -> str:
    node = nodes.setdefault(url, Description())
    node.types.add("lpwcc:repository")
    node.only("dct:title", url.removeprefix("https://").rstrip("/"))
    return url


def _complete_dataset(entity: Entity) -> bool:
    return entity.text("released") is not None


def _complete_model(catalogue: Catalogue, entity: Entity) -> bool:
    return (
        "ModelRelease" in entity.classes
        and entity.text("released") is not None
        and bool(entity.texts("weights"))
        and any(_complete_dataset(d) for d in catalogue.linked(entity, "trainedOn"))
    )
