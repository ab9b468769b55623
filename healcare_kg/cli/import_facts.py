"""`import facts`: files of the facts format into the graph's own files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from healcare_kg.cli.options import lang_option
from healcare_kg.errors import UsageError
from healcare_kg.resources import editable_data

if TYPE_CHECKING:
    from healcare_kg.facts.importing import Imported

__all__ = [
    "command",
    "data_option",
    "dry_run_option",
    "into_option",
    "pairs",
    "report",
    "same_option",
]

_TEXTS = {
    "en": {
        "nothing": "Nothing to change.",
        "would": "Would add {}; files: {}. Nothing was written.",
        "done": "Added {}; files: {}.",
    },
    "zh": {
        "nothing": "无需更改。",
        "would": "将新增：{}；文件：{}。未写入任何内容。",
        "done": "已新增：{}；文件：{}。",
    },
}

into_option = click.option(
    "--into",
    "--data",
    "into",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A data folder instead of this checkout's data/; a new one is made.",
)
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The data folder to change instead of this checkout's data/.",
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show what would change, by entity, and write nothing."
)


@click.command("facts", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@into_option
@dry_run_option
@lang_option
def command(files: tuple[Path, ...], *, into: Path | None, dry_run: bool, lang: str) -> None:
    """Read FILES of the facts format (docs/facts-format.md; - is standard input) into data/.

    What is there stays; facts get their further sources; nothing is created twice. All is
    checked first, and either every file is written or none.
    """
    from healcare_kg.facts.importing import import_files

    report(import_files(files, editable_data(into), dry_run=dry_run), lang, dry_run=dry_run)


def same_option(word: str, meaning: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--same WORD=ID`; read it with `pairs`."""
    return click.option(
        "--same", multiple=True, metavar=f"{word}=ID", help=f"{meaning} (repeat for more)."
    )


def pairs(same: tuple[str, ...]) -> dict[str, str]:
    """What `--same` says, by word. Raises UsageError."""
    found = {}
    for text in same:
        word, equals, name = text.rpartition("=")
        if not equals or not word or not name:
            raise UsageError(f"--same: {text!r} is no REF=ID")
        found[word] = name
    return found


def report(made: Imported, lang: str, *, dry_run: bool, show: bool = False) -> None:
    """Say what an import added, or would add; entity by entity with `dry_run` or `show`."""
    from healcare_kg.curation.changes import change_lines, summary

    words = _TEXTS[lang]
    for remark in made.remarks:
        click.echo(f"healcare_kg: {remark}", err=True)
    if not made.files:
        click.echo(words["nothing"])
        return
    if dry_run or show:
        click.echo("\n".join(change_lines(made.workspace, lang)))
        click.echo()
    counts = summary(made.workspace.changes, lang)
    files = ", ".join(path.as_posix() for path in made.files)
    click.echo(words["would" if dry_run else "done"].format(counts, files))
