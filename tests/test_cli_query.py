"""`query` as its users run it: formats, files, and what it says of bad input."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from healcare_kg.cli import main

HKG = "https://w3id.org/healcare-kg/ontology#"
KG = "https://w3id.org/healcare-kg/id/"
TINY = f"""@prefix hkg: <{HKG}> .
@prefix kg: <{KG}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kg:a a hkg:ModelRelease ; hkg:parametersBillions 7.5 ; hkg:basedOn kg:b ;
    rdfs:label "A, the \\"first\\""@en , "甲"@zh .
kg:b a hkg:ModelRelease ; rdfs:label "B"@en , "乙模型"@zh ; hkg:parametersBillions 13.0 .
"""
ROWS = (
    f"PREFIX hkg: <{HKG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?m ?l ?b WHERE { ?m hkg:parametersBillions ?b ; rdfs:label ?l "
    'FILTER(LANG(?l) = "zh") } ORDER BY ?m'
)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.ttl"
    path.write_text(TINY, encoding="utf-8")
    return path


def run(capfd: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command run in this process."""
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in argv])
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def process(*argv: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    """The same as a real process."""
    return subprocess.run(
        [sys.executable, "-m", "healcare_kg", *map(str, argv)],
        capture_output=True, timeout=60, check=False, **options,  # type: ignore[call-overload]
    )  # fmt: skip


def test_query_alone_lists_every_shipped_query_with_its_question(capfd):
    status, out, _ = run(capfd, "query")
    assert status == 0
    assert "derived-from" in out and "Which models" in out


def test_query_alone_in_chinese_lists_chinese_questions(capfd):
    status, out, _ = run(capfd, "query", "--lang", "zh")
    assert status == 0
    assert "哪些" in out


def test_table_aligns_columns_that_hold_chinese(capfd, tiny):
    status, out, _ = run(capfd, "query", "-e", ROWS, "--data", tiny)
    assert status == 0
    assert out.splitlines() == [
        "m     l         b",
        "────  ──────  ───",
        "kg:a  甲      7.5",
        "kg:b  乙模型   13",
    ]


def test_csv_is_as_the_standard_says(capfd, tiny):
    _, out, _ = run(capfd, "query", "-e", ROWS, "--data", tiny, "-f", "csv")
    assert list(csv.reader(io.StringIO(out, newline=""))) == [
        ["m", "l", "b"], [KG + "a", "甲", "7.5"], [KG + "b", "乙模型", "13"],
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "xml", "tsv", "jsonl", "markdown", "md"])
def test_each_row_format_carries_every_value(capfd, tiny, form):
    status, out, _ = run(capfd, "query", "-e", ROWS, "--data", tiny, "-f", form)
    assert status == 0
    assert "乙模型" in out and "7.5" in out
    if form == "json":
        assert json.loads(out)["head"]["vars"] == ["m", "l", "b"]
    if form == "jsonl":
        assert json.loads(out.splitlines()[0]) == {"m": KG + "a", "l": "甲", "b": 7.5}
    if form == "xml":
        assert ElementTree.fromstring(out.encode()).tag.endswith("sparql")


def test_ask_prints_true_or_false(capfd, tiny):
    ask = f"ASK {{ <{KG}a> ?p <{KG}b> }}"
    assert run(capfd, "query", "-e", ask, "--data", tiny)[:2] == (0, "true\n")
    status, out, _ = run(capfd, "query", "-e", ask, "--data", tiny, "-f", "json")
    assert (status, json.loads(out)["boolean"]) == (0, True)


@pytest.mark.parametrize("form", ["turtle", "ttl", "ntriples", "jsonld", "rdfxml"])
def test_construct_writes_each_graph_format(capfd, tiny, form):
    status, out, _ = run(
        capfd, "query", "-e", f"CONSTRUCT WHERE {{ <{KG}a> ?p ?o }}", "--data", tiny, "-f", form
    )
    assert status == 0
    assert "甲" in out or "\\u7532" in out


def test_describe_defaults_to_turtle(capfd, tiny):
    status, out, _ = run(capfd, "query", "-e", f"DESCRIBE <{KG}b>", "--data", tiny)
    assert status == 0
    assert out.startswith("@prefix hkg:") and '"乙模型"@zh' in out


def test_a_graph_format_for_rows_exits_2(capfd, tiny):
    status, out, err = run(capfd, "query", "-e", ROWS, "--data", tiny, "-f", "turtle")
    assert (status, out) == (2, "")
    assert "gives rows" in err


def test_output_takes_its_format_from_the_ending_and_replaces_the_file(capfd, tiny, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("old")
    status, out, _ = run(capfd, "query", "-e", ROWS, "--data", tiny, "-o", target)
    assert (status, out) == (0, "")
    assert target.read_bytes().startswith(b"m,l,b\r\n")
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".csv"] == ["out.csv"]


def test_output_with_an_unknown_ending_exits_2_and_writes_nothing(capfd, tiny, tmp_path):
    status, _, err = run(capfd, "query", "-e", ROWS, "--data", tiny, "-o", tmp_path / "out.xyz")
    assert status == 2
    assert ".xyz" in err and not (tmp_path / "out.xyz").exists()


def test_output_into_a_missing_folder_exits_2(capfd, tiny, tmp_path):
    status, _, err = run(
        capfd, "query", "-e", ROWS, "--data", tiny, "-o", tmp_path / "no" / "o.csv"
    )
    assert status == 2
    assert "can't be written" in err


def test_a_failed_query_leaves_the_output_file_as_it_was(capfd, tiny, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("precious")
    assert run(capfd, "query", "-e", "SELECT", "--data", tiny, "-o", target)[0] == 2
    assert target.read_text() == "precious"


def test_a_query_file_and_standard_input_run_the_same(capfd, tiny, tmp_path):
    file = tmp_path / "mine.rq"
    file.write_text(ROWS)
    from_file = run(capfd, "query", file, "--data", tiny, "-f", "csv")
    piped = process("query", "-", "--data", tiny, "-f", "csv", input=ROWS.encode())
    assert from_file[0] == piped.returncode == 0
    assert from_file[1].encode().replace(b"\r\n", b"\n") == piped.stdout.replace(b"\r\n", b"\n")


def test_a_query_file_with_a_header_has_its_parameters_as_options(capfd, tiny, tmp_path):
    file = tmp_path / "mine.rq"
    file.write_text(
        "#+ summary: Which are larger?\n#+ parameters:\n"
        "#+   least: {type: decimal, description: size}\n"
        f"SELECT ?m WHERE {{ VALUES ?least {{ 10.0 }} ?m <{HKG}parametersBillions> ?b "
        "FILTER(?b >= ?least) } ORDER BY ?m\n"
    )
    assert "kg:a" not in run(capfd, "query", file, "--data", tiny)[1]
    assert "kg:a" in run(capfd, "query", file, "--least", "5", "--data", tiny)[1]
    assert "Which are larger?" in run(capfd, "query", file, "--help")[1]


def test_options_may_stand_before_the_name(capfd):
    before = run(capfd, "query", "-f", "csv", "derived-from", "ChatGLM-6B")
    after = run(capfd, "query", "derived-from", "ChatGLM-6B", "-f", "csv")
    assert before == after and before[0] == 0


def test_a_name_in_chinese_and_an_option_with_an_id_answer_the_same(capfd):
    chinese = run(capfd, "query", "derived-from", "通义千问", "-f", "csv")
    option = run(capfd, "query", "derived-from", "--base", "qwen", "-f", "csv")
    assert chinese == option
    assert len(chinese[1].splitlines()) > 20


# Bad input


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["query", "derived-form"], "did you mean derived-from?"),
        (["query", "no/such.rq"], "no such file"),
        (["query", "derived-from", "Qwne"], "did you mean"),
        (["query", "derived-from", "Qwen", "Llama"], "one too many"),
        (["query", "derived-from", "Qwen", "--base", "Llama"], "given twice"),
        (["query", "derived-from", ""], "not nothing"),
        (["query", "derived-from", "PsyQA"], "no Model is named 'PsyQA'"),
        (["query", "runnable", "--max-size", "big"], "takes a number"),
        (["query", "-e", ""], "the query is empty"),
        (["query", "-e", "SELEC * WHERE { ?s ?p ?o }"], "did you mean SELECT?"),
        (["query", "-e", "INSERT DATA { <a:a> <a:b> 1 }"], "is an update"),
        (["query", "-e", "SELECT * WHERE { ?s ?p ?o"], "'{' is not closed"),
        (["query", "-e", "SELECT * WHERE { ?s hkgg:x ?o }"], 'did you mean "hkg:"?'),
        (["query", "-e", "SELECT * WHERE { ?s kg:x ?o }"], "PREFIX kg:"),
        (["query", "--data", "no-such-folder", "models"], "no such file or folder"),
        (["query", "-e", "ASK {}", "models"], "not both"),
        (["query", "models", "-f", "docx"], "docx"),
        (["qery"], "did you mean query?"),
        (["query", "models", "--colour"], "No such option"),
        (["query", "derived-from", "http://x.org/%zz"], "no Model is named 'http://x.org/%zz'"),
        (["query", "runnable", "--domain", "nosuch"], "it is one of"),
        (["query", "models", "medicine", "b"], "takes 1 value, not 2"),
        (["query", "-f", "csv"], "name a query"),
        (["query", "-e", "ASK { FILTER(<http://f>(1)) }"], "custom function <http://f>"),
        (["query", "-e", "ASK " + "{" * 4000 + "}" * 4000], "more than 500 brackets"),
        (
            ["query", "-e", "ASK {" + "".join(f"BIND(1 AS ?v{n}) " for n in range(4000)) + "}"],
            "more than 500 BINDs",
        ),
    ],
)
def test_bad_input_exits_2_with_one_sentence_and_no_traceback(capfd, argv, said):
    status, out, err = run(capfd, *argv)
    assert (status, out) == (2, "")
    assert said in err and "Traceback" not in err


def test_ten_thousand_characters_for_a_name_are_not_said_again(capfd):
    status, _, err = run(capfd, "query", "derived-from", "x" * 10_000)
    assert status == 2 and len(err) < 250 and "…" in err


def test_the_nearest_names_are_of_the_class_that_was_asked_for(capfd):
    assert "postech" not in run(capfd, "query", "runnable", "nosuch")[2]


@pytest.mark.parametrize("form", ["csv", "table", "jsonl"])
def test_a_service_that_does_not_answer_exits_3(capfd, tiny, form):
    query = "SELECT * WHERE { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    status, _, err = run(capfd, "query", "-e", query, "-f", form, "--data", tiny)
    assert status == 3
    assert "a SERVICE of the query failed" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("parameters: {a: 5}", "`parameters` in the #+ header"),
        ('parameters: {"a b": {type: Model}}', "`parameters` in the #+ header"),
        ("parameters: {1: {type: Model}}", "`parameters` in the #+ header"),
        ("parameters: {format: {type: string}}", "has the name of an option"),
        ("parameters: {help: {type: string}}", "has the name of an option"),
        ("tags: 5", "`tags` in the #+ header is not a list"),
        ("columns: {s: 5}", "`columns` in the #+ header"),
        ("columns: {s: {en: [1, 2]}}", "`columns` in the #+ header"),
        ("- a", "not a list of `key: value`"),
        ("summary: [", "not YAML"),
    ],
)
def test_a_header_of_another_form_exits_2_without_a_traceback(capfd, tmp_path, header, said):
    file = tmp_path / "q.rq"
    file.write_text(f"#+ {header}\nASK {{}}")
    status, out, err = run(capfd, "query", file)
    assert (status, out) == (2, "")
    assert said in err and "Traceback" not in err


@pytest.mark.parametrize("header", ["", " parameters:", " columns:\n#+ tags:"])
def test_a_header_that_says_nothing_is_none(capfd, tmp_path, header):
    file = tmp_path / "q.rq"
    file.write_text(f"#+{header}\nASK {{}}")
    assert run(capfd, "query", file)[:2] == (0, "true\n")


def test_a_query_that_begins_with_a_byte_order_mark_runs(capfd):
    assert run(capfd, "query", "-e", "\ufeffASK {}")[:2] == (0, "true\n")


@pytest.mark.parametrize("name", ["loop.csv", "a" * 300 + ".csv"])
def test_an_output_path_that_leads_nowhere_exits_2(capfd, tiny, tmp_path, name):
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    status, _, err = run(capfd, "query", "-e", ROWS, "--data", tiny, "-o", tmp_path / name)
    assert status == 2
    assert "can't be written" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("web.jsonld", '{"@context": "https://x.org/c", "@id": "a:a"}', "nothing is fetched"),
        (
            "bomb.rdf",
            '<!DOCTYPE r [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 101 + '">]><r/>',
            "the entity &b; stands for too much text",
        ),
        ("cut.rdf", "<rdf:RDF>\n  <rdf:Description", "cut.rdf:2:3: "),
    ],
)
def test_data_that_cannot_be_read_says_where_and_why(capfd, tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    status, _, err = run(capfd, "query", "-e", "ASK {}", "--data", tmp_path / name)
    assert status == 2 and said in err


@pytest.mark.parametrize(
    "attack",
    [
        'Qwen" }',
        "kg:qwen } #",
        "> } DROP ALL",
        "Qwen\n} UNION { ?s ?p ?o",
        "{ }",
        "'''",
        "\\u007D",
        "<a> <b>",
    ],
)
def test_a_parameter_never_becomes_part_of_the_query(capfd, attack):
    status, out, err = run(capfd, "query", "derived-from", attack)
    assert (status, out) == (2, "")
    assert "no Model is named" in err


def test_a_string_parameter_is_one_literal(capfd, tiny, tmp_path):
    file = tmp_path / "q.rq"
    file.write_text(
        "#+ parameters:\n#+   text: {type: string, description: any}\n"
        'SELECT ?text WHERE { VALUES ?text { "x" } }'
    )
    nasty = 'a" } UNION { ?s ?p ?o } #\n\\'
    status, out, _ = run(capfd, "query", file, "--text", nasty, "--data", tiny, "-f", "json")
    assert status == 0
    assert [r["text"]["value"] for r in json.loads(out)["results"]["bindings"]] == [nasty]


def test_a_syntax_error_shows_line_column_and_the_line(capfd, tmp_path):
    file = tmp_path / "broken.rq"
    file.write_text("SELECT ?s\nWHERE {\n  ?s ?p ?o .\n} ORDER ?s\n")
    status, _, err = run(capfd, "query", file)
    assert status == 2
    assert "broken.rq:4:9: '?s' can't stand here" in err
    assert "    } ORDER ?s\n            ^^" in err


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * WHERE {\n\t?s\t?p\t}\n", "2:8: '}'"),
        ("SELECT * WHERE {\r\n ?s ?p \r\n}", "3:1: '}'"),
        ("SELECT * WHERE { ?s ?p }", "1:24: '}'"),
        ('SELECT * WHERE { ?s <a:b> "中文" ; ?p }', "1:37: '}'"),
        ("SELECT ?x WHERE { ?x ?p ?y . FILTER(FOO(?y)) }", "1:37: 'FOO'"),
        ("SELECT ?x WHERE { ?x ?p ?y }\nLIMIT -1", "2:7: '-'"),
        ("ASK { ?x ?p ?y } garbage", "1:18: 'garbage'"),
        ("ASK { ?x ?p ?y OPTINAL { ?x ?p ?y } }", "1:16: 'OPTINAL'"),
        ("SELECT ?x WHERE { _:a ?p ?x }\nGROUP", "2:6: something is missing at the end"),
        ("SELECT ?x WHERE { ?x ?p '''abc }", "1:25: this ''' is not closed"),
    ],
)
def test_a_syntax_error_is_at_the_word_that_cannot_stand_there(capfd, query, place):
    status, _, err = run(capfd, "query", "-e", query)
    assert status == 2
    assert err.startswith(f"healcare_kg: -e:{place}")


def test_the_caret_stands_below_the_word_behind_chinese(capfd):
    *_, line, caret = run(capfd, "query", "-e", "ASK { ?s <a:b> '中文' ; ?p }")[2].splitlines()
    assert len(caret) == len(line.partition("}")[0]) + 1 + len("中文")


def test_a_line_of_a_million_characters_is_shown_around_the_error(capfd):
    query = "ASK { " + "?s ?p '" + "x" * 1_000_000 + "' ; } }"
    status, _, err = run(capfd, "query", "-e", query)
    assert status == 2 and len(err) < 500 and "1:1000020: this '}' closes nothing" in err


@pytest.mark.parametrize(
    ("prefix", "hint"), [("hgk", 'mean "hkg:"'), ("https", "an address stands between < and >")]
)
def test_an_undeclared_prefix_is_explained(capfd, prefix, hint):
    assert hint in run(capfd, "query", "-e", f"ASK {{ ?s {prefix}:basedOn ?o }}")[2]


def test_broken_turtle_names_file_line_and_column(capfd, tmp_path):
    (tmp_path / "broken.ttl").write_text("<a:a> <a:b> 1 .\n<a:a> <a:b> \n", encoding="utf-8")
    status, _, err = run(capfd, "query", "-e", "ASK {}", "--data", tmp_path)
    assert status == 2
    assert "broken.ttl:3:1" in err


def test_invalid_utf8_names_the_byte(capfd, tmp_path):
    (tmp_path / "latin.ttl").write_bytes(b'<a:a> <a:b> "ok" .\n<a:a> <a:b> "caf\xe9" .\n')
    status, _, err = run(capfd, "query", "-e", "ASK {}", "--data", tmp_path)
    assert status == 2
    assert "latin.ttl:2:17" in err and "UTF-8" in err


def test_a_folder_without_rdf_says_so(capfd, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    status, _, err = run(capfd, "query", "-e", "ASK {}", "--data", tmp_path)
    assert status == 2
    assert "no RDF file" in err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.nt", "<a:a> <a:b> <a:c> ."),
        ("x.trig", "<a:g> { <a:a> <a:b> <a:c> }"),
        ("x.nq", "<a:a> <a:b> <a:c> <a:g> ."),
        ("x.jsonld", '{"@id": "a:a", "a:b": {"@id": "a:c"}}'),
        ("x.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:n="a:">'
         '<rdf:Description rdf:about="a:a"><n:b rdf:resource="a:c"/></rdf:Description></rdf:RDF>'),
    ],
)  # fmt: skip
def test_data_is_read_in_every_format_named_graphs_too(capfd, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    ask = "ASK { <a:a> <a:b> <a:c> }"
    assert run(capfd, "query", "-e", ask, "--data", tmp_path / name)[:2] == (0, "true\n")


# As a real process


def test_a_closed_pipe_is_quiet():
    command = (
        f"{sys.executable} -m healcare_kg query -e 'SELECT * WHERE {{ ?s ?p ?o }}' -f tsv | head -1"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.stdout.count(b"\t") == 2 and done.stderr == b""


@pytest.mark.parametrize("command", ["query", "query datasets -f csv", "show Qwen", "--help"])
def test_a_reader_that_leaves_is_no_answer_of_no(command):
    piped = f"set -o pipefail; {sys.executable} -m healcare_kg {command} | true"
    done = subprocess.run(["bash", "-c", piped], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["query", "query datasets -f csv", "show Qwen", "--version"])
@pytest.mark.parametrize("output", [">&-", ">/dev/full"])
def test_output_that_takes_nothing_exits_2_in_one_sentence(command, output):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    full = f"{sys.executable} -m healcare_kg {command} {output}"
    done = subprocess.run(["bash", "-c", full], capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"healcare_kg: standard output: ")
    assert done.stderr.count(b"\n") == 1


def test_a_locale_without_unicode_still_gets_utf8(tiny):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("query", "-e", ROWS, "--data", tiny, env=environment)
    assert done.returncode == 0
    assert "乙模型" in done.stdout.decode("utf-8")
    failed = process("show", "不存在的模型", env=environment)
    assert failed.returncode == 2 and b"Traceback" not in failed.stderr


def test_standard_input_is_utf8_whatever_the_locale_says():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    query = "SELECT ('中文' AS ?x) WHERE {}".encode()
    done = process("query", "-", "-f", "csv", input=query, env=environment)
    assert (done.returncode, done.stdout.decode().split()) == (0, ["x", "中文"])


def test_standard_input_that_is_no_text_exits_2():
    done = process("query", "-", input=b"ASK {} #\xff")
    assert (done.returncode, done.stderr) == (
        2,
        b"healcare_kg: standard input: not valid UTF-8 (byte 9)\n",
    )


def test_standard_input_that_is_closed_exits_2():
    closed = f"{sys.executable} -m healcare_kg query - <&-"
    done = subprocess.run(["bash", "-c", closed], capture_output=True, timeout=60, check=False)
    assert done.returncode == 2 and b"standard input is closed" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_ctrl_c_exits_130_without_a_traceback():
    running = subprocess.Popen(
        [sys.executable, "-m", "healcare_kg", "query", "-", "-f", "csv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell starts what runs in the background with this signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    seen_asleep = 0
    while seen_asleep < 10:  # half a second without work: it waits for its query
        time.sleep(0.05)
        state = Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()[0]
        seen_asleep = seen_asleep + 1 if state == "S" else 0
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"interrupted" in err and b"Traceback" not in err


def test_version_and_help_are_everywhere():
    assert process("--version").stdout.startswith(b"healcare-kg ")
    for command in ([], ["query"], ["query", "derived-from"], ["show"], ["lineage"], ["validate"]):
        done = process(*command, "--help")
        assert done.returncode == 0 and b"Usage:" in done.stdout and done.stderr == b""
