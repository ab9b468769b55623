"""Axioms for people: in words, with the file and line they stand in and the sources they have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from healcare_kg.namespaces import HKG, OWL, RDF, RDFS
from healcare_kg.reasoning.axioms import Axiom
from healcare_kg.reasoning.reading import Statement
from healcare_kg.reasoning.turtle_lines import TurtleLines
from healcare_kg.reasoning.wording import Wording
from healcare_kg.turtle import term_text

__all__ = ["Described", "Describer", "Source"]

_LABEL = NamedNode(RDFS + "label")
_PARTS = {
    OWL + "annotatedSource": 0,
    OWL + "annotatedProperty": 1,
    OWL + "annotatedTarget": 2,
}
_SOURCE, _LOCATOR = HKG + "source", HKG + "locator"
_DISJOINTNESS = re.compile(r"AllDisjointClasses")


@dataclass(frozen=True)
class Source:
    """A document that states a fact, and where in it."""

    iri: str
    locator: str | None = None


@dataclass(frozen=True)
class Described:
    """An axiom: in words, its first triple in Turtle, its place, and a fact's sources."""

    words: str
    turtle: str
    file: str
    line: int | None
    sources: tuple[Source, ...] = ()


class Describer:
    """Describes axioms of some statements; labels and sources are read when they are needed."""

    def __init__(self, statements: Sequence[Statement], lang: str) -> None:
        self._statements = statements
        self._lang = lang
        self._lines: dict[Path, TurtleLines] = {}

    def describe(self, axiom: Axiom) -> Described:
        """An axiom for people."""
        root = axiom.root
        key = (root.subject, root.predicate, root.object)
        return Described(
            words=self.wording.axiom(axiom),
            turtle=" ".join(term_text(part) for part in key).replace(" rdf:type ", " a ", 1),  # type: ignore[arg-type]
            file=str(axiom.path),
            line=self._line(axiom),
            sources=tuple(self._sources.get(key, ())),
        )

    @cached_property
    def wording(self) -> Wording:
        """Words with the labels of the statements."""
        labels: dict[str, dict[str, str]] = defaultdict(dict)
        for _, quad in self._statements:
            if quad.predicate == _LABEL and isinstance(quad.object, Literal):
                labels[str(quad.subject)[1:-1]].setdefault(
                    quad.object.language or "", quad.object.value
                )
        return Wording(labels, self._lang)

    @cached_property
    def _sources(self) -> dict[object, list[Source]]:
        """The sources of each statement that is the target of an owl:Axiom."""
        axioms: dict[object, list[object]] = defaultdict(lambda: [None, None, None])
        said: dict[object, dict[str, str]] = defaultdict(dict)
        for _, quad in self._statements:
            if not isinstance(quad.subject, BlankNode):
                continue
            part = _PARTS.get(quad.predicate.value)
            if part is not None:
                axioms[quad.subject][part] = quad.object
            elif quad.predicate.value in (_SOURCE, _LOCATOR):
                said[quad.subject][quad.predicate.value] = getattr(quad.object, "value", "")
        found: dict[object, list[Source]] = defaultdict(list)
        for node, key in axioms.items():
            about = said.get(node, {})
            if _SOURCE in about:
                found[tuple(key)].append(Source(about[_SOURCE], about.get(_LOCATOR)))
        return found

    def _line(self, axiom: Axiom) -> int | None:
        root, path = axiom.root, axiom.path
        if path not in self._lines:
            self._lines[path] = TurtleLines(path)
        lines = self._lines[path]
        if axiom.origin is not None and isinstance(root.subject, NamedNode):
            named = _line_of_group(path, [root.subject, root.object])
            return named or lines.find("", RDF + "type", NamedNode(OWL + "AllDisjointClasses"))
        subject = root.subject.value if isinstance(root.subject, NamedNode) else ""
        return lines.find(subject, root.predicate.value, root.object)


def _line_of_group(path: Path, terms: Iterable[object]) -> int | None:
    """The line of the first AllDisjointClasses that names one of the classes in its list."""
    text = path.read_text(encoding="utf-8", errors="replace")
    names = [term_text(term) for term in terms if isinstance(term, NamedNode)]
    for match in _DISJOINTNESS.finditer(text):
        inside = text[match.end() : text.find(" .", match.end()) + 1]
        if all(name in inside for name in names):
            return text.count("\n", 0, match.start()) + 1
    return None
