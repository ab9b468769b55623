"""`build`: one graph in four formats, described, and the same bytes on every run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
from rdflib.compare import isomorphic
from test_owlapi import profile_check

import healcare_kg
from healcare_kg.cli import main
from healcare_kg.release.building import build
from healcare_kg.release.merging import merged
from healcare_kg.resources import graph_paths

GRAPH_FILES = {
    "healcare-kg.ttl": RdfFormat.TURTLE,
    "healcare-kg.owl": RdfFormat.RDF_XML,
    "healcare-kg.nt": RdfFormat.N_TRIPLES,
    "healcare-kg.jsonld": RdfFormat.JSON_LD,
}
EXTRA = """@prefix hkg: <https://w3id.org/healcare-kg/ontology#> .
@prefix kg: <https://w3id.org/healcare-kg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/terms#> .
<https://example.org/header> a owl:Ontology ;
    owl:imports <https://w3id.org/healcare-kg/ontology> .
kg:a a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label "A \\"quoted\\" \\\\ text"@en , "甲"@zh ;
    hkg:parametersBillions 6.20 ; hkg:basedOn kg:b ;
    ex:label "not rdfs" , "a text"@en ; ex:mixed 1 , "one" , kg:b .
kg:b a owl:NamedIndividual , hkg:ModelRelease ; rdfs:label "B"@en ;
    ex:list ( 1 "two" kg:a ( kg:b ) ) ; ex:empty () .
[] a owl:Axiom ; owl:annotatedSource kg:a ; owl:annotatedProperty hkg:basedOn ;
    owl:annotatedTarget kg:b ; hkg:source <https://example.org/a> ; hkg:locator "a:README.md" .
kg:a ex:shared _:x . kg:b ex:shared _:x . _:x ex:knows _:x .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "extra.ttl").write_text(EXTRA, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(small: Path) -> dict[str, bytes]:
    """The files of a small graph and the ontology, with its lists and other blank nodes."""
    return build([*graph_paths()[:2], small / "extra.ttl"]).files


def canonical(content: bytes, form: RdfFormat) -> Dataset:
    dataset = Dataset(parse(content, format=form))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_all_formats_hold_the_same_graph(built):
    graphs = [canonical(built[name], form) for name, form in GRAPH_FILES.items()]
    assert len(graphs[0]) > 1000
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
def test_rdflib_reads_every_format_to_the_same_graph(small):
    files = build([small / "extra.ttl"]).files
    forms = {"healcare-kg.ttl": "turtle", "healcare-kg.owl": "xml", "healcare-kg.nt": "nt"}
    graphs = [rdflib.Graph().parse(data=files[name], format=f) for name, f in forms.items()]
    graphs.append(rdflib.Graph().parse(data=files["healcare-kg.jsonld"], format="json-ld"))
    assert len(graphs[0]) == 41
    assert all(isomorphic(graph, graphs[0]) for graph in graphs[1:])


def test_nothing_is_imported_and_there_is_one_header(built):
    graph = rdflib.Graph().parse(data=built["healcare-kg.ttl"], format="turtle")
    owl = rdflib.OWL
    (header,) = graph.subjects(rdflib.RDF.type, owl.Ontology)
    assert str(header) == "https://w3id.org/healcare-kg/full"
    assert str(graph.value(header, owl.versionInfo)) == healcare_kg.__version__
    assert list(graph.subject_objects(owl.imports)) == []


def test_no_statement_of_the_shipped_graph_is_lost(kg):
    triples = len(merged(graph_paths()))
    headers = "?h a <http://www.w3.org/2002/07/owl#Ontology>"
    (all_,) = kg.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    (of_headers,) = kg.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {headers} ; ?p ?o }}")
    header = 6
    assert triples == all_["n"] - of_headers["n"] + header


def test_the_order_of_files_does_not_matter(small, built):
    assert build([small / "extra.ttl", *graph_paths()[:2][::-1]]).files == built


def test_n_triples_are_sorted_and_turtle_is_canonical(built, tmp_path, capfd):
    lines = built["healcare-kg.nt"].decode().splitlines()
    assert lines == sorted(lines)
    path = tmp_path / "healcare-kg.ttl"
    path.write_bytes(built["healcare-kg.ttl"])
    with pytest.raises(SystemExit) as ended:
        main(["fmt", "--check", str(path)])
    assert ended.value.code == 0, capfd.readouterr()


def test_json_ld_reads_as_a_person_would_write_it(built):
    document = json.loads(built["healcare-kg.jsonld"])
    node = next(n for n in document["@graph"] if n.get("id") == "kg:a")
    assert node["type"] == ["owl:NamedIndividual", "ModelRelease"]
    assert node["label"]["zh"] == "甲"
    assert (node["basedOn"], node["parametersBillions"]) == ("kg:b", "6.2")
    derived = next(n for n in document["@graph"] if n.get("id") == "hkg:derivedFrom")
    assert derived["propertyChainAxiom"] == {
        "@list": [{"id": "hkg:derivedFrom"}, {"id": "hkg:variantOf"}]
    }


def test_checksums_and_description_fit_the_files(built):
    for line in built["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(built[name]).hexdigest() == digest
    void = rdflib.Graph().parse(data=built["void.ttl"], format="turtle", publicID="https://x.org/")
    namespace = rdflib.Namespace("http://rdfs.org/ns/void#")
    (triples,) = void.objects(None, namespace.triples)
    assert int(triples) == built["healcare-kg.nt"].count(b"\n")
    dumps = {str(d).removeprefix("https://x.org/") for d in void.objects(None, namespace.dataDump)}
    assert dumps == set(GRAPH_FILES)


def test_a_folder_with_other_files_is_refused_and_left_alone(small, tmp_path, capfd):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(SystemExit) as ended:
        main(["build", "--data", str(small), "-o", str(tmp_path / "out")])
    assert ended.value.code == 2
    assert "diary.txt" in capfd.readouterr().err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["diary.txt"]


def test_a_second_build_replaces_the_first(small, tmp_path, capfd):
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main(["build", "--data", str(small), "-o", str(tmp_path / "out")])
        assert ended.value.code == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        *GRAPH_FILES,
        "void.ttl",
        "SHA256SUMS",
    }


def test_broken_turtle_is_named_with_its_place(tmp_path, capfd):
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a:a> <a:b> .\n")
    with pytest.raises(SystemExit) as ended:
        main(["build", "--data", str(broken), "-o", str(tmp_path / "out")])
    assert ended.value.code == 2
    assert f"{broken}:1:" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def test_owlready2_reads_the_owl_file(built, tmp_path):
    import owlready2

    path = tmp_path / "healcare-kg.owl"
    path.write_bytes(built["healcare-kg.owl"])
    ontology = owlready2.World().get_ontology(path.as_uri()).load()
    assert {i.name for i in ontology.individuals()} >= {"a", "b", "psychology"}


@pytest.mark.java
@pytest.mark.parametrize("name", ["healcare-kg.owl", "healcare-kg.ttl"])
def test_owl_api_reads_the_whole_graph_as_owl_2_dl(name, tmp_path):
    (tmp_path / name).write_bytes(build(graph_paths()).files[name])
    report = profile_check(tmp_path / name, *(["hermit"] if name.endswith(".owl") else []))
    assert report["OWL2_DL_violations"] == 0, report["OWL2_DL_first"]
    assert report["unparsed_triples"] == 0
    assert report.get("consistent", True) is True
