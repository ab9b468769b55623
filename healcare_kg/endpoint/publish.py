"""Loading a graph into a server, whole or not at all.

By SPARQL 1.1 Update the triples go in requests of a few thousand into a staging graph; when all
have arrived and been counted there, one MOVE (section 3.2.4) puts them in the place of what the
target held. By the SPARQL 1.1 Graph Store HTTP Protocol (section 5.3) one PUT replaces the target.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, QuerySolutions, Store, Triple

from healcare_kg.endpoint.address import checked_url, with_parameters
from healcare_kg.endpoint.chunks import chunks
from healcare_kg.endpoint.engine import EndpointEngine
from healcare_kg.endpoint.http import Requester
from healcare_kg.errors import EndpointError

__all__ = ["Publication", "Target", "publish"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Target:
    """Where a graph goes: the addresses of a server, and the IRI of a graph (None: the default).

    With `store_url` the Graph Store Protocol is used, else SPARQL Update.
    """

    query_url: str
    update_url: str
    store_url: str | None = None
    graph: str | None = None


@dataclass(frozen=True)
class Publication:
    """What was done: the triples sent, and those that the server counts in the graph."""

    sent: int
    counted: int


def publish(
    store: Store,
    target: Target,
    *,
    requester: Requester,
    chunk: int = 1000,
    progress: Progress,
) -> Publication:
    """Put the default graph of a store in the place of the target's content.

    `progress` is told the triples sent so far and of all. Raises EndpointError where the server
    fails or counts other triples than were sent; the target then is as it was, but where the
    server broke off a PUT or its last step.
    """
    total = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    if target.store_url is not None:
        _put(store, target, requester, lambda done: progress(done, total))
    else:
        parts = chunks(store, chunk)
        _update(parts, target, requester, total=total, progress=progress)
    counted = _count(target.query_url, target.graph, requester)
    if counted != total:
        raise _miscounted(target, target.graph, total, counted)
    return Publication(total, counted)


def _update(
    parts: Iterator[list[Triple]],
    target: Target,
    requester: Requester,
    *,
    total: int,
    progress: Progress,
) -> None:
    update = _Updater(target.update_url, requester)
    staging = f"urn:healcare-kg:staging:{uuid.uuid4()}"
    moved = False
    try:
        done = 0
        for part in parts:
            # Not INSERT DATA: there Virtuoso takes no blank nodes.
            update(f"INSERT {{ GRAPH <{staging}> {{\n{''.join(map(_line, part))}}} }} WHERE {{}}")
            done += len(part)
            progress(done, total)
        counted = _count(target.query_url, staging, requester)
        if counted != total:
            raise _miscounted(target, staging, total, counted)
        update(f"MOVE GRAPH <{staging}> TO {_graph_clause(target.graph)}")
        moved = True
    finally:
        if not moved:
            with suppress(EndpointError):  # what went wrong before is what has to be said
                update(f"DROP SILENT GRAPH <{staging}>")


class _Updater:
    """Sends updates (SPARQL 1.1 Protocol, section 2.2.2)."""

    def __init__(self, url: str, requester: Requester) -> None:
        self._url, self._requester = checked_url(url), requester

    def __call__(self, text: str) -> None:
        self._requester.send(
            self._url,
            method="POST",
            body=text.encode(),
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
        )


def _put(
    store: Store, target: Target, requester: Requester, progress: Callable[[int], None]
) -> None:
    assert target.store_url is not None
    parameters = {"default": ""} if target.graph is None else {"graph": target.graph}
    # The whole body is written first, as its length has to be told: a body sent in chunks is an
    # empty one for Virtuoso.
    with tempfile.TemporaryFile() as body:
        done = 0
        for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
            body.write(_line(quad.triple).encode())
            done += 1
        body.seek(0)
        requester.send(
            with_parameters(checked_url(target.store_url), parameters),
            method="PUT",
            body=body,
            headers={"Content-Type": "application/n-triples"},
        )
    progress(done)


def _count(query_url: str, graph: str | None, requester: Requester) -> int:
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    engine = EndpointEngine(query_url, requester=requester)
    solutions = engine.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    value = next(iter(solutions), None) if isinstance(solutions, QuerySolutions) else None
    if value is None or not isinstance(value["n"], Literal):
        raise EndpointError(f"{query_url} does not count triples")
    return int(value["n"].value)


def _miscounted(target: Target, graph: str | None, total: int, counted: int) -> EndpointError:
    place = f"the graph <{graph}>" if graph else "its default graph"
    return EndpointError(
        f"{target.query_url} counts {counted:,} triples in {place} where {total:,} were sent"
    )


def _graph_clause(graph: str | None) -> str:
    return "DEFAULT" if graph is None else f"GRAPH <{graph}>"


def _line(triple: Triple) -> str:
    return f"{_term(triple.subject)} {triple.predicate} {_term(triple.object)} .\n"


def _term(term: object) -> str:
    # A label of letters and digits is one for every parser; str() of a blank node is.
    return str(term) if not isinstance(term, BlankNode) else f"_:b{term.value}"
