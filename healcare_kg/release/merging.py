"""Several files as one graph: one ontology header, no imports, stable names of blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from healcare_kg import __version__
from healcare_kg.namespaces import OWL, PREFIXES, RDF
from healcare_kg.rdf_files import parse_file
from healcare_kg.turtle import canonical_literal

__all__ = ["FULL_IRI", "TITLES", "merged"]

FULL_IRI = "https://w3id.org/healcare-kg/full"
TITLES = {
    "en": "HealCare-KG in one file: language models of healthcare and psychology",
    "zh": "HealCare-KG（单文件版）：医疗健康与心理学语言模型知识图谱",
}
_TYPE, _ONTOLOGY = NamedNode(RDF + "type"), NamedNode(OWL + "Ontology")
_FULL = NamedNode(FULL_IRI)


def merged(files: Sequence[Path]) -> list[Triple]:
    """All triples of the files but for their headers, and one header of the whole, sorted.

    Blank nodes are named by RDF Dataset Canonicalization 1.0, so the same graph gives the same
    names. Named graphs become part of it. Raises DataSyntaxError, and InputError for a file that
    can't be read.
    """
    dataset = Dataset(
        Quad(quad.subject, quad.predicate, _canonical(quad.object))
        for path in files
        for quad in parse_file(path)
    )
    headers = {quad.subject for quad in dataset.quads_for_object(_ONTOLOGY)}
    for header in headers:
        for quad in list(dataset.quads_for_subject(header)):
            dataset.remove(quad)
    for triple in _header():
        dataset.add(Quad(*triple))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def _canonical(
    term: NamedNode | BlankNode | Literal | Triple,
) -> NamedNode | BlankNode | Literal | Triple:
    return canonical_literal(term) if isinstance(term, Literal) else term


def _header() -> Iterable[Triple]:
    yield Triple(_FULL, _TYPE, _ONTOLOGY)
    yield Triple(_FULL, NamedNode(OWL + "versionIRI"), NamedNode(f"{FULL_IRI}/{__version__}"))
    yield Triple(_FULL, NamedNode(OWL + "versionInfo"), Literal(__version__))
    yield Triple(
        _FULL,
        NamedNode(PREFIXES["cc"] + "license"),
        NamedNode("https://creativecommons.org/publicdomain/zero/1.0/"),
    )
    for language, title in TITLES.items():
        yield Triple(
            _FULL, NamedNode(PREFIXES["dcterms"] + "title"), Literal(title, language=language)
        )
