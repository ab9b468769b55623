"""What Protégé needs of the data folder, without Java: imports, catalog and named individuals."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

DATA = Path(__file__).resolve().parent.parent / "data"
CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
OWL = "PREFIX owl: <http://www.w3.org/2002/07/owl#> "


def catalog() -> dict[str, Path]:
    root = ET.parse(DATA / "catalog-v001.xml").getroot()
    assert not list(root.iter(f"{CATALOG}group")), "Protégé would rewrite the catalog"
    return {
        e.attrib["name"]: (DATA / e.attrib["uri"]).resolve() for e in root.iter(f"{CATALOG}uri")
    }


def store(*paths: Path) -> Store:
    loaded = Store()
    for path in paths:
        loaded.bulk_load(path=path, format=RdfFormat.TURTLE, base_iri=path.as_uri())
    return loaded


def ontologies(path: Path) -> list[str]:
    found = store(path).query(OWL + "SELECT ?o { ?o a owl:Ontology }")
    return [row["o"].value for row in found]


def imports(*paths: Path) -> set[str]:
    found = store(*paths).query(OWL + "SELECT ?o { ?s owl:imports ?o }")
    return {row["o"].value for row in found}


def test_catalog_names_every_file_by_the_ontology_it_holds_and_no_other() -> None:
    entries = catalog()
    on_disk = {path.resolve() for path in DATA.rglob("*.ttl")}
    ontology = {path for path in entries.values() if path.parent.name == "ontology"}
    assert set(entries.values()) == on_disk | ontology
    assert len(ontology) == 2
    for iri, path in entries.items():
        assert ontologies(path) == [iri], path


def test_root_imports_everything_of_the_catalog_but_itself() -> None:
    entries = catalog()
    root = DATA / "healcare-kg-data.ttl"
    (own,) = ontologies(root)
    assert imports(root) == set(entries) - {own}


def test_every_import_of_every_file_is_in_the_catalog() -> None:
    entries = catalog()
    assert imports(*entries.values()) <= set(entries)


def test_every_individual_is_declared_as_a_named_individual() -> None:
    entries = catalog()
    found = store(*entries.values()).query(
        OWL + "SELECT DISTINCT ?i { ?i a ?c . ?c a owl:Class . FILTER(isIRI(?i)) "
        "FILTER NOT EXISTS { ?i a owl:NamedIndividual } }"
    )
    assert [row["i"] for row in found] == []


def test_what_a_fact_points_to_is_declared_too() -> None:
    found = store(*catalog().values()).query(
        OWL + "SELECT DISTINCT ?o { ?p a owl:ObjectProperty . ?s ?p ?o . "
        "FILTER NOT EXISTS { ?o a owl:NamedIndividual } }"
    )
    assert [row["o"] for row in found] == []


@pytest.mark.parametrize(
    ("page", "imports_of", "counts_of"),
    [
        ("protege.md", r"has (\d+) entries", r"(\d+) classes, (\d+) object properties, (\d+) data"),
        ("protege.zh.md", r"共有 (\d+) 项", r"(\d+) 个类、(\d+) 个对象属性、(\d+) 个数据属性"),
    ],
)
def test_numbers_on_the_page_about_protege_are_those_of_the_files(
    page: str, imports_of: str, counts_of: str
) -> None:
    text = (DATA.parent / "docs" / page).read_text(encoding="utf-8")
    entries = catalog()
    graph = store(*entries.values())
    kinds = ("Class", "ObjectProperty", "DatatypeProperty")
    counts = [
        str(len(list(graph.query(OWL + f"SELECT DISTINCT ?t {{ ?t a owl:{kind} }}"))))
        for kind in kinds
    ]
    assert re.search(imports_of, text)[1] == str(len(entries) - 1)
    assert list(re.search(counts_of, text).groups()) == counts
