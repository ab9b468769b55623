"""The wheel works without the checkout: built, installed in a fresh environment, asked."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that has the wheel and its dependencies only."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run([python, *pip[1:], "install", wheel], check=True, timeout=300)
    return python.parent


@pytest.mark.parametrize("entry", [["healcare-kg"], ["python", "-m", "healcare_kg"]])
def test_each_entry_point_answers_from_the_shipped_graph(installed, tmp_path, entry):
    command = [installed / entry[0], *entry[1:], "query", "derived-from", "通义千问", "-f", "csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"mindchat-qwen-7b-v2" in done.stdout


def test_every_command_shows_its_help_without_extras(installed, tmp_path):
    program = installed / "healcare-kg"
    listed = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in listed.split("Commands:")[1].splitlines() if line.strip()]
    assert {"query", "show", "lineage", "validate"} <= set(names)
    for name in names:
        done = subprocess.run(
            [program, name, "--help"], cwd=tmp_path, capture_output=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, b""), name


def test_validate_passes_on_the_shipped_graph(installed, tmp_path):
    done = subprocess.run(
        [installed / "healcare-kg", "validate"], cwd=tmp_path, capture_output=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()
