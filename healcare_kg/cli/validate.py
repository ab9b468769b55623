"""`validate`: what is wrong with the graph, or with files as parts of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healcare_kg.cli.options import lang_option, output_option
from healcare_kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from healcare_kg.validation import Finding

__all__ = ["command"]

_VIOLATED = 1
_FORMATS = ("table", "json", "github")
_LEVELS = ("error", "warning", "info")
_ENDINGS = {".txt": "table", ".json": "json"}


@click.command("validate", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="How to write the findings; github: annotations of a workflow.  [default: table]",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "none"]),
    default="error",
    show_default=True,
    help="The lowest level that makes the exit status 1.",
)
@click.option(
    "--profile",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Levels of rules that differ from the usual, one 'LEVEL RULE' a line.",
)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The graph that the PATHs are parts of, instead of the shipped one (repeat for more).",
)
@click.option("--rules", is_flag=True, help="Print the rules as Markdown, and check nothing.")
@output_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    form: str | None,
    fail_on: str,
    profile: Path | None,
    data: tuple[Path, ...],
    rules: bool,
    output: Path | None,
    lang: str,
) -> None:
    """Find what is wrong: facts without a source, misspelt terms, broken references, and more.

    Without a PATH the whole shipped graph is checked. PATHs are files or folders of RDF: what they
    say is checked as a part of the graph whose data folder they lie in, else of the shipped graph.
    docs/validation.md says more, docs/validation-rules.md lists the rules.

    Exit status: 0 conforms; 1 there are findings of the level of --fail-on or worse; 2 a file is
    missing or is not RDF.
    """
    if rules:
        from healcare_kg.validation.rules import rules_page

        _put(rules_page(lang), output)
        return
    from healcare_kg.validation import at_or_above, validate

    form = form or _format_of(output)
    findings = validate(paths, data=data, profile=profile, lang=lang)
    _write(findings, form, output, lang)
    if fail_on != "none" and at_or_above(findings, fail_on):
        ctx.exit(_VIOLATED)


def _format_of(output: Path | None) -> str:
    if output is None:
        return "table"
    if output.suffix.lower() not in _ENDINGS:
        raise UsageError(
            f"{output}: the ending {output.suffix or '(none)'!r} names no format; "
            f"add -f FORMAT or use {' or '.join(_ENDINGS)}"
        )
    return _ENDINGS[output.suffix.lower()]


def _write(findings: Sequence[Finding], form: str, output: Path | None, lang: str) -> None:
    """The findings and, where people read it, their count: it is no part of what programs read."""
    from healcare_kg.results.output import terminal_width
    from healcare_kg.validation.report import as_github, as_json, as_table, summary

    counted = summary(findings, lang) + "\n"
    if form == "json":
        text = as_json(findings)
    elif form == "github":
        text = as_github(findings)
    else:
        width = terminal_width() if output is None else None
        text = as_table(findings, lang, width=width) + counted
    _put(text, output)
    if form != "table" or output is not None:
        click.echo(counted, nl=False, err=True)


def _put(text: str, output: Path | None) -> None:
    from healcare_kg.results.output import open_output

    with open_output(output) as stream:
        stream.write(text.encode("utf-8", "replace"))
