"""Every shipped query: what its header says, and the same rows from both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

import healcare_kg
from healcare_kg.sparql.catalog import find_query, shipped_names

if TYPE_CHECKING:
    import rdflib

NAMES = shipped_names()
TYPES = {
    "Model", "Dataset", "Institution", "FineTuneMethod", "Domain", "AccessLevel", "Entity",
    "integer", "decimal", "string", "language",
}  # fmt: skip
Row = tuple[tuple[str, str] | None, ...]


@pytest.fixture(scope="module")
def part_in_rdflib(part: healcare_kg.KnowledgeGraph) -> rdflib.Graph:
    return part.to_rdflib()


@pytest.fixture(scope="module")
def all_in_rdflib(kg: healcare_kg.KnowledgeGraph) -> rdflib.Graph:
    return kg.to_rdflib()


def _text(name: str, lang: str = "en") -> str:
    query = find_query(name)
    if query.parameter("lang") is None or lang == "en":
        return query.text
    return query.text.replace('VALUES ?lang { "en" }', f'VALUES ?lang {{ "{lang}" }}')


def _rows(graph: healcare_kg.KnowledgeGraph, text: str) -> list[Row]:
    results = graph.engine.query(text)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [tuple(_term(row[name]) for name in names) for row in results]


def _term(term: pyoxigraph.NamedNode | pyoxigraph.Literal | None) -> tuple[str, str] | None:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal):
        return term.value, term.language or term.datatype.value
    return term.value, "IRI"


def _rows_of_rdflib(graph: rdflib.Graph, text: str) -> list[Row]:
    import rdflib

    def term(value: rdflib.term.Node | None) -> tuple[str, str] | None:
        if value is None:
            return None
        if isinstance(value, rdflib.Literal):
            return str(value), value.language or str(value.datatype or rdflib.XSD.string)
        return str(value), "IRI"

    return [tuple(map(term, row)) for row in graph.query(text)]  # type: ignore[arg-type]


def _projected(name: str) -> list[str]:
    results = pyoxigraph.Store().query(find_query(name).text)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return [variable.value for variable in results.variables]


def _texts_for_people(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    query = find_query(name)
    yield "summary", query.summary
    yield "description", query.description
    for parameter in query.parameters:
        yield f"parameter {parameter.name}", parameter.description


@pytest.mark.parametrize("name", NAMES)
def test_a_header_has_every_text_in_both_languages_and_a_tag(name):
    for what, texts in _texts_for_people(name):
        assert set(texts) == {"en", "zh"}, f"{name}: {what}"
        assert re.search("[\u4e00-\u9fff]", texts["zh"]), f"{name}: {what} in Chinese"
        assert not re.search("[\u4e00-\u9fff]", texts["en"]), f"{name}: {what} in English"
    assert find_query(name).tags


@pytest.mark.parametrize("name", NAMES)
def test_a_header_has_a_title_in_both_languages_for_each_column_in_order(name):
    columns = find_query(name).columns
    assert list(columns) == _projected(name)
    for column, titles in columns.items():
        assert set(titles) == {"en", "zh"} and all(titles.values()), f"{name}: {column}"


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_has_a_known_type_and_a_values_block(name, kg):
    examples = {
        "Model": "qwen", "Dataset": "psyqa", "Institution": "scut", "FineTuneMethod": "lora",
        "Domain": "psychology", "AccessLevel": "hkg:open", "Entity": "soulchat",
        "integer": "1", "decimal": "1.5", "string": "x", "language": "zh",
    }  # fmt: skip
    query = find_query(name)
    for parameter in query.parameters:
        assert parameter.type in TYPES
        bound = kg.bound(query, {parameter.name: examples[parameter.type]})
        assert f"VALUES ?{parameter.name} {{" in bound


@pytest.mark.parametrize("name", NAMES)
def test_a_query_as_it_stands_gives_rows_no_row_twice_and_as_many_in_chinese(name, kg):
    english, chinese = _rows(kg, _text(name)), _rows(kg, _text(name, "zh"))
    assert english
    assert len(set(english)) == len(english) and len(set(chinese)) == len(chinese)
    assert len(english) == len(chinese)
    if name != "leaderboard":  # scores, metrics and most names are in no language
        assert english != chinese


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_an_answer_is_an_address_of_the_graph(name, kg):
    texts = [c[0] for row in _rows(kg, _text(name)) for c in row if c and c[1] != "IRI"]
    assert not [text for text in texts if "w3id.org/healcare-kg" in text]


# `gaps` takes rdflib ten seconds here; a small graph compares it in test_queries_provenance.py, the
# whole one below.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "gaps"])
def test_both_engines_give_the_same_rows_in_the_same_order(name, part, part_in_rdflib):
    text = _text(name, "zh")
    assert _rows_of_rdflib(part_in_rdflib, text) == _rows(part, text)


# Of the whole graph `models` takes rdflib five minutes; of the frozen part it is compared above.
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name != "models"])
def test_both_engines_give_the_same_rows_of_the_whole_graph(name, kg, all_in_rdflib):
    text = _text(name)
    assert _rows_of_rdflib(all_in_rdflib, text) == _rows(kg, text)
