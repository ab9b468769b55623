"""Records into a workspace: names become terms, statements facts or claims."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from healcare_kg.curation.statements import Claim, Fact, Source, Value, canonical_value
from healcare_kg.curation.workspace import Workspace
from healcare_kg.facts.problems import Problems
from healcare_kg.facts.records import Record, Statement
from healcare_kg.facts.values import UnfitError, UnknownEntityError, find_property, terms
from healcare_kg.namespaces import HKG, KG
from healcare_kg.ontology import Property
from healcare_kg.turtle import term_text

__all__ = ["add_records"]

# A model that states no domain is filed with what it is a release of or stands on.
_INHERIT_DOMAIN = ("variantOf", "basedOn", "runsOn")
_IN_DOMAIN = NamedNode(HKG + "inDomain")


def add_records(
    workspace: Workspace, records: Iterable[Record], problems: Problems | None = None
) -> list[str]:
    """Add entities, facts and claims to the workspace, whatever their order.

    `problems` are those that reading the records had; they are raised with what is found here.

    Returns remarks: statements on which the graph has decided otherwise, from the same place of
    the same source, so that its decision stands. Raises FactsError with all that does not fit the
    ontology, contradicts the graph, or points to an entity in neither the records nor the graph.
    """
    return _Import(workspace, problems or Problems()).run(records)


class _Import:
    """One run; problems and remarks are collected over all records."""

    def __init__(self, workspace: Workspace, problems: Problems) -> None:
        self.workspace = workspace
        self.problems = problems
        self.remarks: list[str] = []
        self.adopted_here: set[tuple[NamedNode, NamedNode, Value]] = set()
        self._domains_of: dict[str, set[str]] = {}

    def run(self, records: Iterable[Record]) -> list[str]:
        merged = self._merged(records)
        for record in merged.values():
            self._declare(record, merged)
        usable = [r for r in merged.values() if r.id not in self.problems.unread]
        # What is adopted first: a claim may contradict it. Sorted, so that of two claims that
        # differ in their reason only the same one is kept whatever the order of the lines.
        for adopted in (True, False):
            for record in usable:
                for statement in sorted(record.statements, key=_order):
                    if statement.adopted == adopted:
                        self._add(record, statement)
        self.problems.raise_any()
        return sorted(self.remarks)

    # Entities

    def _merged(self, records: Iterable[Record]) -> dict[str, Record]:
        """One record an id, sorted; two that name the same entity alike are one."""
        merged: dict[str, Record] = {}
        in_order = sorted(records, key=lambda r: (r.id, str(r.path), r.line))
        for record in in_order:
            first = merged.setdefault(record.id, record)
            if first is record:
                continue
            if (first.classes, first.labels) != (record.classes, record.labels):
                self._wrong(
                    record,
                    f"is also in {first.path}:{first.line} with another class or label; "
                    "make them one, or the same",
                )
            merged[record.id] = replace(
                first,
                alternatives=tuple(dict.fromkeys((*first.alternatives, *record.alternatives))),
                statements=(*first.statements, *record.statements),
            )
        return merged

    def _declare(self, record: Record, merged: Mapping[str, Record]) -> None:
        entity = NamedNode(KG + record.id)
        wrong = self._misfit(record, self.workspace.classes(entity))
        if wrong:
            self._wrong(record, wrong)
            self.problems.unread.add(record.id)
            return
        domains = self._domains(record, merged)
        self.workspace.declare(entity, classes=record.classes, domains=domains)
        for language, text in sorted(record.labels.items()):
            self.workspace.label(entity, text, language)
        for text in sorted(record.alternatives):
            self.workspace.alternative(entity, text)

    def _misfit(self, record: Record, known: set[str]) -> str | None:
        """Why an entity can't be as its record says, or None; `known` are its classes so far."""
        unknown = [c for c in record.classes if HKG + c not in self.workspace.ontology.classes]
        if unknown:
            return f"there is no class {unknown[0]!r}"
        if known and record.classes and record.classes[0] not in known:
            return (
                f"is a {record.classes[0]} here and a {', '.join(sorted(known))} in the graph; "
                "choose another id, or the same class"
            )
        if not known and (not record.classes or record.classes == ("BaseModel",)):
            return "is not in the graph yet, so it needs a class"
        if not known and "en" not in record.labels:
            return 'is not in the graph yet, so it needs a label {"en": "..."}'
        is_model = {"ModelFamily", "ModelRelease"} & (known | set(record.classes))
        if "BaseModel" in record.classes and not is_model:
            return "only a model can also be a BaseModel"
        return None

    def _domains(self, record: Record, merged: Mapping[str, Record]) -> set[str]:
        """A record's domains or, where it states none, those of the nearest it inherits from."""
        todo, seen = [record.id], set[str]()
        found: set[str] = set()
        while todo and not found:
            name = todo.pop()
            seen.add(name)
            above: list[str] = []
            if name in self._domains_of:
                found = self._domains_of[name]
            elif name in merged:
                found, above = _stated_domains(merged[name])
            else:
                of_graph = self.workspace.values(NamedNode(KG + name), _IN_DOMAIN)
                found = {value.value.removeprefix(HKG) for value in of_graph}
            todo += [ref for ref in reversed(above) if ref not in seen]
        self._domains_of[record.id] = found
        return found

    # Statements

    def _add(self, record: Record, statement: Statement) -> None:
        entity = NamedNode(KG + record.id)
        try:
            prop = find_property(self.workspace.ontology, statement.property)
            self._check_subject(record, statement, prop)
            for value in map(canonical_value, terms(self.workspace, statement, prop)):
                if statement.adopted:
                    self._adopt(entity, prop, value, statement)
                else:
                    self._claim(entity, prop, value, statement)
        except UnknownEntityError as error:
            if error.ref not in self.problems.unread:
                self._wrong(record, str(error), statement.place)
        except UnfitError as error:
            self._wrong(record, str(error), statement.place)

    def _check_subject(self, record: Record, statement: Statement, prop: Property) -> None:
        if statement.why is not None and statement.adopted:
            raise UnfitError(
                f"{statement.property} has a reason (why) but is adopted; "
                'add "status": "not-adopted", or leave out why'
            )
        classes = self.workspace.classes(NamedNode(KG + record.id))
        ontology = self.workspace.ontology
        if statement.adopted and prop.domain and not ontology.any_is_a(classes, prop.domain):
            wanted = prop.domain.removeprefix(HKG)
            raise UnfitError(
                f"{statement.property} is for a {wanted}, and this is a "
                + ", ".join(sorted(classes))
            )

    def _adopt(self, entity: NamedNode, prop: Property, value: Value, statement: Statement) -> None:
        predicate, source = NamedNode(prop.iri), _source(statement)
        fact = Fact(entity, predicate, value, source)
        rejected = self.workspace.claims(entity, predicate).get(fact.value)
        if rejected:
            if any(_same_place(source, other) for other in rejected):
                self._remark(entity, statement, value, "kept as a claim that is not adopted")
                return
            raise UnfitError(
                f"{statement.property} {_shown(value)} is kept in the graph as not adopted; "
                "decide which is right, and remove the claim or this statement"
            )
        others = self.workspace.values(entity, predicate) - {fact.value}
        if prop.functional and others:
            raise UnfitError(
                f"{statement.property} has two adopted values, {_shown(value)} and "
                f"{' and '.join(sorted(map(_shown, others)))}; adopt one and keep the other with "
                'its reason ("status": "not-adopted" and "why"; of cite, --not-adopted)'
            )
        self.adopted_here.add((entity, predicate, fact.value))
        self.workspace.add_fact(fact)

    def _claim(self, entity: NamedNode, prop: Property, value: Value, statement: Statement) -> None:
        predicate, source = NamedNode(prop.iri), _source(statement)
        reasons = statement.why if isinstance(statement.why, Mapping) else {"en": statement.why}
        claim = Claim(entity, predicate, value, {k: v for k, v in reasons.items() if v}, source)
        key = (entity, predicate, claim.value)
        if claim.value in self.workspace.values(entity, predicate):
            sources = self.workspace.sources(*key)
            if key not in self.adopted_here and any(_same_place(source, s) for s in sources):
                self._remark(entity, statement, value, "kept as a fact")
                return
            raise UnfitError(
                f"{statement.property} {_shown(value)} is adopted and not adopted at once; "
                "decide which is right"
            )
        self.workspace.add_claim(claim)

    def _remark(self, entity: NamedNode, statement: Statement, value: Value, kept: str) -> None:
        name = entity.value.removeprefix(KG)
        self.remarks.append(f"{name}: {statement.property} {_shown(value)} is {kept}")

    def _wrong(self, record: Record, message: str, place: tuple[Path, int] | None = None) -> None:
        path, line = place or (record.path, record.line)
        self.problems.add(path, line, f"{record.id}: {message}")


def _stated_domains(record: Record) -> tuple[set[str], list[str]]:
    """The domains that a record states, and what it inherits them from, the nearest first."""
    adopted = [s for s in record.statements if s.adopted]
    own = {str(s.value) for s in adopted if s.property in ("domain", "inDomain")}
    above = [
        s.ref
        for name in _INHERIT_DOMAIN
        for s in sorted((s for s in adopted if s.property == name), key=_order)
        if s.ref is not None
    ]
    return own, above


def _order(statement: Statement) -> tuple[str, ...]:
    value = json.dumps(statement.value, sort_keys=True, default=str)
    why = json.dumps(statement.why, sort_keys=True, default=str)
    place = (statement.source, statement.locator or "", statement.kind)
    return (statement.property, statement.ref or "", value, *place, why)


def _source(statement: Statement) -> Source:
    return Source(statement.source, statement.locator, statement.kind)


def _same_place(one: Source, other: Source) -> bool:
    return (one.iri, one.locator) == (other.iri, other.locator)


def _shown(value: Value) -> str:
    if isinstance(value, NamedNode):
        return value.value.removeprefix(KG).removeprefix(HKG)
    return term_text(value)
