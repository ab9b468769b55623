"""Labels of many terms at once, in the language that is wanted."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from healcare_kg.engine import Engine
from healcare_kg.namespaces import RDFS
from healcare_kg.results.cells import cell_text

__all__ = ["Labels"]

Term = NamedNode | BlankNode | Literal | Triple


class Labels:
    """Labels that were asked for once; a term without any is shown in its short form."""

    def __init__(self, engine: Engine, lang: str) -> None:
        self._engine = engine
        self._lang = lang
        self._known: dict[str, str] = {}

    def load(self, terms: Iterable[Term | None]) -> None:
        """Ask for the labels of all IRIs among the terms that are not known yet."""
        wanted = sorted({t.value for t in terms if isinstance(t, NamedNode)} - self._known.keys())
        if not wanted:
            return
        values = " ".join(f"<{iri}>" for iri in wanted)
        found: dict[str, dict[str, str]] = {}
        solutions = self._engine.query(
            f"SELECT ?e ?label WHERE {{ VALUES ?e {{ {values} }} ?e <{RDFS}label> ?label }}"
        )
        if isinstance(solutions, QuerySolutions):
            for row in solutions:
                label = row["label"]
                if isinstance(label, Literal):
                    found.setdefault(row["e"].value, {})[label.language or ""] = label.value
        for iri in wanted:
            by_language = found.get(iri, {})
            self._known[iri] = (
                by_language.get(self._lang)
                or by_language.get("en")
                or next((by_language[tag] for tag in sorted(by_language)), "")
                or cell_text(NamedNode(iri))
            )

    def of(self, term: Term) -> str:
        """The label of an IRI, the text of a literal."""
        if not isinstance(term, NamedNode):
            return cell_text(term)
        if term.value not in self._known:
            self.load([term])
        return self._known[term.value]
