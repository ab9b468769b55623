"""What an exporter works on: every entity's adopted facts and their sources as Python values.

A claim that was not adopted is an entity of class Claim and no fact of any other, so that an
exporter that is not for that class can't take it for a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, QuerySolutions

from healcare_kg.engine import Engine
from healcare_kg.knowledge_graph import KnowledgeGraph, python_value
from healcare_kg.namespaces import HKG, KG, OWL, PREFIXES, RDF, RDFS
from healcare_kg.ontology import Ontology, read_ontology
from healcare_kg.resources import resource

__all__ = ["Catalogue", "Entity", "Source", "local_name", "read_catalogue"]

Term = NamedNode | Literal
_LICENSE = PREFIXES["dcterms"] + "license"
_TITLE = PREFIXES["dcterms"] + "title"
_ALT_LABEL = PREFIXES["skos"] + "altLabel"
_SHORT = {_LICENSE: "license", _TITLE: "title"}


@dataclass(frozen=True, order=True)
class Source:
    """Where a fact was read: IRI, place in it, `primary` or `secondary`."""

    iri: str
    locator: str
    kind: str


@dataclass(frozen=True)
class Entity:
    """An entity: its IRI, classes (local names, without those above), names and facts.

    `facts` maps a property's local name (`license` and `title` for the Dublin Core ones) to its
    values in a fixed order.
    """

    iri: str
    classes: frozenset[str]
    labels: Mapping[str, str]
    names: tuple[str, ...]
    facts: Mapping[str, tuple[Term, ...]]

    @property
    def id(self) -> str:
        """The slug of an entity of this graph; of any other, the whole IRI."""
        return self.iri.removeprefix(KG)

    def label(self, lang: str = "en") -> str:
        """The label in a language, else in English, else any, else the id."""
        found = self.labels.get(lang) or self.labels.get("en")
        return found or next((self.labels[tag] for tag in sorted(self.labels)), self.id)

    def texts(self, prop: str) -> tuple[str, ...]:
        """The values of a literal property as they are written."""
        return tuple(t.value for t in self.facts.get(prop, ()) if isinstance(t, Literal))

    def text(self, prop: str, lang: str = "en") -> str | None:
        """One value of a literal property, in a language where there are several."""
        found = [t for t in self.facts.get(prop, ()) if isinstance(t, Literal)]
        best = [t for t in found if t.language in (None, lang)] or found
        return best[0].value if best else None

    def number(self, prop: str) -> Decimal | int | None:
        """The value of a numeric property, or None where there is none that is a number."""
        for term in self.facts.get(prop, ()):
            value = python_value(term)
            if isinstance(value, Decimal | int) and not isinstance(value, bool):
                return value
        return None

    def links(self, prop: str) -> tuple[str, ...]:
        """The IRIs that a property points to."""
        return tuple(t.value for t in self.facts.get(prop, ()) if isinstance(t, NamedNode))


class Catalogue:
    """The entities of a graph by IRI, with the sources of their facts."""

    def __init__(
        self,
        entities: Mapping[str, Entity],
        sources: Mapping[tuple[str, str, str], tuple[Source, ...]],
        ontology: Ontology,
    ) -> None:
        self.entities = entities
        self.ontology = ontology
        self._sources = sources
        self._of_entity: dict[str, set[Source]] = defaultdict(set)
        for (subject, _, _), found in sources.items():
            self._of_entity[subject].update(found)
        self._evaluations: dict[str, list[Entity]] = defaultdict(list)
        for evaluation in self.of_class("Evaluation"):
            for iri in evaluation.links("evaluates"):
                self._evaluations[iri].append(evaluation)
        self._rejected: set[tuple[str, str, str]] = set()
        for claim in self.of_class("Claim"):
            for subject in claim.links("claimSubject"):
                for prop in claim.links("claimProperty"):
                    for name in ("claimObject", "claimValue"):
                        for value in claim.facts.get(name, ()):
                            self._rejected.add((subject, _short(prop), value.value))

    def is_a(self, entity: Entity, cls: str) -> bool:
        """Whether an entity is of a class (local name) or of one below it."""
        return any(self.ontology.is_a(HKG + c, HKG + cls) for c in entity.classes)

    def of_class(self, *classes: str, among: Iterable[Entity] | None = None) -> Iterator[Entity]:
        """The entities of any of the classes, sorted by IRI."""
        chosen = self.entities.values() if among is None else among
        for entity in sorted(chosen, key=lambda e: e.iri):
            if any(self.is_a(entity, cls) for cls in classes):
                yield entity

    def linked(self, entity: Entity, prop: str) -> list[Entity]:
        """The entities that a property points to, as far as the graph describes them."""
        return [self.entities[iri] for iri in entity.links(prop) if iri in self.entities]

    def evaluations_of(self, model: Entity) -> list[Entity]:
        """The results of a model, sorted by IRI."""
        return self._evaluations.get(model.iri, [])

    def is_rejected(self, entity: Entity, prop: str, value: str) -> bool:
        """Whether a value (an IRI or a literal's text) is kept as a claim that is not adopted."""
        return (entity.iri, prop, value) in self._rejected

    def member_label(self, iri: str, lang: str = "en") -> str:
        """The label of a member of a closed list, or its local name."""
        entity = self.entities.get(iri)
        return entity.label(lang) if entity else local_name(iri)

    def sources(self, entity: Entity, prop: str, value: Term) -> tuple[Source, ...]:
        """The sources of one fact, sorted."""
        return self._sources.get((entity.iri, prop, str(value)), ())

    def sources_of(self, entity: Entity) -> list[str]:
        """The IRIs of all sources of an entity's facts, sorted."""
        return sorted({s.iri for s in self._of_entity.get(entity.iri, ())})


def read_catalogue(graph: KnowledgeGraph) -> Catalogue:
    """All entities of the graph and the closed lists that are in it."""
    ontology = read_ontology(resource("ontology"))
    engine = graph.engine
    about: dict[str, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for row in _select(
        engine,
        f"SELECT ?s ?p ?o WHERE {{ ?s a ?type ; ?p ?o . FILTER(ISIRI(?s) && !ISBLANK(?o)) "
        f'FILTER(STRSTARTS(STR(?type), "{HKG}")) }}',
    ):
        about[row["s"].value][row["p"].value].add(row["o"])
    entities = {iri: _entity(iri, facts) for iri, facts in sorted(about.items())}
    return Catalogue(entities, _sources(engine), ontology)


def local_name(iri: str) -> str:
    """What stands behind the last `#` or `/` of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _entity(iri: str, facts: Mapping[str, set[Term]]) -> Entity:
    labels = {
        t.language or "": t.value
        for t in sorted(facts.get(RDFS + "label", ()), key=str)
        if isinstance(t, Literal)
    }
    classes = {t.value.removeprefix(HKG) for t in facts.get(RDF + "type", ()) if _ours(t)}
    return Entity(
        iri=iri,
        classes=frozenset(classes),
        labels=labels,
        names=tuple(sorted(t.value for t in facts.get(_ALT_LABEL, ()))),
        facts={
            _short(prop): tuple(sorted(values, key=_order))
            for prop, values in sorted(facts.items())
            if prop not in (RDF + "type", RDFS + "label", _ALT_LABEL)
        },
    )


def _sources(engine: Engine) -> dict[tuple[str, str, str], tuple[Source, ...]]:
    found: dict[tuple[str, str, str], set[Source]] = defaultdict(set)
    for row in _select(
        engine,
        f"SELECT ?s ?p ?o ?source ?locator ?kind WHERE {{ ?a <{OWL}annotatedSource> ?s ; "
        f"<{OWL}annotatedProperty> ?p ; <{OWL}annotatedTarget> ?o ; <{HKG}source> ?source . "
        f"OPTIONAL {{ ?a <{HKG}locator> ?locator }} OPTIONAL {{ ?a <{HKG}sourceKind> ?kind }} "
        # Protégé and an editor's slip can leave the annotation of a fact that is gone.
        "FILTER EXISTS { ?s ?p ?o } }",
    ):
        note = Source(
            row["source"].value,
            row["locator"].value if row["locator"] else "",
            row["kind"].value if row["kind"] else "",
        )
        found[row["s"].value, _short(row["p"].value), str(row["o"])].add(note)
    return {key: tuple(sorted(notes)) for key, notes in found.items()}


def _select(engine: Engine, query: str) -> QuerySolutions:
    solutions = engine.query(query)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def _short(prop: str) -> str:
    return _SHORT.get(prop) or prop.removeprefix(HKG)


def _ours(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(HKG)


def _order(term: Term) -> tuple[bool, str]:
    """English texts before others, then by value."""
    other = isinstance(term, Literal) and term.language not in (None, "en")
    return (other, str(term))
