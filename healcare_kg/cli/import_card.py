"""`import card`: model and dataset cards of the Hugging Face Hub into the graph's own files."""

from __future__ import annotations

from pathlib import Path

import click

from healcare_kg.cli.import_facts import dry_run_option, into_option, pairs, report, same_option
from healcare_kg.cli.options import lang_option
from healcare_kg.resources import editable_data, resource

__all__ = ["command"]


@click.command("card", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--repo", metavar="OWNER/NAME", help="Whose card it is; datasets/OWNER/NAME of data.")
@click.option("--source", metavar="URL", help="Where it was read, if not at the repository.")
@click.option("--as", "about", metavar="ID", help="The entity it is about, or a new one's id.")
@click.option("--kind", type=click.Choice(["model", "dataset"]), help="Where its keys don't say.")
@same_option("REF", "A base, dataset or licence of the card is this entity")
@click.option("--create", is_flag=True, help="Add what is not known, with its name and address.")
@into_option
@dry_run_option
@lang_option
def command(
    files: tuple[Path, ...],
    *,
    repo: str | None,
    source: str | None,
    about: str | None,
    kind: str | None,
    same: tuple[str, ...],
    create: bool,
    into: Path | None,
    dry_run: bool,
    lang: str,
) -> None:
    """Read cards (README.md with YAML front matter) into data/, all or none.

    What the graph has adopted stays: a card that says otherwise is kept as a claim. A base,
    dataset, licence or paper that is not known for certain is proposed, not invented.
    """
    from healcare_kg.cards.importing import Origin, read_cards, repository_named
    from healcare_kg.exports.catalogue import read_catalogue
    from healcare_kg.facts.importing import import_records
    from healcare_kg.knowledge_graph import open_graph

    data = editable_data(into)
    origin = Origin(repository_named(repo) if repo else None, source, about, kind)
    names = [resource("ontology", "vocabulary.ttl"), *sorted(data.rglob("*.ttl"))]
    catalogue = read_catalogue(open_graph(names, cache=False))
    made = read_cards(files, catalogue, origin=origin, same=pairs(same), create=create)
    imported = import_records(made.records, data, dry_run=dry_run)
    said = [*(p.shown(lang) for p in made.proposals), *(r.shown(lang) for r in made.remarks)]
    for line in said:
        click.echo(f"healcare_kg: {line}", err=True)
    report(imported, lang, dry_run=dry_run)
