"""JSON-LD 1.1 that people can read: short names, languages as keys, a line for each subject."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.namespaces import HKG, PREFIXES, RDF, curie

__all__ = ["json_ld"]

Term = NamedNode | BlankNode | Literal
Node = dict[str, list[Term]]

_TYPE, _FIRST, _REST, _NIL = (RDF + name for name in ("type", "first", "rest", "nil"))
_XSD = PREFIXES["xsd"]
_LANGUAGE_MAP = {"@container": "@language"}
_LINK = {"@type": "@id"}


def json_ld(triples: Sequence[Triple]) -> bytes:
    """A graph as one JSON-LD document; triples of a subject follow one another.

    Its terms are the local names of the ontology, and of other vocabularies where they are free.
    """
    document = _Document(triples)
    context = json.dumps(document.context, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    nodes = ",\n    ".join(json.dumps(node, ensure_ascii=False) for node in document.nodes())
    return f'{{\n  "@context": {context},\n  "@graph": [\n    {nodes}\n  ]\n}}\n'.encode()


class _Document:
    """A graph with the short names of its properties and how their values are written."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self._about: dict[NamedNode | BlankNode, Node] = {}
        self._references: Counter[BlankNode] = Counter()
        for triple in triples:
            subject, prop, term = triple.subject, triple.predicate.value, triple.object
            assert not isinstance(subject, Triple) and not isinstance(term, Triple)
            self._about.setdefault(subject, {}).setdefault(prop, []).append(term)
            if isinstance(term, BlankNode):
                self._references[term] += 1
        self._inside = {
            node
            for head, count in self._references.items()
            if count == 1
            for node in self._list_nodes(head)
        }
        used: dict[str, set[str]] = defaultdict(set)
        for node in self._about.values():
            for prop, terms in node.items():
                used[prop].update("@list" if t in self._inside else _kind(t) for t in terms)
        self._coercions = {prop: _coercion(kinds) for prop, kinds in used.items()}
        self._terms = _terms(used)
        self.context = self._context()

    def nodes(self) -> list[dict[str, Any]]:
        """The subjects, each with its type first; those of lists stand in their lists."""
        return [self._node(subject) for subject in self._about if subject not in self._inside]

    def _context(self) -> dict[str, Any]:
        context: dict[str, Any] = {"@version": 1.1, "@vocab": HKG, "id": "@id", "type": "@type"}
        context |= dict(sorted(PREFIXES.items()))
        for prop, term in sorted(self._terms.items(), key=lambda pair: pair[1]):
            if prop == _TYPE:
                continue
            definition = dict(self._coercions[prop] or {})
            if not definition and prop == HKG + term:
                continue  # @vocab says it
            context[term] = {"@id": curie(prop) or prop, **definition}
        return context

    def _node(self, subject: NamedNode | BlankNode) -> dict[str, Any]:
        node: dict[str, Any] = {}
        if isinstance(subject, NamedNode):
            node["id"] = _short(subject)
        elif self._references[subject]:
            node["id"] = str(subject)
        about = self._about[subject]
        for prop in sorted(about, key=lambda p: (p != _TYPE, self._terms[p])):
            node["type" if prop == _TYPE else self._terms[prop]] = self._values(prop, about[prop])
        return node

    def _values(self, prop: str, terms: list[Term]) -> Any:
        if prop == _TYPE:
            return _one_or_all([_short(t).removeprefix("hkg:") for t in terms])
        coercion = self._coercions[prop]
        if coercion == _LANGUAGE_MAP:
            by_language: dict[str, list[str]] = defaultdict(list)
            for term in terms:
                assert isinstance(term, Literal)
                by_language[term.language or ""].append(term.value)
            return {tag: _one_or_all(texts) for tag, texts in sorted(by_language.items())}
        return _one_or_all([self._value(term, coercion) for term in terms])

    def _value(self, term: Term, coercion: dict[str, str] | None) -> Any:
        if isinstance(term, Literal):
            datatype = term.datatype.value
            if term.language:
                return {"@value": term.value, "@language": term.language}
            if coercion or datatype == _XSD + "string":
                return term.value
            return {"@value": term.value, "@type": curie(datatype) or datatype}
        if isinstance(term, BlankNode) and term in self._inside:
            return {"@list": [self._value(item, None) for item in self._items(term)]}
        return _short(term) if coercion else {"id": _short(term)}

    def _items(self, node: Term) -> list[Term]:
        items: list[Term] = []
        while isinstance(node, BlankNode):
            items += self._about[node][_FIRST]
            node = self._about[node][_REST][0]
        return items

    def _list_nodes(self, head: BlankNode) -> list[BlankNode]:
        """The nodes of the list that begins at a node; none where it is no well-formed list."""
        nodes: list[BlankNode] = []
        node: Term = head
        while isinstance(node, BlankNode):
            about = self._about.get(node, {})
            if set(about) != {_FIRST, _REST} or any(len(terms) != 1 for terms in about.values()):
                return []
            if self._references[node] != 1 or node in nodes:
                return []
            nodes.append(node)
            node = about[_REST][0]
        return nodes if node == NamedNode(_NIL) else []


def _kind(term: Term) -> str:
    if not isinstance(term, Literal):
        return "@id"
    return "@language" if term.language else term.datatype.value


def _coercion(kinds: set[str]) -> dict[str, str] | None:
    """What a context says of a property whose values are of these kinds, so that all stay short."""
    if kinds == {"@id"}:
        return _LINK
    if kinds == {"@language"}:
        return _LANGUAGE_MAP
    if len(kinds) == 1 and not kinds & {"@list", _XSD + "string"}:
        (datatype,) = kinds
        return {"@type": curie(datatype) or datatype}
    return None


def _terms(properties: dict[str, set[str]]) -> dict[str, str]:
    """A name for each property: its local name where no other has it, else its short form."""
    names = {p: (curie(p) or p).partition(":")[2] if curie(p) else p for p in properties}
    own = {p.removeprefix(HKG) for p in properties if p.startswith(HKG)}
    shared = {n for n, count in Counter(names.values()).items() if count > 1}
    return {
        p: n if p.startswith(HKG) or n not in own | shared | {"id", "type"} else curie(p) or p
        for p, n in names.items()
    }


def _short(term: Term) -> str:
    return (curie(term.value) or term.value) if isinstance(term, NamedNode) else str(term)


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
