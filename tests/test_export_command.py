"""The `export` command: where it writes, what it says, and what no format may do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from export_graph import write_graph

from healcare_kg.cli import main
from healcare_kg.cli.import_card import command as import_card
from healcare_kg.exports.formats import FORMATS


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return write_graph(tmp_path)


def run(*argv: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["export", *argv])
    return int(ended.value.code or 0)


def everything(folder: Path) -> dict[str, bytes]:
    if folder.is_file():
        return {folder.name: folder.read_bytes()}
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_the_same_bytes_on_every_run(
    form: str, graph: Path, tmp_path: Path
) -> None:
    outputs = [tmp_path / "one", tmp_path / "two"]
    for output in outputs:
        assert run(form, "--data", str(graph), "-o", str(output)) == 0
    assert everything(outputs[0]) and list(everything(outputs[0]).values()) == list(
        everything(outputs[1]).values()
    )


@pytest.mark.parametrize("form", [f for f in FORMATS if f != "csv"])
def test_a_claim_that_was_not_adopted_is_in_no_format(
    form: str, graph: Path, tmp_path: Path
) -> None:
    assert run(form, "--data", str(graph), "-o", str(tmp_path / "out")) == 0
    text = b"".join(
        content for name, content in everything(tmp_path / "out").items() if "rumour" not in name
    ).decode()
    assert "hearsay" not in text
    assert "https://example.org/rumour" not in text
    assert "claim-doctor" not in text


def test_one_file_without_o_goes_to_standard_output(
    graph: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("schema-org", "doctor", "--data", str(graph)) == 0
    assert json.loads(capfdbinary.readouterr().out)["@graph"][0]["@id"].endswith("/doctor")


def test_several_files_without_a_folder_exit_2(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("hf-card", "--data", str(graph)) == 2
    assert "give a folder with -o DIR" in capsys.readouterr().err


def test_a_folder_with_other_files_is_left_alone(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert run("csv", "--data", str(graph), "-o", str(out)) == 2
    assert "mine.txt" in capsys.readouterr().err
    assert everything(out) == {"mine.txt": b"mine"}


def test_a_second_run_replaces_the_files_of_the_first(graph: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("csv", "--data", str(graph), "-o", str(out)) == 0
    before = everything(out)
    assert run("csv", "--data", str(graph), "-o", str(out)) == 0
    assert everything(out) == before
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_one_card_into_a_folder_that_is_there_keeps_its_name(graph: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run("hf-card", "doctor", "--data", str(graph), "-o", str(out)) == 0
    assert list(everything(out)) == ["doctor/README.md"]


def test_a_folder_that_can_t_be_made_exits_2(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("csv", "--data", str(graph), "-o", str(tmp_path / "no" / "such")) == 2
    assert "can't be written" in capsys.readouterr().err


def test_an_unknown_format_exits_2_with_the_formats(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("bibtex", "--data", str(graph)) == 2
    error = capsys.readouterr().err
    assert "'bibtex'" in error and "mldcat-ap" in error


def test_an_unknown_entity_exits_2_with_suggestions(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("schema-org", "Doctorr 7B", "--data", str(graph)) == 2
    assert "Doctorr" in capsys.readouterr().err


def test_an_entity_that_the_format_has_no_place_for_exits_2(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("croissant", "doctor", "--data", str(graph)) == 2
    assert "croissant has no place for doctor (ModelRelease)" in capsys.readouterr().err


def test_an_interruption_while_writing_leaves_the_folder_as_it_was(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run("csv", "--data", str(graph), "-o", str(out)) == 0
    before = everything(out)
    rename = Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    assert run("csv", "--data", str(graph), "-o", str(out)) == 130
    assert everything(out) == before


def test_as_a_process_with_the_shipped_graph(tmp_path: Path) -> None:
    out = tmp_path / "graph.cyjs"
    done = subprocess.run(
        [sys.executable, "-m", "healcare_kg", "export", "cytoscape", "MindChat", "-o", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    ids = {n["data"]["id"] for n in json.loads(out.read_text())["elements"]["nodes"]}
    assert {"mindchat", "mindchat-qwen-7b"} <= ids


def test_the_documents_name_every_format_and_every_option() -> None:
    docs = Path(__file__).parents[1] / "docs"
    text = (docs / "exports.md").read_text(encoding="utf-8")
    missing = [form for form in FORMATS if f"`{form}`" not in text]
    assert missing == []
    cards = (docs / "cards.md").read_text(encoding="utf-8")
    options = {opt for param in import_card.params for opt in param.opts if opt.startswith("--")}
    assert sorted(o for o in options if f"`{o} " not in cards and f"`{o}`" not in cards) == []
