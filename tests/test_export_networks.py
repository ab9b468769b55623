"""GraphML, Cytoscape JSON and CSV, read back by a plain parser and by networkx and pandas."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from export_graph import GRAPH, write_graph

from healcare_kg import KnowledgeGraph, open_graph
from healcare_kg.exports.catalogue import Catalogue, read_catalogue
from healcare_kg.exports.formats import export

KG = "https://w3id.org/healcare-kg/id/"
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = write_graph(tmp_path_factory.mktemp("graph"))
    return read_catalogue(open_graph([path]))


def only(catalogue: Catalogue, form: str, *ids: str) -> bytes:
    (content,) = export(catalogue, form, [catalogue.entities[KG + i] for i in ids]).files.values()
    return content


def tables(catalogue: Catalogue, *ids: str) -> dict[str, list[dict[str, str]]]:
    made = export(catalogue, "csv", [catalogue.entities[KG + i] for i in ids])
    return {
        name: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for name, content in made.files.items()
    }


def edges(catalogue: Catalogue, *ids: str) -> set[tuple[str, str, str]]:
    found: list[dict[str, Any]] = json.loads(only(catalogue, "cytoscape", *ids))["elements"][
        "edges"
    ]
    return {(e["data"]["source"], e["data"]["interaction"], e["data"]["target"]) for e in found}


def test_network_has_lineage_data_and_makers(catalogue: Catalogue) -> None:
    assert {
        ("doctor", "basedOn", "base"),
        ("base", "variantOf", "line"),
        ("doctor", "trainedOn", "talks"),
        ("talks", "generatedBy", "base"),
        ("doctor", "developedBy", "lab"),
        ("lab", "partOf", "university"),
    } <= edges(catalogue)


def test_quantisation_is_a_detail_of_its_basedOn_edge(catalogue: Catalogue) -> None:  # noqa: N802
    found = json.loads(only(catalogue, "cytoscape"))["elements"]["edges"]
    (edge,) = [e["data"] for e in found if e["data"]["source"] == "doctor-q4"]
    assert (edge["interaction"], edge["kind"]) == ("basedOn", "quantizedFrom")


def test_network_of_one_entity_is_what_it_reaches_and_what_descends_from_it(
    catalogue: Catalogue,
) -> None:
    nodes = json.loads(only(catalogue, "cytoscape", "doctor"))["elements"]["nodes"]
    ids = {n["data"]["id"] for n in nodes}
    assert {"doctor", "doctor-q4", "base", "line", "talks", "lab", "university"} <= ids
    assert not {"nurse", "rumour"} & ids


def test_edges_keep_their_sources(catalogue: Catalogue) -> None:
    root = ElementTree.fromstring(only(catalogue, "graphml"))
    (edge,) = [e for e in root.iter(f"{NAMESPACE}edge") if e.get("id") == "doctor|basedOn|base"]
    data = {d.get("key"): d.text for d in edge}
    assert data["edge-sources"] == "https://example.org/card"


def test_graphml_escapes_markup_and_leaves_out_what_xml_can_t_hold(tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text(GRAPH.replace('"Nurse"@en', '"Nu\\u0001rse <&>\\"]]>"@en'), encoding="utf-8")
    odd = read_catalogue(open_graph([path]))
    root = ElementTree.fromstring(only(odd, "graphml", "nurse"))
    labels = [d.text for d in root.iter(f"{NAMESPACE}data") if d.get("key") == "node-label"]
    assert 'Nu\ufffdrse <&>"]]>' in labels


def test_csv_has_a_table_for_each_class_and_joins_by_id(catalogue: Catalogue) -> None:
    found = tables(catalogue)
    assert {"models.csv", "datasets.csv", "institutions.csv", "claims.csv", "sources.csv"} <= set(
        found
    )
    (doctor,) = [row for row in found["models.csv"] if row["id"] == "doctor"]
    assert doctor["basedOn"] == "base"
    assert doctor["trainedOn"].split(" | ") == ["private", "talks"]
    assert doctor["inDomain"] == "psychology"
    assert doctor["label_zh"] == "医生"
    assert {row["id"] for row in found["datasets.csv"]} == {"talks", "private", "exam"}


def test_csv_keeps_each_source_of_a_fact(catalogue: Catalogue) -> None:
    rows = tables(catalogue)["sources.csv"]
    assert ["doctor", "basedOn", "base", "https://example.org/card", "README.md", "primary"] in [
        list(row.values()) for row in rows
    ]


def test_csv_of_one_entity_has_its_table_only(catalogue: Catalogue) -> None:
    assert set(tables(catalogue, "doctor")) == {"models.csv", "sources.csv"}


@pytest.mark.interop
def test_networkx_reads_both_forms_of_the_shipped_graph_alike(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    networkx = pytest.importorskip("networkx", reason="networkx is in the extra interop")
    whole = read_catalogue(kg)
    path = tmp_path / "g.graphml"
    path.write_bytes(only(whole, "graphml"))
    graphml = networkx.read_graphml(path)
    cytoscape = networkx.cytoscape_graph(json.loads(only(whole, "cytoscape")))
    assert set(graphml.nodes) == set(cytoscape.nodes)
    assert graphml.number_of_edges() == cytoscape.number_of_edges() > 1000
    assert networkx.has_path(graphml, "mindchat-qwen-7b-v2", "qwen")


@pytest.mark.interop
def test_pandas_reads_the_tables_of_the_shipped_graph(kg: KnowledgeGraph) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is in the extra interop")
    whole = read_catalogue(kg)
    files = export(whole, "csv").files
    models = pandas.read_csv(io.BytesIO(files["models.csv"]))
    assert len(models) == sum(1 for _ in whole.of_class("Model"))
    assert models.id.is_unique
    sources = pandas.read_csv(io.BytesIO(files["sources.csv"]))
    assert set(sources.kind) == {"primary", "secondary"}
