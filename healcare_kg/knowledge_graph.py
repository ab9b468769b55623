"""The graph for programs: open it, ask it, get plain Python values or an rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from healcare_kg.cache.snapshot import open_snapshot
from healcare_kg.engine import EmbeddedEngine, Engine, Results, answering
from healcare_kg.errors import InputError, UsageError
from healcare_kg.names.resolver import Candidate, Resolver
from healcare_kg.namespaces import PREFIXES
from healcare_kg.resources import graph_paths
from healcare_kg.sparql.catalog import Query, find_query
from healcare_kg.sparql.parameters import bind

if TYPE_CHECKING:
    from decimal import Decimal

    import rdflib

    from healcare_kg.names.index import NameIndex

__all__ = ["IRI", "KnowledgeGraph", "Rows", "Value", "open_graph", "python_value"]

_XSD = PREFIXES["xsd"]


class IRI(str):
    """An IRI in a row, to tell it from a text."""

    __slots__ = ()


Value: TypeAlias = "IRI | str | int | float | bool | Decimal | None"


class Rows(Sequence[dict[str, Value]]):
    """The rows of a SELECT query: `columns` in order, each row a dict from column to value.

    An IRI is an `IRI` (a str), a number int, Decimal or float, a boolean bool, any other literal
    a str; a column with no value in a row is None.
    """

    __slots__ = ("columns", "rows")

    def __init__(self, columns: tuple[str, ...], rows: tuple[dict[str, Value], ...]) -> None:
        self.columns, self.rows = columns, rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and (self.columns, self.rows) == (other.columns, other.rows)

    __hash__ = None  # type: ignore[assignment]  # its rows are dicts

    def __repr__(self) -> str:
        return f"Rows(columns={self.columns!r}, rows={self.rows!r})"

    @overload
    def __getitem__(self, index: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[dict[str, Value]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Value] | Sequence[dict[str, Value]]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)


class KnowledgeGraph:
    """A graph that can be asked: the shipped one, files of yours, or a SPARQL endpoint."""

    def __init__(
        self, engine: Engine, files: Sequence[Path] = (), *, names: NameIndex | None = None
    ) -> None:
        self.engine = engine
        self.files = tuple(files)
        self._names = names

    @cached_property
    def _resolver(self) -> Resolver:
        names = self._names
        if names is None:
            from healcare_kg.names.index import StoreNames

            names = StoreNames(self.engine)
        return Resolver(self.engine, names)

    def resolve(self, name: str, cls: str = "Entity") -> IRI:
        """The IRI of the entity a name means; see `Resolver.resolve` for errors and rules."""
        return IRI(self._resolver.resolve(name, cls).value)

    def named(self, name: str) -> list[Candidate]:
        """All entities that have a name, whatever its case, blanks and hyphens."""
        return self._resolver.named(name)

    def query(self, text: str) -> Rows | bool | list[Triple]:
        """Rows of a SELECT, a bool of an ASK, triples of a CONSTRUCT or DESCRIBE.

        Raises QuerySyntaxError; EndpointError where a SERVICE of the query fails.
        """
        with answering():
            results = self.engine.query(text)
            if isinstance(results, QuerySolutions):
                return _rows(results)
            return bool(results) if isinstance(results, QueryBoolean) else list(results)

    def run(self, name: str, **parameters: Any) -> Rows | bool | list[Triple]:
        """The answer of a shipped query; parameters by name, entities by id, label or IRI.

        A parameter that is None has its default.

        Raises InputError for an unknown query, ParameterError and NameResolutionError.
        """
        given = {key: value for key, value in parameters.items() if value is not None}
        return self.query(self.bound(find_query(name), given))

    def bound(self, query: Query, parameters: dict[str, Any]) -> str:
        """The text of a query with its parameters put in."""
        return bind(query, parameters, resolve=self._resolve_parameter)

    def results(self, query: Query, parameters: dict[str, Any] | None = None) -> Results:
        """The engine's own results of a query, for writing them in a standard format."""
        return self.engine.query(self.bound(query, parameters or {}), name=query.name)

    def to_rdflib(self) -> rdflib.Graph:
        """A new `rdflib.Graph` of the same files. Raises InputError on an endpoint."""
        if not self.files:
            raise InputError("an endpoint's graph can't be copied into rdflib; open files instead")
        from healcare_kg.rdf_files import parse_file
        from healcare_kg.rdflib_graph import to_rdflib

        graph = to_rdflib(quad for path in self.files for quad in parse_file(path))
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return graph

    def _resolve_parameter(self, name: str, cls: str) -> NamedNode:
        return self._resolver.resolve(name, cls)


def open_graph(
    paths: Path | str | Iterable[Path | str] | None = None,
    *,
    cache: bool = True,
    endpoint: str | None = None,
    timeout: float = 60,
) -> KnowledgeGraph:
    """The shipped graph, one of files and folders of yours, or that of a SPARQL endpoint.

    `paths` is a file or folder, or several.
    With `cache` a snapshot of larger files is kept in the user's cache folder and opened in place
    of reading them, as long as their content is the same. `endpoint` is the URL of a SPARQL 1.1
    endpoint; it fails when it gives no byte for `timeout` seconds. What proves to it who asks is
    read from the environment (see `Credentials.from_environment`).

    Raises InputError for a missing path and DataSyntaxError for a broken file.
    """
    if endpoint is not None:
        if paths is not None:
            raise UsageError("a graph is of files or of an endpoint, not of both")
        return _endpoint_graph(endpoint, timeout)
    files = graph_paths() if paths is None else _files(paths)
    snapshot = open_snapshot(files) if cache else None
    if snapshot is None:
        from healcare_kg.store import load_store

        return KnowledgeGraph(EmbeddedEngine(load_store(files)), files)
    engine = EmbeddedEngine(snapshot.store, lock=snapshot.lock)
    return KnowledgeGraph(engine, files, names=snapshot.names)


def _files(paths: Path | str | Iterable[Path | str]) -> list[Path]:
    from healcare_kg.rdf_files import data_files, paths_of

    return data_files(paths_of(paths))


def _endpoint_graph(url: str, timeout: float) -> KnowledgeGraph:
    from healcare_kg.endpoint.address import Credentials
    from healcare_kg.endpoint.engine import EndpointEngine
    from healcare_kg.endpoint.http import Requester
    from healcare_kg.endpoint.names import EndpointNames

    requester = Requester(credentials=Credentials.from_environment(), timeout=timeout)
    engine = EndpointEngine(url, requester=requester)
    return KnowledgeGraph(engine, names=EndpointNames(engine))


def python_value(term: NamedNode | BlankNode | Literal | Triple | None) -> Value:
    """One RDF term as a Python value; a number that is not well formed stays a str."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return IRI(term.value)
    if not isinstance(term, Literal):
        return str(term)
    kind, text = term.datatype.value.removeprefix(_XSD), term.value
    try:
        match kind:
            case "integer" | "int" | "long" | "nonNegativeInteger" | "positiveInteger":
                return int(text)
            case "decimal":
                from decimal import Decimal

                return Decimal(text)
            case "double" | "float":
                return float(text)
            case "boolean":
                return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    except (ValueError, ArithmeticError):
        return text
    return text


def _rows(solutions: QuerySolutions) -> Rows:
    columns = tuple(v.value for v in solutions.variables)
    return Rows(columns, tuple({c: python_value(row[c]) for c in columns} for row in solutions))
