"""The checks: each fires on its counter-example as approved, and not on what is nearly it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from healcare_kg.cli import main
from healcare_kg.engine import EmbeddedEngine
from healcare_kg.knowledge_graph import KnowledgeGraph
from healcare_kg.namespaces import curie
from healcare_kg.rdf_files import parse_file
from healcare_kg.resources import graph_paths, resource
from healcare_kg.store import load_store
from healcare_kg.validation import Finding, validate_graph
from healcare_kg.validation.checks import Check, read_check, shipped_checks, violations
from healcare_kg.validation.run import check_names, shipped_profile

ROOT = Path(__file__).resolve().parent.parent
CHECKS = ROOT / "queries" / "checks"
EXAMPLES = ROOT / "tests" / "checks"
ONTOLOGY = [ROOT / "ontology" / name for name in ("healcare-kg.ttl", "vocabulary.ttl")]
NAMES = sorted(check_names())
QUERIES = shipped_checks(CHECKS)


def short(iri: str) -> str:
    return curie(iri) or f"<{iri}>"


def rows(findings: list[Finding]) -> list[tuple[str, ...]]:
    return sorted(
        {
            (short(f.entity), short(f.property) if f.property else "", f.value or "")
            for f in findings
        }
    )


def approved(name: str) -> list[tuple[str, ...]]:
    text = (EXAMPLES / f"{name}.approved.txt").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_a_counter_example_makes_its_check_fire_as_approved_and_no_other_rule(name: str) -> None:
    found = validate_graph(parse_file(EXAMPLES / f"{name}.violation.ttl"))
    assert {finding.rule for finding in found} == {name}
    assert rows(list(found)) == approved(name)
    assert {finding.level for finding in found} == {shipped_profile().level(name)}


@pytest.mark.parametrize("name", NAMES)
def test_a_near_miss_conforms(name: str) -> None:
    assert validate_graph(parse_file(EXAMPLES / f"{name}.near-miss.ttl")) == ()


def test_every_check_has_its_examples_and_every_example_its_check() -> None:
    wanted = {
        f"{name}.{kind}"
        for name in NAMES
        for kind in ("violation.ttl", "near-miss.ttl", "approved.txt")
    }
    assert {path.name for path in EXAMPLES.iterdir()} == wanted


def test_the_profile_gives_every_check_its_level() -> None:
    levels = shipped_profile().levels
    assert set(levels) == set(NAMES)
    assert levels["release-before-base"] == "warning"


@pytest.mark.parametrize("check", QUERIES, ids=lambda check: check.name)
def test_rdflib_and_oxigraph_find_the_same_in_the_same_order(
    check: Check, ontology_in_rdflib: rdflib.Graph
) -> None:
    example = EXAMPLES / f"{check.name}.violation.ttl"
    statements = rdflib.Graph().parse(example)
    graph = ontology_in_rdflib
    graph += statements
    found = in_rdflib(check, graph)
    graph -= statements
    assert found == in_oxigraph(check, [*ONTOLOGY, example]) != []


@pytest.fixture(scope="module")
def ontology_in_rdflib() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in ONTOLOGY:
        graph.parse(path)
    return graph


def in_oxigraph(check: Check, files: list[Path]) -> list[tuple[str | None, ...]]:
    solutions = load_store(files).query(check.query.text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [tuple(None if term is None else term.value for term in row) for row in solutions]


def in_rdflib(check: Check, graph: rdflib.Graph) -> list[tuple[str | None, ...]]:
    return [
        tuple(None if term is None else str(term) for term in row)
        for row in graph.query(check.query.text)
    ]


# On rdflib this one takes minutes on the whole graph; its examples above are compared all the same.
TOO_SLOW_IN_RDFLIB = {"fact-without-source"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "check", [q for q in QUERIES if q.name not in TOO_SLOW_IN_RDFLIB], ids=lambda check: check.name
)
def test_rdflib_finds_in_the_whole_graph_what_oxigraph_finds(
    check: Check, whole_graph_in_rdflib: rdflib.Graph
) -> None:
    assert in_rdflib(check, whole_graph_in_rdflib) == in_oxigraph(check, graph_paths())


@pytest.fixture(scope="module")
def whole_graph_in_rdflib(kg: KnowledgeGraph) -> rdflib.Graph:
    return kg.to_rdflib()


@pytest.mark.parametrize("check", QUERIES, ids=lambda check: check.name)
def test_a_check_limited_to_entities_finds_theirs_and_no_others(check: Check) -> None:
    engine = EmbeddedEngine(load_store([*ONTOLOGY, EXAMPLES / f"{check.name}.violation.ttl"]))
    everything = list(violations(check, engine))
    first = everything[0].entity.value
    of_first = [violation for violation in everything if violation.entity.value == first]
    assert list(violations(check, engine, {first, "urn:nothing"})) == of_first
    assert list(violations(check, engine, {"urn:nothing"})) == []


@pytest.mark.parametrize("check", QUERIES, ids=lambda check: check.name)
def test_a_check_says_what_is_wrong_why_and_what_to_do_in_both_languages(check: Check) -> None:
    for lang in ("en", "zh"):
        why, solution = check.explanation(lang)
        assert check.query.summary[lang].endswith("." if lang == "en" else "。")
        assert why.strip()
        assert solution.strip()
        assert "**" not in why + solution
    assert check.message("en") != check.message("zh")


def test_what_a_check_covers_exists() -> None:
    from healcare_kg.validation.shapes import shape_names

    shapes = {name.removeprefix("hks:") for name in shape_names(resource("ontology"))}
    for check in QUERIES:
        rules = {name for name in check.covers if not name.startswith("sh:")}
        assert rules <= shapes | set(NAMES), check.name


def test_a_misspelt_term_is_named_with_the_nearest() -> None:
    for name, meant in (
        ("unknown-property", {"hkg:basedOn", "hkg:locator"}),
        ("unknown-class", {"hkg:BaseModel"}),
        ("unknown-term", {"hkg:psychology", "hkg:parametersBillions"}),
        ("dangling-reference", {"kg:chatglm-6b"}),
    ):
        for lang, question in (("en", "Did you mean {}?"), ("zh", "是否应为 {}？")):
            found = validate_graph(parse_file(EXAMPLES / f"{name}.violation.ttl"), lang=lang)
            asked = [next(m for m in meant if question.format(m) in f.message) for f in found]
            assert set(asked) == meant


def test_a_check_whose_header_names_no_kind_of_term_is_refused(tmp_path: Path) -> None:
    from healcare_kg.errors import InputError

    path = tmp_path / "odd-violation.rq"
    path.write_text("#+ nearest: planet\nSELECT ?entity ?property ?value {}", encoding="utf-8")
    with pytest.raises(InputError, match="class, entity, property or term"):
        read_check(path)


def test_a_check_with_other_columns_is_refused(tmp_path: Path) -> None:
    from healcare_kg.errors import InputError

    path = tmp_path / "odd-violation.rq"
    path.write_text("SELECT ?x {}", encoding="utf-8")
    with pytest.raises(InputError, match=r"SELECT \?entity \?property \?value"):
        list(violations(read_check(path), EmbeddedEngine(pyoxigraph.Store())))


def test_a_check_is_run_by_query_as_any_file(capfdbinary) -> None:
    check = str(CHECKS / "based-on-cycle-violation.rq")
    example = str(EXAMPLES / "based-on-cycle.near-miss.ttl")
    with pytest.raises(SystemExit) as exit_:
        main(["query", check, "--data", example, "--no-cache", "-f", "csv"])
    assert exit_.value.code == 0
    assert capfdbinary.readouterr().out.splitlines() == [b"entity,property,value"]
