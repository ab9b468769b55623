"""Loading a graph into a server, whole or not at all.

The triples go in pieces into a staging graph, by SPARQL 1.1 Update or by POST of the SPARQL 1.1
Graph Store HTTP Protocol (section 5.5); when all have arrived and been counted there, one MOVE
(SPARQL 1.1 Update, section 3.2.4) puts them in the place of what the target held. A server without
updates gets one PUT (Graph Store Protocol, section 5.3) for the whole graph.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from pyoxigraph import BlankNode, DefaultGraph, Literal, QuerySolutions, Store, Triple

from healcare_kg.endpoint.address import checked_url
from healcare_kg.endpoint.chunks import chunks
from healcare_kg.endpoint.engine import EndpointEngine
from healcare_kg.endpoint.failures import HttpError
from healcare_kg.endpoint.http import Requester
from healcare_kg.errors import EndpointError, InputError

__all__ = ["Progress", "Target", "publish"]

# Triples in a request. Virtuoso's compiler takes an update of 2,000 lines or so and no more.
_UPDATE_CHUNK, _STORE_CHUNK = 1_000, 50_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Target:
    """Where a graph goes: the addresses of a server, and the IRI of a graph (None: the default).

    With `update_url` alone triples are sent as updates, with both they are sent to `store_url` and
    moved by an update, with `store_url` alone the whole graph is one request.
    """

    query_url: str
    update_url: str | None = None
    store_url: str | None = None
    graph: str | None = None


def publish(
    store: Store,
    target: Target,
    *,
    requester: Requester,
    chunk: int | None = None,
    progress: Progress,
) -> int:
    """Put the default graph of a store in the place of the target's content.

    Returns the number of its triples, which the server has counted too. `chunk` is the number of
    triples in a request; `progress` is told the triples sent so far and of all. Raises InputError
    where there is nothing to publish, EndpointError where the server fails or counts other triples
    than were sent; the target then is as it was, unless it was the last step (MOVE or PUT) that
    the server broke off or did otherwise than asked.
    """
    total = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    if total == 0:
        raise InputError("there is no triple to publish; the server keeps what it has")
    if target.update_url is not None:
        _Staging(target, requester).publish(store, chunk, total, progress)
    else:
        _put(store, target, requester)
        progress(total, total)
    _check_count(target, target.graph, requester, total)
    return total


class _Staging:
    """A new graph of the server that takes the triples until they are moved."""

    def __init__(self, target: Target, requester: Requester) -> None:
        self._target, self._requester = target, requester
        self._graph = f"urn:healcare-kg:staging:{uuid.uuid4()}"

    def publish(self, store: Store, chunk: int | None, total: int, progress: Progress) -> None:
        size = chunk or (_STORE_CHUNK if self._target.store_url else _UPDATE_CHUNK)
        try:
            done = 0
            for part in chunks(store, size):
                self._send(part)
                done += len(part)
                progress(done, total)
            _check_count(self._target, self._graph, self._requester, total)
        except EndpointError as error:
            if not self._dropped():
                left = f"what was sent is left in the graph <{self._graph}>"
                raise EndpointError(
                    f"{error}\n    {left}; drop it when the server is back"
                ) from None
            raise
        except BaseException:
            self._dropped()
            raise
        self._move()

    def _send(self, part: list[Triple]) -> None:
        lines = "".join(map(_line, part))
        if self._target.store_url is None:
            # Not INSERT DATA: there Virtuoso takes no blank nodes.
            self._update(f"INSERT {{ GRAPH <{self._graph}> {{\n{lines}}} }} WHERE {{}}")
        else:
            self._requester.send(
                checked_url(self._target.store_url),
                method="POST",
                parameters={"graph": self._graph},
                body=lines.encode(),
                headers={"Content-Type": "application/n-triples"},
            )

    def _move(self) -> None:
        target = "DEFAULT" if self._target.graph is None else f"GRAPH <{self._target.graph}>"
        move = f"MOVE GRAPH <{self._graph}> TO {target}"
        try:
            self._update(move)
        except EndpointError as error:
            if isinstance(error, HttpError) and error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                self._dropped()  # refused, so that nothing was moved
                raise _hinted(error, self._target) from None
            raise EndpointError(
                f"{error}\n    All triples had arrived in a graph of their own; if they are there "
                f"still, this update ends the work: {move}"
            ) from None

    def _dropped(self) -> bool:
        try:
            self._update(f"DROP SILENT GRAPH <{self._graph}>")
        except EndpointError:  # what went wrong before is what has to be said
            return False
        return True

    def _update(self, text: str) -> None:
        """Send an update (SPARQL 1.1 Protocol, section 2.2.2)."""
        assert self._target.update_url is not None
        self._requester.send(
            checked_url(self._target.update_url),
            method="POST",
            body=text.encode(),
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
        )


def _put(store: Store, target: Target, requester: Requester) -> None:
    assert target.store_url is not None
    parameters = {"default": ""} if target.graph is None else {"graph": target.graph}
    # The whole body is written first, as its length has to be told: a body sent in chunks is an
    # empty one for Virtuoso.
    with tempfile.TemporaryFile() as body:
        for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
            body.write(_line(quad.triple).encode())
        body.flush()
        try:
            requester.send(
                checked_url(target.store_url),
                method="PUT",
                parameters=parameters,
                body=body,
                headers={"Content-Type": "application/n-triples"},
            )
        except HttpError as error:
            raise _hinted(error, target) from None


def _count(query_url: str, graph: str | None, requester: Requester) -> int:
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    engine = EndpointEngine(query_url, requester=requester)
    solutions = engine.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    rows: Iterable[object] = solutions if isinstance(solutions, QuerySolutions) else ()
    for row in rows:
        value = row["n"]  # type: ignore[index]
        if isinstance(value, Literal) and value.value.isdecimal():
            return int(value.value)
    raise EndpointError(f"{query_url} does not count triples")


def _check_count(target: Target, graph: str | None, requester: Requester, total: int) -> None:
    counted = _count(target.query_url, graph, requester)
    if counted != total:
        place = f"the graph <{graph}>" if graph else "its default graph"
        why = "" if graph else "; a server whose default graph is all its graphs needs --graph"
        raise EndpointError(
            f"{target.query_url} counts {counted:,} triples in {place} where {total:,} were sent"
            + why
        )


def _hinted(error: HttpError, target: Target) -> EndpointError:
    if target.graph is not None:
        return error
    return EndpointError(f"{error}\n    A server without a default graph to write to needs --graph")


def _line(triple: Triple) -> str:
    return f"{_term(triple.subject)} {triple.predicate} {_term(triple.object)} .\n"


def _term(term: object) -> str:
    # A label of letters and digits is one for every parser; str() of a blank node is.
    return str(term) if not isinstance(term, BlankNode) else f"_:b{term.value}"
