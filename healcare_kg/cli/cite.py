"""`cite`: a source for a fact, from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from healcare_kg.cli.import_facts import data_option, dry_run_option, report
from healcare_kg.cli.options import lang_option
from healcare_kg.resources import editable_data

__all__ = ["command"]


@click.command("cite", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("entity")
@click.argument("property_", metavar="PROPERTY")
@click.argument("value")
@click.option("--source", required=True, metavar="URL", help="Where it is said.")
@click.option("--locator", metavar="TEXT", help="The place in it: a file, page, table or row.")
@click.option(
    "--kind",
    type=click.Choice(["primary", "secondary"]),
    default="primary",
    show_default=True,
    help="primary: the makers say it; secondary: somebody else does.",
)
@click.option("--not-adopted", "why", metavar="WHY", help="Keep it as a claim, with the reason.")
@data_option
@dry_run_option
@lang_option
def command(
    entity: str,
    property_: str,
    value: str,
    *,
    source: str,
    locator: str | None,
    kind: str,
    why: str | None,
    data: Path | None,
    dry_run: bool,
    lang: str,
) -> None:
    """Record that a source says of ENTITY that its PROPERTY is VALUE.

    A fact that is there gets one more source; one that is not is added with it. ENTITY and VALUE
    are names as in `show`, PROPERTY is a name such as basedOn or a label in English or Chinese.
    The change is checked first, and written whole or not at all.
    """
    from healcare_kg.facts.citing import Citation, cite

    said = Citation(entity, property_, value, source, locator, kind, why)
    made = cite(said, editable_data(data), dry_run=dry_run)
    report(made, lang, dry_run=dry_run, show=True)
