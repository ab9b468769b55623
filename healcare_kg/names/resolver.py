"""A name and a class to the one entity of a graph that is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions

from healcare_kg.errors import NameResolutionError, quoted
from healcare_kg.namespaces import HKG, KG, RDFS, expand

if TYPE_CHECKING:
    from healcare_kg.engine import Engine
    from healcare_kg.names.index import NameIndex

__all__ = ["Candidate", "Resolver", "in_order"]


class Candidate(NamedTuple):
    """An entity that a name may mean: its IRI, label and class (local name)."""

    iri: str
    label: str
    cls: str

    def __str__(self) -> str:
        return f"{self.iri.removeprefix(KG)} ({self.cls}: {self.label})"


class Resolver:
    """Turns a name and a class into one entity of a graph."""

    def __init__(self, engine: Engine, names: NameIndex) -> None:
        self._engine = engine
        self._names = names
        self._below: dict[str, set[str]] = {}

    def resolve(self, name: str, cls: str = "Entity") -> NamedNode:
        """The entity of a class (a local name of the ontology, or `Entity` for any).

        A full IRI, a CURIE or an id as it is written wins; else a name in any case; else the same
        without blanks and hyphens; else the end of an address of weights (`medgemma-27b-it`) or
        what labels say before a bracket (`MedGemma 27B (text-only)`).

        Raises NameResolutionError with the candidates where several entities have the name, with
        the nearest names where none has.
        """
        name = _visible(name)
        iri = self._as_iri(name)
        found = self._candidates([iri], cls) if iri else []
        found = found or self._candidates(self._names.exact(name), cls)
        found = found or self._candidates(self._names.loose(name), cls)
        found = found or self._candidates(self._names.partly(name), cls)
        if len(found) == 1:
            return NamedNode(found[0].iri)
        if found:
            raise NameResolutionError(
                f"{quoted(name)} is the name of several; give one of these ids: "
                + "; ".join(map(str, in_order(found))),
                candidates=tuple(c.iri for c in in_order(found)),
            )
        from healcare_kg.names.suggestions import unknown_name

        raise unknown_name(
            name, cls, engine=self._engine, names=self._names, candidates=self._candidates
        )

    def named(self, name: str) -> list[Candidate]:
        """All entities that have a name, in any case and whatever its blanks and hyphens."""
        iris = self._names.exact(name) | self._names.loose(name)
        return in_order(self._candidates(iris, "Entity"))

    def _as_iri(self, name: str) -> str | None:
        if re.match(r"(https?|urn):\S+\Z", name):
            return name
        if re.match(r"<[^<>\s]+>\Z", name):
            return name[1:-1]
        if name.casefold().startswith("kg:"):
            name = name.casefold()  # as all ids are
        return expand(name) or (KG + name if re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) else None)

    def _candidates(self, iris: Iterable[str | None], cls: str) -> list[Candidate]:
        """The entities among `iris` that are of a class, with label and class."""
        nodes = " ".join(str(NamedNode(iri)) for iri in sorted(filter(None, iris)) if _valid(iri))
        if not nodes:
            return []
        solutions = self._engine.query(
            f"SELECT ?e ?type ?label WHERE {{ VALUES ?e {{ {nodes} }} ?e a ?type . "
            f'FILTER(STRSTARTS(STR(?type), "{HKG}")) '
            f'OPTIONAL {{ ?e <{RDFS}label> ?label FILTER(LANG(?label) = "en") }} }} '
            "ORDER BY ?e ?type"
        )
        found: dict[str, Candidate] = {}
        fitting: set[str] = set()
        if isinstance(solutions, QuerySolutions):
            for row in solutions:
                iri, label, kind = row["e"].value, row["label"], row["type"].value
                text = label.value if isinstance(label, Literal) else iri
                # Of several classes the last by name is the leaf: BaseModel < ModelRelease.
                found[iri] = Candidate(iri, text, kind.removeprefix(HKG))
                if cls == "Entity" or kind in self._subclasses(cls):
                    fitting.add(iri)
        return [candidate for iri, candidate in found.items() if iri in fitting]

    def _subclasses(self, cls: str) -> set[str]:
        """A class and all below it. Not a part of the query above: there Virtuoso finds nothing."""
        if cls not in self._below:
            solutions = self._engine.query(
                f"SELECT ?c WHERE {{ ?c <{RDFS}subClassOf>+ <{HKG}{cls}> }}"
            )
            below = solutions if isinstance(solutions, QuerySolutions) else ()
            self._below[cls] = {HKG + cls, *(row["c"].value for row in below)}
        return self._below[cls]


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates sorted by IRI."""
    return sorted(candidates, key=lambda candidate: candidate.iri)


def _visible(name: str) -> str:
    """A name without the marks of direction and width that come along when a page is copied.

    Half a character (a lone surrogate), which is in no name, becomes a question mark.
    """
    whole = name.encode("utf-8", "replace").decode()
    return "".join(c for c in whole if unicodedata.category(c) != "Cf")


def _valid(iri: str | None) -> bool:
    try:
        return iri is not None and NamedNode(iri) is not None
    except ValueError:
        return False
