"""`import facts`: what it adds, what it keeps, what it refuses, and that it writes all or none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from healcare_kg.cli import main
from healcare_kg.curation.workspace import Workspace
from healcare_kg.facts.importer import add_records
from healcare_kg.facts.problems import Problems
from healcare_kg.facts.records import read_records
from healcare_kg.knowledge_graph import open_graph
from healcare_kg.ontology import read_ontology
from healcare_kg.resources import resource

SOURCE = {"source": "https://example.org/readme", "locator": "README.md", "kind": "primary"}
ELSEWHERE = "https://example.org/elsewhere"


def fact(prop: str, value: Any = None, *, ref: str | None = None, **more: Any) -> dict[str, Any]:
    return {"p": prop, **({"ref": ref} if ref else {"v": value}), **SOURCE, **more}


def entity(name: str, cls: str, label: str, *facts: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "class": cls, "label": {"en": label}, "facts": list(facts)}


BASE = entity("base-7b", "ModelRelease", "Base-7B", fact("parametersBillions", 7))
TALKS = entity("talks", "Dataset", "Talks", fact("dialogueCount", 100))
LISTENER = entity(
    "listener",
    "ModelRelease",
    "Listener",
    fact("basedOn", ref="base-7b"),
    fact("trainedOn", ref="talks"),
    fact("domain", "psychology"),
    fact("access", "open-weights"),
    fact("parametersBillions", 7),
    fact("purpose", {"en": "support", "zh": "支持"}),
    fact("weights", "https://example.org/weights"),
    fact("parametersBillions", 70, status="not-adopted", why={"en": "a typo", "zh": "笔误"}),
    fact("trainedOn", "Some talks", status="not-adopted", why="no such data set is known"),
)
LISTENER["label"]["zh"] = "倾听者"
GRAPH = [LISTENER, TALKS, BASE]  # a reference before what it points to


def write(path: Path, entities: list[dict[str, Any]]) -> Path:
    lines = "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entities)
    path.write_text(lines, encoding="utf-8")
    return path


def run(*argv: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["import", "facts", *map(str, argv)])
    return int(ended.value.code or 0)


def content(data: Path) -> dict[str, bytes]:
    files = (p for p in data.rglob("*") if p.is_file())
    return {p.relative_to(data).as_posix(): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    assert run(write(folder / "graph.jsonl", GRAPH), "--into", folder / "data") == 0
    return folder / "data"


@pytest.fixture
def data(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "data"))


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return tmp_path / "new.jsonl"


def ask(data: Path, text: str) -> bool:
    prefixes = (
        "PREFIX hkg: <https://w3id.org/healcare-kg/ontology#> "
        "PREFIX kg: <https://w3id.org/healcare-kg/id/> "
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
    )
    answer = open_graph([data], cache=False).query(f"{prefixes} ASK {{ {text} }}")
    assert isinstance(answer, bool)
    return answer


def refused(data: Path, capsys: pytest.CaptureFixture[str], *argv: object, status: int = 2) -> str:
    """The message of an import that has to fail and leave every file as it is."""
    before = content(data)
    assert run(*argv, "--into", data) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert content(data) == before
    assert sorted(p.name for p in data.parent.iterdir() if p.name.startswith(".")) == []
    return captured.err


# What it adds


@pytest.mark.parametrize(
    "pattern",
    [
        "kg:listener a owl:NamedIndividual, hkg:ModelRelease ; hkg:basedOn kg:base-7b",
        "kg:listener hkg:access hkg:open ; hkg:inDomain hkg:psychology",
        "kg:listener hkg:parametersBillions 7.0 ; hkg:purpose 'support'@en, '支持'@zh",
        "?a a owl:Axiom ; owl:annotatedSource kg:listener ; owl:annotatedProperty hkg:basedOn ; "
        "owl:annotatedTarget kg:base-7b ; hkg:source <https://example.org/readme> ; "
        "hkg:locator 'README.md' ; hkg:sourceKind 'primary'",
        "?c a hkg:Claim ; hkg:claimSubject kg:listener ; hkg:claimValue 70.0 ; "
        "hkg:claimProperty hkg:parametersBillions ; hkg:claimReason 'a typo'@en, '笔误'@zh ; "
        "hkg:source <https://example.org/readme> ; hkg:locator 'README.md'",
        "?c a hkg:Claim ; hkg:claimValue 'Some talks' ; hkg:claimReason "
        "'no such data set is known'@en",
    ],
)
def test_facts_sources_and_claims_are_in_the_graph(made_once: Path, pattern: str) -> None:
    assert ask(made_once, pattern)


def test_a_claim_is_not_asserted(made_once: Path) -> None:
    assert not ask(made_once, "kg:listener hkg:parametersBillions 70.0")


def test_a_second_import_changes_no_byte_whatever_the_order(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(data)
    for entities in (GRAPH, GRAPH[::-1]):
        assert run(write(lines, entities), "--into", data) == 0
        assert content(data) == before
    assert "Nothing to change" in capsys.readouterr().out


def test_a_further_source_joins_the_fact_that_is_there(data: Path, lines: Path) -> None:
    more = fact("basedOn", ref="base-7b", source="https://example.org/list", kind="secondary")
    before = content(data)
    assert run(write(lines, [{"id": "listener", "facts": [more]}]), "--into", data) == 0
    after = content(data)
    assert {name for name in after if after[name] != before[name]} == {
        "evidence/models-psychology.ttl"
    }
    evidence = after["evidence/models-psychology.ttl"].decode()
    assert evidence.count("owl:annotatedTarget kg:base-7b ;") == 2


def test_what_is_there_stays_labels_comments_and_facts_of_others(data: Path, lines: Path) -> None:
    path = data / "models-psychology.ttl"
    path.write_text("# Kept by hand.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    changed = entity("listener", "ModelRelease", "Another Name", fact("language", "zh"))
    assert run(write(lines, [changed]), "--into", data) == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Kept by hand.\n\n@prefix")
    assert 'skos:altLabel "Another Name" ;' in text and '"Listener"@en' in text
    assert "hkg:basedOn kg:base-7b ;" in text and 'hkg:language "zh" ;' in text


def test_dry_run_shows_the_change_by_entity_and_writes_nothing(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(data)
    more = fact("dialogueCount", 100, source="https://example.org/list", kind="secondary")
    added = entity("echo", "ModelRelease", "Echo", fact("basedOn", ref="listener"))
    write(lines, [{"id": "talks", "facts": [more]}, added])
    assert run(lines, "--into", data, "--dry-run") == 0
    assert capsys.readouterr().out.splitlines() == [
        "+ echo  Echo  (model release)  new, in models-psychology.ttl",
        "    + label: Echo @en",
        "    + based on: Listener (listener)",
        "        + source: https://example.org/readme  README.md  primary",
        "~ talks  Talks  (dataset)",
        "      dialogues: 100",
        "        + source: https://example.org/list  README.md  secondary",
        "",
        "Would add 1 entity, 1 label, 1 fact, 2 sources; files: evidence/datasets.ttl, "
        "evidence/models-psychology.ttl, models-psychology.ttl. Nothing was written.",
    ]
    assert content(data) == before
    run(lines, "--into", data, "--dry-run", "--lang", "zh")
    chinese = capsys.readouterr().out
    assert "+ echo  Echo  （" in chinese.replace("(", "（") and "基于: 倾听者 (listener)" in chinese
    assert "未写入任何内容" in chinese


def test_the_files_do_not_depend_on_the_hash_seed(made_once: Path, tmp_path: Path) -> None:
    write(tmp_path / "graph.jsonl", GRAPH)
    command = [sys.executable, "-m", "healcare_kg", "import", "facts", "graph.jsonl", "--into"]
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    subprocess.run([*command, "again"], cwd=tmp_path, env=environment, check=True)
    assert content(tmp_path / "again") == content(made_once)


def test_every_file_is_canonical_turtle(made_once: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fmt", "--check", str(made_once)])
    assert ended.value.code == 0


# What it refuses


def line_of(text: str, entities: list[dict[str, Any]]) -> int:
    return 1 + next(n for n, e in enumerate(entities) if e["id"] == text)


def test_one_broken_byte_is_named_with_its_line(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(lines, GRAPH)
    good = lines.read_bytes()
    for wrong in (good.replace(b'"Talks"', b'"Talks', 1), good.replace(b'{"id": "t', b'["id": "t')):
        lines.write_bytes(wrong)
        message = refused(data, capsys, lines)
        assert f"{lines}:2: " in message and message.count(f"{lines}:") == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (fact("basedOn", ref="nowhere"), "basedOn points to 'nowhere'"),
        (fact("basedOn", ref="base-7"), "did you mean base-7b?"),
        (fact("parametersBillions", 8), "parametersBillions has two adopted values, 8.0 and 7.0"),
        (fact("basedon", ref="base-7b"), "there is no property 'basedon'; did you mean basedOn"),
        (fact("basedOn", "base-7b"), "basedOn takes another entity: write its id as ref"),
        (fact("basedOn", ref="talks"), "of class Dataset; it takes a Model"),
        (fact("dialogueCount", 3), "dialogueCount is for a Dataset"),
        (fact("domain", "psychologie"), "did you mean psychology?"),
        (fact("parametersBillions", "7B"), "parametersBillions takes a number, not '7B'"),
        (fact("weights", "somewhere"), "weights takes a web address"),
        (fact("released", "last May"), "released"),
        (fact("language", "klingon"), "language"),
        (fact("note", "text"), "note takes texts by language"),
        (fact("access", "open", status="not-adopted", why="x", source=ELSEWHERE), "at once"),
        (fact("trainedOn", "Some talks", source=ELSEWHERE), "takes another entity"),
        (fact("access", "closed", status="not-adopted"), "not adopted says why"),
        (fact("access", "closed", source="nowhere"), "source is the address"),
        (fact("access", "closed", kind="hearsay"), "kind is primary"),
        (fact("basedOn", ref="listener"), "listener"),
        ({"p": "basedOn", "ref": "base-7b"}, "the fact has no source"),
        (fact("released", "?", locator="?"), ""),
    ],
)
def test_a_fact_that_does_not_fit_is_named_with_its_line(
    data: Path,
    lines: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: dict[str, Any],
    message: str,
) -> None:
    write(lines, [{"id": "talks"}, {"id": "listener", "facts": [wrong]}])
    if not message:  # a line of `new` that nobody filled in is no fact
        assert run(lines, "--into", data) == 0
        assert "listener: left out, as not filled in: released" in capsys.readouterr().err
        return
    said = refused(data, capsys, lines)
    assert f"{lines}:2: listener: " in said and message in said


def test_all_problems_of_all_files_are_told_at_once(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = lines.with_name("other.jsonl")
    bad = entity("bad", "ModelRelease", "Bad", fact("basedOn", ref="nowhere"), fact("access", "so"))
    write(
        lines,
        [bad, entity("odd", "ModelRelease", "Odd", fact("released", ""), fact("released", []))],
    )
    other.write_text(
        '{"id": "cut", "class": "Dataset"\n'
        + json.dumps(entity("user", "ModelRelease", "User", fact("trainedOn", ref="cut")))
        + "\n"
        + json.dumps(entity("late", "ModelRelease", "Late", fact("trainedOn", ref="odd"))),
        encoding="utf-8",
    )
    message = refused(data, capsys, lines, other)
    assert message.startswith("healcare_kg: 5 problems, so nothing was changed:\n")
    places = [line.split(": ")[0] for line in message.splitlines()[1:]]
    assert places == [f"{lines}:1", f"{lines}:1", f"{lines}:2", f"{lines}:2", f"{other}:1"]


def test_the_line_is_that_of_the_fact_in_an_entity_of_several_lines(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines.write_text(
        json.dumps({"id": "listener", "facts": [fact("domain", "tcm"), fact("access", "so")]},
                   indent=1),
        encoding="utf-8",
    )  # fmt: skip
    at = 1 + lines.read_text().splitlines().index('   "p": "access",') - 1
    assert f"{lines}:{at}: listener: 'so' is not in the list of access" in refused(
        data, capsys, lines
    )


def test_the_same_id_with_another_class_or_label_in_a_second_file_is_refused(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write(lines.with_name("other.jsonl"), [entity("twin", "Dataset", "Twin")])
    write(lines, [entity("twin", "ModelRelease", "Twin")])
    message = refused(data, capsys, lines, other)
    assert f"{other}:1: twin: is also in {lines}:1 with another class or label" in message


def test_the_same_entity_in_two_files_is_made_once(data: Path, lines: Path) -> None:
    twin = entity("twin", "Dataset", "Twin", fact("access", "open"))
    other = write(lines.with_name("other.jsonl"), [twin])
    assert run(write(lines, [twin]), other, lines, "--into", data) == 0
    assert (data / "datasets.ttl").read_text().count("kg:twin a ") == 1


def test_a_cycle_of_bases_is_found_before_anything_is_written(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(lines, [{"id": "listener", "facts": [fact("basedOn", ref="listener")]}])
    assert f"{lines}:1: listener: " in refused(data, capsys, lines)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (b"\xff\xfe{}", ":1:1: byte 0xff is not valid UTF-8"),
        (b'{"id": "a", "class": "Dataset", "label": {"en": "\xe4"}}', ":1:50: byte 0xe4"),
        (b"[1]\n", ":1: an entity is an object"),
        (b'{"id": "a", "id": "b"}', ":1: the key 'id' stands twice"),
        (b'{"id": "A b"}', ":1: A b: an id is lower-case"),
        (b'{"label": {"en": "A"}}', ":1: the entity has no id"),
        (b'{"id": "a", "size": 1}', ":1: a: there is no key 'size' here"),
        (b'{"id": "a", "class": "Dataset"}', ":1: a: is not in the graph yet, so it needs a label"),
        (b'{"id": "a", "facts": [{"p": "score", "v": 1e999999}]}', "out of all bounds"),
        (b'{"id": "a", "facts": [{"p": "score", "v": NaN}]}', "NaN is no number of JSON"),
        (b'{"id": "a", "label": {"en": "\\ud800"}}', "half of a surrogate pair"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": "a", "label": {"en": "?"}}', ":1: a: label is still to be filled in"),
    ],
)
def test_a_file_that_is_no_facts_file_is_refused(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str], made: bytes, message: str
) -> None:
    lines.write_bytes(made)
    said = refused(data, capsys, lines)
    assert str(lines) in said and message in said


def test_a_directory_and_a_missing_file_are_refused(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is a directory" in refused(data, capsys, data)
    assert f"{lines}: no such file" in refused(data, capsys, lines)


def test_a_folder_that_holds_other_things_is_not_replaced(
    tmp_path: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "photos"
    other.mkdir()
    (other / "a.jpg").write_bytes(b"x")
    message = refused(other, capsys, write(lines, GRAPH))
    assert "so it is no data folder" in message


@pytest.mark.parametrize("made", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_changes_nothing(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str], made: bytes
) -> None:
    lines.write_bytes(made)
    assert run(lines, "--into", data) == 0
    assert "Nothing to change" in capsys.readouterr().out


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(
    made_once: Path, tmp_path: Path, lines: Path
) -> None:
    text = write(lines, GRAPH).read_bytes()
    lines.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert run(lines, "--into", tmp_path / "windows") == 0
    assert content(tmp_path / "windows") == content(made_once)


def test_standard_input_is_named_minus(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        class buffer:  # noqa: N801
            @staticmethod
            def read() -> bytes:
                return b'{"id": "listener", "facts": [{"p": "basedOn"}]}'

    monkeypatch.setattr(sys, "stdin", Input)
    assert "<stdin>:1: listener: " in refused(data, capsys, "-")


def test_an_installed_package_says_that_its_data_are_read_only(
    lines: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("healcare_kg.resources._installed_root", lambda: tmp_path)
    assert run(write(lines, GRAPH)) == 2
    assert "the data of an installed package are read-only" in capsys.readouterr().err


# All or none

KILLED_AT = """
import os, shutil, sys
from pathlib import Path
from healcare_kg.curation import folder
from healcare_kg.curation.folder import data_folder

before, work, exchange = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "exchange"
EVENTS = {"open", "os.link", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.chmod"}
new = {p.relative_to(before): p.read_text() + "# new\\n" for p in sorted(before.rglob("*.ttl"))[:2]}

def content(data):
    return {p.relative_to(data): p.read_text() for p in data.rglob("*") if p.is_file()}

def write(data):
    with data_folder(data) as held:
        held.replace(new)

def killed_at(step, data):
    count = 0
    def hook(event, arguments):
        nonlocal count
        if event in EVENTS or event == "ctypes.call_function":
            count += 1
            if count == step:
                os._exit(9)
    if not exchange:
        folder._swapped = lambda one, other: False
    sys.addaudithook(hook)
    write(data)
    os._exit(0)

old = content(before)
after = {**old, **new}
step = 0
while True:
    step += 1
    data = work / f"{step}" / "data"
    shutil.copytree(before, data)
    child = os.fork()
    if child == 0:
        killed_at(step, data)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9), status
    if exchange:
        assert content(data) in (old, after), f"torn at step {step}"
    write(data)  # the next writer finds all in order, and leaves nothing beside
    assert content(data) == after, step
    assert [p.name for p in data.parent.iterdir()] == ["data"], step
    if status == 0:
        break
print(step)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("way", ["exchange", "two-renames"])
def test_killed_at_any_step_the_folder_is_as_before_or_as_after(
    made_once: Path, tmp_path: Path, way: str
) -> None:
    small = tmp_path / "small"  # as few files as make a folder: each step costs a copy of them
    for name in ("healcare-kg-data.ttl", "claims.ttl", "evidence/datasets.ttl"):
        (small / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made_once / name, small / name)
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(small), str(tmp_path / "work"), way],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10  # so many steps were tried


def test_an_import_that_is_killed_before_the_exchange_leaves_the_old_files(
    data: Path, lines: Path
) -> None:
    write(lines, [entity("echo", "ModelRelease", "Echo", fact("basedOn", ref="listener"))])
    before = content(data)
    code = (
        "import os, signal, sys; from healcare_kg.curation import folder; "
        "folder._exchange = lambda *a: os.kill(os.getpid(), signal.SIGKILL); "
        "from healcare_kg.cli import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "import", "facts", str(lines), "--into", str(data)]
    assert subprocess.run(command, check=False).returncode == -9
    assert content(data) == before
    assert run(lines, "--into", data) == 0
    assert ask(data, "kg:echo hkg:basedOn kg:listener")


def test_a_folder_that_somebody_else_changes_meanwhile_is_not_overwritten(
    data: Path, lines: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(lines, [entity("echo", "ModelRelease", "Echo")])
    texts = Workspace.changed_texts

    def meanwhile(self: Workspace) -> Any:
        made = texts(self)
        (data / "methods.ttl").write_text("# by hand\n", encoding="utf-8")
        return made

    monkeypatch.setattr(Workspace, "changed_texts", meanwhile)
    assert run(lines, "--into", data) == 2
    assert "were changed in the meantime" in capsys.readouterr().err
    assert (data / "methods.ttl").read_text() == "# by hand\n"
    assert not ask(data, "kg:echo ?p ?o")


def test_a_long_chain_of_bases_is_read_and_filed_by_the_first_domain_below_it(
    tmp_path: Path, lines: Path
) -> None:
    chain = [
        entity(f"m-{n}", "ModelRelease", f"M {n}", fact("basedOn", ref=f"m-{n - 1}"))
        for n in range(1, 1500)
    ]
    first = entity("m-0", "ModelRelease", "M 0", fact("domain", "tcm"))
    problems = Problems()
    records = list(read_records(write(lines, [*chain, first]), problems))
    workspace = Workspace(tmp_path / "data", read_ontology(resource("ontology")))
    assert add_records(workspace, records, problems) == []
    files = {workspace.file_of(e) for e in workspace.entities()}
    assert files == {"models-medicine-tcm"}


# The shipped graph


@pytest.mark.slow
def test_every_shipped_file_is_read_back_as_it_is_written() -> None:
    folder = resource("data")
    workspace = Workspace(folder, read_ontology(resource("ontology")))
    differing = [
        str(path)
        for path, text in workspace.texts().items()
        if (folder / path).read_bytes() != text.encode()
    ]
    assert differing == [], "to repair: python -m healcare_kg fmt"


def test_the_graph_has_no_fact_twice_in_its_files() -> None:
    places: dict[pyoxigraph.Triple, str] = {}
    for path in sorted(resource("data").glob("*.ttl")):
        for quad in pyoxigraph.parse(path=str(path)):
            assert quad.triple not in places, f"{quad.triple}: {places[quad.triple]} and {path}"
            places[quad.triple] = path.name
