"""The editable graph: the files of a `data/` folder in memory, changed, and their new texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from healcare_kg.curation.data_file import DataFile, axioms, read_data_file
from healcare_kg.curation.placement import DATA_FILES, file_for
from healcare_kg.curation.root import ROOT_FILE, root_texts
from healcare_kg.curation.statements import (
    Change,
    Claim,
    Fact,
    Source,
    Value,
    canonical_value,
    claim_iri,
)
from healcare_kg.namespaces import HKG, KG, OWL, PREFIXES, RDF, RDFS
from healcare_kg.ontology import Ontology

__all__ = ["Workspace"]

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
_ONTOLOGY = NamedNode(OWL + "Ontology")
_INDIVIDUAL = NamedNode(OWL + "NamedIndividual")

Key = tuple[NamedNode, NamedNode, Value]


class Workspace:
    """A data folder's facts and sources, to be added to.

    Nothing on disk changes here: `changed_texts` is what to write. What is there stays: its file,
    its labels, facts added by hand, and sources that say more than their place.
    """

    def __init__(self, data: Path, ontology: Ontology) -> None:
        self.data = data
        self.ontology = ontology
        self.changes: list[Change] = []
        self._files: dict[str, DataFile] = {}
        self._file_of: dict[NamedNode, DataFile] = {}
        self._about: dict[NamedNode, dict[NamedNode, set[Value]]] = {}
        self._sources: dict[Key, set[Source]] = defaultdict(set)
        self._claims: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = defaultdict(set)
        self._read()

    # What is there

    def entities(self) -> Iterable[NamedNode]:
        """All subjects that have a file."""
        return self._file_of.keys()

    def __contains__(self, entity: NamedNode) -> bool:
        return entity in self._file_of

    def file_of(self, entity: NamedNode) -> str:
        """The name of the file an entity is in."""
        return self._file_of[entity].name

    def values(self, entity: NamedNode, prop: NamedNode) -> set[Value]:
        """The adopted values of a property of an entity."""
        return self._about.get(entity, {}).get(prop, set())

    def properties(self, entity: NamedNode) -> set[NamedNode]:
        """The properties of which an entity has a value."""
        return set(self._about.get(entity, {}))

    def sources(self, entity: NamedNode, prop: NamedNode, value: Value) -> set[Source]:
        """The sources of one fact; empty where it has none."""
        return self._sources.get((entity, prop, canonical_value(value)), set())

    def claims(self, entity: NamedNode, prop: NamedNode) -> dict[Value, set[Source]]:
        """The values of a property that are kept as not adopted, with their sources."""
        found: dict[Value, set[Source]] = defaultdict(set)
        for claim in self._claims.get((entity, prop), ()):
            for value in self._said(claim, "claimObject") | self._said(claim, "claimValue"):
                for source in self._said(claim, "source"):
                    place = (self._text(claim, "locator"), self._text(claim, "sourceKind") or "")
                    found[value].add(Source(source.value, *place))
        return found

    def classes(self, entity: NamedNode) -> set[str]:
        """Local names of the classes an entity is stated to have."""
        return {
            t.value.removeprefix(HKG)
            for t in self.values(entity, _TYPE)
            if isinstance(t, NamedNode) and t.value.startswith(HKG)
        }

    def name(self, entity: NamedNode, language: str = "en") -> str:
        """An entity's label in a language, else in English, else its id."""
        labels = {
            x.language: x.value for x in self.values(entity, _LABEL) if isinstance(x, Literal)
        }
        return labels.get(language) or labels.get("en") or entity.value.removeprefix(KG)

    def changed_entities(self) -> set[NamedNode]:
        """The entities that something was added to, and the claims that are new."""
        changed = {change.entity for change in self.changes}
        claims = (c.detail for c in self.changes if isinstance(c.detail, Claim))
        return changed | {claim_iri(claim) for claim in claims}

    def triples(self, sourced: Collection[NamedNode]) -> Iterator[Triple]:
        """The whole graph as it is now, with the sources of these entities' facts only."""
        for file in self._files.values():
            yield from file.triples
            yield from axioms(fact for fact in file.evidence if fact.subject in sourced)
            yield from file.other_evidence

    # Changing it

    def declare(
        self, entity: NamedNode, *, classes: Iterable[str], domains: Iterable[str] = ()
    ) -> None:
        """Add an entity, or further classes of one that is there."""
        wanted = set(classes)
        is_new = entity not in self._file_of
        if is_new:
            self._file_of[entity] = self._file(file_for(wanted, set(domains)))
            self._assert(entity, _TYPE, _INDIVIDUAL)
            if wanted != {"Claim"}:
                self.changes.append(Change(entity, "entity"))
        for name in sorted(wanted):
            if self._assert(entity, _TYPE, NamedNode(HKG + name)) and not is_new:
                self.changes.append(Change(entity, "class", _TYPE, NamedNode(HKG + name)))

    def label(self, entity: NamedNode, text: str, language: str) -> None:
        """Add a label; a language that already has one gets a further name (altLabel) instead."""
        new = Literal(text, language=language)
        labels = self.values(entity, _LABEL)
        if any(isinstance(x, Literal) and x.language == new.language for x in labels):
            self.alternative(entity, text)
        elif self._assert(entity, _LABEL, new):
            self.changes.append(Change(entity, "label", _LABEL, new))

    def alternative(self, entity: NamedNode, text: str) -> None:
        """Add a further name; one that is already a label or name is left out."""
        names = self.values(entity, _LABEL) | self.values(entity, _ALT_LABEL)
        if all(not isinstance(n, Literal) or n.value != text for n in names):
            self._assert(entity, _ALT_LABEL, Literal(text))
            self.changes.append(Change(entity, "name", _ALT_LABEL, Literal(text)))

    def add_fact(self, fact: Fact) -> None:
        """Assert a fact, or add its source to the one that is there."""
        value = canonical_value(fact.value)
        if self._assert(fact.subject, fact.property, value):
            self.changes.append(Change(fact.subject, "fact", fact.property, value))
        known = self._sources[fact.subject, fact.property, value]
        if fact.source not in known:
            known.add(fact.source)
            file = self._file_of[fact.subject]
            file.evidence.add(Fact(fact.subject, fact.property, value, fact.source))
            file.evidence_changed = True
            self.changes.append(
                Change(fact.subject, "source", fact.property, value, detail=fact.source)
            )

    def add_claim(self, claim: Claim) -> None:
        """Keep a statement that is not adopted, as an individual of class Claim."""
        iri = claim_iri(claim)
        if iri in self._file_of:
            return
        self.declare(iri, classes=["Claim"])
        is_object = isinstance(claim.value, NamedNode)
        value = canonical_value(claim.value)
        stated: list[tuple[str, Value]] = [
            ("claimSubject", claim.subject),
            ("claimProperty", claim.property),
            ("claimObject" if is_object else "claimValue", value),
            *(("claimReason", Literal(text, language=tag)) for tag, text in claim.reasons.items()),
            ("source", NamedNode(claim.source.iri)),
            ("sourceKind", Literal(claim.source.kind)),
        ]
        if claim.source.locator:
            stated.append(("locator", Literal(claim.source.locator)))
        for name, term in stated:
            self._assert(iri, NamedNode(HKG + name), term)
        self._claims[claim.subject, claim.property].add(iri)
        self._label_claim(iri, claim)
        self.changes.append(Change(claim.subject, "claim", claim.property, value, detail=claim))

    # Its texts

    def texts(self) -> dict[Path, str]:
        """The canonical text of every file of the folder, by path relative to it.

        Raises DataSyntaxError for a comment that would be lost.
        """
        texts = root_texts(self.data, sorted(self._files))
        for file in self._files.values():
            texts.update(file.texts(self.data, only_changed=False))
        return texts

    def changed_texts(self) -> dict[Path, str]:
        """The same of the files that the changes touch; the root and its catalog where they differ.

        Raises DataSyntaxError for a comment that would be lost.
        """
        if not self.changes:
            return {}
        texts: dict[Path, str] = {}
        for file in self._files.values():
            is_new = not (self.data / f"{file.name}.ttl").is_file()
            texts.update(file.texts(self.data, only_changed=not is_new))
        for path, text in root_texts(self.data, sorted(self._files)).items():
            place = self.data / path
            if not place.is_file() or place.read_bytes() != text.encode():
                texts[path] = text
        return texts

    def _label_claim(self, iri: NamedNode, claim: Claim) -> None:
        name = claim.property.value.rpartition("#")[2].rpartition("/")[2]
        # Canonical and short, so that the label is the same for `6`, `6.0` and `6.00`.
        value = canonical_value(claim.value).value.removeprefix(KG)
        if isinstance(claim.value, Literal) and claim.value.datatype.value.endswith("#decimal"):
            value = value.removesuffix(".0")
        for language, form in (("en", "{}: {} {} (not adopted)"), ("zh", "{}：{} {}（未采纳）")):
            text = form.format(self.name(claim.subject, language), name, value)
            self._assert(iri, _LABEL, Literal(text, language=language))

    def _assert(self, entity: NamedNode, prop: NamedNode, value: Value) -> bool:
        """Add a statement; whether it is new."""
        values = self._about.setdefault(entity, {}).setdefault(prop, set())
        if value in values:
            return False
        values.add(value)
        file = self._file_of[entity]
        file.triples.add(Triple(entity, prop, value))
        file.changed = True
        return True

    def _said(self, claim: NamedNode, name: str) -> set[Value]:
        return self.values(claim, NamedNode(HKG + name))

    def _text(self, claim: NamedNode, name: str) -> str | None:
        return next((x.value for x in sorted(self._said(claim, name), key=str)), None)

    # Reading it

    def _file(self, name: str) -> DataFile:
        return self._files.setdefault(name, DataFile(name))

    def _read(self) -> None:
        there = {p.stem for p in self.data.glob("*.ttl") if p.name != ROOT_FILE}
        there |= {p.stem for p in self.data.glob("evidence/*.ttl")}
        for name in sorted(there | set(DATA_FILES)):
            file = self._files[name] = read_data_file(self.data, name)
            for triple in file.triples:
                if isinstance(triple.subject, NamedNode) and triple.object != _ONTOLOGY:
                    self._index(triple.subject, triple, file)
            for fact in file.evidence | file.quoted:
                self._sources[fact.subject, fact.property, fact.value].add(fact.source)
        for claim in list(self._about):
            for subject in self._said(claim, "claimSubject"):
                for prop in self._said(claim, "claimProperty"):
                    if isinstance(subject, NamedNode) and isinstance(prop, NamedNode):
                        self._claims[subject, prop].add(claim)

    def _index(self, subject: NamedNode, triple: Triple, file: DataFile) -> None:
        if not isinstance(triple.object, NamedNode | Literal):
            return
        self._file_of.setdefault(subject, file)
        self._about.setdefault(subject, {}).setdefault(triple.predicate, set()).add(triple.object)
