"""`import facts`: files of the facts format into the graph's own files."""

from __future__ import annotations

from pathlib import Path

import click

from healcare_kg.resources import resource

__all__ = ["command"]


@click.command("facts", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="Another data folder.")
def command(files: tuple[Path, ...], *, into: Path | None) -> None:
    """Read FILES of the facts format (docs/facts-format.md) into data/."""
    from healcare_kg.curation.workspace import Workspace
    from healcare_kg.facts.importer import add_records
    from healcare_kg.facts.records import read_records
    from healcare_kg.ontology import read_ontology
    from healcare_kg.results.output import write_file

    workspace = Workspace(into or resource("data"), read_ontology(resource("ontology")))
    add_records(workspace, [record for path in files for record in read_records(path)])
    for path, text in workspace.texts().items():
        write_file(workspace.data / path, text.encode())
