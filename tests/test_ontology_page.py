"""docs/ontology.md and docs/ontology.zh.md are what the ontology and the graph give."""

from __future__ import annotations

from pathlib import Path

import pytest

from healcare_kg.cli import main
from healcare_kg.documents.ontology_page import ontology_page
from healcare_kg.documents.terms import Terms, read_terms
from healcare_kg.namespaces import HKG
from healcare_kg.resources import graph_paths, resource

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": "ontology.md", "zh": "ontology.zh.md"}


@pytest.fixture(scope="module")
def terms() -> Terms:
    return read_terms(resource("ontology"), graph_paths())


@pytest.mark.parametrize("lang", PAGES)
def test_the_committed_page_is_up_to_date(terms, lang):
    path = DOCS / PAGES[lang]
    assert path.read_text(encoding="utf-8") == ontology_page(terms, lang), (
        f"run: python -m healcare_kg render ontology --lang {lang} -o docs/{path.name}"
    )


@pytest.mark.parametrize("lang", PAGES)
def test_every_term_has_a_section_in_its_language(terms, lang):
    page = ontology_page(terms, lang)
    for term in terms.of_kind("class", "object", "data", "annotation"):
        if term.iri.startswith(HKG):
            name = term.iri.removeprefix(HKG)
            section = page.split(f"\n### {name}\n")[1].split("\n### ")[0]
            assert term.label[lang] in section and term.definition[lang] in section, name


def test_counts_are_those_of_the_graph(terms, kg):
    used = {t.iri: t for t in terms.terms}
    (row,) = kg.query("SELECT (COUNT(*) AS ?n) WHERE { ?s <" + HKG + "basedOn> ?o }")
    assert used[HKG + "basedOn"].uses == row["n"]
    (row,) = kg.query(
        "PREFIX hkg: <" + HKG + "> SELECT (COUNT(DISTINCT ?m) AS ?n) "
        "WHERE { VALUES ?c { hkg:ModelFamily hkg:ModelRelease hkg:BaseModel } ?m a ?c }"
    )
    assert used[HKG + "Model"].uses_below == row["n"]


def test_domain_range_chain_and_rules_are_shown(terms):
    page = ontology_page(terms, "en")
    assert "- chain: [derivedFrom](#derivedfrom) ∘ [variantOf](#variantof)" in page
    section = page.split("\n### basedOn\n")[1].split("\n### ")[0]
    assert "- from: [ModelRelease](#modelrelease)\n- to: [Model](#model)" in section
    assert "- asked of it (model family): " in section


def test_the_command_writes_the_page(tmp_path, terms):
    with pytest.raises(SystemExit) as ended:
        main(["render", "ontology", "--lang", "zh", "-o", str(tmp_path / "page.md")])
    assert ended.value.code == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == ontology_page(terms, "zh")


def test_unknown_document_exits_2_with_the_nearest(capfd):
    with pytest.raises(SystemExit) as ended:
        main(["render", "ontolgy"])
    assert ended.value.code == 2
    assert "did you mean ontology?" in capfd.readouterr().err
