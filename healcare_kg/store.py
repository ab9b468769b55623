"""The embedded engine: files into an Oxigraph store, and queries on it."""

from __future__ import annotations

from collections.abc import Iterable
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

from healcare_kg.rdf_files import rdf_format, read_bytes, syntax_error
from healcare_kg.sparql.syntax import check_prefixes, translate_error

__all__ = ["EmbeddedEngine", "Engine", "Results", "load_store"]

Results = QuerySolutions | QueryBoolean | QueryTriples
_WITH_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD)


class Engine(Protocol):
    """Whatever answers SPARQL 1.1 queries."""

    def query(self, text: str, *, name: str = "query") -> Results:
        """The results of a query; `name` stands in error messages."""


class EmbeddedEngine:
    """An Oxigraph store in this process."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def query(self, text: str, *, name: str = "query") -> Results:
        """The results of a query. Raises QuerySyntaxError."""
        check_prefixes(text, name=name)
        try:
            return self.store.query(text)
        except SyntaxError as error:
            raise translate_error(text, error, name=name) from None


def load_store(files: Iterable[Path]) -> Store:
    """An in-memory store of all files; named graphs are part of the default graph as well.

    Raises DataSyntaxError with line and column, InputError where a file can't be read.
    """
    store = Store()
    named = False
    for path in files:
        data, form = read_bytes(path), rdf_format(path)
        try:
            store.bulk_load(data, format=form, base_iri=path.resolve().as_uri())
        except (SyntaxError, ValueError) as error:
            raise syntax_error(path, data, error) from None
        named = named or form in _WITH_GRAPHS
    if named:
        union = [
            Quad(q.subject, q.predicate, q.object, DefaultGraph())
            for graph in store.named_graphs()
            for q in store.quads_for_pattern(None, None, None, graph)
        ]
        store.extend(union)
    return store
