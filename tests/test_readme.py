"""README's commands are the ones that are run, and show what they really print."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from healcare_kg.cli import main

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a language in a document."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[str]:
    """What stands in backquotes and begins with a command of ours."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"`((?:query|show|lineage|validate|render|build|reason) [^`]+)`", text)
    return sorted(set(found))


def output(capfd: pytest.CaptureFixture[str], argv: list[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert isinstance(ended.value.code, int)
    return ended.value.code, capfd.readouterr().out


@pytest.mark.parametrize("name", READMES)
def test_the_test_command_is_the_one_that_ci_runs_first(name):
    (command,) = [b.strip() for b in blocks(name, "bash") if "pytest" in b]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    run = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert run[0] == command


@pytest.mark.parametrize("name", READMES)
def test_the_first_command_prints_what_the_readme_shows(name, capfd):
    (command,) = [b for b in blocks(name, "bash") if "derived-from" in b]
    argv = shlex.split(command.split("-m healcare_kg")[1])
    status, printed = output(capfd, argv)
    assert status == 0
    shown, *rest = [line for line in blocks(name, "text")[0].splitlines() if line.strip()]
    lines = [line.rstrip() for line in printed.splitlines()]
    assert lines[0] == shown
    # The README may leave lines out (a line "…"), never change one.
    assert [line for line in rest if line != "…" and line not in lines] == []


def test_every_command_in_the_texts_runs(capfd):
    skipped = ("FILE", "…", "'", "query -")  # they need a file, a text or standard input
    in_both = {command for name in READMES for command in commands(name)}
    asked = sorted(c for c in in_both if not any(s in c for s in skipped))
    assert len(asked) > 5
    failed = [c for c in asked if output(capfd, shlex.split(c))[0] not in (0, 1)]
    assert failed == []


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(name):
    (code,) = blocks(name, "python")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=120, check=False
    )
    assert done.stderr == b"" and done.returncode == 0
    assert b"MindChat-Qwen-7B" in done.stdout


@pytest.mark.parametrize("name", (*READMES, "CONTRIBUTING.md"))
def test_links_to_files_of_this_repository_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#:]+)\)", text) if not (ROOT / t).exists()]
    assert targets == []
