"""`publish`: load the graph into a SPARQL server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from healcare_kg.errors import UsageError

__all__ = ["command"]


@click.command("publish", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--endpoint", required=True, metavar="URL", help="Where the server is queried.")
@click.option(
    "--update-url",
    metavar="URL",
    help="Where it is updated, if elsewhere; for an endpoint that ends in /query the default is "
    "the same address with /update.",
)
@click.option(
    "--store-url",
    metavar="URL",
    help="Use the Graph Store Protocol there, one PUT for the whole graph, and no update.",
)
@click.option(
    "--graph", metavar="IRI", help="The graph to replace; the server's default graph if left out."
)
@click.option(
    "--chunk",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Triples in one update.",
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
def command(
    *,
    endpoint: str,
    update_url: str | None,
    store_url: str | None,
    graph: str | None,
    chunk: int,
    timeout: float,
    data: Sequence[Path],
) -> None:
    """Load the graph into a SPARQL server, in the place of what it has.

    The triples go into a staging graph first and are moved when all have arrived and been
    counted, so that the server has the old graph or the new one. HEALCARE_KG_ENDPOINT_USER and
    HEALCARE_KG_ENDPOINT_PASSWORD, or HEALCARE_KG_ENDPOINT_AUTH (a whole header), prove to the
    server who asks.
    """
    from healcare_kg.endpoint.address import Credentials, checked_iri, checked_url
    from healcare_kg.endpoint.http import Requester
    from healcare_kg.endpoint.publish import Target, publish
    from healcare_kg.knowledge_graph import open_graph
    from healcare_kg.store import EmbeddedEngine

    if update_url and store_url:
        raise UsageError("give either --update-url or --store-url, not both")
    target = Target(
        checked_url(endpoint),
        checked_url(update_url or _update_url(endpoint)),
        checked_url(store_url) if store_url else None,
        checked_iri(graph) if graph else None,
    )
    requester = Requester(credentials=Credentials.from_environment(), timeout=timeout)
    opened = open_graph(data or None)
    assert isinstance(opened.engine, EmbeddedEngine)
    done = publish(
        opened.engine.store, target, requester=requester, chunk=chunk, progress=_show_progress
    )
    place = f"<{target.graph}>" if target.graph else "its default graph"
    click.echo(f"{endpoint} has {done.counted:,} triples in {place}")


def _update_url(endpoint: str) -> str:
    return endpoint.removesuffix("query") + "update" if endpoint.endswith("/query") else endpoint


def _show_progress(done: int, total: int) -> None:
    """On a terminal one line that is written over; elsewhere only that all are sent."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {total:,} triples sent", err=True, nl=done >= total)
    elif done >= total:
        click.echo(f"{total:,} triples sent", err=True)
