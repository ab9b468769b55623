"""What answers SPARQL: the interface of every engine, and the embedded one, an Oxigraph store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from healcare_kg.errors import EndpointError, InputError
from healcare_kg.sparql.nesting import check_nesting

__all__ = ["EmbeddedEngine", "Engine", "Results", "answering"]

Results = QuerySolutions | QueryBoolean | QueryTriples


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
