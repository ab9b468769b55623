"""The package as a program uses it."""

from decimal import Decimal
from pathlib import Path

import pytest

import healcare_kg
from healcare_kg import IRI, HealcareError
from healcare_kg.errors import NameResolutionError, ParameterError, QuerySyntaxError

HKG = "https://w3id.org/healcare-kg/ontology#"


@pytest.fixture
def tiny(tmp_path: Path) -> healcare_kg.KnowledgeGraph:
    path = tmp_path / "tiny.ttl"
    path.write_text(
        f"@prefix : <{HKG}> . "
        '<urn:a> a :Model ; :parametersBillions 6.2 ; :turnCount 7 ; :note "n"@en ;'
        ' :x true , 1e3 , "many"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        encoding="utf-8",
    )
    return healcare_kg.open_graph([path])


def test_rows_are_plain_python_values(tiny):
    rows = tiny.query(
        f"SELECT ?m ?b ?n ?t ?no WHERE {{ ?m <{HKG}parametersBillions> ?b ; "
        f"<{HKG}turnCount> ?n ; <{HKG}note> ?t OPTIONAL {{ ?m <{HKG}none> ?no }} }}"
    )
    assert rows.columns == ("m", "b", "n", "t", "no")
    assert rows[0] == {"m": "urn:a", "b": Decimal("6.2"), "n": 7, "t": "n", "no": None}
    assert isinstance(rows[0]["m"], IRI) and len(rows) == 1 and list(rows) == list(rows.rows)


def test_booleans_and_floats_become_python_values_and_a_wrong_number_stays_text(tiny):
    rows = tiny.query(f"SELECT ?x WHERE {{ ?m <{HKG}x> ?x }}")
    assert {type(r["x"]) for r in rows} == {bool, float, str}


def test_ask_is_a_bool_and_construct_a_list_of_triples(tiny):
    assert tiny.query("ASK { ?s ?p 7 }") is True
    assert tiny.query("ASK { ?s ?p 8 }") is False
    assert len(tiny.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == 7


def test_a_shipped_query_runs_by_name_with_a_parameter():
    graph = healcare_kg.open_graph()
    models = {row["model"] for row in graph.run("derived-from", base="ChatGLM-6B")}
    assert "https://w3id.org/healcare-kg/id/soulchat" in models


def test_resolve_gives_an_iri_and_asks_back(tiny):
    graph = healcare_kg.open_graph()
    assert graph.resolve("通义千问", "Model") == "https://w3id.org/healcare-kg/id/qwen"
    with pytest.raises(NameResolutionError) as several:
        graph.resolve("MedReason")
    assert len(several.value.candidates) == 2


def test_to_rdflib_has_the_same_triples(tiny):
    assert len(tiny.to_rdflib()) == tiny.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]


def test_errors_are_one_family(tiny):
    with pytest.raises(QuerySyntaxError):
        tiny.query("SELECT")
    with pytest.raises(ParameterError):
        tiny.run("derived-from", nothing="x")
    with pytest.raises(HealcareError):
        healcare_kg.open_graph(["no-such-file.ttl"])


def test_every_public_name_can_be_imported():
    for name in healcare_kg.__all__:
        assert getattr(healcare_kg, name)
    assert issubclass(healcare_kg.QuerySyntaxError, healcare_kg.InputError)


@pytest.mark.parametrize("kind", [str, Path])
def test_one_path_is_a_path_and_no_list_of_letters(tmp_path, kind):
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    graph = healcare_kg.open_graph(kind(file))
    assert graph.files == (file,)
    assert graph.query("ASK { <urn:a> <urn:b> <urn:c> }") is True
    assert {finding.file for finding in healcare_kg.validate(kind(file))} <= {str(file), None}


def test_a_parameter_that_is_none_has_its_default():
    graph = healcare_kg.open_graph()
    assert graph.run("runnable", max_size=None) == graph.run("runnable")


def test_half_a_character_is_the_name_of_nothing():
    with pytest.raises(NameResolutionError, match="no entity is named"):
        healcare_kg.open_graph().resolve("\ud800")


def test_a_service_that_does_not_answer_is_an_endpoint_error(tiny):
    with pytest.raises(healcare_kg.EndpointError, match="a SERVICE of the query failed"):
        tiny.query("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
