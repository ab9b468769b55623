"""The IRIs of this graph and the one prefix table used wherever an IRI is shortened."""

from __future__ import annotations

import re

__all__ = [
    "DATA_BASE",
    "HKG",
    "KG",
    "ONTOLOGY_IRI",
    "OWL",
    "PREFIXES",
    "RDF",
    "RDFS",
    "SURVEY_SOURCE",
    "VOCABULARY_IRI",
    "curie",
    "expand",
]

ONTOLOGY_IRI = "https://w3id.org/healcare-kg/ontology"
VOCABULARY_IRI = "https://w3id.org/healcare-kg/vocabulary"
DATA_BASE = "https://w3id.org/healcare-kg/data"
HKG = ONTOLOGY_IRI + "#"
KG = "https://w3id.org/healcare-kg/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SURVEY_SOURCE = "urn:healcare-kg:source:healcarellm-survey"

PREFIXES: dict[str, str] = {
    "cc": "http://creativecommons.org/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "hkg": HKG,
    "hks": "https://w3id.org/healcare-kg/shapes#",
    "kg": KG,
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# A local name that Turtle and SPARQL accept without escapes; Protégé's parser mistakes a file with
# escaped local names for another format, so anything else is written as a full IRI.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")


def curie(iri: str) -> str | None:
    """The short form of an IRI by the prefix table, or None where it has none.

    >>> curie("https://w3id.org/healcare-kg/id/qwen")
    'kg:qwen'
    >>> curie("https://example.org/") is None
    True
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _BY_NAMESPACE.get(iri[:cut])
    if prefix is None or not _LOCAL.match(iri[cut:]):
        return None
    return f"{prefix}:{iri[cut:]}"


def expand(name: str) -> str | None:
    """The IRI of a short form of the prefix table, or None.

    >>> expand("hkg:basedOn")
    'https://w3id.org/healcare-kg/ontology#basedOn'
    """
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in PREFIXES or not _LOCAL.match(local):
        return None
    return PREFIXES[prefix] + local


_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}
