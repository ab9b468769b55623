"""Parsed triples as an rdflib graph, many times faster than rdflib's own parser makes one."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from healcare_kg.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["quiet", "to_rdflib"]

_XSD_STRING = PREFIXES["xsd"] + "string"


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    """A graph of the same triples; a number keeps its spelling, an ill-typed literal its text."""
    import rdflib

    terms: dict[object, Node] = {}

    def converted(term: object) -> Node:
        made = terms.get(term)
        if made is None:
            made = terms[term] = _converted(term)
        return made

    graph = rdflib.Graph(bind_namespaces="none")
    with quiet():
        for quad in quads:
            graph.add((converted(quad.subject), converted(quad.predicate), converted(quad.object)))
    return graph


def _converted(term: object) -> Node:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        datatype = term.datatype.value
        # rdflib takes a literal without datatype for what RDF 1.1 calls an xsd:string.
        named = None if datatype == _XSD_STRING else URIRef(datatype)
        return RdflibLiteral(term.value, datatype=named, normalize=False)
    return BNode(term.value if isinstance(term, BlankNode) else str(term))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-typed literal; the shapes report it."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
