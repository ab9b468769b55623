"""`render coverage`: what the graph holds and what it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from healcare_kg.cli.options import graph_options, lang_option, opened, output_option

__all__ = ["command"]


@click.command("coverage", context_settings={"help_option_names": ["-h", "--help"]})
@lang_option
@output_option
@graph_options
def command(*, lang: str, output: Path | None, **graph: Any) -> None:
    """Write the page that counts the graph by class, domain, language, base line, year and
    access, and says what is missing (docs/coverage.md).
    """
    from healcare_kg.documents.coverage import count_coverage
    from healcare_kg.documents.coverage_page import coverage_page
    from healcare_kg.exports.catalogue import read_catalogue
    from healcare_kg.results.output import open_output

    opened_graph = opened(**graph)
    catalogue = read_catalogue(opened_graph)
    page = coverage_page(count_coverage(opened_graph, catalogue), catalogue, lang)
    with open_output(output) as out:
        out.write(page.encode())
