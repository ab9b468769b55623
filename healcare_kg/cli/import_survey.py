"""`import survey`: the tables of a survey in Markdown into the graph's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from healcare_kg.cli.import_facts import dry_run_option, into_option, pairs, report, same_option
from healcare_kg.cli.options import lang_option
from healcare_kg.errors import UsageError
from healcare_kg.resources import editable_data, resource

if TYPE_CHECKING:
    from healcare_kg.survey.importing import SurveyImport

__all__ = ["command"]

_TEXTS = {
    "en": {
        "source": "{}: its facts get the source {}; --source gives another",
        "rendered": "{}: rendered from the graph, so it is no source of what the graph has; "
        "what differs gets the source {}",
        "none": "{}: there is no pipe table in it",
        "invisible": "{}: {} control or direction characters were left out",
    },
    "zh": {
        "source": "{}：其中事实的来源记为 {}；可用 --source 另行指定",
        "rendered": "{}：由图谱生成，不作为图谱已有内容的来源；不同之处的来源记为 {}",
        "none": "{}：其中没有 Markdown 表格",
        "invisible": "{}：略去了 {} 个控制字符或方向字符",
    },
}


@click.command("survey", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", metavar="URI", help="The source of its facts: an address or a URN.")
@same_option("NAME", "A name in a table is this entity")
@click.option("--create", is_flag=True, help="Add bases, makers, ... that the graph does not know.")
@click.option("--cells", is_flag=True, help="Show what became of every cell, not only the unread.")
@into_option
@dry_run_option
@lang_option
def command(
    file: Path,
    *,
    source: str | None,
    same: tuple[str, ...],
    create: bool,
    cells: bool,
    into: Path | None,
    dry_run: bool,
    lang: str,
) -> None:
    """Read the tables of a Markdown FILE (docs/survey-import.md) into data/, all or none.

    Each row updates the model or dataset that it names, or adds one. What the graph has adopted
    stays: a table that says otherwise is kept as a claim. What could not be read is listed cell by
    cell, and names that are not known are proposed, not invented.
    """
    from healcare_kg.exports.catalogue import read_catalogue
    from healcare_kg.facts.importing import import_records
    from healcare_kg.knowledge_graph import open_graph
    from healcare_kg.survey.importing import read_survey

    if source is not None and not _is_source(source):
        raise UsageError(f"--source: {source!r} is no address; write https://... or urn:...")
    data = editable_data(into)
    names = [resource("ontology", "vocabulary.ttl"), *sorted(data.rglob("*.ttl"))]
    catalogue = read_catalogue(open_graph(names, cache=False))
    made = read_survey(file, catalogue, source=source, same=pairs(same), create=create)
    imported = import_records(made.records, data, dry_run=dry_run)
    _tell(made, lang, cells=cells, is_given=source is not None)
    report(imported, lang, dry_run=dry_run)


def _tell(made: SurveyImport, lang: str, *, cells: bool, is_given: bool) -> None:
    from healcare_kg.survey.account import OPEN, summary_lines

    words = _TEXTS[lang]
    if not made.tables:
        click.echo("healcare_kg: " + words["none"].format(made.path), err=True)
    elif made.rendered or not is_given:
        key = "rendered" if made.rendered else "source"
        click.echo("healcare_kg: " + words[key].format(made.path, made.source), err=True)
    if made.invisible:
        click.echo("healcare_kg: " + words["invisible"].format(made.path, made.invisible), err=True)
    for entry in made.entries:
        if entry.outcome in OPEN:
            click.echo(entry.shown(made.path, lang), err=True)
        elif cells:
            click.echo(entry.shown(made.path, lang))
    if made.tables:
        click.echo("\n".join(summary_lines(made.entries, lang)))


def _is_source(text: str) -> bool:
    from healcare_kg.cards.importing import SOURCE_IRI

    return bool(SOURCE_IRI.match(text))
