"""What a release says of itself: a VoID and DCAT description, and checksums."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from healcare_kg import __version__
from healcare_kg.namespaces import HKG, KG, OWL, PREFIXES, RDF
from healcare_kg.release.merging import FULL_IRI, TITLES

__all__ = ["checksums", "description"]

_TYPE = RDF + "type"
_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".owl": "application/rdf+xml",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
}
_TEXTS = {
    "en": "What each model is built from, trained on, made by and licensed under, how it scores, "
    "and which source says so.",
    "zh": "各模型源自什么、用什么数据训练、由谁开发、"
    "采用何种许可、评测结果如何，以及每条事实的来源。",
}
_HEAD = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hkg: <{hkg}> .
@prefix owl: <{owl}> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <{xsd}> .

<{full}> a dcat:Dataset , void:Dataset ;
    dcterms:title
        {titles} ;
    dcterms:description
        {texts} ;
    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
    owl:versionInfo "{version}" ;
    void:uriSpace "{kg}" ;
    void:vocabulary <{hkg}> , <{owl}> , <{dcterms}> , <{skos}> ;
    void:triples {triples} ;
    void:entities {entities} ;
    void:distinctSubjects {subjects} ;
    void:distinctObjects {objects} ;
    void:classes {classes} ;
    void:properties {properties} ;
    void:classPartition
        {partitions} ;
    void:dataDump
        {dumps} ;
    dcat:distribution
        {distributions} .
"""


def description(triples: Sequence[Triple], files: Mapping[str, bytes]) -> bytes:
    """A Turtle description of a graph and of its files, which it names relative to itself."""
    individual = NamedNode(OWL + "NamedIndividual")
    kinds = Counter(
        t.object.value
        for t in triples
        if t.predicate.value == _TYPE and isinstance(t.object, NamedNode)
    )
    entities = {
        str(t.subject)
        for t in triples
        if t.predicate.value == _TYPE and t.object == individual and KG in str(t.subject)
    }
    partitions = [
        f"[ void:class hkg:{kind.removeprefix(HKG)} ; void:entities {count} ]"
        for kind, count in sorted(kinds.items())
        if kind.startswith(HKG)
    ]
    text = _HEAD.format(
        **{name: PREFIXES[name] for name in ("dcterms", "hkg", "kg", "owl", "skos", "xsd")},
        full=FULL_IRI,
        version=__version__,
        titles=_texts(TITLES),
        texts=_texts(_TEXTS),
        triples=len(triples),
        entities=len(entities),
        subjects=len({str(t.subject) for t in triples}),
        objects=len({str(t.object) for t in triples}),
        classes=len(kinds),
        properties=len({t.predicate.value for t in triples}),
        partitions=_values(partitions),
        dumps=_values([f"<{name}>" for name in sorted(files)]),
        distributions=_values([_distribution(n, files[n]) for n in sorted(files)]),
    )
    return text.encode()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Lines as `sha256sum --check` reads them."""
    return "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def _distribution(name: str, content: bytes) -> str:
    media_type = _MEDIA_TYPES[name[name.rindex(".") :]]
    return (
        f'[ a dcat:Distribution ; dcterms:title "{name}" ; dcat:downloadURL <{name}> ; '
        f"dcat:mediaType <https://www.iana.org/assignments/media-types/{media_type}> ; "
        f"dcat:byteSize {len(content)} ; "
        "spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; "
        f'spdx:checksumValue "{_sha256(content)}"^^xsd:hexBinary ] ]'
    )


def _texts(texts: Mapping[str, str]) -> str:
    return _values([str(Literal(text, language=tag)) for tag, text in sorted(texts.items())])


def _values(values: Sequence[str]) -> str:
    return " ,\n        ".join(values)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
