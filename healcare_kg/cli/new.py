"""`new`: a block of the facts format to start an entity from."""

from __future__ import annotations

from pathlib import Path

import click

from healcare_kg.cli.options import lang_option
from healcare_kg.facts.kinds import KINDS
from healcare_kg.resources import resource

__all__ = ["command"]


@click.command("new", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS), case_sensitive=False))
@click.argument("name")
@click.argument("facts", nargs=-1, metavar="[PROPERTY=VALUE]...")
@click.option("--id", "about", metavar="ID", help="Its id, where none can be made of NAME.")
@click.option("--source", metavar="URL", help="Where the facts are said.")
@click.option("--locator", metavar="TEXT", help="The place in it: a file, page, table or row.")
@click.option(
    "--kind",
    "source_kind",
    type=click.Choice(["primary", "secondary"]),
    default="primary",
    show_default=True,
    help="primary: the makers say it; secondary: somebody else does.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The data folder it is for, instead of the shipped one.",
)
@lang_option
def command(
    kind: str,
    name: str,
    facts: tuple[str, ...],
    *,
    about: str | None,
    source: str | None,
    locator: str | None,
    source_kind: str,
    data: Path | None,
    lang: str,
) -> None:
    """Print a block to add NAME from: fill in the ? of it, then `import facts` the file.

    KIND is model, family, base-model, dataset, benchmark, institution, publication, license,
    method or evaluation. Facts that are known can be given at once, such as basedOn=Qwen2-7B. A
    line of the block that still has its ? is left out by the import.
    """
    from healcare_kg.facts.blocks import Start, block

    start = Start(kind, name, about, source, locator, source_kind, facts)
    click.echo(block(start, data or resource("data"), lang=lang), nl=False)
