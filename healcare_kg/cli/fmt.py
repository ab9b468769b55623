"""`fmt`: the data files in their one canonical form."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from healcare_kg.resources import editable_data, resource

__all__ = ["command"]

_DIFFERS = 1


@click.command("fmt", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--drop-comments", is_flag=True, help="Lose comments that are not at a file's top.")
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], *, check: bool, diff: bool, drop_comments: bool
) -> None:
    """Write Turtle files in the one canonical form: sorted, one prefix table, one form a number.

    PATHs are files or folders; without any, data/ of this checkout. Every file is read before one
    is written. Comment lines at the top of a file stay.
    """
    from healcare_kg.curation.formatting import formatted, turtle_files
    from healcare_kg.results.output import write_file

    files = turtle_files(list(paths) or [resource("data") if check or diff else editable_data()])
    read = {path: formatted(path, drop_comments=drop_comments) for path in files}
    differing = {path: texts for path, texts in read.items() if texts[0] != texts[1]}
    for path, (old, new) in differing.items():
        if diff:
            _show_difference(path, old, new)
        elif check:
            click.echo(path)
        else:
            write_file(path, new)
            click.echo(f"{path}: written")
    if not differing:
        click.echo(f"{len(files)} files are in canonical form", err=True)
    elif check or diff:
        click.echo(
            f"healcare_kg: {len(differing)} of {len(files)} files differ; "
            f"to repair: {_repair(paths, drop_comments=drop_comments)}",
            err=True,
        )
        if check:
            ctx.exit(_DIFFERS)


def _repair(paths: tuple[Path, ...], *, drop_comments: bool) -> str:
    options = ["--drop-comments"] if drop_comments else []
    return shlex.join(["python", "-m", "healcare_kg", "fmt", *options, *map(str, paths)])


def _show_difference(path: Path, old: bytes, new: bytes) -> None:
    import difflib

    before, after = (text.decode("utf-8", "replace").splitlines() for text in (old, new))
    for line in difflib.unified_diff(before, after, f"{path}", f"{path} (canonical)", lineterm=""):
        click.echo(line)
