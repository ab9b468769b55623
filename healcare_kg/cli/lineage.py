"""`lineage`: what an entity comes from and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from healcare_kg.cli.completion import complete_entity
from healcare_kg.cli.options import graph_options, lang_option, opened, output_option
from healcare_kg.results.output import open_output

__all__ = ["command"]


@click.command("lineage", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("entity", shell_complete=complete_entity)
@click.option(
    "--direction",
    type=click.Choice(["both", "up", "down"]),
    default="both",
    show_default=True,
    help="Ancestors (up), descendants (down) or both.",
)
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="At most N steps each way.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["tree", "mermaid", "dot", "json"]),
    default="tree",
    show_default=True,
    help="A tree, or a diagram's text (Mermaid, Graphviz).",
)
@lang_option
@output_option
@graph_options
def command(
    entity: str,
    *,
    direction: str,
    depth: int | None,
    form: str,
    lang: str,
    output: Path | None,
    **graph: Any,
) -> None:
    """Show what ENTITY was made from and what was made from it, with the kind of each step."""
    from healcare_kg.entity.drawing import as_dot, as_json, as_mermaid, as_tree
    from healcare_kg.entity.lineage import trace

    opened_graph = opened(**graph)
    lineage = trace(
        opened_graph.engine,
        opened_graph.resolve(entity),
        lang=lang,
        depth=depth,
        up=direction != "down",
        down=direction != "up",
    )
    if form == "json":
        text = as_json(lineage)
    else:
        draw = {"tree": as_tree, "mermaid": as_mermaid, "dot": as_dot}[form]
        text = draw(lineage, lang=lang)
    with open_output(output) as out:
        out.write(text.encode())
