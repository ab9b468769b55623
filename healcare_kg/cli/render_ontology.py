"""`render ontology`: the reference of every class and property."""

from __future__ import annotations

from pathlib import Path

import click

from healcare_kg.cli.options import lang_option, output_option

__all__ = ["command"]


@click.command("ontology", context_settings={"help_option_names": ["-h", "--help"]})
@lang_option
@output_option
def command(*, lang: str, output: Path | None) -> None:
    """Write the page about the ontology: every class and property with its definition, domain,
    range, constraints, count and an example from the graph (docs/ontology.md).
    """
    from healcare_kg.documents.ontology_page import ontology_page
    from healcare_kg.documents.terms import read_terms
    from healcare_kg.resources import graph_paths, resource
    from healcare_kg.results.output import open_output

    terms = read_terms(resource("ontology"), graph_paths())
    with open_output(output) as out:
        out.write(ontology_page(terms, lang).encode())
