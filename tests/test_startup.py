from __future__ import annotations

import json
import subprocess
import sys

import pytest

import healcare_kg
from healcare_kg.cli import main

# What an answer of a query needs none of. Each costs a tenth of the whole time or more.
HEAVY = {
    "rdflib",
    "pyshacl",
    "owlready2",
    "jsonschema",
    "huggingface_hub",
    "requests",
    "urllib.request",
    "http",
    "http.client",
    "concurrent.futures",
    "tempfile",
    "difflib",
    "decimal",
    "dataclasses",  # with inspect, ast and tokenize
    "yaml",
    "rich",
    "asyncio",
    "subprocess",
    "importlib.metadata",
}
LIST_MODULES = """
import json, sys
from healcare_kg.cli import main
try:
    main(sys.argv[1:])
except SystemExit as stop:
    assert stop.code == 0, stop.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
QUERY = """\
#+ summary: What is it called?
#+ parameters:
#+   entity: {type: Entity, description: whose name}
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX kg: <https://w3id.org/healcare-kg/id/>
SELECT ?label WHERE { VALUES ?entity { kg:qwen } ?entity rdfs:label ?label } ORDER BY ?label
"""


def imported(*arguments):
    run = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(json.loads(run.stderr.splitlines()[-1]))


@pytest.fixture
def query_file(tmp_path):
    path = tmp_path / "name-of.rq"
    path.write_text(QUERY, encoding="utf-8")
    return str(path)


def test_version_imports_nothing_heavy_and_no_engine():
    assert imported("--version") & {*HEAVY, "pyoxigraph"} == set()


def test_help_imports_nothing_heavy():
    assert imported("--help") & (HEAVY - {"yaml"}) == set()


def test_list_of_queries_imports_nothing_heavy(kg):
    imported("query")  # the first one parses the headers
    assert imported("query") & (HEAVY - {"rich"}) == set()  # the questions have wide characters


@pytest.mark.parametrize("form", ["csv", "table"])
def test_warm_query_by_name_imports_nothing_heavy(kg, query_file, form):
    imported("query", query_file, "MindChat", "--format", form)
    assert imported("query", query_file, "MindChat", "--format", form) & (HEAVY - {"rich"}) == set()


def test_a_query_by_name_and_value_needs_no_reader_of_options(kg):
    imported("query", "derived-from", "Qwen")
    assert imported("query", "derived-from", "Qwen") & {*HEAVY, "click"} == set()


@pytest.mark.parametrize(
    "argv",
    [
        ["query", "derived-from", "Qwen"],
        ["query", "statistics"],
        ["query", "derived-from", "Qwne"],
        ["query", "derived-from", "Qwen", "Llama"],
        ["query", "derived-form"],
        ["query", "DERIVED-FROM"],
        ["query", ""],
    ],
)
def test_the_plain_form_answers_as_the_form_with_options(capfd, argv):
    answers = []
    for given in (argv, [argv[0], "--lang", "en", *argv[1:]]):
        with pytest.raises(SystemExit) as ended:
            main(given)
        answers.append((ended.value.code, *capfd.readouterr()))
    assert answers[0] == answers[1]


def test_a_file_that_has_the_name_of_a_shipped_query_is_the_one_that_runs(
    tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").write_text("SELECT (1 AS ?mine) {}")
    with pytest.raises(SystemExit):
        main(["query", "models"])
    assert capfd.readouterr().out.startswith("mine")


@pytest.mark.parametrize("command", ["show", "lineage"])
def test_warm_show_and_lineage_import_nothing_heavy(kg, command):
    imported(command, "Qwen")
    assert imported(command, "Qwen") & (HEAVY - {"rich", "dataclasses"}) == set()


def test_rich_is_imported_for_wide_characters_only(kg, query_file):
    imported("query", query_file, "Qwen", "--format", "csv")
    assert "rich" not in imported("query", query_file, "Qwen", "--format", "csv")
    assert "rich" not in imported("query", "-e", "SELECT ('ascii' AS ?x) {}")
    assert "rich.cells" in imported("query", "-e", "SELECT ('中文' AS ?x) {}")


def test_public_names_are_imported_when_they_are_used():
    code = "import sys, healcare_kg; assert 'pyoxigraph' not in sys.modules; healcare_kg.open_graph"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {name for name in healcare_kg.__all__ if hasattr(healcare_kg, name)} == set(
        healcare_kg.__all__
    )
    assert set(healcare_kg.__all__) <= set(dir(healcare_kg))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        healcare_kg.nothing  # noqa: B018
