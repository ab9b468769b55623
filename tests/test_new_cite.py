"""`new` and `cite`: what a person adds by hand, without a line of Turtle."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from healcare_kg.cli import main
from healcare_kg.facts.kinds import KINDS
from healcare_kg.knowledge_graph import open_graph
from healcare_kg.ontology import read_ontology
from healcare_kg.resources import resource

SOURCE = "https://example.org/readme"
GRAPH = [
    {
        "id": "qwen2-7b", "class": "ModelRelease", "also": ["BaseModel"],
        "label": {"en": "Qwen2-7B"}, "source": SOURCE, "kind": "primary",
        "facts": [{"p": "parametersBillions", "v": 7}],
    },
    {
        "id": "listener", "class": "ModelRelease", "label": {"en": "Listener", "zh": "倾听者"},
        "source": SOURCE, "locator": "README.md", "kind": "primary",
        "facts": [{"p": "basedOn", "ref": "qwen2-7b"}, {"p": "parametersBillions", "v": 7.6}],
    },
    {"id": "talks", "class": "Dataset", "label": {"en": "Twin"}},
    {"id": "twin", "class": "ModelRelease", "label": {"en": "Twin"}},
]  # fmt: skip


def run(*argv: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*map(str, argv)])
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    lines = folder / "graph.jsonl"
    lines.write_text("\n".join(map(json.dumps, GRAPH)), encoding="utf-8")
    assert run("import", "facts", lines, "--data", folder / "data") == 0
    return folder / "data"


@pytest.fixture
def data(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "data"))


def content(data: Path) -> dict[str, bytes]:
    return {str(p.relative_to(data)): p.read_bytes() for p in data.rglob("*.*") if p.is_file()}


def ask(data: Path, pattern: str) -> bool:
    prefixes = (
        "PREFIX hkg: <https://w3id.org/healcare-kg/ontology#> "
        "PREFIX kg: <https://w3id.org/healcare-kg/id/> "
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
    )
    answer = open_graph([data], cache=False).query(f"{prefixes} ASK {{ {pattern} }}")
    assert isinstance(answer, bool)
    return answer


def sourced(prop: str, value: str, source: str) -> str:
    return (
        f"kg:listener {prop} {value} . [] a owl:Axiom ; owl:annotatedSource kg:listener ; "
        f"owl:annotatedProperty {prop} ; owl:annotatedTarget {value} ; hkg:source <{source}>"
    )


# new


@pytest.mark.parametrize("kind", KINDS)
def test_the_properties_of_a_kind_are_there_and_fit_its_classes(kind: str) -> None:
    from healcare_kg.facts.values import find_property

    ontology = read_ontology(resource("ontology"))
    classes, names = KINDS[kind]
    for name in names.split():
        domain = find_property(ontology, name).domain
        assert domain is None or ontology.any_is_a(classes, domain), name


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_with_nothing_filled_in_imports_but_for_its_source(
    data: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    assert run("new", kind, "Serene 7B", "--data", data) == 0
    made = capsys.readouterr().out
    path = data.parent / "serene.json"
    path.write_text(made, encoding="utf-8")
    assert run("import", "facts", path, "--data", data) == 2
    assert "serene-7b: source is still to be filled in" in capsys.readouterr().err
    block = json.loads(made) | {"source": SOURCE, "locator": "README.md"}
    path.write_text(json.dumps(block), encoding="utf-8")
    status = run("import", "facts", path, "--data", data, "--dry-run")
    said = capsys.readouterr()
    if kind in ("publication", "evaluation"):  # nothing without a title, or a score
        assert status == 2 and f"{path}:1: serene-7b: " in said.err
    else:
        assert status == 0 and "+ serene-7b  Serene 7B" in said.out
        assert "serene-7b: left out, as not filled in: " in said.err


def test_facts_that_are_known_are_filled_in_and_import(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = ["basedOn=Qwen2 7B", "领域=心理学", "parameters=7.6", "purpose=情感支持"]
    options = ["--source", SOURCE, "--locator", "README.md", "--data", data]
    assert run("new", "model", "Serene 7B", *facts, *options) == 0
    path = data.parent / "serene.json"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run("import", "facts", path, "--data", data) == 0
    assert ask(
        data,
        "kg:serene-7b a hkg:ModelRelease ; hkg:basedOn kg:qwen2-7b ; hkg:inDomain hkg:psychology ;"
        " hkg:parametersBillions 7.6 ; hkg:purpose '情感支持'@zh",
    )


def test_the_hints_name_the_closed_lists_in_both_languages(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hints: dict[str, dict[str, Any]] = {}
    for lang in ("en", "zh"):
        run("new", "model", "Serene", "--lang", lang, "--data", data)
        facts = json.loads(capsys.readouterr().out)["facts"]
        hints[lang] = {fact["p"]: fact["help"] for fact in facts}
    assert "one of: api-only, closed, demo, on-request, open" in hints["en"]["access"]
    assert "取值之一：api-only、closed、demo" in hints["zh"]["access"]
    assert hints["en"]["basedOn"] == "based on; the id of the model, which `show NAME` tells"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["model", "Listener"], "'Listener' is there already: listener (ModelRelease: Listener)"),
        (["dataset", "listener"], "give this one another id with --id"),
        (["model", "倾听者"], "listener (ModelRelease: Listener); add to it with cite"),
        (["model", "Other", "--id", "listener"], "listener (ModelRelease: Listener)"),
        (["model", "Twin", "--id", "twin-2"], "twin (ModelRelease: Twin)"),
        (["model", "心静"], "no id can be made of '心静'; give one with --id"),
        (["model", "A", "--id", "A_b"], "'A_b' is no id"),
        (["model", "A", "basedOn"], "write PROPERTY=VALUE"),
        (["model", "A", "basedOn=Zork"], "no Model is named 'Zork'"),
        (["model", "A", "color=red"], "there is no property 'color'"),
        (["modle", "A"], "'modle' is not one of 'model'"),
    ],
)
def test_new_refuses_what_is_there_or_does_not_fit(
    data: Path, capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    assert run("new", *argv, "--data", data) == 2
    said = capsys.readouterr()
    assert said.out == "" and message in said.err


def test_a_dataset_may_have_a_models_name_under_an_id_of_its_own(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", "dataset", "Listener", "--id", "listener-data", "--data", data) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "listener-data"


# cite


@pytest.mark.parametrize("name", ["basedOn", "based on", "基于", "hkg:basedOn", "BASEDON"])
def test_a_source_is_added_to_the_fact_that_is_there(
    data: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    other = "https://example.org/list"
    options = ["--source", other, "--locator", "row 3", "--kind", "secondary", "--data", data]
    before = content(data)
    assert run("cite", "倾听者", name, "Qwen2 7B", *options) == 0
    assert capsys.readouterr().out.splitlines() == [
        "~ listener  Listener  (model release)",
        "      based on: Qwen2-7B (qwen2-7b)",
        "        + source: https://example.org/list  row 3  secondary",
        "",
        "Added 1 source; files: evidence/models-medicine-general.ttl.",
    ]
    assert ask(data, sourced("hkg:basedOn", "kg:qwen2-7b", other))
    assert ask(data, sourced("hkg:basedOn", "kg:qwen2-7b", SOURCE))
    after = content(data)
    assert run("cite", "listener", name, "qwen2-7b", *options) == 0
    assert content(data) == after
    assert [n for n in after if after[n] != before[n]] == ["evidence/models-medicine-general.ttl"]


@pytest.mark.parametrize(
    ("prop", "typed", "term"),
    [
        ("domain", "心理学", "hkg:psychology"),
        ("access", "open", "hkg:open"),
        ("released", "2024-05", '"2024-05"'),
        ("language", "zh", '"zh"'),
        ("purpose", "supportive talks", '"supportive talks"@en'),
        ("备注", "仅供研究", '"仅供研究"@zh'),
        ("active parameters (billions)", "2", "2.0"),
        ("trainedOn", "talks", "kg:talks"),
        (
            "repository",
            "https://example.org/r",
            '"https://example.org/r"^^<http://www.w3.org/2001/XMLSchema#anyURI>',
        ),
    ],
)
def test_a_fact_that_is_not_there_is_added_with_its_source(
    data: Path, prop: str, typed: str, term: str
) -> None:
    assert run("cite", "Listener", prop, typed, "--source", SOURCE, "--data", data) == 0
    names = {"备注": "note", "active parameters (billions)": "activeParametersBillions"}
    local = names.get(prop, {"domain": "inDomain"}.get(prop, prop))
    assert ask(data, sourced(f"hkg:{local}", term, SOURCE))


def test_what_is_not_adopted_becomes_a_claim(data: Path) -> None:
    options = ["--source", SOURCE, "--data", data, "--not-adopted"]
    assert run("cite", "Listener", "参数量", "8", *options, "rounded") == 0
    assert run("cite", "Listener", "trainedOn", "Some talks", *options, "不知所指") == 0
    claim = "[] a hkg:Claim ; hkg:claimSubject kg:listener ; hkg:claimProperty"
    assert ask(data, f"{claim} hkg:parametersBillions ; hkg:claimValue 8.0 ; "
                     "hkg:claimReason 'rounded'@en ; hkg:sourceKind 'primary'")  # fmt: skip
    assert ask(data, f"{claim} hkg:trainedOn ; hkg:claimValue 'Some talks' ; "
                     "hkg:claimReason '不知所指'@zh")  # fmt: skip
    assert not ask(data, "kg:listener hkg:parametersBillions 8.0")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["Nobody", "basedOn", "qwen2-7b"], "no entity is named 'Nobody'"),
        (["Twin", "basedOn", "qwen2-7b"], "talks (Dataset: Twin); twin (ModelRelease: Twin)"),
        (["Listener", "basedUpon", "qwen2-7b"], "there is no property 'basedUpon'; did you mean"),
        (["Listener", "derivedFrom", "qwen2-7b"], "there is no property 'derivedFrom'"),
        (["Listener", "basedOn", "Zork"], "basedOn: no Model is named 'Zork'"),
        (["Listener", "basedOn", "talks"], "no Model is named 'talks'"),
        (["Listener", "domain", "psychologie"], "did you mean psychology?"),
        (["Listener", "parametersBillions", "7B"], "takes a number, not '7B'"),
        (["Listener", "parametersBillions", "8"], "two adopted values, 8.0 and 7.6"),
        (["Listener", "dialogueCount", "8"], "dialogueCount is for a Dataset"),
        (["talks", "dialogueCount", "1,000"], "takes a whole number, not '1,000'"),
        (["Listener", "released", "May 2024"], "released"),
        (["Listener", "language", "klingon"], "language"),
        (["Listener", "weights", "here"], "weights takes a web address"),
        (["Listener", "access", "open", "--source", "here"], "source is the address"),
        (["Listener", "access", "open", "--locator", " "], "a text has at least one character"),
        (["Listener", "access", "?"], "'?' is no value"),
        (["Listener", "purpose", " "], "' ' is no value"),
        (["Listener", "access", "open", "--not-adopted", ""], "say why it is not adopted"),
        (["Listener", "basedOn", "qwen2-7b", "--not-adopted", "no",
          "--source", "https://a.org/"], "at once"),
    ],
)  # fmt: skip
def test_cite_refuses_what_does_not_fit_and_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    before = content(data)
    assert run("cite", "--source", SOURCE, "--data", data, *argv) == 2
    said = capsys.readouterr()
    assert said.out == "" and message in said.err and "Traceback" not in said.err
    assert content(data) == before


def test_a_dry_run_shows_in_chinese_and_writes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(data)
    options = ["--source", SOURCE, "--data", data, "--dry-run", "--lang", "zh"]
    assert run("cite", "Listener", "domain", "psychology", *options) == 0
    out = capsys.readouterr().out
    assert "领域: 心理学" in out and "未写入任何内容" in out
    assert content(data) == before


def test_an_installed_package_says_that_its_data_are_read_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("healcare_kg.resources._installed_root", lambda: tmp_path)
    assert run("cite", "a", "domain", "tcm", "--source", SOURCE) == 2
    assert "read-only; say which folder to change with --data" in capsys.readouterr().err


def test_a_folder_without_a_graph_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("cite", "a", "domain", "tcm", "--source", SOURCE, "--data", tmp_path) == 2
    assert "no data folder" in capsys.readouterr().err
