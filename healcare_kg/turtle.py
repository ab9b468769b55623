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
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

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
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f\ufeff\u2028\u2029\u202a-\u202e\u2066-\u2069]')
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z")
_INTEGER = re.compile(r"[+-]?\d+\Z")


def canonical_turtle(triples: Iterable[Triple]) -> str:
    """The canonical Turtle text of a graph, ending in a newline.

    The text is isomorphic to the graph but for the spelling of numbers (`6.20` becomes `6.2`).
    """
    graph = _Graph(triples)
    blocks = [graph.block(subject) for subject in graph.top_level()]
    # Axioms are lines of a list; all else has a blank line between.
    body = "\n".join(blocks).replace(" .\n\n[] a owl:Axiom", " .\n[] a owl:Axiom")
    used = {p for p, ns in PREFIXES.items() if re.search(rf"(?<![\w:-]){p}:[\w]", body)}
    lines = [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(used)]
    return "\n".join([*lines, "", body]) if lines else body


def canonical_literal(literal: Literal) -> Literal:
    """The literal in the one form this project writes its value in.

    >>> canonical_literal(Literal("07.50", datatype=NamedNode(_XSD + "decimal"))).value
    '7.5'
    """
    datatype, text = literal.datatype.value, literal.value
    if datatype == _XSD + "integer" and _INTEGER.match(text):
        return Literal(str(int(text)), datatype=literal.datatype)
    if datatype == _XSD + "decimal" and _DECIMAL.match(text):
        digits = format(Decimal(text), "f").lstrip("+")
        whole, _, fraction = digits.partition(".")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0") or "0"
        sign = "" if (whole, fraction) == ("0", "0") else sign
        return Literal(f"{sign}{whole}.{fraction}", datatype=literal.datatype)
    return literal


def term_text(term: Term) -> str:
    """One term in Turtle, a blank node as its label."""
    if isinstance(term, NamedNode):
        return curie(term.value) or f"<{term.value}>"
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    literal = canonical_literal(term)
    if literal.language:
        return f"{_quoted(literal.value)}@{literal.language}"
    kind = literal.datatype.value
    if kind == _XSD + "string":
        return _quoted(literal.value)
    if kind == _XSD + "integer" and _INTEGER.match(literal.value):
        return literal.value
    if kind == _XSD + "decimal" and _DECIMAL.match(literal.value):
        return literal.value
    if kind == _XSD + "boolean" and literal.value in ("true", "false"):
        return literal.value
    return f"{_quoted(literal.value)}^^{term_text(literal.datatype)}"


class _Graph:
    """The triples by subject, with what the layout of blank nodes needs to know."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by_subject = _group(triples)
        if any(_is_linked(s, d) for s, d in self.by_subject.items()):
            self.by_subject = _group(_with_canonical_labels(self.by_subject))
        self.references: dict[BlankNode, int] = defaultdict(int)
        for description in self.by_subject.values():
            for objects in description.values():
                for term in objects:
                    if isinstance(term, BlankNode):
                        self.references[term] += 1
        self.labelled = {b for b, n in self.references.items() if n > 1} | self._on_cycles()

    def top_level(self) -> list[NamedNode | BlankNode]:
        """Subjects that stand on their own, in the order of the file."""
        subjects = [
            s
            for s in self.by_subject
            if isinstance(s, NamedNode) or s in self.labelled or not self.references[s]
        ]
        return sorted(subjects, key=self._place)

    def block(self, subject: NamedNode | BlankNode) -> str:
        """One subject's statements, ending in a newline."""
        description = self.by_subject[subject]
        if isinstance(subject, BlankNode) and subject not in self.labelled:
            if _AXIOM in description.get(_TYPE, []):
                return f"[] {self._inline(description)} .\n"
            return f"[]{self._lines(description, 4)} .\n"
        return f"{term_text(subject)}{self._lines(description, 4)} .\n"

    def _lines(self, description: Description, indent: int) -> str:
        pad = " " * indent
        parts = []
        for predicate in _sorted_predicates(description):
            values = sorted(self._value(o, indent + 4) for o in description[predicate])
            name = "a" if predicate == _TYPE else term_text(predicate)
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
            parts.append(f"{'a' if predicate == _TYPE else term_text(predicate)} {values}")
        return " ; ".join(parts)

    def _value(self, term: Term, indent: int) -> str:
        if not isinstance(term, BlankNode) or term in self.labelled:
            return term_text(term)
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

    def _place(self, subject: NamedNode | BlankNode) -> tuple[int, str]:
        if isinstance(subject, NamedNode):
            header = _ONTOLOGY in self.by_subject[subject].get(_TYPE, [])
            return (0 if header else 1, subject.value)
        if subject in self.labelled:
            return (3, subject.value)
        return (2, self.block(subject))


def _group(triples: Iterable[Triple]) -> dict[NamedNode | BlankNode, Description]:
    grouped: dict[NamedNode | BlankNode, dict[NamedNode, set[Term]]] = {}
    for triple in triples:
        term = triple.object
        if isinstance(term, Literal):
            term = canonical_literal(term)
        grouped.setdefault(triple.subject, {}).setdefault(triple.predicate, set()).add(term)
    return {s: {p: list(objects) for p, objects in d.items()} for s, d in grouped.items()}


def _is_linked(subject: NamedNode | BlankNode, description: Description) -> bool:
    """Whether a blank node stands where its label could show or order the text."""
    return any(isinstance(o, BlankNode) for objects in description.values() for o in objects)


def _with_canonical_labels(
    by_subject: dict[NamedNode | BlankNode, Description],
) -> list[Triple]:
    """The same triples with the labels that RDF Dataset Canonicalization 1.0 gives."""
    dataset = Dataset(
        Quad(s, p, o) for s, d in by_subject.items() for p, os in d.items() for o in os
    )
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _sorted_predicates(description: Description) -> list[NamedNode]:
    return sorted(description, key=lambda p: (_LEADING.get(p.value, len(_LEADING)), p.value))


def _individual_first(text: str) -> tuple[bool, str]:
    return (text != "owl:NamedIndividual", text)


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda m: _ESCAPES.get(m[0], f"\\u{ord(m[0]):04X}"), text) + '"'
