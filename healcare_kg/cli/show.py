"""`show`: all that is known of one entity."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from healcare_kg.cli.completion import complete_entity
from healcare_kg.cli.options import graph_options, lang_option, opened, output_option
from healcare_kg.namespaces import curie
from healcare_kg.results.output import open_output, terminal_width
from healcare_kg.results.table import write_table

if TYPE_CHECKING:
    from healcare_kg.entity.description import Description, SourceNote, Statement

__all__ = ["command"]

_FEW = 10  # entities that point here, listed for each property without --all
_TEXTS = {
    "en": {
        "also": "also named", "facts": "Facts", "claims": "Said by a source, not adopted",
        "references": "Pointed to by", "property": "property", "value": "value",
        "source": "source", "kind": "kind", "reason": "why not adopted", "entity": "entity",
        "primary": "primary", "secondary": "secondary",
        "more": "… {} more (--all)", "nothing": "Nothing is stated of it yet.",
    },
    "zh": {
        "also": "又名", "facts": "事实", "claims": "有来源提及但未采纳",
        "references": "被以下实体引用", "property": "属性", "value": "取值",
        "source": "来源", "kind": "类别", "reason": "未采纳的原因", "entity": "实体",
        "primary": "一手", "secondary": "二手",
        "more": "……另有 {} 项（--all）", "nothing": "尚无任何陈述。",
    },
}  # fmt: skip


@click.command("show", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("entity", shell_complete=complete_entity)
@click.option("--all", "everything", is_flag=True, help="List all that points to it.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json", "turtle"]),
    default="table",
    show_default=True,
    help="Format of the answer.",
)
@lang_option
@output_option
@graph_options
def command(
    entity: str, *, everything: bool, form: str, lang: str, output: Path | None, **graph: Any
) -> None:
    """Show all that is known of ENTITY: each fact with its sources, what sources say that was not
    adopted, and what points to it. ENTITY is an id, label or other name, in any case.
    """
    from healcare_kg.entity.description import describe

    opened_graph = opened(**graph)
    iri = opened_graph.resolve(entity)
    text = io.StringIO()
    if form == "turtle":
        from healcare_kg.results.formats import write_results

        with open_output(output) as out:
            write_results(
                opened_graph.engine.query(f"CONSTRUCT WHERE {{ <{iri}> ?p ?o }}"), out, form=form
            )
        return
    description = describe(opened_graph.engine, iri, lang=lang)
    if form == "json":
        text.write(json.dumps(_as_json(description), ensure_ascii=False, indent=2) + "\n")
    else:
        width = terminal_width() if output is None else None
        _write_text(description, _TEXTS[lang], text, everything=everything, width=width)
    with open_output(output) as out:
        out.write(text.getvalue().encode())


def _write_text(
    about: Description, words: dict[str, str], out: TextIO, *, everything: bool, width: int | None
) -> None:
    out.write(f"{about.label}  ({curie(about.iri) or about.iri})\n{', '.join(about.classes)}\n")
    if about.names:
        out.write(f"{words['also']}: {', '.join(about.names)}\n")
    if not (about.facts or about.claims or about.references):
        out.write(f"\n{words['nothing']}\n")
    if about.facts:
        _section(out, words["facts"])
        heads = [words[key] for key in ("property", "value", "source", "kind")]
        write_table(heads, _fact_rows(about.facts, words), out, width=width)
    if about.claims:
        _section(out, words["claims"])
        heads = [words[key] for key in ("property", "value", "reason", "source")]
        rows = [
            [c.property_label, c.value_label, c.reason or "", "; ".join(map(_place, c.sources))]
            for c in about.claims
        ]
        write_table(heads, rows, out, width=width)
    if about.references:
        _section(out, words["references"])
        rows = _reference_rows(about, words["more"], everything=everything)
        write_table([words["property"], words["entity"]], rows, out, width=width)


def _section(out: TextIO, title: str) -> None:
    out.write(f"\n{title}\n")


def _fact_rows(facts: Sequence[Statement], words: dict[str, str]) -> list[list[str]]:
    """One row a source; the property and value of a fact stand on its first."""
    rows = []
    previous = ""
    for fact in facts:
        shown = fact.property_label if fact.property_label != previous else ""
        previous = fact.property_label
        value = _with_id(fact)
        for source in fact.sources or (None,):
            place = _place(source) if source else ""
            kind = words.get(source.kind, source.kind) if source else ""
            rows.append([shown, value, place, kind])
            shown = value = ""
    return rows


def _with_id(fact: Statement) -> str:
    short = curie(getattr(fact.value, "value", ""))
    is_entity = short is not None and short.startswith("kg:")
    return f"{fact.value_label} ({short})" if is_entity else fact.value_label


def _place(source: SourceNote) -> str:
    """The source and the place in it, without saying the repository twice."""
    if not source.locator:
        return source.iri
    repository, _, inside = source.locator.partition(":")
    if inside and source.iri.rstrip("/").endswith(repository):
        return f"{source.iri} {inside}"
    return f"{source.iri} {source.locator}"


def _reference_rows(about: Description, more: str, *, everything: bool) -> list[list[str]]:
    rows = []
    for label, group in groupby(about.references, key=lambda r: r.property_label):
        references = list(group)
        listed = references if everything else references[:_FEW]
        for n, reference in enumerate(listed):
            short = curie(reference.subject.value) or reference.subject.value
            rows.append([label if n == 0 else "", f"{reference.subject_label} ({short})"])
        if len(listed) < len(references):
            rows.append(["", more.format(len(references) - len(listed))])
    return rows


def _as_json(about: Description) -> dict[str, Any]:
    def statement(s: Statement) -> dict[str, Any]:
        made: dict[str, Any] = {
            "property": s.property,
            "propertyLabel": s.property_label,
            "value": getattr(s.value, "value", str(s.value)),
            "valueLabel": s.value_label,
            "sources": [vars(source) for source in s.sources],
        }
        return made if s.reason is None else {**made, "reason": s.reason}

    return {
        "id": about.iri,
        "label": about.label,
        "names": about.names,
        "classes": about.classes,
        "facts": [statement(s) for s in about.facts],
        "claims": [statement(s) for s in about.claims],
        "references": [
            {
                "property": r.property,
                "propertyLabel": r.property_label,
                "entity": r.subject.value,
                "entityLabel": r.subject_label,
            }
            for r in about.references
        ],
    }
