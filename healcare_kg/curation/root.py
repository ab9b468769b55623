"""The file that people open: it imports all others, through a catalog that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from pyoxigraph import Literal, NamedNode, Triple

from healcare_kg.namespaces import DATA_BASE, ONTOLOGY_IRI, OWL, PREFIXES, RDF, VOCABULARY_IRI
from healcare_kg.rdf_files import parse_file
from healcare_kg.turtle import canonical_turtle

__all__ = ["ROOT_FILE", "has_evidence", "root_texts"]

ROOT_FILE = "healcare-kg-data.ttl"
_ROOT = NamedNode(DATA_BASE)
_IMPORTS = NamedNode(OWL + "imports")
_LICENSE = Triple(
    _ROOT,
    NamedNode(PREFIXES["cc"] + "license"),
    NamedNode("https://creativecommons.org/publicdomain/zero/1.0/"),
)
_TITLES = {
    "title": {
        "en": "HealCare-KG: language models of healthcare and psychology",
        "zh": "HealCare-KG：医疗健康与心理学语言模型知识图谱",
    },
    "description": {
        "en": "Models, datasets, their makers, licences and results, every fact with its source.",
        "zh": "模型、数据集及其机构、许可证与评测结果，每条事实均注明来源。",
    },
}


def has_evidence(name: str) -> bool:
    """Whether a data file has a file of sources; a claim carries its source itself."""
    return name != "claims"


def root_texts(data: Path, names: Sequence[str]) -> dict[Path, str]:
    """The text of the root file and of the catalog for data files of these names."""
    files = [(f"{DATA_BASE}/{n}", f"{n}.ttl") for n in names]
    files += [(f"{DATA_BASE}/evidence/{n}", f"evidence/{n}.ttl") for n in names if has_evidence(n)]
    ontology = [
        (ONTOLOGY_IRI, "../ontology/healcare-kg.ttl"),
        (VOCABULARY_IRI, "../ontology/vocabulary.ttl"),
    ]
    imported = [Triple(_ROOT, _IMPORTS, NamedNode(iri)) for iri, _ in [*ontology, *files]]
    return {
        Path(ROOT_FILE): canonical_turtle([*_header(data / ROOT_FILE), *imported]),
        Path("catalog-v001.xml"): _catalog([*ontology, (DATA_BASE, ROOT_FILE), *files]),
    }


def _header(path: Path) -> list[Triple]:
    """What the root file says of itself; kept as it is where there is one."""
    if path.is_file():
        return [q.triple for q in parse_file(path) if q.predicate != _IMPORTS]
    return [
        Triple(_ROOT, NamedNode(RDF + "type"), NamedNode(OWL + "Ontology")),
        _LICENSE,
        *(
            Triple(_ROOT, NamedNode(PREFIXES["dcterms"] + name), Literal(text, language=tag))
            for name, texts in _TITLES.items()
            for tag, text in texts.items()
        ),
    ]


def _catalog(entries: Sequence[tuple[str, str]]) -> str:
    """An OASIS XML catalog as Protégé reads it; no group that Protégé would rewrite."""
    lines = [
        f"    <uri name={quoteattr(iri)} uri={quoteattr(file)}/>" for iri, file in sorted(entries)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n'
        + "\n".join(lines)
        + "\n</catalog>\n"
    )
