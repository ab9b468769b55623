"""Queries answered by a SPARQL 1.1 endpoint."""

from __future__ import annotations

import json
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from healcare_kg.endpoint.address import checked_url, split_dataset, with_parameters
from healcare_kg.endpoint.failures import HttpError, said
from healcare_kg.endpoint.http import Answer, Requester
from healcare_kg.engine import EmbeddedEngine, Results
from healcare_kg.errors import EndpointError, QuerySyntaxError
from healcare_kg.sparql.syntax import query_form
from healcare_kg.sparql.tokens import tokens

__all__ = ["EndpointEngine"]

_LONGEST_GET = 2000  # characters of a URL that every proxy passes on
_ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_ACCEPT_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
# What servers answer to a query that can't be parsed; the protocol (section 2.1.6) says 400.
_REFUSALS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
_FALSE = ("false", "0")
# Virtuoso changes the order of patterns, and some paths then give wrong rows or never end. Queries
# with a header (the shipped ones) are written in an order that is good as it is.
_IN_ORDER = 'define sql:select-option "order"\n'


class EndpointEngine:
    """An Engine that asks a server over the SPARQL 1.1 Protocol (section 2.1).

    The endpoint's URL may have parameters of its own, such as `default-graph-uri`.
    """

    def __init__(self, url: str, *, requester: Requester | None = None) -> None:
        self.url = checked_url(url)
        self._requester = requester or Requester()

    def query(self, text: str, *, name: str = "query") -> Results:
        """The server's answer to a query.

        Raises QuerySyntaxError where the server refuses a query that is not SPARQL 1.1, and
        EndpointError where it fails, can't be reached, or answers with something else or only in
        part.
        """
        form = query_form(text)
        graph_wanted = form in ("CONSTRUCT", "DESCRIBE")
        try:
            sent = _IN_ORDER + text if text.startswith("#+") and self._is_virtuoso else text
            answer = self._ask(sent, _ACCEPT_GRAPH if graph_wanted else _ACCEPT_ROWS)
        except HttpError as error:
            if error.status in _REFUSALS:
                _check_syntax(text, error, name=name)
            raise
        self._check_whole(answer)
        if graph_wanted:
            return self._triples(answer)
        return self._boolean(answer) if form == "ASK" else self._rows(answer)

    @cached_property
    def _is_virtuoso(self) -> bool:
        try:
            answer = self._ask("ASK {}", _ACCEPT_ROWS)
        except HttpError:  # the query itself will say what is wrong
            return False
        return answer.headers.get("Server", "").startswith("Virtuoso")

    def _ask(self, text: str, accept: str) -> Answer:
        if len(with_parameters(self.url, {"query": text})) <= _LONGEST_GET:
            headers = {"Accept": accept}
            return self._requester.send(self.url, parameters={"query": text}, headers=headers)
        # In a form (section 2.1.2) the names of the graphs stand beside the query.
        address, dataset = split_dataset(self.url)
        return self._requester.send(
            address,
            method="POST",
            body=urlencode([("query", text), *dataset]).encode(),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
        )

    def _rows(self, answer: Answer) -> QuerySolutions:
        results = self._results(answer)
        if not isinstance(results, QuerySolutions):
            raise EndpointError(f"{self.url} answered yes or no to a query for rows")
        try:
            rows = sum(1 for _ in results)  # the parser is lazy: what is wrong shows only here
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from None
        # Virtuoso says so where its ResultSetMaxRows has been reached, and at no other time.
        limit = answer.headers.get("X-SPARQL-MaxRows", "")
        if limit.isdecimal() and rows >= int(limit):
            raise EndpointError(
                f"{self.url} gives no more than {int(limit):,} rows, and there may be more; "
                "ask for less, or have its ResultSetMaxRows raised"
            )
        again = self._results(answer)
        assert isinstance(again, QuerySolutions)
        return again

    def _boolean(self, answer: Answer) -> QueryBoolean:
        results = self._results(answer)
        if isinstance(results, QueryBoolean):
            return results
        # Virtuoso 7 answers ASK with one row of one column, 1 or 0.
        assert isinstance(results, QuerySolutions)
        try:
            values = [getattr(row[0], "value", "") for row in results]
        except (SyntaxError, ValueError, IndexError) as error:
            raise self._unreadable(error) from None
        yes = bool(values) and values[0].lower() not in _FALSE
        made = pyoxigraph.parse_query_results(
            b'{"head": {}, "boolean": %s}' % str(yes).lower().encode(),
            format=QueryResultsFormat.JSON,
        )
        assert isinstance(made, QueryBoolean)
        return made

    def _results(self, answer: Answer) -> QuerySolutions | QueryBoolean:
        form = _ROWS.get(answer.media_type)
        if form is None:
            raise self._wrong_type(answer, "the results of a query")
        try:
            return pyoxigraph.parse_query_results(_with_plain_labels(answer.body), format=form)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from None

    def _triples(self, answer: Answer) -> QueryTriples:
        form = _GRAPHS.get(answer.media_type)
        if form is None:
            raise self._wrong_type(answer, "a graph")
        store = Store()
        try:
            store.load(answer.body, format=form, base_iri=self.url)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from None
        # Only a store makes the QueryTriples that the formats take.
        triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(triples, QueryTriples)
        return triples

    def _check_whole(self, answer: Answer) -> None:
        # Virtuoso ends a query at its time limit with status 200 and the rows found so far.
        if answer.headers.get("X-SQL-State", "").startswith("S1T"):
            why = said(answer.headers.get("X-SQL-Message", "").encode(), "text/plain")
            raise EndpointError(f"{self.url} answered only in part: {why}")

    def _wrong_type(self, answer: Answer, wanted: str) -> EndpointError:
        what = answer.media_type or "something without a type"
        return EndpointError(
            f"{self.url} answered {what}, not {wanted}; is this the address of the SPARQL endpoint "
            f"itself?\n    {said(answer.body, answer.media_type)}".rstrip()
        )

    def _unreadable(self, error: Exception) -> EndpointError:
        return EndpointError(f"{self.url} answered with something that can't be read: {error}")


def _with_plain_labels(body: bytes) -> bytes:
    """Results in JSON with labels of blank nodes that every parser takes.

    Virtuoso's are such as nodeID://b10000; they mean something within one answer only.
    """
    if b'"bnode"' not in body:
        return body
    try:
        document = json.loads(body)
        for row in document["results"]["bindings"]:
            for term in row.values():
                if term["type"] == "bnode":
                    term["value"] = "b" + term["value"].encode().hex()
    except (ValueError, KeyError, TypeError, AttributeError):
        return body  # for the parser to complain of
    return json.dumps(document).encode()


def _check_syntax(text: str, error: HttpError, *, name: str) -> None:
    """Raise QuerySyntaxError, with the place and the server's words, if it is not SPARQL 1.1.

    A query that our own parser accepts is not at fault: the server then can't do what it asks.
    """
    if any(token.text.upper() == "SERVICE" for token in tokens(text)):
        return  # it is parsed by being run, and would ask another server
    try:
        EmbeddedEngine(Store()).query(text, name=name)
    except QuerySyntaxError as ours:
        if error.said:
            ours.args = (f"{ours}\n    the endpoint says: {error.said}",)
        raise ours from None
