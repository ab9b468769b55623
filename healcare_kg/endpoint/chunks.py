"""A graph in pieces that a server can take one at a time, each blank node whole in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

__all__ = ["chunks"]


def chunks(store: Store, size: int) -> Iterator[list[Triple]]:
    """The triples of a store's default graph in lists of about `size`.

    A blank node has a name only within one request, so all triples that are joined by blank nodes
    stand in the same list, however long it gets.
    """
    chunk: list[Triple] = []
    for group in _groups(store):
        if chunk and len(chunk) + len(group) > size:
            yield chunk
            chunk = []
        chunk += group
    if chunk:
        yield chunk


def _groups(store: Store) -> Iterator[list[Triple]]:
    """Lists of triples that belong into one request."""
    joined = _Joined()
    for quad in _quads(store):
        if isinstance(quad.object, BlankNode):
            joined.join(quad.subject, quad.object)
    # What is left are blank nodes that nothing points to (the sources of facts are all so): the
    # store gives the triples of one together when it is asked for them by subject.
    seen: set[BlankNode] = set()
    for quad in _quads(store):
        subject = quad.subject
        if not isinstance(subject, BlankNode):
            if not isinstance(quad.object, BlankNode):
                yield [quad.triple]
        elif subject not in joined and subject not in seen:
            seen.add(subject)
            yield [other.triple for other in _quads(store, subject)]
    for nodes in joined.groups():
        yield list(_touching(store, nodes))


def _touching(store: Store, nodes: Iterable[BlankNode]) -> Iterator[Triple]:
    for node in nodes:
        for quad in _quads(store, node):
            yield quad.triple
        for quad in store.quads_for_pattern(None, None, node, DefaultGraph()):
            if not isinstance(quad.subject, BlankNode):
                yield quad.triple


def _quads(store: Store, subject: BlankNode | NamedNode | None = None) -> Iterator[Quad]:
    return iter(store.quads_for_pattern(subject, None, None, DefaultGraph()))


class _Joined:
    """Blank nodes joined by triples: a union-find with path halving."""

    def __init__(self) -> None:
        self._parent: dict[BlankNode, BlankNode] = {}

    def __contains__(self, node: BlankNode) -> bool:
        return node in self._parent

    def join(self, subject: object, node: BlankNode) -> None:
        """Note that a triple leads from `subject`, blank or not, to a blank node."""
        self._parent.setdefault(node, node)
        if isinstance(subject, BlankNode):
            self._parent.setdefault(subject, subject)
            self._parent[self._root(subject)] = self._root(node)

    def groups(self) -> Iterable[list[BlankNode]]:
        """The nodes that are joined, each group once."""
        found: dict[BlankNode, list[BlankNode]] = {}
        for node in self._parent:
            found.setdefault(self._root(node), []).append(node)
        return found.values()

    def _root(self, node: BlankNode) -> BlankNode:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node
