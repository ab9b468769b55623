"""The editable graph: the files of a `data/` folder in memory, changed, and written back whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.curation.placement import DATA_FILES, file_for
from healcare_kg.curation.root import ROOT_FILE, has_evidence, root_texts
from healcare_kg.curation.statements import Claim, Fact, Source, claim_iri
from healcare_kg.namespaces import DATA_BASE, HKG, KG, ONTOLOGY_IRI, OWL, PREFIXES, RDF, RDFS
from healcare_kg.ontology import Ontology
from healcare_kg.rdf_files import parse_file
from healcare_kg.turtle import canonical_literal, canonical_turtle

__all__ = ["Workspace"]

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
_IMPORTS = NamedNode(OWL + "imports")
_ONTOLOGY = NamedNode(OWL + "Ontology")
_INDIVIDUAL = NamedNode(OWL + "NamedIndividual")
_AXIOM = NamedNode(OWL + "Axiom")
_ANNOTATED = tuple(NamedNode(OWL + f"annotated{part}") for part in ("Source", "Property", "Target"))
_SOURCE, _LOCATOR, _KIND = (NamedNode(HKG + name) for name in ("source", "locator", "sourceKind"))

Key = tuple[NamedNode, NamedNode, NamedNode | Literal]


class Workspace:
    """A data folder's facts and sources, to be added to and written.

    Nothing on disk changes before `write`. Subjects stay in the file they were read from.
    """

    def __init__(self, data: Path, ontology: Ontology) -> None:
        self.data = data
        self.ontology = ontology
        self._triples: dict[str, set[Triple]] = {name: set() for name in DATA_FILES}
        self._file_of: dict[NamedNode, str] = {}
        self._about: dict[NamedNode, dict[NamedNode, set[NamedNode | Literal]]] = {}
        self._sources: dict[Key, set[Source]] = defaultdict(set)
        self._other_evidence: dict[str, set[Triple]] = defaultdict(set)
        self._read()

    # What is there

    def entities(self) -> Iterable[NamedNode]:
        """All subjects that have a file."""
        return self._file_of.keys()

    def __contains__(self, entity: NamedNode) -> bool:
        return entity in self._file_of

    def values(self, entity: NamedNode, prop: NamedNode) -> set[NamedNode | Literal]:
        """The adopted values of a property of an entity."""
        return self._about.get(entity, {}).get(prop, set())

    def sources(self, entity: NamedNode, prop: NamedNode, value: NamedNode | Literal) -> set[Source]:
        """The sources of one fact; empty where it has none."""
        return self._sources.get((entity, prop, value), set())

    def classes(self, entity: NamedNode) -> set[str]:
        """Local names of the classes an entity is stated to have."""
        return {
            t.value.removeprefix(HKG)
            for t in self.values(entity, _TYPE)
            if isinstance(t, NamedNode) and t.value.startswith(HKG)
        }

    # Changing it

    def declare(
        self, entity: NamedNode, *, classes: Iterable[str], domains: Iterable[str] = ()
    ) -> None:
        """Add an entity, or further classes of one that is there."""
        wanted = set(classes)
        if entity not in self._file_of:
            self._file_of[entity] = file_for(wanted, set(domains))
        self._assert(entity, _TYPE, _INDIVIDUAL)
        for name in wanted:
            self._assert(entity, _TYPE, NamedNode(HKG + name))

    def label(self, entity: NamedNode, text: str, language: str) -> None:
        """Add a label; a language that already has one gets a further name (altLabel) instead."""
        new = Literal(text, language=language)
        labels = self.values(entity, _LABEL)
        if new in labels:
            return
        if any(isinstance(x, Literal) and x.language == language for x in labels):
            self.alternative(entity, text)
        else:
            self._assert(entity, _LABEL, new)

    def alternative(self, entity: NamedNode, text: str) -> None:
        """Add a further name; one that is already a label or name is left out."""
        names = self.values(entity, _LABEL) | self.values(entity, _ALT_LABEL)
        if all(not isinstance(n, Literal) or n.value != text for n in names):
            self._assert(entity, _ALT_LABEL, Literal(text))

    def add_fact(self, fact: Fact) -> None:
        """Assert a fact, or add its source to the one that is there."""
        value = canonical_literal(fact.value) if isinstance(fact.value, Literal) else fact.value
        self._assert(fact.subject, fact.property, value)
        self._sources[fact.subject, fact.property, value].add(fact.source)

    def add_claim(self, claim: Claim) -> None:
        """Keep a statement that is not adopted, as an individual of class Claim."""
        iri = claim_iri(claim)
        if iri in self._file_of:
            return
        self.declare(iri, classes=["Claim"])
        self._label_claim(iri, claim)
        is_object = isinstance(claim.value, NamedNode)
        value = claim.value if is_object else canonical_literal(claim.value)
        for name, term in (
            ("claimSubject", claim.subject),
            ("claimProperty", claim.property),
            ("claimObject" if is_object else "claimValue", value),
            ("claimReason", claim.reason),
            ("source", NamedNode(claim.source.iri)),
            ("locator", Literal(claim.source.locator) if claim.source.locator else None),
            ("sourceKind", Literal(claim.source.kind)),
        ):
            if term is not None:
                self._assert(iri, NamedNode(HKG + name), term)

    # Writing it

    def texts(self) -> dict[Path, str]:
        """The canonical text of every file of the folder, by path relative to it."""
        texts = root_texts(self.data, sorted(self._triples))
        for name, triples in self._triples.items():
            header = self._header(f"{DATA_BASE}/{name}", [ONTOLOGY_IRI])
            texts[Path(f"{name}.ttl")] = canonical_turtle([*header, *triples])
            if has_evidence(name):
                evidence = [*self._evidence(name), *self._other_evidence[name]]
                header = self._header(f"{DATA_BASE}/evidence/{name}", [ONTOLOGY_IRI])
                texts[Path("evidence", f"{name}.ttl")] = canonical_turtle([*header, *evidence])
        return texts

    def _evidence(self, name: str) -> Iterator[Triple]:
        for (subject, prop, value), sources in self._sources.items():
            for source in sources if self._file_of[subject] == name else ():
                axiom = BlankNode()
                yield Triple(axiom, _TYPE, _AXIOM)
                for part, term in zip(_ANNOTATED, (subject, prop, value), strict=True):
                    yield Triple(axiom, part, term)
                yield Triple(axiom, _SOURCE, NamedNode(source.iri))
                if source.locator:
                    yield Triple(axiom, _LOCATOR, Literal(source.locator))
                yield Triple(axiom, _KIND, Literal(source.kind))

    @staticmethod
    def _header(iri: str, imports: Iterable[str]) -> list[Triple]:
        node = NamedNode(iri)
        return [
            Triple(node, _TYPE, _ONTOLOGY),
            *(Triple(node, _IMPORTS, NamedNode(target)) for target in imports),
        ]

    def _label_claim(self, iri: NamedNode, claim: Claim) -> None:
        name = claim.property.value.rpartition("#")[2].rpartition("/")[2]
        value = claim.value.value.removeprefix(KG)
        for language, form in (("en", "{}: {} {} (not adopted)"), ("zh", "{}：{} {}（未采纳）")):
            self.label(iri, form.format(self._name(claim.subject, language), name, value), language)

    def _name(self, entity: NamedNode, language: str) -> str:
        labels = {x.language: x.value for x in self.values(entity, _LABEL) if isinstance(x, Literal)}
        return labels.get(language) or labels.get("en") or entity.value.removeprefix(KG)

    def _assert(self, entity: NamedNode, prop: NamedNode, value: NamedNode | Literal) -> None:
        self._about.setdefault(entity, {}).setdefault(prop, set()).add(value)
        self._triples[self._file_of[entity]].add(Triple(entity, prop, value))

    # Reading it

    def _read(self) -> None:
        for path in sorted(self.data.glob("*.ttl")):
            if path.name == ROOT_FILE:
                continue
            triples = self._triples.setdefault(path.stem, set())
            for quad in parse_file(path):
                triple = quad.triple
                if triple.predicate == _IMPORTS or triple.object == _ONTOLOGY:
                    continue
                triples.add(triple)
                if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, BlankNode):
                    self._file_of.setdefault(triple.subject, path.stem)
                    about = self._about.setdefault(triple.subject, {})
                    about.setdefault(triple.predicate, set()).add(triple.object)
        for path in sorted((self.data / "evidence").glob("*.ttl")):
            self._read_evidence(path)

    def _read_evidence(self, path: Path) -> None:
        axioms: dict[BlankNode | NamedNode, list[Triple]] = defaultdict(list)
        for quad in parse_file(path):
            if quad.predicate != _IMPORTS and quad.object != _ONTOLOGY:
                axioms[quad.subject].append(quad.triple)
        for triples in axioms.values():
            parts = {t.predicate: t.object for t in triples}
            plain = {_TYPE, *_ANNOTATED, _SOURCE, _LOCATOR, _KIND}
            if len(parts) != len(triples) or set(parts) - plain or set(_ANNOTATED) - set(parts):
                self._other_evidence[path.stem].update(triples)
                continue
            key: Key = tuple(parts[p] for p in _ANNOTATED)  # type: ignore[assignment]
            locator = parts[_LOCATOR].value if _LOCATOR in parts else None
            self._sources[key].add(Source(parts[_SOURCE].value, locator, parts[_KIND].value))
            self._file_of.setdefault(key[0], path.stem)
