"""`validate` as its users run it: a graph, a changed file of it, a file of one's own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from healcare_kg.cli import main
from healcare_kg.validation import validate, validate_graph

ROOT = Path(__file__).resolve().parent.parent
PREFIXES = """\
@prefix hkg: <https://w3id.org/healcare-kg/ontology#> .
@prefix kg: <https://w3id.org/healcare-kg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

"""
MODELS = """\
<https://w3id.org/healcare-kg/data/models> a owl:Ontology .

kg:glm a owl:NamedIndividual , hkg:ModelFamily ;
    rdfs:label "GLM"@en ;
    hkg:released "2023" .

kg:glm-6b a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label "GLM-6B"@en ;
    hkg:released "2023-03-14" ;
    hkg:variantOf kg:glm .

kg:soul a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label
        "Soul: 100%, of \\"it\\""@en ,
        "灵心"@zh ;
    hkg:basedOn kg:glm-6b ;
    hkg:parametersBillions 6.2 ;
    hkg:released "2023-06" .
"""
FACTS = (
    ("kg:glm", "hkg:released", '"2023"'),
    ("kg:glm-6b", "hkg:released", '"2023-03-14"'),
    ("kg:glm-6b", "hkg:variantOf", "kg:glm"),
    ("kg:soul", "hkg:basedOn", "kg:glm-6b"),
    ("kg:soul", "hkg:parametersBillions", "6.2"),
    ("kg:soul", "hkg:released", '"2023-06"'),
)


def source(entity: str, prop: str, value: str) -> str:
    return (
        f"[] a owl:Axiom ; owl:annotatedSource {entity} ; owl:annotatedProperty {prop} ; "
        f"owl:annotatedTarget {value} ; hkg:source <https://example.org/readme> ; "
        'hkg:sourceKind "primary" .\n'
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of three models with their sources, in which nothing is wrong."""
    folder = tmp_path / "data"
    (folder / "evidence").mkdir(parents=True)
    root = PREFIXES + "<https://w3id.org/healcare-kg/data> a owl:Ontology .\n"
    (folder / "healcare-kg-data.ttl").write_text(root, encoding="utf-8")
    (folder / "models.ttl").write_text(PREFIXES + MODELS, encoding="utf-8")
    header = "<https://w3id.org/healcare-kg/data/evidence/models> a owl:Ontology .\n"
    lines = "".join(source(*fact) for fact in FACTS)
    (folder / "evidence" / "models.ttl").write_text(PREFIXES + header + lines, encoding="utf-8")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(capfd: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["validate", *map(str, argv)])
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def found_in(*argv: object, capfd: pytest.CaptureFixture[str]) -> list[tuple[str, ...]]:
    """Rule, entity, property, value and place of all findings."""
    _, out, _ = run(capfd, *argv, "-f", "json")
    return [
        (
            f["rule"],
            f["entity"].rpartition("/")[2],
            (f["property"] or "").rpartition("#")[2],
            f["value"] or "",
            f"{Path(f['file']).name}:{f['line']}" if f["file"] else "",
        )
        for f in json.loads(out)["findings"]
    ]


# What is wrong, and what is said of it.

SOURCE_OF_BASE = source("kg:soul", "hkg:basedOn", "kg:glm-6b")
DAMAGES = {
    "an evidence line is deleted": (
        [("evidence/models.ttl", SOURCE_OF_BASE, "")],
        [("fact-without-source", "soul", "basedOn", "kg:glm-6b", "models.ttl:21")],
    ),
    "a property is misspelt": (
        [("models.ttl", "hkg:basedOn", "hkg:basdOn")],
        [
            ("source-without-fact", "soul", "basedOn", "kg:glm-6b", "models.ttl:10"),
            ("unknown-property", "soul", "basdOn", "kg:glm-6b", "models.ttl:21"),
        ],
    ),
    "a family is given a base": (
        [
            ("models.ttl", '"GLM"@en ;', '"GLM"@en ;\n    hkg:basedOn kg:soul ;'),
            (
                "evidence/models.ttl",
                SOURCE_OF_BASE,
                SOURCE_OF_BASE + source("kg:glm", "hkg:basedOn", "kg:soul"),
            ),
        ],
        [("family-with-based-on", "glm", "basedOn", "kg:soul", "models.ttl:10")],
    ),
    "a cycle is made": (
        [
            ("models.ttl", '"GLM-6B"@en ;', '"GLM-6B"@en ;\n    hkg:basedOn kg:soul ;'),
            (
                "evidence/models.ttl",
                SOURCE_OF_BASE,
                SOURCE_OF_BASE + source("kg:glm-6b", "hkg:basedOn", "kg:soul"),
            ),
        ],
        [
            ("based-on-cycle", "glm-6b", "basedOn", "kg:soul", "models.ttl:14"),
            ("based-on-cycle", "soul", "basedOn", "kg:glm-6b", "models.ttl:22"),
            ("release-before-base", "glm-6b", "basedOn", "kg:soul", "models.ttl:14"),
        ],
    ),
    "a number has a zero too many": (
        [("models.ttl", "6.2 ;", "6.20 ;")],
        [("literal-not-canonical", "soul", "parametersBillions", "6.20", "models.ttl:22")],
    ),
    "a date has no such day": (
        [
            ("models.ttl", "2023-06", "2023-06-31"),
            ("evidence/models.ttl", "2023-06", "2023-06-31"),
        ],
        [("hks:Artifact-released", "soul", "released", '"2023-06-31"', "models.ttl:23")],
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_named_with_rule_entity_property_value_and_line(
    data: Path, capfd: pytest.CaptureFixture[str], damage: str
) -> None:
    changes, expected = DAMAGES[damage]
    for name, old, new in changes:
        change(data / name, old, new)
    assert found_in(data, capfd=capfd) == expected
    status, out, err = run(capfd, data)
    assert (status, err) == (1, "")
    assert all(rule in out and value in out for rule, _, _, value, _ in expected)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_changed_file_alone_shows_the_same(
    data: Path, capfd: pytest.CaptureFixture[str], damage: str
) -> None:
    changes, expected = DAMAGES[damage]
    for name, old, new in changes:
        change(data / name, old, new)
    assert found_in(data / changes[0][0], capfd=capfd) == expected


def test_all_findings_are_told_at_once(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change(data / "models.ttl", "hkg:variantOf kg:glm", "hkg:variantOf kg:glm-6b")
    change(data / "models.ttl", '"GLM"@en', '"GLM"@zh')
    rules = [finding[0] for finding in found_in(data, capfd=capfd)]
    assert rules == [
        "fact-without-source",
        "hks:Model-variantOf",
        "missing-english-label",
        "part-of-itself",
        "source-without-fact",
    ]


def test_every_damage_of_the_shipped_graph_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    evidence = folder / "evidence" / "models-psychology.ttl"
    lines = evidence.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = next(line for line in lines if "annotatedSource kg:soulchat ;" in line)
    evidence.write_text("".join(x for x in lines if x != gone), encoding="utf-8")
    models, bases = folder / "models-psychology.ttl", folder / "base-models.ttl"
    change(models, "hkg:trainedOn kg:augesc", "hkg:traindOn kg:augesc")
    change(
        models,
        "kg:emollm a owl:NamedIndividual",
        "kg:emollm hkg:basedOn kg:qwen .\nkg:emollm a owl:NamedIndividual",
    )
    change(bases, "kg:chatglm-6b a ", "kg:chatglm-6b hkg:basedOn kg:soulchat .\nkg:chatglm-6b a ")
    status, out, err = run(capfd, folder)
    assert (status, err) == (1, "")
    for expected in (
        "fact-without-source",
        "Did you mean hkg:trainedOn?",
        "family-with-based-on",
        "based-on-cycle",
        "kg:soulchat",
        "kg:emollm",
        "models-psychology.ttl:",
    ):
        assert expected in out


def test_the_shipped_graph_conforms(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd)
    assert (status, out, err) == (0, "Conforms: the checks and shapes find nothing wrong.\n", "")


# How it is told.


def test_a_graph_without_faults_gives_one_line_in_either_language(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(capfd, data)[:2] == (0, "Conforms: the checks and shapes find nothing wrong.\n")
    assert run(capfd, data, "--lang", "zh")[:2] == (
        0,
        "符合要求：各项检查与校验规则均未发现问题。\n",
    )


def test_a_table_has_rule_message_place_and_count(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(data / "models.ttl", "hkg:variantOf kg:glm", "hkg:variantOf kg:glmm")
    _, out, _ = run(capfd, data)
    paragraphs = out.split("\n\n")
    assert paragraphs[0].startswith("error  dangling-reference  (1)\nA value is an entity of which")
    assert paragraphs[1].splitlines()[0].split() == ["where", "entity", "property", "value", "name"]
    place = f"{data / 'models.ttl'}:15"
    assert paragraphs[1].splitlines()[2].split() == [
        place, "kg:glm-6b", "hkg:variantOf", "kg:glmm", "GLM-6B",
    ]  # fmt: skip
    assert out.endswith("\n\n3 errors, 0 warnings, 0 notes\n")


def test_a_table_in_chinese_is_chinese(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    _, out, _ = run(capfd, data, "--lang", "zh")
    assert out.startswith("错误  fact-without-source  (1)\n该事实没有来源。请在 data/evidence/")
    assert "位置" in out
    assert "灵心" in out
    assert out.endswith("1 个错误，0 个警告，0 个提示\n")


def test_paths_are_shown_from_where_the_reader_is(
    data: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    monkeypatch.chdir(data.parent)
    assert "\ndata/models.ttl:21 " in run(capfd, "data")[1]


def test_json_has_counts_and_every_field(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    status, out, err = run(capfd, data, "-f", "json")
    assert (status, err) == (1, "1 error, 0 warnings, 0 notes\n")
    content = json.loads(out)
    assert content["counts"] == {"error": 1, "warning": 0, "info": 0}
    [finding] = content["findings"]
    assert finding.pop("message").startswith("A fact has no source. Add its line")
    assert finding == {
        "rule": "fact-without-source",
        "level": "error",
        "entity": "https://w3id.org/healcare-kg/id/soul",
        "label": 'Soul: 100%, of "it"',
        "property": "https://w3id.org/healcare-kg/ontology#basedOn",
        "value": "kg:glm-6b",
        "file": str(data / "models.ttl"),
        "line": 21,
    }


def test_github_annotations_are_escaped_and_relative_to_the_workspace(
    data: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(data.parent))
    status, out, _ = run(capfd, data, "-f", "github")
    assert status == 1
    command, _, text = out.removeprefix("::error ").partition("::")
    assert dict(part.split("=", 1) for part in command.split(",")) == {
        "file": "data/models.ttl",
        "line": "21",
        "title": 'fact-without-source%3A Soul%3A 100%25%2C of "it"',
    }
    assert text.startswith("kg:soul hkg:basedOn kg:glm-6b%0AA fact has no source. Add")
    assert text.endswith(".\n")
    assert text.count("\n") == 1


@pytest.mark.parametrize(("level", "command"), [("warning", "::warning "), ("info", "::notice ")])
def test_github_has_a_command_for_each_level(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], level: str, command: str
) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    profile = tmp_path / "levels.txt"
    profile.write_text(f"{level} fact-without-source", encoding="utf-8")
    assert run(capfd, data, "-f", "github", "--profile", profile)[1].startswith(command)


# What fails.


def test_a_warning_fails_only_where_it_is_asked_for(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (data / "models.ttl", data / "evidence" / "models.ttl"):
        change(path, "2023-06", "2023-02")
    status, out, _ = run(capfd, data)
    assert status == 0
    assert "warning  release-before-base  (1)" in out
    assert out.endswith("0 errors, 1 warning, 0 notes\n")
    assert run(capfd, data, "--fail-on", "warning")[0] == 1
    assert run(capfd, data, "--fail-on", "info")[0] == 1
    assert run(capfd, data, "--fail-on", "none")[0] == 0


def test_fail_on_none_only_reports(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    status, out, _ = run(capfd, data, "--fail-on", "none")
    assert status == 0
    assert "fact-without-source" in out
    assert run(capfd, data, "--fail-on", "fatal")[0] == 2


def test_a_profile_changes_levels_of_checks_and_shapes_and_turns_them_off(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(data / "models.ttl", "6.2", "-6.20")
    for path in (data / "models.ttl", data / "evidence" / "models.ttl"):
        change(path, "2023-06", "2023-06-31")
    profile = tmp_path / "levels.txt"
    profile.write_text(
        "# ours\nwarning hks:Artifact-released  # dates of drafts\n"
        "info fact-without-source\noff literal-not-canonical\n"
        "off hks:Model-parametersBillions\nwarning source-without-fact\n",
        encoding="utf-8",
    )
    status, out, _ = run(capfd, data, "--profile", profile, "-f", "json")
    assert status == 0
    assert [(f["rule"], f["level"]) for f in json.loads(out)["findings"]] == [
        ("hks:Artifact-released", "warning"),
        ("source-without-fact", "warning"),
        ("fact-without-source", "info"),
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("fatal fact-without-source", "'fatal' is no level; use error, warning, info or off"),
        ("error fact-without-sauce", "did you mean fact-without-source"),
        ("error zzzz", "`validate --rules` lists them"),
        ("fact-without-source", "write a level and a rule"),
        ("off unknown-class\nerror unknown-class", "has a level already"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_with_its_line(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], line: str, complaint: str
) -> None:
    profile = tmp_path / "levels.txt"
    profile.write_text(f"# ours\n{line}\n", encoding="utf-8")
    status, out, err = run(capfd, data, "--profile", profile)
    assert (status, out) == (2, "")
    assert err.startswith(f"healcare_kg: {profile}:{1 + len(line.splitlines())}: ")
    assert complaint in err


# Where it goes.


def test_output_goes_to_a_file_in_the_format_of_its_ending(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    for name in ("report.json", "report.txt"):
        status, out, err = run(capfd, data, "-o", tmp_path / name)
        assert (status, out, err) == (1, "", "1 error, 0 warnings, 0 notes\n")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["findings"]
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("error  fact-")


def test_an_ending_of_no_format_is_refused_before_anything_is_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capfd, tmp_path / "missing.ttl", "-o", tmp_path / "report.pdf")
    assert status == 2
    assert "'.pdf' names no format" in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_can_not_be_written_to(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capfd, data, "-o", tmp_path / "none" / "report.json")
    assert status == 2
    assert "can't be written" in err


# What can't be asked.


def test_a_missing_file_and_a_folder_without_rdf_exit_2(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(capfd, tmp_path / "none.ttl") == (
        2,
        "",
        f"healcare_kg: {tmp_path / 'none.ttl'}: no such file or folder\n",
    )
    status, out, err = run(capfd, tmp_path)
    assert (status, out) == (2, "")
    assert "no RDF file in this folder" in err


def test_broken_turtle_exits_2_with_line_and_column(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(data / "models.ttl", "hkg:basedOn kg:glm-6b ;", "hkg:basedOn kg:glm-6b")
    status, out, err = run(capfd, data)
    assert (status, out) == (2, "")
    assert err.startswith(f"healcare_kg: {data / 'models.ttl'}:22:")
    assert err.count("\n") == 1


def test_broken_turtle_beside_the_file_in_question_exits_2_too(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (data / "more.ttl").write_text("kg:a a", encoding="utf-8")
    status, _, err = run(capfd, data / "models.ttl")
    assert status == 2
    assert err.startswith(f"healcare_kg: {data / 'more.ttl'}:1:")


def test_bytes_that_are_not_utf_8_exit_2(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (data / "models.ttl").write_bytes(PREFIXES.encode() + b'kg:a rdfs:label "\xff"@en .\n')
    status, _, err = run(capfd, data)
    assert status == 2
    assert err.startswith(f"healcare_kg: {data / 'models.ttl'}:6:18: ")


# What is looked at.


def test_of_a_file_only_what_it_says_is_reported(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(data / "models.ttl", "hkg:basedOn", "hkg:basdOn")
    more = PREFIXES + 'kg:other a owl:NamedIndividual , hkg:Dataset ; rdfs:label "Other"@en .\n'
    (data / "more.ttl").write_text(more, encoding="utf-8")
    assert run(capfd, data / "more.ttl")[0] == 0
    assert run(capfd, data / "models.ttl")[0] == 1


@pytest.mark.parametrize("name", ["data/healcare-kg-data.ttl", "."])
def test_the_root_file_and_the_checkout_stand_for_the_whole_graph(
    data: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    change(data / "evidence" / "models.ttl", SOURCE_OF_BASE, "")
    assert [f[0] for f in found_in(data.parent / name, capfd=capfd)] == ["fact-without-source"]


def test_a_copy_takes_the_place_of_the_file_with_its_header(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "models.ttl"
    shutil.copy(data / "models.ttl", copy)
    change(copy, '"GLM"@en', '"GLM-6B"@en')
    change(copy, "hkg:ModelFamily", "hkg:ModelRelease")
    rules = {finding[0] for finding in found_in(copy, "--data", data, capfd=capfd)}
    assert rules == {"label-used-twice", "hks:Model-variantOf"}


def test_the_source_of_a_fact_that_lost_its_file_is_missed(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    evidence = data / "evidence" / "models.ttl"
    text = evidence.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if "kg:soul ;" not in line]
    evidence.write_text("".join(kept), encoding="utf-8")
    assert [f[:3] for f in found_in(evidence, capfd=capfd)] == [
        ("fact-without-source", "soul", name)
        for name in ("basedOn", "parametersBillions", "released")
    ]


OWN = """\
kg:my-model a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label "My model"@en ;
    hkg:basedOn kg:{base} .
"""


def test_a_file_of_ones_own_is_checked_against_the_shipped_graph(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.ttl"
    sourced = source("kg:my-model", "hkg:basedOn", "kg:chatglm-6b")
    path.write_text(PREFIXES + OWN.format(base="chatglm-6b") + sourced, encoding="utf-8")
    assert run(capfd, path)[:2] == (0, "Conforms: the checks and shapes find nothing wrong.\n")
    path.write_text(
        PREFIXES + OWN.format(base="no-such-model").replace("My model", "SoulChat"),
        encoding="utf-8",
    )
    assert found_in(path, capfd=capfd) == [
        ("dangling-reference", "my-model", "basedOn", "kg:no-such-model", "mine.ttl:8"),
        ("fact-without-source", "my-model", "basedOn", "kg:no-such-model", "mine.ttl:8"),
        ("label-used-twice", "my-model", "label", "kg:soulchat", "mine.ttl:7"),
    ]


def test_an_entity_without_a_name_is_found_in_a_file_and_in_a_graph(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (data / "more.ttl").write_text(
        PREFIXES + '[] a owl:NamedIndividual , hkg:Dataset ; rdfs:label "Other"@en .\n',
        encoding="utf-8",
    )
    assert [f[0] for f in found_in(data / "more.ttl", capfd=capfd)] == ["hks:Dataset"]
    assert [f[0] for f in found_in(data, capfd=capfd)] == ["hks:Dataset"]


def test_the_line_is_found_in_a_file_with_prefixes_of_its_own(
    tmp_path: Path, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "PREFIX : <https://w3id.org/healcare-kg/id/>\n"
        "PREFIX h: <https://w3id.org/healcare-kg/ontology#>\n"
        "\n"
        ":x a <http://www.w3.org/2002/07/owl#NamedIndividual> , h:ModelRelease ;\n"
        '  <http://www.w3.org/2000/01/rdf-schema#label> "X"@en ;\n'
        "  h:runsOn :glm , :nothing .\n",
        encoding="utf-8",
    )
    places = {(f[0], f[3], f[4]) for f in found_in(path, "--data", data, capfd=capfd)}
    assert places == {
        ("dangling-reference", "kg:nothing", "mine.ttl:6"),
        ("fact-without-source", "kg:glm", "mine.ttl:6"),
        ("fact-without-source", "kg:nothing", "mine.ttl:6"),
    }


def test_other_formats_than_turtle_are_read(
    tmp_path: Path, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.nq"
    kg = "https://w3id.org/healcare-kg/id/"
    path.write_text(
        f"<{kg}x> <https://w3id.org/healcare-kg/ontology#basedOn> <{kg}glm-6b> <urn:g> .\n",
        encoding="utf-8",
    )
    found = found_in(path, "--data", data, capfd=capfd)
    assert [f[:2] for f in found] == [
        ("fact-without-source", "x"),
        ("individual-without-class", "x"),
    ]


# The same from Python.


def test_files_and_a_graph_in_memory_give_the_same_findings(data: Path) -> None:
    from dataclasses import replace

    from healcare_kg.rdf_files import data_files, parse_file

    change(data / "models.ttl", "hkg:basedOn", "hkg:basdOn")
    quads = [quad for path in data_files([data]) for quad in parse_file(path)]
    of_files = [replace(finding, file=None, line=None) for finding in validate([data])]
    assert list(validate_graph(quads)) == of_files
    assert validate_graph(quads, focus={"https://w3id.org/healcare-kg/id/glm"}) == ()


def test_help_names_the_levels_and_the_exit_status(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "--help")
    assert status == 0
    for part in ("--fail-on", "error|warning|info|none", "--profile", "Exit status: 0 conforms"):
        assert part in out
