"""`export`: the graph or some of its entities in the form of another community."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from healcare_kg.cli.completion import complete_entity
from healcare_kg.cli.options import graph_options, opened

if TYPE_CHECKING:
    from healcare_kg.exports.formats import Export

__all__ = ["command"]

_SHOWN_NOTES = 5


class _FormatHelp(click.Command):
    """The list of formats stands below the options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from healcare_kg.exports.formats import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(name, form.summary) for name, form in FORMATS.items()])


def _formats_like(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from healcare_kg.exports.formats import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


@click.command("export", cls=_FormatHelp, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("form", metavar="FORMAT", shell_complete=_formats_like)
@click.argument("entity", nargs=-1, shell_complete=complete_entity)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="Write to a file, or to a folder where there are several; whole or not at all.",
)
@graph_options
def command(form: str, entity: tuple[str, ...], *, output: Path | None, **graph: Any) -> None:
    """Write the graph, or each ENTITY (id, label or other name), in another community's FORMAT.

    What a format can't hold is in docs/exports.md. Claims that were not adopted are in no format
    but csv, in a table of their own.
    """
    from healcare_kg.exports.catalogue import read_catalogue
    from healcare_kg.exports.formats import check_format, export
    from healcare_kg.exports.writing import write_export

    check_format(form)
    opened_graph = opened(**graph)
    iris = list(dict.fromkeys(opened_graph.resolve(name) for name in entity))
    catalogue = read_catalogue(opened_graph)
    made = export(catalogue, form, [catalogue.entities[iri] for iri in iris])
    write_export(made, output)
    _remark(made)


def _remark(made: Export) -> None:
    for note in made.notes[:_SHOWN_NOTES]:
        click.echo(f"healcare_kg: {note}", err=True)
    if len(made.notes) > _SHOWN_NOTES:
        click.echo(f"healcare_kg: … and {len(made.notes) - _SHOWN_NOTES} more like these", err=True)
