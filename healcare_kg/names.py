"""Names people type, in any case and either language, to the entity they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pyoxigraph import Literal, NamedNode, QuerySolutions

from healcare_kg.errors import NameResolutionError, quoted
from healcare_kg.namespaces import HKG, KG, PREFIXES, RDFS, curie, expand

if TYPE_CHECKING:
    from healcare_kg.engine import Engine

__all__ = [
    "Candidate",
    "NameIndex",
    "Resolver",
    "StoreNames",
    "all_names",
    "exact_key",
    "id_of",
    "loose_key",
    "nearest",
    "slug",
    "squeezed",
]

_NAME_PROPERTIES = f"<{RDFS}label>|<{PREFIXES['skos']}altLabel>"
_MOST_SUGGESTIONS = 5
_LONGEST_NAME = 200  # no name is longer, so nothing longer resembles one
_FEW = 40  # members of a class, such as a closed list, that are all told


class Candidate(NamedTuple):
    """An entity that a name may mean: its IRI, label and class (local name)."""

    iri: str
    label: str
    cls: str

    def __str__(self) -> str:
        return f"{self.iri.removeprefix(KG)} ({self.cls}: {self.label})"


class NameIndex(Protocol):
    """Looks up the entities that have a name."""

    def exact(self, name: str) -> set[str]:
        """IRIs with an id, label or further name of the same `exact_key`."""

    def loose(self, name: str) -> set[str]:
        """The same by `loose_key`."""

    def near(self, name: str) -> list[str]:
        """Names that resemble one, nearest first."""


def exact_key(name: str) -> str:
    """A name without differences of case, width and blanks.

    >>> exact_key("  Ｑｗｅｎ2  ")
    'qwen2'
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def loose_key(name: str) -> str:
    """The same without blanks, hyphens and underscores: `MedGemma 27B` as `medgemma-27b`."""
    return squeezed(exact_key(name))


def squeezed(key: str) -> str:
    """The loose key of a name whose exact key this is."""
    return re.sub(r"[\s_\-‐-―]+", "", key)


def slug(text: str) -> str:
    """The id of a name: ASCII, lower case, hyphens.

    >>> slug("MedGemma_4B v1.5")
    'medgemma-4b-v1-5'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def nearest(key: str, shown: Mapping[str, str]) -> list[str]:
    """The few names nearest to a key, nearest first; `shown` are names by their exact key."""
    import difflib

    close = difflib.get_close_matches(key, shown, n=_MOST_SUGGESTIONS, cutoff=0.6)
    return [shown[k] for k in close]


class StoreNames:
    """The names of an engine's graph, read from it once."""

    def __init__(self, engine: Engine) -> None:
        self._exact: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        for iri, name in all_names(engine):
            self._exact.setdefault(exact_key(name), set()).add(iri)
            self._loose.setdefault(loose_key(name), set()).add(iri)
            self._shown.setdefault(exact_key(name), name)

    def exact(self, name: str) -> set[str]:
        """As in NameIndex."""
        return self._exact.get(exact_key(name), set())

    def loose(self, name: str) -> set[str]:
        """As in NameIndex."""
        return self._loose.get(loose_key(name), set())

    def near(self, name: str) -> list[str]:
        """As in NameIndex."""
        return nearest(exact_key(name), self._shown)


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
        found = found or self._candidates(self._by_part(name), cls)
        if len(found) == 1:
            return NamedNode(found[0].iri)
        if found:
            raise NameResolutionError(
                f"{quoted(name)} is the name of several; give one of these ids: "
                + "; ".join(map(str, _in_order(found))),
                candidates=tuple(c.iri for c in _in_order(found)),
            )
        raise self._unknown(name, cls)

    def named(self, name: str) -> list[Candidate]:
        """All entities that have a name, in any case and whatever its blanks and hyphens."""
        iris = self._names.exact(name) | self._names.loose(name)
        return _in_order(self._candidates(iris, "Entity"))

    def _by_part(self, name: str) -> set[str]:
        """Entities whose weights have an address that ends in a name, or whose label begins so.

        Asked only where no name fits, so it needs no index.
        """
        key = exact_key(name)
        if not key:
            return set()
        end, start = Literal(f"/{key}"), Literal(f"{key} (")
        solutions = self._engine.query(
            f"SELECT DISTINCT ?e WHERE {{ {{ ?e <{HKG}weights> ?address "
            f"FILTER(STRENDS(LCASE(STR(?address)), {end})) }} UNION "
            f"{{ ?e <{RDFS}label> ?label FILTER(STRSTARTS(LCASE(STR(?label)), {start})) }} }}"
        )
        if not isinstance(solutions, QuerySolutions):
            return set()
        return {row["e"].value for row in solutions if isinstance(row["e"], NamedNode)}

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

    def _unknown(self, name: str, cls: str) -> NameResolutionError:
        kind = "entity" if cls == "Entity" else cls
        near = self._near(name, cls)
        other = self._candidates(self._names.exact(name) | self._names.loose(name), "Entity")
        if other:
            hint = f"it is the name of {'; '.join(map(str, _in_order(other)))}"
        elif near:
            hint = f"did you mean {' or '.join(near)}?"
        elif choice := self._few(cls):
            hint = f"it is one of {', '.join(choice)}"
        else:
            hint = "nothing in the graph has a name like it"
        message = f"no {kind} is named {quoted(name)}; {hint}"
        return NameResolutionError(message, candidates=tuple(near))

    def _near(self, name: str, cls: str) -> list[str]:
        """The nearest names that the class has, if it has any of them."""
        near = self._names.near(name) if len(name) <= _LONGEST_NAME else []
        return [other for other in near if self._candidates(self._names.exact(other), cls)]

    def _few(self, cls: str) -> list[str]:
        """The ids of all that is of a class that has few, such as a closed list."""
        if cls == "Entity":
            return []
        solutions = self._engine.query(
            f"SELECT DISTINCT ?e WHERE {{ ?e a/<{RDFS}subClassOf>* <{HKG}{cls}> "
            f"FILTER(ISIRI(?e)) }} LIMIT {_FEW + 1}"
        )
        if not isinstance(solutions, QuerySolutions):
            return []
        ids = sorted(id_of(row["e"].value) for row in solutions)
        return ids if len(ids) <= _FEW else []


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
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


def all_names(engine: Engine) -> Iterator[tuple[str, str]]:
    """All pairs of an entity's IRI and a name of it: labels, further names and its id."""
    solutions = engine.query(
        f"SELECT ?e ?name WHERE {{ ?e {_NAME_PROPERTIES} ?name FILTER(ISIRI(?e)) }}"
    )
    if isinstance(solutions, QuerySolutions):
        for row in solutions:
            iri = row["e"].value
            yield iri, row["name"].value
            yield iri, id_of(iri)


def id_of(iri: str) -> str:
    """The id of an entity, which is a name of it too: what follows the prefix, or the whole IRI."""
    short = curie(iri)
    return short.partition(":")[2] if short else iri
