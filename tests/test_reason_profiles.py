"""`reason --profile`: each rule of the OWL 2 profiles, and the OWL API's opinion of the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from test_owlapi import jars

from healcare_kg import cli
from healcare_kg.reasoning.loading import load
from healcare_kg.reasoning.profile_report import check_profiles
from healcare_kg.reasoning.profiles import PROFILES

PROGRAM = Path(__file__).parent / "owlapi" / "ProfileCheck.java"
PREFIXES = """\
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/> a owl:Ontology .
:A a owl:Class . :B a owl:Class . :C a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
:d a owl:DatatypeProperty .
:x a owl:NamedIndividual , :A . :y a owl:NamedIndividual , :A .
"""
SOME = "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ]"
ALL = "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ]"
EXACTLY = "[ a owl:Restriction ; owl:onProperty :p ; owl:cardinality 1 ]".replace(
    "cardinality 1", 'cardinality "1"^^xsd:nonNegativeInteger'
)
MOST = EXACTLY.replace("owl:cardinality", "owl:maxCardinality")
UNION = "[ a owl:Class ; owl:unionOf ( :B :C ) ]"
NOT = "[ a owl:Class ; owl:complementOf :B ]"
# What is added to PREFIXES, and the profiles that the result is not in.
CASES = {
    "nothing": ("", ""),
    "transitive": (":p a owl:TransitiveProperty .", "QL"),
    "symmetric": (":p a owl:SymmetricProperty .", "EL"),
    "reflexive": (":p a owl:ReflexiveProperty .", "RL"),
    "functional": (":p a owl:FunctionalProperty .", "EL QL"),
    "functional-data": (":d a owl:FunctionalProperty .", "QL"),
    "inverse-functional": (":p a owl:InverseFunctionalProperty .", "EL QL"),
    "inverse": (":p owl:inverseOf :q .", "EL"),
    "disjoint-properties": (":p owl:propertyDisjointWith :q .", "EL"),
    "chain": (":p owl:propertyChainAxiom ( :q :r ) .", "QL"),
    "chain-with-range": (":p owl:propertyChainAxiom ( :q :r ) ; rdfs:range :A .", "EL QL"),
    "chain-in-a-circle": (
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r ) .",
        "DL EL QL RL",
    ),
    "transitive-and-irreflexive": (
        ":p a owl:TransitiveProperty , owl:IrreflexiveProperty .",
        "DL EL QL RL",
    ),
    "above-transitive-and-functional": (
        ":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q a owl:FunctionalProperty .",
        "DL EL QL RL",
    ),
    "cardinality-of-a-chain": (
        f":p owl:propertyChainAxiom ( :q :r ) . :A rdfs:subClassOf {EXACTLY} .",
        "DL EL QL RL",
    ),
    "some": (f":A rdfs:subClassOf {SOME} .", "RL"),
    "some-below": (f"{SOME} rdfs:subClassOf :A .", "QL"),
    "all": (f":A rdfs:subClassOf {ALL} .", "EL QL"),
    "exactly": (f":A rdfs:subClassOf {EXACTLY} .", "EL QL RL"),
    "at-most-one": (f":A rdfs:subClassOf {MOST} .", "EL QL"),
    "union": (f":A rdfs:subClassOf {UNION} .", "EL QL RL"),
    "union-below": (f"{UNION} rdfs:subClassOf :A .", "EL QL"),
    "not": (f":A rdfs:subClassOf {NOT} .", "EL"),
    "equivalent-to-an-intersection": (
        ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B :C ) ] .",
        "QL",
    ),
    "type-by-an-expression": (f":x a {SOME} .", "QL RL"),
    "same": (":x owl:sameAs :y .", "QL"),
    "different": (":x owl:differentFrom :y .", ""),
    "negative": (
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; "
        "owl:assertionProperty :p ; owl:targetIndividual :y .",
        "QL",
    ),
    "key": (":A owl:hasKey ( :p ) .", "QL"),
    "disjoint-union": (":A owl:disjointUnionOf ( :B :C ) .", "EL QL RL"),
    "disjoint": ("[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .", ""),
    "date": (':x :d "2023-01-01"^^xsd:date .', "DL EL QL RL"),
    "range-of-years": (":d rdfs:range xsd:gYear .", "DL EL QL RL"),
    "boolean": (":x :d true .", "EL QL"),
    "facets": (
        ":d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions "
        "( [ xsd:minInclusive 1 ] ) ] .",
        "EL QL RL",
    ),
    "undeclared-class": (":x a :Nowhere .", "DL EL QL RL"),
    "undeclared-property": (":x :nowhere :y .", "DL EL QL RL"),
    "object-and-data-property": (":p a owl:DatatypeProperty . :x :p :y ; :p 3 .", "DL EL QL RL"),
    "anonymous": ("[] a :A ; :p :x .", "EL QL"),
}


def write(folder: Path, addition: str) -> Path:
    path = folder / "case.ttl"
    path.write_text(PREFIXES + addition, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES)
def test_profile_rule(case: str, tmp_path: Path) -> None:
    addition, outside = CASES[case]
    found = {each.profile for each in check_profiles(load([write(tmp_path, addition)]))}
    found |= set(PROFILES) if "DL" in found else set()
    assert " ".join(sorted(found)) == outside


@pytest.mark.java
def test_owl_api_is_of_the_same_opinion(tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java runtime on the PATH (17 or newer is needed)")
    paths = []
    for case, (addition, _) in CASES.items():
        (tmp_path / case).mkdir()
        paths.append(str(write(tmp_path / case, addition)))
    command = [java, "-cp", f"{jars()}/*", str(PROGRAM), *paths]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    opinions = {
        case: " ".join(p for p in sorted(PROFILES) if report[f"OWL2_{p}_violations"])
        for case, report in zip(CASES, json.loads(run.stdout), strict=True)
    }
    assert opinions == {case: outside for case, (_, outside) in CASES.items()}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        cli.main(["reason", "--profile", *arguments])
    printed = capsys.readouterr()
    return int(stop.value.code or 0), printed.out, printed.err


def test_shipped_graph_is_in_dl_and_rl_and_needs_no_java(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEALCARE_KG_JAVA", "/no/java")
    status, out, err = run(capsys)
    assert (status, err) == (0, "")
    counts = dict(line.rsplit(None, 1) for line in out.splitlines() if line.startswith("OWL 2"))
    assert counts == {"OWL 2 DL": "0", "OWL 2 EL": "3", "OWL 2 QL": "2", "OWL 2 RL": "0"}
    assert "ontology/healcare-kg.ttl:" in out


def test_violation_of_dl_exits_1_and_is_in_the_json_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, ":p a owl:TransitiveProperty .\n:p a owl:AsymmetricProperty .\n")
    status, out, _ = run(capsys, str(path), "-f", "json")
    document = json.loads(out)
    assert status == 1
    assert [document[p]["conforms"] for p in PROFILES] == [False] * 4
    (violation,) = document["DL"]["violations"]
    assert violation["rule"] == "not-simple"
    assert violation["term"] == "http://example.org/p"
    assert violation["file"] == str(path)


def test_output_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "-o", str(tmp_path / "x.ttl"))
    assert status == 2
    assert "--profile" in err
