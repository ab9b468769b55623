"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from healcare_kg.knowledge_graph import KnowledgeGraph, open_graph

__all__ = ["graph_options", "lang_option", "opened", "output_option"]


lang_option = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True,
    envvar="HEALCARE_KG_LANG", help="Language of labels and messages.",
)

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write to a file, whole or not at all.",
)


def graph_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which graph is asked; pass them on to `opened`."""
    return click.option(
        "--data", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
        help="A file or folder of RDF instead of the shipped graph (repeat for more).",
    )(function)


def opened(data: Sequence[Path] = ()) -> KnowledgeGraph:
    """The graph that the `graph_options` name."""
    return open_graph(data or None)
