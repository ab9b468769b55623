"""`fmt` and the canonical writer: one text for one graph."""

import os
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import rdflib.compare
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from healcare_kg.cli import main
from healcare_kg.curation.comments import later_comment, leading_comment
from healcare_kg.errors import InputError
from healcare_kg.namespaces import HKG, KG, OWL, PREFIXES, RDF
from healcare_kg.turtle import canonical_literal, canonical_turtle

XSD = PREFIXES["xsd"]
HEAD = "@prefix kg: <https://w3id.org/healcare-kg/id/> .\n"

iris = st.sampled_from(
    [
        *(KG + name for name in ("a", "a.b", "a.", "-a", "1a", "a-", "a_b", "", "a/b", "é", "乙")),
        *(KG + name for name in ("a", "true", "false", "prefix")),
        HKG + "basedOn",
        HKG + "source",
        RDF + "type",
        RDF + "first",
        RDF + "rest",
        RDF + "nil",
        OWL + "Axiom",
        OWL + "Ontology",
        "urn:x:y",
        "http://x/?a=b&c#d",
        "http://x/%20'()*+,;",
        "http://x/\u202ea\u200bb",
        "http://x/😀",
        "tag:x@y:#a",
    ]
)
texts = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8),
    st.sampled_from(
        ['kg:a """ \' \\', "a\r\nb\tc", "\u202e\u2066\ufeff\u200b", "^^xsd:string", "\\u0041", "#"]
    ),
)
numbers = st.one_of(
    st.integers(-(10**30), 10**30).map(lambda n: (str(n), "integer")),
    st.from_regex(r"[+-]?0{0,2}[0-9]{1,3}", fullmatch=True).map(lambda t: (t, "integer")),
    st.from_regex(r"[+-]?[0-9]{0,25}\.[0-9]{1,25}", fullmatch=True).map(lambda t: (t, "decimal")),
    st.sampled_from(["5.", ".5", "+.0", "-0.0", "-0", ".", "+.", "", "1e3"]).map(
        lambda t: (t, "decimal")
    ),
    st.from_regex(r"-?[0-9]\.[0-9]{1,3}[eE][+-]?[0-9]{1,2}", fullmatch=True).map(
        lambda t: (t, "double")
    ),
    st.sampled_from(
        [("true", "boolean"), ("1", "boolean"), ("TRUE", "boolean"), ("INF", "double")]
    ),
    st.sampled_from([("٣", "integer"), ("2024-02-30", "date"), ("x", "anyURI"), ("a", "integer")]),
)
literals = st.one_of(
    texts.map(Literal),
    st.builds(
        lambda t, tag: Literal(t, language=tag), texts, st.sampled_from(["en", "zh", "zh-hant"])
    ),
    numbers.map(lambda n: Literal(n[0], datatype=NamedNode(XSD + n[1]))),
    st.builds(lambda t, d: Literal(t, datatype=NamedNode(d)), texts, iris),
)
blanks = st.integers(0, 6).map(lambda n: BlankNode(f"b{n}"))
named = iris.map(NamedNode)
triples = st.builds(
    Triple,
    st.one_of(named, blanks, blanks),
    named,
    st.one_of(named, blanks, blanks, literals),
)


@st.composite
def graphs(draw):
    """Random triples, and with them lists, nested nodes and cycles, which chance rarely makes."""
    made = draw(st.lists(triples, max_size=12))
    for n in range(draw(st.integers(0, 2))):
        nodes = [BlankNode(f"l{n}x{i}") for i in range(draw(st.integers(1, 4)))]
        for node, following in zip(nodes, [*nodes[1:], NamedNode(RDF + "nil")], strict=True):
            item = draw(st.one_of(named, blanks, literals))
            made.append(Triple(node, NamedNode(RDF + "first"), item))
            made.append(Triple(node, NamedNode(RDF + "rest"), following))
        made.append(Triple(draw(st.one_of(named, blanks)), draw(named), nodes[0]))
    if draw(st.booleans()):  # twins
        for node in (BlankNode("t1"), BlankNode("t2")):
            made.append(Triple(NamedNode(KG + "a"), NamedNode(HKG + "p"), node))
            made.append(Triple(node, NamedNode(HKG + "q"), Literal("same")))
    return made


def parsed(text: str) -> list[Triple]:
    return [q.triple for q in pyoxigraph.parse(text.encode(), format=RdfFormat.TURTLE)]


def with_canonical_numbers(graph: list[Triple]) -> list[Triple]:
    return [
        Triple(
            t.subject,
            t.predicate,
            canonical_literal(t.object) if isinstance(t.object, Literal) else t.object,
        )
        for t in graph
    ]


def in_oxigraph(graph: list[Triple]) -> set[Quad]:
    dataset = pyoxigraph.Dataset(Quad(t.subject, t.predicate, t.object) for t in graph)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def in_rdflib(text: str, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format=form)


def ntriples(graph: list[Triple]) -> str:
    return "".join(f"{t} .\n" for t in graph)


@pytest.fixture(scope="module", autouse=True)
def literals_as_written():
    """rdflib by default spells numbers anew as it reads them."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = before


@settings(max_examples=100, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_any_graph_is_written_isomorphic_and_alike_in_any_order(graph, random):
    text = canonical_turtle(graph)
    wanted = with_canonical_numbers(graph)
    assert in_oxigraph(parsed(text)) == in_oxigraph(wanted)
    assert canonical_turtle(parsed(text)) == text

    names = [f"z{n}" for n in range(7)]
    random.shuffle(names)
    renamed = {BlankNode(f"b{n}"): BlankNode(name) for n, name in enumerate(names)}
    shuffled = [
        Triple(renamed.get(t.subject, t.subject), t.predicate, renamed.get(t.object, t.object))
        for t in graph
    ]
    random.shuffle(shuffled)
    assert canonical_turtle(shuffled) == text


@pytest.mark.filterwarnings("ignore:Serializing weird numerical")  # rdflib on `.`^^xsd:decimal
@settings(max_examples=40, deadline=None)
@given(graphs())
def test_rdflib_reads_the_same_graph(graph):
    text = canonical_turtle(graph)
    wanted = in_rdflib(ntriples(with_canonical_numbers(graph)), "nt")
    assert rdflib.compare.isomorphic(in_rdflib(text, "turtle"), wanted)


@given(st.from_regex(r"[+-]?[0-9]{0,30}\.[0-9]{1,30}", fullmatch=True))
def test_a_number_has_one_form_and_keeps_its_value(text):
    decimal = NamedNode(XSD + "decimal")
    canonical = canonical_literal(Literal(text, datatype=decimal))
    assert Decimal(canonical.value) == Decimal(text)
    padded = text if text[0] in "+-" else f"+0{text}"
    assert canonical_literal(Literal(f"{padded}00", datatype=decimal)) == canonical


def test_a_number_of_ten_thousand_digits_is_written():
    number = Literal("1" * 10_000, datatype=NamedNode(XSD + "integer"))
    assert canonical_literal(Literal("0" + number.value, datatype=number.datatype)) == number


def test_the_text_does_not_depend_on_the_hash_seed(tmp_path):
    source = tmp_path / "a.ttl"
    source.write_text(
        HEAD
        + 'kg:b kg:p [ kg:q 2 , 1 ; kg:r ( 1 [] "x" ) ] , [ kg:q 3 ] .\n_:s kg:p _:s , kg:a .\n'
        "kg:a kg:p _:x , _:y . _:x kg:q _:y . _:y kg:q _:x .\n"
    )
    made = set()
    for seed in ("0", "1", "2"):
        code = (
            "import sys; from pathlib import Path; from healcare_kg.curation.formatting import "
            "formatted; sys.stdout.buffer.write(formatted(Path(sys.argv[1]))[1])"
        )
        env = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", code, source], env=env, capture_output=True, check=False
        )
        assert run.returncode == 0
        made.add(run.stdout)
    assert len(made) == 1


def test_what_only_rdf_1_2_has_is_refused():
    inner = Triple(NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c"))
    with pytest.raises(InputError, match=r"RDF 1\.2"):
        canonical_turtle([Triple(NamedNode("a:a"), NamedNode("a:b"), inner)])
    with pytest.raises(InputError, match=r"RDF 1\.2"):
        canonical_turtle(parsed('<a:a> <a:b> "x"@en--rtl .'))


def test_nodes_nested_beyond_measure_are_refused_in_a_sentence():
    nodes = [BlankNode(f"n{i}") for i in range(3000)]
    chain = [Triple(a, NamedNode("a:p"), b) for a, b in pairwise(nodes)]
    with pytest.raises(InputError, match="nested too deeply"):
        canonical_turtle(chain)


def test_a_prefix_that_stands_only_in_a_text_is_not_declared():
    text = canonical_turtle(parsed('<urn:a> <urn:b> "kg:a", "1"^^<urn:c> .'))
    assert "@prefix" not in text


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ('<a:a> <a:b> "# no" , \'# no\' , """ "# no\n# no""" .\n', None),
        ("<a:a#b> <a:b> <a:c> .", None),
        ("<a:a> <a:b> kg:a\\#b .", None),
        ("<a:a> <a:b> 1 . # yes", (1, "# yes")),
        ("# top\n\n<a:a> <a:b> '''\n''' ; #yes\n <a:c> 2 .", (4, "#yes")),
        ('<a:a> <a:b> "\\"" . # yes', (1, "# yes")),
    ],
)
def test_a_comment_is_told_from_what_looks_like_one(text, comment):
    assert later_comment(text) == comment


def test_the_comment_at_the_top_ends_at_the_first_statement():
    assert leading_comment("# a\n \n#b\n@prefix a: <b> . # c\n") == "# a\n\n#b\n"
    assert leading_comment("<a> <b> <c> .\n") == ""


# The command


def run(capfd, *argv: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["fmt", *map(str, argv)])
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


@pytest.fixture
def untidy(tmp_path) -> Path:
    path = tmp_path / "untidy.ttl"
    path.write_text(f"# Kept.\n{HEAD}kg:b a kg:C. kg:a a kg:C; kg:p 2, 01 .\n", encoding="utf-8")
    return path


def test_check_names_the_file_and_the_command_that_repairs_it(capfd, untidy):
    before = untidy.read_bytes()
    status, out, err = run(capfd, "--check", untidy)
    assert (status, out) == (1, f"{untidy}\n")
    assert f"python -m healcare_kg fmt {untidy}" in err and untidy.read_bytes() == before


def test_fmt_writes_the_canonical_form_and_keeps_the_comment_at_the_top(capfd, untidy):
    assert run(capfd, untidy)[0] == 0
    assert untidy.read_text() == (
        f"# Kept.\n\n{HEAD}\nkg:a a kg:C ;\n    kg:p\n        1 ,\n        2 .\n\nkg:b a kg:C .\n"
    )
    assert run(capfd, "--check", untidy)[0] == 0


def test_diff_shows_lines_and_writes_nothing(capfd, untidy):
    before = untidy.read_bytes()
    status, out, _ = run(capfd, "--diff", untidy)
    assert status == 0 and "+kg:b a kg:C ." in out and untidy.read_bytes() == before


def test_a_comment_that_would_be_lost_is_refused_with_its_line(capfd, untidy):
    untidy.write_text(untidy.read_text() + "kg:c a kg:C . # why\n")
    before = untidy.read_bytes()
    status, _, err = run(capfd, untidy)
    assert status == 2 and f"{untidy}:4: the comment '# why'" in err
    assert untidy.read_bytes() == before
    assert run(capfd, "--drop-comments", untidy)[0] == 0
    assert "why" not in untidy.read_text()


def test_one_broken_file_leaves_the_others_as_they_are(capfd, untidy):
    before = untidy.read_bytes()
    (untidy.parent / "z.ttl").write_text(HEAD + "kg:a a kg:C\nkg:b a kg:C .")
    status, _, err = run(capfd, untidy.parent)
    assert status == 2 and "z.ttl:3:" in err and untidy.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.nt", "<a:a> <a:b> <a:c> .\n", "N-Triples"),
        ("a.rdf", "<x/>", "RDF/XML"),
        ("a.txt", "", "no format that is known"),
        ("a.ttl", "<> <a:b> <a:c> .\n", "relative IRI"),
        ("b.ttl", "<a:a> <a:b> <<( <a:c> <a:d> <a:e> )>> .\n", "RDF 1.2"),
        ("c.ttl", "<a:a> <a:b> '\xff' .", "not valid UTF-8"),
    ],
)
def test_what_is_not_plain_turtle_is_refused(capfd, tmp_path, name, text, message):
    path = tmp_path / name
    path.write_bytes(text.encode("latin-1"))
    status, out, err = run(capfd, path)
    assert (status, out) == (2, "") and message in err and str(path) in err


def test_a_byte_order_mark_and_windows_line_ends_are_taken_away(capfd, untidy):
    plain = untidy.read_bytes()
    assert run(capfd, untidy)[0] == 0
    wanted = untidy.read_bytes()
    untidy.write_bytes(b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"))
    assert run(capfd, untidy)[0] == 0 and untidy.read_bytes() == wanted
    untidy.write_bytes(b"\xef\xbb\xbf" + wanted)
    assert run(capfd, "--check", untidy)[0] == 1


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_a_file_without_statements_stays_as_it_is(capfd, tmp_path, text):
    path = tmp_path / "a.ttl"
    path.write_text(text)
    assert run(capfd, path)[0] == 0 and path.read_text() == text


def test_a_missing_file_and_an_empty_folder_are_refused(capfd, tmp_path):
    assert run(capfd, tmp_path / "none.ttl")[0] == 2
    assert run(capfd, tmp_path)[0] == 2


def test_the_shipped_data_are_in_canonical_form(capfd):
    status, out, err = run(capfd, "--check")
    assert status == 0, out + err


def test_a_long_list_is_written_and_shared_nodes_without_end_are_refused():
    first, rest = (NamedNode(RDF + name) for name in ("first", "rest"))
    nodes = [*(BlankNode(f"n{i}") for i in range(2000)), NamedNode(RDF + "nil")]
    items = [Triple(node, first, NamedNode(KG + "a")) for node in nodes[:-1]]
    links = [Triple(a, rest, b) for a, b in pairwise(nodes)]
    assert canonical_turtle(items + links).count("kg:a") == 2000
    circle = [Triple(a, rest, b) for a, b in pairwise([*nodes[:-1], nodes[0]])]
    with pytest.raises(InputError, match="give them IRIs"):
        canonical_turtle(circle)
