"""Facts files into the graph: names become terms, statements facts or claims."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from healcare_kg.curation.statements import Claim, Fact, Source
from healcare_kg.curation.workspace import Workspace
from healcare_kg.errors import DataSyntaxError
from healcare_kg.facts.records import Record, Statement
from healcare_kg.namespaces import HKG, KG, PREFIXES
from healcare_kg.ontology import Ontology, Property

__all__ = ["add_records"]

_XSD = PREFIXES["xsd"]
# Names that the format and the ontology spell differently.
_PROPERTY_ALIASES = {"domain": "inDomain", "license": "dcterms:license", "title": "dcterms:title"}
_MEMBER_ALIASES = {("access", "open-weights"): "open"}
# A model that states no domain is filed with what it is a release of or stands on.
_INHERIT_DOMAIN = ("variantOf", "basedOn", "runsOn")


def add_records(workspace: Workspace, records: Iterable[Record]) -> None:
    """Add entities, facts and claims to the workspace.

    Raises DataSyntaxError naming the file and line of a record that does not fit the ontology or
    points to an entity that is neither in the records nor in the graph.
    """
    by_id = {record.id: record for record in records}
    for record in by_id.values():
        _declare(workspace, record, by_id)
    for record in by_id.values():
        for statement in record.statements:
            _add_statement(workspace, record, statement)


def _declare(workspace: Workspace, record: Record, by_id: dict[str, Record]) -> None:
    entity = NamedNode(KG + record.id)
    unknown = [c for c in record.classes if HKG + c not in workspace.ontology.classes]
    if unknown:
        raise _error(record, f"{record.id}: there is no class {unknown[0]!r}")
    workspace.declare(entity, classes=record.classes, domains=_domains(record, by_id, frozenset()))
    for language, text in record.labels.items():
        workspace.label(entity, text, language)
    for text in record.alternatives:
        workspace.alternative(entity, text)


def _domains(record: Record, by_id: dict[str, Record], seen: frozenset[str]) -> set[str]:
    adopted = [s for s in record.statements if s.adopted]
    own = {s.value for s in adopted if s.property == "domain"}
    if own:
        return own
    for name in _INHERIT_DOMAIN:
        for s in adopted:
            if s.property == name and s.ref in by_id and s.ref not in seen:
                found = _domains(by_id[s.ref], by_id, seen | {record.id})
                if found:
                    return found
    return set()


def _add_statement(workspace: Workspace, record: Record, statement: Statement) -> None:
    prop = _property(workspace.ontology, record, statement)
    entity, predicate = NamedNode(KG + record.id), NamedNode(prop.iri)
    source = Source(statement.source, statement.locator, statement.kind)
    for value in _values(workspace, record, statement, prop):
        if statement.adopted:
            workspace.add_fact(Fact(entity, predicate, value, source))
        else:
            reason = Literal(statement.why or "", language="en")
            workspace.add_claim(Claim(entity, predicate, value, reason, source))


def _property(ontology: Ontology, record: Record, statement: Statement) -> Property:
    name = _PROPERTY_ALIASES.get(statement.property, statement.property)
    found = ontology.properties.get(name)
    if found is None:
        raise _error(record, f"{record.id}: there is no property {statement.property!r}")
    return found


def _values(
    workspace: Workspace, record: Record, statement: Statement, prop: Property
) -> list[NamedNode | Literal]:
    if statement.ref is not None:
        target = NamedNode(KG + statement.ref)
        if target not in workspace:
            raise _error(record, f"{record.id}: {statement.property} points to {statement.ref!r}, "
                                 "which is in neither the files nor the graph")
        return [target]
    members = workspace.ontology.members.get(prop.range or "")
    if members:
        name = _MEMBER_ALIASES.get((statement.property, statement.value), statement.value)
        if HKG + str(name) in members:
            return [NamedNode(f"{HKG}{name}")]
        if statement.adopted:
            raise _error(record, f"{record.id}: {statement.value!r} is no {statement.property}")
    if prop.kind == "object" and statement.adopted:
        raise _error(record, f"{record.id}: {statement.property} needs a ref, not a value")
    if isinstance(statement.value, dict):
        return [Literal(text, language=tag) for tag, text in statement.value.items()]
    return [_literal(statement.value, prop)]


def _literal(value: Any, prop: Property) -> Literal:
    datatype = prop.range or ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if datatype == _XSD + "anyURI":
            return Literal(text, datatype=NamedNode(datatype))
        return Literal(text)
    if isinstance(value, int) and datatype != _XSD + "decimal":
        return Literal(str(value), datatype=NamedNode(_XSD + "integer"))
    return Literal(format(Decimal(value), "f"), datatype=NamedNode(_XSD + "decimal"))


def _error(record: Record, message: str) -> DataSyntaxError:
    return DataSyntaxError(record.path, message, line=record.line)
