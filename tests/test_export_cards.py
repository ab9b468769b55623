"""Hugging Face cards and Croissant, by the rules of the Hub and of MLCommons."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from export_graph import GRAPH, write_graph

from healcare_kg import KnowledgeGraph, open_graph
from healcare_kg.errors import InputError
from healcare_kg.exports.catalogue import Catalogue, read_catalogue
from healcare_kg.exports.formats import export
from healcare_kg.exports.hub import Repository, repository_in

KG = "https://w3id.org/healcare-kg/id/"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = write_graph(tmp_path_factory.mktemp("graph"))
    return read_catalogue(open_graph([path]))


def card(catalogue: Catalogue, name: str) -> tuple[dict[str, Any], str]:
    made = export(catalogue, "hf-card", [catalogue.entities[KG + name]])
    _, front, body = made.files[f"{name}/README.md"].decode().split("---\n", 2)
    return yaml.safe_load(front), body


def test_model_card_has_what_the_hub_can_resolve(catalogue: Catalogue) -> None:
    front, _ = card(catalogue, "doctor")
    assert front["base_model"] == "lab/Base-7B"
    assert front["base_model_relation"] == "finetune"
    assert front["datasets"] == ["lab/private", "lab/talks"]
    assert front["license"] == "apache-2.0"
    assert front["language"] == ["en", "zh"]
    assert front["tags"] == ["psychology"]


def test_model_index_names_task_dataset_metric_and_source(catalogue: Catalogue) -> None:
    (index,) = card(catalogue, "doctor")[0]["model-index"]
    assert index["results"] == [
        {
            "task": {"type": "multiple-choice"},
            "dataset": {"type": "exam", "name": "Exam"},
            "metrics": [{"type": "accuracy", "value": 61.5, "name": "accuracy (5-shot)"}],
            "source": {"name": "secondary", "url": "https://example.org/results"},
        }
    ]


@pytest.mark.parametrize(
    ("name", "relation"), [("doctor-q4", "quantized"), ("nurse", None), ("base", None)]
)
def test_relation_is_given_only_where_the_graph_knows_it(
    catalogue: Catalogue, name: str, relation: str | None
) -> None:
    assert card(catalogue, name)[0].get("base_model_relation") == relation


def test_a_licence_that_the_hub_has_no_id_for_is_other_with_name_and_link(
    catalogue: Catalogue,
) -> None:
    front, _ = card(catalogue, "doctor-q4")
    assert front["license"] == "other"
    assert front["license_name"] == "own-terms"
    assert front["license_link"] == "https://example.org/terms"


def test_dataset_card_has_the_keys_of_a_dataset(catalogue: Catalogue) -> None:
    front, _ = card(catalogue, "talks")
    assert front == {
        "pretty_name": "Talks",
        "license": "cc-by-4.0",
        "annotations_creators": ["machine-generated"],
        "size_categories": ["1K<n<10K"],
    }


def test_text_of_a_card_names_the_source_of_each_fact_and_whose_card_it_is(
    catalogue: Catalogue,
) -> None:
    _, body = card(catalogue, "doctor")
    assert "| basedOn | Base-7B | 1 |" in body
    assert "1. <https://example.org/card>" in body
    assert "not its makers' own" in body
    assert "<b>" not in body.replace("\\<b\\>", "")


def test_an_entity_without_any_fact_gives_a_card_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    front, body = card(read_catalogue(open_graph([path])), "rumour")
    assert front == {}
    assert "# Rumour" in body


def test_croissant_is_made_for_datasets_that_anyone_can_download_only(
    catalogue: Catalogue,
) -> None:
    made = export(catalogue, "croissant")
    assert list(made.files) == ["talks.croissant.json"]
    with pytest.raises(InputError, match="private has no repository of data"):
        export(catalogue, "croissant", [catalogue.entities[KG + "private"]])


def test_croissant_has_all_that_the_specification_requires(catalogue: Catalogue) -> None:
    document = json.loads(export(catalogue, "croissant").files["talks.croissant.json"])
    assert document["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    required = {"@context", "@type", "name", "description", "license", "url", "creator",
                "datePublished", "distribution"}  # fmt: skip
    assert required <= document.keys()
    assert document["license"] == "https://spdx.org/licenses/CC-BY-4.0.html"
    assert document["distribution"][0]["contentUrl"] == "https://huggingface.co/datasets/lab/talks"


def test_croissant_tells_what_the_graph_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(GRAPH.replace('hkg:released "2023" ;', ""), encoding="utf-8")
    made = export(read_catalogue(open_graph([path])), "croissant")
    assert made.notes == ("talks: the graph knows no datePublished",)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://huggingface.co/lab/Model/tree/main", Repository("model", "lab/Model")),
        ("http://www.huggingface.co/datasets/a/b?x=1", Repository("dataset", "a/b")),
        ("https://huggingface.co/collections/lab/x", None),
        ("https://huggingface.co/medalpaca", None),
        ("https://huggingface.co/spaces/a/b", None),
        ("https://example.org/huggingface.co/a/b", None),
        ("https://huggingface.co/../etc", None),
    ],
)
def test_repository_in_address(url: str, expected: Repository | None) -> None:
    assert repository_in(url) == expected


@pytest.mark.interop
def test_huggingface_hub_reads_every_card_of_the_shipped_graph(kg: KnowledgeGraph) -> None:
    hub = pytest.importorskip("huggingface_hub", reason="huggingface_hub is in the extra interop")
    whole = read_catalogue(kg)
    results = 0
    for name, content in export(whole, "hf-card").files.items():
        entity = whole.entities[KG + name.partition("/")[0]]
        kind = hub.ModelCard if whole.is_a(entity, "Model") else hub.DatasetCard
        read = kind(content.decode())
        results += len(read.data.get("eval_results") or ())
    assert results == sum(1 for e in whole.of_class("Evaluation") if e.links("onBenchmark"))


@pytest.mark.interop
@pytest.mark.filterwarnings("ignore")  # mlcroissant's dependencies warn of their own
def test_mlcroissant_validates_every_file_of_the_shipped_graph(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is in the extra interop")
    logging.getLogger("absl").setLevel(logging.ERROR)
    files = export(read_catalogue(kg), "croissant").files
    assert len(files) > 50
    for name, content in files.items():
        path = tmp_path / name
        path.write_bytes(content)
        metadata = mlcroissant.Dataset(path).metadata
        assert not metadata.ctx.issues.errors, name
