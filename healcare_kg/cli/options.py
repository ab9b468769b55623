"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from healcare_kg.errors import UsageError
from healcare_kg.knowledge_graph import KnowledgeGraph, open_graph

__all__ = ["GRAPH_OPTIONS", "graph_options", "lang_option", "opened", "output_option"]


GRAPH_OPTIONS = (
    "data",
    "endpoint",
    "timeout",
    "no_cache",
)  # names of what the `graph_options` give

lang_option = click.option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    envvar="HEALCARE_KG_LANG",
    help="Language of labels and messages.",
)

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file, whole or not at all.",
)


def graph_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which graph is asked; pass what they give on to `opened`."""
    for option in (
        click.option(
            "--no-cache",
            is_flag=True,
            help="Read the files themselves; leave the snapshots on disk alone (see `cache`).",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60,
            show_default=True,
            metavar="SECONDS",
            help="How long an endpoint may be silent.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            help="A SPARQL 1.1 endpoint instead; HEALCARE_KG_ENDPOINT_USER and _PASSWORD, or "
            "HEALCARE_KG_ENDPOINT_AUTH (a whole header), prove to it who asks.",
        ),
        click.option(
            "--data",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="PATH",
            help="A file or folder of RDF instead of the shipped graph (repeat for more).",
        ),
    ):
        function = option(function)
    return function


def opened(
    data: Sequence[Path] = (),
    *,
    endpoint: str | None = None,
    timeout: float = 60,
    no_cache: bool = False,
) -> KnowledgeGraph:
    """The graph that the `graph_options` name. Raises as `open_graph` does."""
    if endpoint is not None and data:
        raise UsageError("give either --data or --endpoint, not both")
    return open_graph(data or None, endpoint=endpoint, timeout=timeout, cache=not no_cache)
