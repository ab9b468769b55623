"""`build`: the whole graph as files to download."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("build", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="A folder to fill, whole or not at all: a new one, or one of an earlier build.",
)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file or folder of RDF instead of the shipped graph (repeat for more).",
)
def command(*, output: Path, data: tuple[Path, ...]) -> None:
    """Merge the graph, its ontology and its sources into one file without imports.

    Written as Turtle, RDF/XML (.owl, which Protégé and owlready2 read), sorted N-Triples and
    JSON-LD, with a VoID and DCAT description (void.ttl) and SHA256SUMS. The bytes are the same on
    every run.
    """
    from healcare_kg.exports.writing import write_export
    from healcare_kg.rdf_files import data_files
    from healcare_kg.release.building import build
    from healcare_kg.resources import graph_paths

    made = build(data_files(data) if data else graph_paths())
    write_export(made, output)
    for name, content in made.files.items():
        click.echo(f"{output / name}  {len(content):,} bytes")
