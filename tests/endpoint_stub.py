"""A SPARQL endpoint in a thread of the tests: it answers from a store, or as a test tells it to."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

__all__ = ["Endpoint", "Received", "running"]

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Received:
    """A request as it came: the parameters are those of the address and of a form."""

    method: str
    path: str
    address: dict[str, list[str]]
    form: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return (self.address.get("query") or self.form.get("query") or [""])[0]


class Handler(BaseHTTPRequestHandler):
    """One request; `reply` is what the tests' own answers are sent with."""

    received: Received

    def do_GET(self) -> None:
        endpoint: Endpoint = self.server.endpoint  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        is_form = self.headers.get("Content-Type") == "application/x-www-form-urlencoded"
        self.received = Received(
            self.command,
            parts.path,
            parse_qs(parts.query, keep_blank_values=True),
            parse_qs(body.decode()) if is_form else {},
            {name.lower(): value for name, value in self.headers.items()},
            body,
        )
        endpoint.requests.append(self.received)
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has gone
            (endpoint.script.popleft() if endpoint.script else endpoint.answer)(self)

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - the names that http.server looks for

    def reply(
        self, status: int, body: bytes | str = b"", media_type: str = "text/plain", **headers: str
    ) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Endpoint:
    """What the thread serves: `script` holds the next answers, then the store is asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.reset()

    def reset(self) -> None:
        self.store = Store()
        self.script: deque[Callable[[Handler], None]] = deque()
        self.requests: list[Received] = []
        self.closing = threading.Event()

    @property
    def query_url(self) -> str:
        return f"{self.address}/query"

    def then(self, status: int, body: bytes | str = b"", *rest: str, **headers: str) -> None:
        """Answer the next request so."""
        self.script.append(lambda handler: handler.reply(status, body, *rest, **headers))

    def answer(self, handler: Handler) -> None:
        """As a SPARQL server does: /query, /update and /store."""
        received = handler.received
        try:
            {"/query": self._query, "/update": self._update, "/store": self._store}[received.path](
                handler, received
            )
        except KeyError:
            handler.reply(404, "no such page")
        except SyntaxError as error:
            handler.reply(400, f"Malformed query: {error}")

    def _query(self, handler: Handler, received: Received) -> None:
        named = (received.address | received.form).get("default-graph-uri")
        graphs = [NamedNode(iri) for iri in named] if named else None
        results = self.store.query(received.query, default_graph=graphs)
        if isinstance(results, QuerySolutions | QueryBoolean):
            handler.reply(200, results.serialize(format=QueryResultsFormat.JSON) or b"", JSON)
        else:
            content = results.serialize(format=RdfFormat.N_TRIPLES) or b""
            handler.reply(200, content, "application/n-triples")

    def _update(self, handler: Handler, received: Received) -> None:
        if received.method == "HEAD":
            handler.reply(405)
            return
        assert received.headers["content-type"].startswith("application/sparql-update")
        self.store.update(received.body.decode())
        handler.reply(204)

    def _store(self, handler: Handler, received: Received) -> None:
        graph = NamedNode(received.address["graph"][0]) if "graph" in received.address else None
        target = graph or DefaultGraph()
        if received.method == "PUT":
            for quad in list(self.store.quads_for_pattern(None, None, None, target)):
                self.store.remove(quad)
        for quad in parse(received.body, format=RdfFormat.N_TRIPLES):
            self.store.add(Quad(quad.subject, quad.predicate, quad.object, target))
        handler.reply(204)


@contextmanager
def running() -> Iterator[Endpoint]:
    """An endpoint on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}")
    server.endpoint = endpoint  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
