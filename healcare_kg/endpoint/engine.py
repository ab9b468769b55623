"""Queries answered by a SPARQL 1.1 endpoint."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from healcare_kg.endpoint.address import checked_url, with_parameters
from healcare_kg.endpoint.http import Answer, HttpError, Requester, said
from healcare_kg.errors import EndpointError, QuerySyntaxError
from healcare_kg.sparql.syntax import check_prefixes, common_slip, query_form
from healcare_kg.store import Results

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


class EndpointEngine:
    """An Engine that asks a server over the SPARQL 1.1 Protocol (section 2.1).

    The endpoint's URL may have parameters of its own, such as `default-graph-uri`.
    """

    def __init__(self, url: str, *, requester: Requester | None = None) -> None:
        self.url = checked_url(url)
        self._requester = requester or Requester()

    def query(self, text: str, *, name: str = "query") -> Results:
        """The server's answer to a query.

        Raises QuerySyntaxError where the server refuses the query, EndpointError where it fails,
        can't be reached, or answers with something else or only in part.
        """
        graph_wanted = query_form(text) in ("CONSTRUCT", "DESCRIBE")
        try:
            answer = self._ask(text, _ACCEPT_GRAPH if graph_wanted else _ACCEPT_ROWS)
        except HttpError as error:
            if error.status != HTTPStatus.BAD_REQUEST:
                raise
            raise _refused(text, error, name=name) from None
        _check_whole(self.url, answer)
        return self._triples(answer) if graph_wanted else self._rows(answer)

    def _ask(self, text: str, accept: str) -> Answer:
        url = with_parameters(self.url, {"query": text})
        if len(url) <= _LONGEST_GET:
            return self._requester.send(url, headers={"Accept": accept})
        return self._requester.send(
            self.url,
            method="POST",
            body=urlencode({"query": text}).encode(),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
        )

    def _rows(self, answer: Answer) -> Results:
        form = _ROWS.get(answer.media_type)
        if form is None:
            raise self._wrong_type(answer, "the results of a query")
        try:
            results = pyoxigraph.parse_query_results(answer.body, format=form)
            limit = answer.headers.get("X-SPARQL-MaxRows", "")
            if limit.isdecimal() and isinstance(results, QuerySolutions):
                rows = sum(1 for _ in results)
                if rows >= int(limit):
                    raise EndpointError(
                        f"{self.url} gives no more than {limit} rows, and there may be more; "
                        "its ResultSetMaxRows is too low for this query"
                    )
                results = pyoxigraph.parse_query_results(answer.body, format=form)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from None
        return results

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

    def _wrong_type(self, answer: Answer, wanted: str) -> EndpointError:
        what = answer.media_type or "something without a type"
        return EndpointError(
            f"{self.url} answered {what}, not {wanted}; is this the address of the SPARQL endpoint "
            f"itself?\n    {said(answer.body[:2000], answer.media_type)}"
        )

    def _unreadable(self, error: Exception) -> EndpointError:
        return EndpointError(f"{self.url} answered with something that can't be read: {error}")


def _refused(text: str, error: HttpError, *, name: str) -> QuerySyntaxError:
    """What is wrong with a query: in our words where we see it, else in the server's."""
    check_prefixes(text, name=name)
    slip = common_slip(text, name=name)
    return slip or QuerySyntaxError(f"the endpoint refused the query: {error.said}", name=name)


def _check_whole(url: str, answer: Answer) -> None:
    # Virtuoso ends a query at its time limit with status 200 and the rows found so far.
    if answer.headers.get("X-SQL-State", "").startswith("S1T"):
        why = answer.headers.get("X-SQL-Message", "")
        raise EndpointError(f"{url} answered only in part: {said(why.encode(), 'text/plain')}")
