"""docs/coverage.md and docs/coverage.zh.md are what the graph gives; the counts are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from healcare_kg import KnowledgeGraph
from healcare_kg.cli import main
from healcare_kg.documents.coverage import CLASSES, Coverage, count_coverage
from healcare_kg.documents.coverage_page import coverage_page
from healcare_kg.exports.catalogue import Catalogue, read_catalogue

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": "coverage.md", "zh": "coverage.zh.md"}
PREFIXES = """
PREFIX hkg: <https://w3id.org/healcare-kg/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@pytest.fixture(scope="module")
def catalogue(kg: KnowledgeGraph) -> Catalogue:
    return read_catalogue(kg)


@pytest.fixture(scope="module")
def coverage(kg: KnowledgeGraph, catalogue: Catalogue) -> Coverage:
    return count_coverage(kg, catalogue)


def number(kg: KnowledgeGraph, pattern: str, what: str = "DISTINCT ?e") -> int:
    rows = kg.query(f"{PREFIXES} SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}")
    return rows[0]["n"]  # type: ignore[index,call-overload,return-value,union-attr]


@pytest.mark.parametrize("lang", PAGES)
def test_the_committed_page_is_up_to_date(
    coverage: Coverage, catalogue: Catalogue, lang: str
) -> None:
    path = DOCS / PAGES[lang]
    assert path.read_text(encoding="utf-8") == coverage_page(coverage, catalogue, lang), (
        f"run: python -m healcare_kg render coverage --lang {lang} -o docs/{path.name}"
    )


def test_classes_are_counted(kg: KnowledgeGraph, coverage: Coverage) -> None:
    counted = {cls: n for cls, (n, _) in coverage.classes.items()}
    assert counted == {cls: number(kg, f"?e a hkg:{cls}") for cls in CLASSES}
    zh = number(kg, '?e a hkg:Institution ; rdfs:label ?l FILTER(LANG(?l) = "zh")')
    assert coverage.classes["Institution"][1] == zh


def test_facts_and_sources_are_those_of_the_evidence(
    kg: KnowledgeGraph, coverage: Coverage
) -> None:
    axiom = (
        "?a owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; "
        "hkg:source ?d ; hkg:sourceKind ?k"
    )
    assert coverage.sources == number(kg, axiom, "*")
    assert coverage.documents == number(kg, axiom, "DISTINCT ?d")
    fact = f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ {axiom} }} }}"
    assert coverage.facts == number(kg, fact, "*")
    by_fact = f"{{ SELECT ?s ?p ?o (MIN(?k) AS ?best) WHERE {{ {axiom} }} GROUP BY ?s ?p ?o }}"
    assert coverage.secondary_only == number(kg, by_fact + ' FILTER(?best = "secondary")', "*")


def test_what_a_family_says_counts_for_its_releases(kg: KnowledgeGraph, coverage: Coverage) -> None:
    psychology = (
        "?e a ?c FILTER(?c IN (hkg:ModelFamily, hkg:ModelRelease)) "
        "FILTER NOT EXISTS { ?e a hkg:BaseModel } "
        "?e hkg:variantOf* ?o . ?o hkg:inDomain hkg:psychology "
        "FILTER(?e = ?o || NOT EXISTS { ?e hkg:inDomain ?own })"
    )
    assert coverage.domains["psychology"][0] == number(kg, psychology)
    assert coverage.domains["psychology"][1] == number(
        kg, "?e a ?c ; hkg:inDomain hkg:psychology FILTER(?c IN (hkg:Dataset, hkg:Benchmark))"
    )


def test_gaps_are_counted(kg: KnowledgeGraph, coverage: Coverage) -> None:
    gaps = {(g.cls, g.property): (g.missing, g.of) for g in coverage.gaps}
    release = "?e a hkg:ModelRelease FILTER NOT EXISTS { ?e a hkg:BaseModel } "
    none = release + "FILTER NOT EXISTS { ?e hkg:basedOn ?b }"
    assert gaps["ModelRelease", "basedOn"] == (number(kg, none), number(kg, release))
    none = "?e a hkg:Benchmark FILTER NOT EXISTS { ?r hkg:onBenchmark ?e }"
    assert gaps["Benchmark", "evaluation"][0] == number(kg, none)


def test_both_pages_have_the_same_numbers(coverage: Coverage, catalogue: Catalogue) -> None:
    def numbers(lang: str) -> list[list[str]]:
        page = coverage_page(coverage, catalogue, lang)
        rows = [line for line in page.splitlines() if line.startswith("|")]
        return [[c for c in row.split() if c.strip("%").isdigit()] for row in rows]

    assert numbers("en") == numbers("zh")


def test_a_graph_of_ones_own_is_counted(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = tmp_path / "own.ttl"
    data.write_text(
        "@prefix hkg: <https://w3id.org/healcare-kg/ontology#> .\n"
        "<https://w3id.org/healcare-kg/id/a> a hkg:ModelRelease .\n"
    )
    with pytest.raises(SystemExit) as ended:
        main(["render", "coverage", "--data", str(data)])
    page = capsysbinary.readouterr().out.decode()
    assert ended.value.code == 0
    assert page.startswith("# What the graph holds") and "1 entities have 0 facts" in page


@pytest.mark.slow
def test_render_all_writes_every_page_as_it_is_committed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", "all", "--into", str(tmp_path)])
    assert ended.value.code == 0
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written and written == {name: (DOCS / name).read_bytes() for name in written}


def test_render_all_knows_every_document() -> None:
    from healcare_kg.cli.render import command
    from healcare_kg.cli.render_all import PAGES

    assert {*PAGES, "all"} == set(command.list_commands(None))  # type: ignore[attr-defined]
    assert all((DOCS / name).is_file() for names in PAGES.values() for name in names.values())


def test_render_all_without_a_folder_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", "all", "--into", str(tmp_path / "none")])
    assert ended.value.code == 2 and "no such folder" in capsys.readouterr().err
