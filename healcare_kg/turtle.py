"""The canonical Turtle writer: one text for one graph, whatever the order of its triples.

Subjects are sorted by IRI (an ontology's header first), predicates too (`a`, labels first), one
value a line, `@prefix` only and numbers in one lexical form, so that a change of one fact is a
change of one line. A blank node that describes an axiom (`[] a owl:Axiom ; ...`) is one line of
its own. Protégé's parser is the reason for `@prefix` and for names without escapes: it takes a
file with `PREFIX` or `\\/` for another format and shows it empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from healcare_kg.errors import InputError
from healcare_kg.namespaces import HKG, OWL, PREFIXES, RDF, RDFS, curie

__all__ = ["canonical_literal", "canonical_turtle", "term_text"]

Term = NamedNode | BlankNode | Literal
Description = dict[NamedNode, list[Term]]

_XSD = PREFIXES["xsd"]
_TYPE = NamedNode(RDF + "type")
_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_AXIOM, _ONTOLOGY = NamedNode(OWL + "Axiom"), NamedNode(OWL + "Ontology")
_LEADING = {  # predicates that come before the others, in the order a reader wants them
    iri: rank
    for rank, iri in enumerate(
        [
            RDF + "type",
            RDFS + "label",
            PREFIXES["skos"] + "altLabel",
            OWL + "annotatedSource",
            OWL + "annotatedProperty",
            OWL + "annotatedTarget",
            HKG + "source",
            HKG + "locator",
            HKG + "sourceKind",
        ]
    )
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What a reader of the file would not see or would see in another order (bidirectional controls).
_INVISIBLE = (
    r"\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\uffff"
)
_ESCAPED = re.compile(rf'[\\"{_INVISIBLE}]')
_ESCAPED_IN_IRI = re.compile(rf"[{_INVISIBLE}]")
# Canonical texts that Turtle reads without quotation marks as a literal of the datatype.
_BARE = {
    "boolean": re.compile(r"(true|false)\Z"),
    "decimal": re.compile(r"-?[0-9]+\.[0-9]+\Z"),
    "integer": re.compile(r"-?[0-9]+\Z"),
}
_MOST_LINKED = 250  # blank nodes that RDFC-1.0 labels in about a second
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?\Z")
_INTEGER = re.compile(r"([+-]?)([0-9]+)\Z")


def canonical_turtle(triples: Iterable[Triple]) -> str:
    """The canonical Turtle text of a graph, ending in a newline.

    The text is isomorphic to the graph but for the spelling of numbers (`6.20` becomes `6.2`).
    Raises InputError for what only RDF 1.2 has (triple terms, directions of text) and for blank
    nodes that are nested too deeply.
    """
    graph = _Graph(triples)
    try:
        blocks = graph.blocks()
    except RecursionError:
        raise InputError("blank nodes are nested too deeply; give some of them an IRI") from None
    # Axioms are lines of a list; all else has a blank line between.
    body = "\n".join(blocks).replace(" .\n\n[] a owl:Axiom", " .\n[] a owl:Axiom")
    lines = [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(graph.prefixes)]
    return "\n".join([*lines, "", body]) if lines else body


def canonical_literal(literal: Literal) -> Literal:
    """The literal in the one form this project writes its value in.

    >>> canonical_literal(Literal("07.50", datatype=NamedNode(_XSD + "decimal"))).value
    '7.5'
    """
    datatype, text = literal.datatype.value, literal.value
    if datatype == _XSD + "integer" and (integer := _INTEGER.match(text)):
        number = _signed(integer[1], integer[2].lstrip("0") or "0")
    elif datatype == _XSD + "decimal" and (decimal := _DECIMAL.match(text)):
        sign, whole, fraction = decimal[1], decimal[2], decimal[3] or ""
        if not whole and not fraction:
            return literal
        number = _signed(sign, f"{whole.lstrip('0') or '0'}.{fraction.rstrip('0') or '0'}")
    else:
        return literal
    return literal if number == text else Literal(number, datatype=literal.datatype)


def term_text(term: Term) -> str:
    """One term in Turtle, a blank node as its label."""
    if isinstance(term, NamedNode):
        return curie(term.value) or f"<{_ESCAPED_IN_IRI.sub(_escape, term.value)}>"
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    literal = canonical_literal(term)
    if literal.language:
        return f"{_quoted(literal.value)}@{literal.language}"
    kind = literal.datatype.value
    if kind == _XSD + "string":
        return _quoted(literal.value)
    bare = _BARE.get(kind.removeprefix(_XSD))
    if bare and bare.match(literal.value):
        return literal.value
    return f"{_quoted(literal.value)}^^{term_text(literal.datatype)}"


def _signed(sign: str, digits: str) -> str:
    return f"-{digits}" if sign == "-" and digits.strip("0.") else digits


class _Graph:
    """The triples by subject, with what the layout of blank nodes needs to know."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.prefixes: set[str] = set()
        self._texts: dict[Term, str] = {}
        self.by_subject = _group(triples)
        self._find_labelled()
        # Trees and lists of blank nodes are sorted by their text; only labels have to be chosen.
        if self.labelled:
            self.by_subject = _group(_with_canonical_labels(self.by_subject))
            self._find_labelled()

    def blocks(self) -> list[str]:
        """The statements of each subject that stands on its own, in the order of the file."""
        placed = [
            (self._place(s, block := self._block(s)), block)
            for s in self.by_subject
            if isinstance(s, NamedNode) or s in self.labelled or not self.references[s]
        ]
        return [block for _, block in sorted(placed)]

    def _find_labelled(self) -> None:
        self.references: dict[BlankNode, int] = defaultdict(int)
        for description in self.by_subject.values():
            for term in _blank_objects(description):
                self.references[term] += 1
        self.labelled = {b for b, n in self.references.items() if n > 1} | self._on_cycles()

    def _text(self, term: Term) -> str:
        text = self._texts.get(term)
        if text is None:
            text = self._texts[term] = term_text(term)
            name = term.datatype if isinstance(term, Literal) else term
            short = curie(name.value) if isinstance(name, NamedNode) else None
            # A datatype shows only where it is written out.
            if short and (name is term or text.endswith(f"^^{short}")):
                self.prefixes.add(short.partition(":")[0])
        return text

    def _block(self, subject: NamedNode | BlankNode) -> str:
        description = self.by_subject[subject]
        if isinstance(subject, BlankNode) and subject not in self.labelled:
            if _AXIOM in description.get(_TYPE, []):
                return f"[] {self._inline(description)} .\n"
            return f"[]{self._lines(description, 4)} .\n"
        return f"{self._text(subject)}{self._lines(description, 4)} .\n"

    def _lines(self, description: Description, indent: int) -> str:
        pad = " " * indent
        parts = []
        for predicate in _sorted_predicates(description):
            values = sorted(self._value(o, indent + 4) for o in description[predicate])
            name = "a" if predicate == _TYPE else self._text(predicate)
            if predicate == _TYPE:
                parts.append(f"{name} {' , '.join(sorted(values, key=_individual_first))}")
            elif len(values) == 1:
                parts.append(f"{name} {values[0]}")
            else:
                parts.append(f"{name}\n{pad}    " + f" ,\n{pad}    ".join(values))
        first, *rest = parts
        if first.startswith("a "):
            return f" {first}" + "".join(f" ;\n{pad}{part}" for part in rest)
        return "".join(
            f"\n{pad}{part}" if n == 0 else f" ;\n{pad}{part}" for n, part in enumerate(parts)
        )

    def _inline(self, description: Description) -> str:
        parts = []
        for predicate in _sorted_predicates(description):
            values = " , ".join(sorted(self._value(o, 4) for o in description[predicate]))
            parts.append(f"{'a' if predicate == _TYPE else self._text(predicate)} {values}")
        return " ; ".join(parts)

    def _value(self, term: Term, indent: int) -> str:
        if not isinstance(term, BlankNode) or term in self.labelled:
            return self._text(term)
        description = self.by_subject.get(term, {})
        items = self._list_items(term)
        if items is not None:
            return "( " + " ".join(self._value(i, indent) for i in items) + " )"
        return f"[ {self._inline(description)} ]" if description else "[]"

    def _list_items(self, node: Term) -> list[Term] | None:
        items: list[Term] = []
        while node != _NIL:
            description = self.by_subject.get(node) if isinstance(node, BlankNode) else None
            if description is None or set(description) != {_FIRST, _REST}:
                return None
            if any(len(objects) != 1 for objects in description.values()):
                return None
            if node in self.labelled:
                return None
            items.append(description[_FIRST][0])
            node = description[_REST][0]
        return items

    def _on_cycles(self) -> set[BlankNode]:
        """Blank nodes that reach themselves through blank nodes: these need a label."""
        reached: set[BlankNode] = set()
        todo: list[NamedNode | BlankNode] = [
            s for s in self.by_subject if isinstance(s, NamedNode) or not self.references[s]
        ]
        while todo:
            for objects in self.by_subject.get(todo.pop(), {}).values():
                for term in objects:
                    if isinstance(term, BlankNode) and term not in reached:
                        reached.add(term)
                        todo.append(term)
        return {
            s
            for s in self.by_subject
            if isinstance(s, BlankNode) and self.references[s] and s not in reached
        }

    def _place(self, subject: NamedNode | BlankNode, block: str) -> tuple[int, str]:
        if isinstance(subject, NamedNode):
            header = _ONTOLOGY in self.by_subject[subject].get(_TYPE, [])
            return (0 if header else 1, subject.value)
        return (3, subject.value) if subject in self.labelled else (2, block)


def _group(triples: Iterable[Triple]) -> dict[NamedNode | BlankNode, Description]:
    grouped: dict[NamedNode | BlankNode, dict[NamedNode, set[Term]]] = {}
    for triple in triples:
        term = triple.object
        if isinstance(term, Literal):
            term = canonical_literal(term)
        if isinstance(term, Triple) or isinstance(triple.subject, Triple) or _has_direction(term):
            raise InputError("triple terms and directions of text (RDF 1.2) are not written here")
        grouped.setdefault(triple.subject, {}).setdefault(triple.predicate, set()).add(term)
    return {s: {p: list(objects) for p, objects in d.items()} for s, d in grouped.items()}


def _blank_objects(description: Description) -> Iterator[BlankNode]:
    for objects in description.values():
        yield from (term for term in objects if isinstance(term, BlankNode))


def _with_canonical_labels(
    by_subject: dict[NamedNode | BlankNode, Description],
) -> list[Triple]:
    """The same triples with the labels that RDF Dataset Canonicalization 1.0 gives.

    Its time grows with the cube of the blank nodes that hang together, so many are refused.
    """
    linked = {term for description in by_subject.values() for term in _blank_objects(description)}
    if len(linked) > _MOST_LINKED:
        raise InputError(
            f"{len(linked)} blank nodes point to each other and some are shared or form a circle; "
            "give them IRIs"
        )
    dataset = Dataset(
        Quad(s, p, o) for s, d in by_subject.items() for p, os in d.items() for o in os
    )
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _sorted_predicates(description: Description) -> list[NamedNode]:
    return sorted(description, key=lambda p: (_LEADING.get(p.value, len(_LEADING)), p.value))


def _has_direction(term: Term) -> bool:
    return isinstance(term, Literal) and term.direction is not None


def _individual_first(text: str) -> tuple[bool, str]:
    return (text != "owl:NamedIndividual", text)


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}")
