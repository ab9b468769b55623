"""CONTRIBUTING.md: its own commands, run on a copy of the graph."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from healcare_kg.cli import main
from healcare_kg.resources import shipped_root

ROOT = Path(__file__).parents[1]
NAMES = ["CONTRIBUTING.md", "CONTRIBUTING.zh.md"]


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands(name: str) -> list[str]:
    return [line for block in blocks(name, "bash") for line in block.splitlines()]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the graph that the commands take for their own."""
    shutil.copytree(shipped_root() / "data", tmp_path / "data")
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(shipped_root() / name)
    monkeypatch.setattr("healcare_kg.resources.shipped_root", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a line of the document prints; what it writes to a file goes there."""
    line, _, file = command.partition(" > ")
    program, *argv = shlex.split(line.removeprefix("python -m "))
    assert program == "healcare_kg"
    with pytest.raises(SystemExit) as ended:
        main(argv)
    said = capsys.readouterr()
    assert ended.value.code == 0, f"{command}\n{said.err}"
    assert "warning" not in said.err
    if file:
        Path(file).write_text(said.out, encoding="utf-8")
    return said.out


def test_add_a_model_works_as_it_is_written(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made: dict[str, str] = {}
    for command in commands("CONTRIBUTING.md"):
        made[command] = run(command, capsys)
        if " new " in command:  # the person fills it in
            for name in NAMES:
                assert_filled(Path("serene.json").read_text(encoding="utf-8"), name)
            Path("serene.json").write_text(blocks("CONTRIBUTING.md", "json")[0], encoding="utf-8")
    dry, done, shown = (made[c] for c in made if "import facts" in c or " show " in c)
    assert "+ serene-7b  Serene 7B" in dry and "Nothing was written." in dry
    assert done.startswith("Added 1 entity")
    assert "Qwen2-7B (kg:qwen2-7b)" in shown and "7.6" in shown
    final = run('python -m healcare_kg show "Serene 7B"', capsys)
    assert "PsyQA" in final and "rounded; the makers say 7.6" in final


def assert_filled(block: str, document: str) -> None:
    """The document's example is the block that `new` prints, with values in place of `?`."""
    printed, example = json.loads(block), json.loads(blocks(document, "json")[0])
    assert example.keys() == printed.keys()
    known = {fact["p"] for fact in printed["facts"]}
    assert {fact["p"] for fact in example["facts"]} <= known


def test_the_chinese_document_has_the_same_commands() -> None:
    assert commands("CONTRIBUTING.zh.md") == commands("CONTRIBUTING.md")


@pytest.mark.parametrize("name", NAMES)
def test_the_kinds_are_those_of_new(name: str) -> None:
    from healcare_kg.facts.kinds import KINDS

    text = (ROOT / name).read_text(encoding="utf-8")
    paragraph = re.search(r"\n(The kinds that|`new` 支持的种类)(.*?)\n\n", text, re.DOTALL)
    assert paragraph
    assert [k for k in re.findall(r"`([a-z-]+)`", paragraph[2]) if k in KINDS] == list(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_linked_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert links and [link for link in links if not (ROOT / link).exists()] == []
