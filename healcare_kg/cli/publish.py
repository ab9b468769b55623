"""`publish`: load the graph into a SPARQL server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healcare_kg.cli.options import lang_option

if TYPE_CHECKING:
    from healcare_kg.endpoint.publish import Progress, Target

__all__ = ["command"]

_TEXTS = {
    "en": {
        "sent": "{done:,} of {total:,} triples sent",
        "graph": "{endpoint} has {counted:,} triples in <{graph}>",
        "default": "{endpoint} has {counted:,} triples in its default graph",
    },
    "zh": {
        "sent": "已发送 {done:,} / {total:,} 条三元组",
        "graph": "{endpoint} 的图 <{graph}> 中现有 {counted:,} 条三元组",
        "default": "{endpoint} 的默认图中现有 {counted:,} 条三元组",
    },
}


@click.command("publish", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--endpoint",
    required=True,
    metavar="URL",
    help="Where the server is queried; its default-graph-uri, if it has one, is what --graph is.",
)
@click.option(
    "--update-url",
    metavar="URL",
    help="Where it is updated. Left out: for an endpoint …/query the same with /update, for "
    "…/repositories/NAME the same with /statements, else the endpoint itself.",
)
@click.option(
    "--store-url",
    metavar="URL",
    help="Send the triples there by the Graph Store Protocol, which is faster; alone, in one PUT "
    "for the whole graph; with --update-url in pieces that are moved at the end.",
)
@click.option(
    "--graph", metavar="IRI", help="The graph to replace; the server's default graph if left out."
)
@click.option(
    "--chunk",
    type=click.IntRange(min=1),
    metavar="N",
    help="Triples in one request: 1,000 in an update and 50,000 by the Graph Store Protocol.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long the server may be silent.",
)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file or folder of RDF instead of the shipped graph (repeat for more).",
)
@lang_option
def command(
    *,
    endpoint: str,
    update_url: str | None,
    store_url: str | None,
    graph: str | None,
    chunk: int | None,
    timeout: float,
    data: Sequence[Path],
    lang: str,
) -> None:
    """Load the graph into a SPARQL server, in the place of what it has.

    The triples go into a staging graph first and are moved when all have arrived and been
    counted, so that the server has the old graph or the new one. HEALCARE_KG_ENDPOINT_USER and
    HEALCARE_KG_ENDPOINT_PASSWORD, or HEALCARE_KG_ENDPOINT_AUTH (a whole header), prove to the
    server who asks.
    """
    from healcare_kg.endpoint.address import Credentials
    from healcare_kg.endpoint.http import Requester
    from healcare_kg.endpoint.publish import publish
    from healcare_kg.engine import EmbeddedEngine
    from healcare_kg.knowledge_graph import open_graph

    target = _target(endpoint, update_url, store_url, graph)
    requester = Requester(credentials=Credentials.from_environment(), timeout=timeout)
    opened = open_graph(data or None)
    assert isinstance(opened.engine, EmbeddedEngine)
    words = _TEXTS[lang]
    show = _progress(words["sent"])
    store = opened.engine.store
    counted = publish(store, target, requester=requester, chunk=chunk, progress=show)
    line = words["graph" if target.graph else "default"]
    click.echo(line.format(endpoint=target.query_url, counted=counted, graph=target.graph))


def _target(
    endpoint: str, update_url: str | None, store_url: str | None, graph: str | None
) -> Target:
    from healcare_kg.endpoint.address import checked_iri, checked_url, split_dataset
    from healcare_kg.endpoint.publish import Target

    address, dataset = split_dataset(checked_url(endpoint))
    named = [iri for parameter, iri in dataset if parameter == "default-graph-uri"]
    if graph is None and len(named) == 1:
        graph = named[0]
    if update_url is None and store_url is None:
        update_url = _update_url(address)
    return Target(
        address,
        checked_url(update_url) if update_url is not None else None,
        checked_url(store_url) if store_url is not None else None,
        checked_iri(graph) if graph is not None else None,
    )


def _update_url(address: str) -> str:
    """Where the servers whose addresses are built in a known way take updates."""
    path, mark, query = address.partition("?")
    if path.endswith("/query"):
        path = path.removesuffix("query") + "update"
    elif path.rpartition("/")[0].endswith("/repositories"):
        path += "/statements"
    return path + mark + query


def _progress(text: str) -> Progress:
    """On a terminal one line that is written over; elsewhere only that all are sent."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            # The cursor goes back to the line's start at once, for what is written next.
            end = "\n" if done >= total else "\r"
            click.echo(text.format(done=done, total=total) + end, err=True, nl=False)
        elif done >= total:
            click.echo(text.format(done=done, total=total), err=True)

    return show
