"""`reason` with HermiT itself: the closure of the shipped graph, and what clashes explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_reason import FACTS, PREFIXES, run

import healcare_kg
from healcare_kg.errors import MissingToolError
from healcare_kg.namespaces import HKG
from healcare_kg.reasoning.hermit import Hermit
from healcare_kg.reasoning.java import find_java
from healcare_kg.reasoning.loading import load
from healcare_kg.reasoning.reading import read_axioms
from healcare_kg.reasoning.reasoning import Reasoning, reason

pytestmark = pytest.mark.java

MORE = """\
kg:c a owl:NamedIndividual , hkg:ModelRelease ; rdfs:label "C"@en .
kg:f a owl:NamedIndividual , hkg:ModelFamily ; rdfs:label "F"@en .
kg:b hkg:trainedOn kg:d ; hkg:variantOf kg:f .
"""
# What is added to a consistent graph, and the words of the explanation that it leads to.
CLASHES = {
    "model-that-is-a-dataset": (
        "kg:a a hkg:Dataset .",
        {
            "A is a dataset",
            "A is a model release",
            "every model release is a model",
            "nothing is both a model and a dataset",
        },
    ),
    "release-based-on-itself": (
        "kg:c hkg:basedOn kg:c .",
        {"C: based on C", "nothing is “based on” itself"},
    ),
    "two-releases-based-on-each-other": (
        "kg:b hkg:basedOn kg:a .",
        {"A: based on B", "B: based on A", "no two things are “based on” each other"},
    ),
    "family-with-a-base": (
        "kg:f hkg:basedOn kg:c .",
        {
            "F: based on C",
            "F is a model family",
            "whatever has “based on” is a model release",
            "nothing is both a model release and a model family",
        },
    ),
    "plain-string-for-an-address": (
        'kg:c hkg:homepage "http://example.org/" .',
        {'C: home page "http://example.org/"', "every value of “home page” is an xsd:anyURI"},
    ),
    "dataset-merged-into-a-model": (
        "kg:c hkg:mergedFrom kg:d .",
        {
            "C: merged from D",
            "D is a dataset",
            "whatever is “merged from” is also “based on”",
            "every value of “based on” is a model",
            "nothing is both a model and a dataset",
        },
    ),
    "decimal-with-text": (
        'kg:c hkg:parametersBillions "7b"^^xsd:decimal .',
        {'C: parameters (billions) "7b"^^xsd:decimal'},
    ),
    "two-that-are-the-same-and-different": (
        "kg:a owl:sameAs kg:c ; owl:differentFrom kg:c .",
        {"A and C are the same", "A and C are not the same"},
    ),
    "second-value-of-a-functional-property": (
        "ex:n a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:label 'number'@en .\n"
        "kg:c ex:n 1 , 2 .",
        {"C: number 1", "C: number 2", "“number” has one value at most"},
    ),
}


@pytest.fixture(scope="module")
def hermit() -> Hermit:
    try:
        return Hermit(find_java())
    except MissingToolError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def shipped(hermit: Hermit) -> Reasoning:
    return reason(load([]), hermit)


def test_shipped_graph_is_consistent_and_every_class_can_have_instances(
    shipped: Reasoning,
) -> None:
    assert shipped.holds
    assert shipped.undecided == 0
    assert shipped.undeclared == ()
    assert shipped.skipped == ()


def test_closure_of_hermit_is_what_derived_from_gives_for_every_base(
    shipped: Reasoning, kg: healcare_kg.KnowledgeGraph
) -> None:
    inferred: dict[str, set[str]] = {}
    for model, base in shipped.inferences.relations[HKG + "derivedFrom"]:
        inferred.setdefault(base, set()).add(model)
    path = "SELECT DISTINCT ?m ?b { ?m hkg:basedOn+/hkg:variantOf* ?b }"
    rows = kg.query(f"PREFIX hkg: <{HKG}> {path}")
    asked: dict[str, set[str]] = {}
    for row in rows:
        asked.setdefault(row["b"], set()).add(row["m"])
    assert len(asked) > 100
    assert inferred == asked


def test_inferred_types_are_those_above_the_written_ones(
    shipped: Reasoning, kg: healcare_kg.KnowledgeGraph
) -> None:
    rows = kg.query(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT DISTINCT ?i ?c { ?i a/rdfs:subClassOf+ ?c FILTER NOT EXISTS { ?i a ?c } }"
    )
    assert set(shipped.inferences.types) == {(row["i"], row["c"]) for row in rows}


@pytest.mark.parametrize("clash", CLASHES)
def test_contradiction_is_explained_by_axioms_of_which_each_is_needed(
    clash: str, tmp_path: Path, hermit: Hermit
) -> None:
    addition, words = CLASHES[clash]
    path = tmp_path / "facts.ttl"
    path.write_text(PREFIXES + FACTS + MORE + addition, encoding="utf-8")
    result = reason(load([path], alone=True), hermit)
    assert not result.consistent
    assert not result.more
    (explanation,) = result.explanations
    assert {axiom.words for axiom in explanation.axioms} == words
    line = (PREFIXES + FACTS + MORE).count("\n") + 1
    last = line + addition.count("\n")
    assert any(a.file == str(path) and a.line in (line, last) for a in explanation.axioms)


def test_facts_that_clash_are_consistent_without_the_addition(
    tmp_path: Path, hermit: Hermit
) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(PREFIXES + FACTS + MORE, encoding="utf-8")
    assert reason(load([path], alone=True), hermit).holds


def test_every_axiom_of_an_explanation_is_needed(tmp_path: Path, hermit: Hermit) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(PREFIXES + FACTS + MORE + CLASHES["family-with-a-base"][0], encoding="utf-8")
    loaded = load([path], alone=True)
    axioms = read_axioms(loaded.statements)
    (explanation,) = reason(loaded, hermit).explanations
    turtle = {axiom.turtle for axiom in explanation.axioms}
    from healcare_kg.turtle import term_text

    def written(axiom: Any) -> str:
        root = axiom.root
        text = " ".join(map(term_text, (root.subject, root.predicate, root.object)))
        return text.replace(" rdf:type ", " a ", 1)

    chosen = [axiom for axiom in axioms.axioms if written(axiom) in turtle]
    assert len(chosen) == 4
    without = [[a for a in chosen if a is not left_out] for left_out in chosen]
    assert hermit.inconsistent([axioms.text(each) for each in (chosen, *without)]) == [
        True,
        *[False] * 4,
    ]


def test_dataset_that_is_a_model_is_found_in_the_whole_graph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hermit: Hermit
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + "kg:soulchat a hkg:Dataset .\n", encoding="utf-8")
    status, out, err = run(capsys, str(path), "-f", "json")
    document = json.loads(out)
    assert (status, err) == (1, "")
    (explanation,) = document["explanations"]
    facts = {axiom["turtle"]: axiom for axiom in explanation["axioms"]}
    own = facts["kg:soulchat a hkg:Dataset"]
    assert (own["file"], own["line"]) == (str(path), PREFIXES.count("\n") + 1)
    assert facts["kg:soulchat a hkg:ModelRelease"]["file"].endswith("data/models-psychology.ttl")
    assert len(facts) == 4
    assert document["moreExplanations"] is False


def test_class_and_property_of_a_users_ontology_without_instances_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hermit: Hermit
) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        PREFIXES
        + "ex:A a owl:Class . ex:B a owl:Class ; owl:disjointWith ex:A .\n"
        + 'ex:C a owl:Class ; rdfs:label "cee"@en ; rdfs:subClassOf ex:A ,\n'
        + "  [ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom ex:A ] .\n"
        + "ex:p a owl:ObjectProperty ; rdfs:range ex:B .\n"
        + "ex:q a owl:ObjectProperty ; rdfs:domain ex:A , ex:B .\n"
        + "ex:d a owl:DatatypeProperty ; rdfs:domain ex:A , ex:B .\n",
        encoding="utf-8",
    )
    status, out, _ = run(capsys, str(path), "-f", "json")
    document = json.loads(out)
    assert status == 1
    assert document["consistent"] is True
    names = {each["iri"].removeprefix("http://example.org/") for each in document["unsatisfiable"]}
    assert names == {"C", "q", "d"}
    sizes = {each["term"][-1]: len(each["axioms"]) for each in document["explanations"]}
    assert sizes == {"C": 3, "q": 3, "d": 3}


def test_ontology_that_contradicts_itself_without_facts_is_explained(
    tmp_path: Path, hermit: Hermit
) -> None:
    path = tmp_path / "own.ttl"
    text = "owl:Thing rdfs:subClassOf ex:A , ex:B .\nex:A owl:disjointWith ex:B .\n"
    path.write_text(PREFIXES + "ex:A a owl:Class . ex:B a owl:Class .\n" + text, encoding="utf-8")
    result = reason(load([path]), hermit)
    assert not result.consistent
    assert len(result.explanations[0].axioms) == 3


def test_chain_and_inverse_reach_what_no_query_path_says(tmp_path: Path, hermit: Hermit) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        PREFIXES
        + "ex:parent a owl:ObjectProperty ; rdfs:subPropertyOf ex:ancestor .\n"
        + "ex:ancestor a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf ex:of .\n"
        + "ex:of a owl:ObjectProperty .\nex:1 ex:parent ex:2 . ex:2 ex:parent ex:3 .\n",
        encoding="utf-8",
    )
    relations = reason(load([path]), hermit).inferences.relations
    ends = {
        name.rpartition("/")[2]: {(s[-1], o[-1]) for s, o in pairs}
        for name, pairs in relations.items()
    }
    assert ends == {
        "ancestor": {("1", "2"), ("2", "3"), ("1", "3")},
        "of": {("2", "1"), ("3", "2"), ("3", "1")},
    }


def test_what_is_no_owl_2_dl_is_refused_with_the_property(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hermit: Hermit
) -> None:
    path = tmp_path / "own.ttl"
    text = "ex:p a owl:ObjectProperty , owl:TransitiveProperty , owl:IrreflexiveProperty .\n"
    path.write_text(PREFIXES + text + "ex:a ex:p ex:b .\n", encoding="utf-8")
    status, out, err = run(capsys, str(path))
    assert (status, out) == (2, "")
    assert "http://example.org/p" in err
    assert "--profile" in err
    assert err.count("\n") == 1
