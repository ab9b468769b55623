"""`render survey`: the graph as the survey's tables, in Markdown or HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from healcare_kg.cli.options import graph_options, lang_option, opened, output_option
from healcare_kg.results.output import open_output

__all__ = ["command"]


@click.command("survey", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--domain",
    "domains",
    multiple=True,
    metavar="DOMAIN",
    help="Only this domain, by id or label: psychology, tcm, ... or medicine (repeat for more).",
)
@click.option("--sources", is_flag=True, help="Footnotes: the sources of each cell.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["md", "html"]),
    help="Markdown or HTML; by the ending of FILE, else Markdown.",
)
@output_option
@lang_option
@graph_options
def command(
    *,
    domains: tuple[str, ...],
    sources: bool,
    form: str | None,
    output: Path | None,
    lang: str,
    **graph: Any,
) -> None:
    """Write tables of models and datasets: families with their sizes, bases, methods and data.

    `import survey` reads the Markdown back.
    """
    from healcare_kg.exports.catalogue import read_catalogue
    from healcare_kg.survey.html_page import survey_html
    from healcare_kg.survey.markdown import survey_markdown
    from healcare_kg.survey.rendering import build_survey, chosen_domains

    catalogue = read_catalogue(opened(**graph))
    survey = build_survey(catalogue, lang, domains=chosen_domains(catalogue, domains))
    is_html = form == "html" if form else bool(output and output.suffix in (".html", ".htm"))
    write = survey_html if is_html else survey_markdown
    text = write(survey, catalogue, sources=sources)
    with open_output(output) as stream:
        stream.write(text.encode())
