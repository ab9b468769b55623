"""The embedded engine: files into an Oxigraph store, and queries on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pyoxigraph import (
    DefaultGraph,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from healcare_kg.errors import EndpointError, InputError
from healcare_kg.rdf_files import check_entities, rdf_format, read_bytes, syntax_error
from healcare_kg.sparql.nesting import check_nesting

__all__ = ["EmbeddedEngine", "Engine", "Results", "answering", "fill_store", "load_store"]

Results = QuerySolutions | QueryBoolean | QueryTriples
_WITH_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD)


class Engine(Protocol):
    """Whatever answers SPARQL 1.1 queries."""

    def query(self, text: str, *, name: str = "query") -> Results:
        """The results of a query; `name` stands in error messages."""


class EmbeddedEngine:
    """An Oxigraph store in this process.

    `lock` is what has to be held while the store is read.
    """

    def __init__(self, store: Store, *, lock: object = None) -> None:
        self.store = store
        self._lock = lock

    def query(self, text: str, *, name: str = "query") -> Results:
        """The results of a query. Raises QuerySyntaxError."""
        check_nesting(text, name=name)
        try:
            with answering(name):
                return self.store.query(text)
        except SyntaxError as error:
            from healcare_kg.sparql.syntax import check_prefixes, translate_error

            check_prefixes(text, name=name)
            raise translate_error(text, error, name=name) from None


@contextmanager
def answering(name: str = "query") -> Iterator[None]:
    """What the engine meets while it answers, as errors for people; `name` is the query's.

    Raises EndpointError where a SERVICE of the query failed, InputError for what the engine does
    not do.
    """
    try:
        yield
    except RuntimeError as error:
        text = str(error)
        raise InputError(f"{name}: {text[:1].lower()}{text[1:]}") from None
    except OSError as error:
        if error.errno is not None:  # not the engine's: of the file that is written
            raise
        raise EndpointError(f"{name}: a SERVICE of the query failed: {error}") from None


def load_store(files: Sequence[Path]) -> Store:
    """An in-memory store of all files; named graphs are part of the default graph as well.

    Raises DataSyntaxError with line and column, InputError where a file can't be read.
    """
    store = Store()
    fill_store(store, files)
    return store


def fill_store(store: Store, files: Sequence[Path], *, threads: int = 1) -> None:
    """Read files into an empty store, as `load_store` does.

    Threads help a store on disk, whose parsers run side by side; one in memory takes one writer
    at a time.
    """
    if threads > 1 and len(files) > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            # The error raised is that of the first file in order, whichever failed first.
            for _ in pool.map(lambda path: _load(store, path), files):
                pass
    else:
        for path in files:
            _load(store, path)
    if any(rdf_format(path) in _WITH_GRAPHS for path in files):
        store.bulk_extend(_in_default_graph(store))


def _load(store: Store, path: Path) -> None:
    form, base = rdf_format(path), path.resolve().as_uri()
    if form is RdfFormat.RDF_XML:
        check_entities(path)
    try:
        store.bulk_load(path=path, format=form, base_iri=base)
    except (SyntaxError, ValueError) as error:
        raise syntax_error(path, read_bytes(path), error) from None
    except OSError:
        read_bytes(path)  # raises InputError where the file was the trouble, and not the store
        raise


def _in_default_graph(store: Store) -> Iterator[Quad]:
    for graph in list(store.named_graphs()):
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
