"""Which line a statement stands in, in Turtle of any layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from healcare_kg.namespaces import HKG, KG, PREFIXES, RDF
from healcare_kg.rdf_files import parse_file
from healcare_kg.reasoning.turtle_lines import TurtleLines

ROOT = Path(__file__).resolve().parent.parent
TEXT = """\
@prefix : <http://example.org/> .
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
# :a :p :commented .
:a :p :b ; :q
    :c ,
    "x . ; , <y> # no comment" , 'its' .
<http://example.org/a>
  a :A;:p '''two
lines'''@en-GB,"after"^^xsd:token .
:a :p 6.20 , 1 , 1e3 , true .
:a :r [ :p ( :b :c ) ] , [] .
[] a :B ; :p :d .
:a :s :b . :a :t :b1.5 .
"""


def node(name: str) -> NamedNode:
    return NamedNode("http://example.org/" + name)


@pytest.mark.parametrize(
    ("predicate", "value", "line"),
    [
        ("p", node("b"), 4),
        ("q", node("c"), 5),
        ("q", Literal("x . ; , <y> # no comment"), 6),
        ("p", Literal("two\nlines", language="en-gb"), 8),
        ("p", Literal("after", datatype=NamedNode(PREFIXES["xsd"] + "token")), 9),
        ("p", Literal("6.20", datatype=NamedNode(PREFIXES["xsd"] + "decimal")), 10),
        ("p", Literal("1e3", datatype=NamedNode(PREFIXES["xsd"] + "double")), 10),
        ("p", Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean")), 10),
        ("r", BlankNode(), 11),
        ("s", node("b"), 13),
        ("t", node("b1.5"), 13),
        ("p", node("commented"), None),
        ("p", node("d"), None),
    ],
)
def test_line_of_a_statement(
    tmp_path: Path, predicate: str, value: object, line: int | None
) -> None:
    path = tmp_path / "any.ttl"
    path.write_text(TEXT.replace("'its'", "'its'"), encoding="utf-8")
    lines = TurtleLines(path)
    assert lines.find("http://example.org/a", "http://example.org/" + predicate, value) == line


def test_subject_without_a_name_is_found_by_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "any.ttl"
    path.write_text(TEXT.replace("'its'", "'its'"), encoding="utf-8")
    assert TurtleLines(path).find("", RDF + "type", node("B")) == 12


@pytest.mark.parametrize("name", ["ontology/healcare-kg.ttl", "data/models-psychology.ttl"])
def test_every_statement_of_a_shipped_file_is_found(name: str) -> None:
    lines = TurtleLines(ROOT / name)
    missing = [
        str(quad)
        for quad in parse_file(ROOT / name)
        if isinstance(quad.subject, NamedNode)
        if lines.find(quad.subject.value, quad.predicate.value, quad.object) is None
    ]
    assert not missing


def test_line_holds_the_statement() -> None:
    path = ROOT / "data" / "models-psychology.ttl"
    line = TurtleLines(path).find(KG + "soulchat", HKG + "basedOn", NamedNode(KG + "chatglm-6b"))
    assert line is not None
    assert "hkg:basedOn kg:chatglm-6b" in path.read_text(encoding="utf-8").splitlines()[line - 1]


def test_other_format_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_text("<a/>")
    assert TurtleLines(tmp_path / "x.rdf").find("a", "b", node("c")) is None
