"""A statement's value as terms of the graph, checked against what its property takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pyoxigraph import Literal, NamedNode

from healcare_kg.curation.statements import Value
from healcare_kg.curation.workspace import Workspace
from healcare_kg.errors import InputError
from healcare_kg.facts.records import Statement
from healcare_kg.namespaces import HKG, KG, PREFIXES
from healcare_kg.ontology import Ontology, Property

__all__ = [
    "UnfitError",
    "UnknownEntityError",
    "find_property",
    "format_name",
    "is_stated",
    "list_members",
    "terms",
]

_XSD = PREFIXES["xsd"]
# Names that the format and the ontology spell differently.
_ALIASES = {"domain": "inDomain", "license": "dcterms:license", "title": "dcterms:title"}
_MEMBER_ALIASES = {("access", "open-weights"): "open"}
# Of other vocabularies only these two are facts; derivedFrom and size are inferred.
_FOREIGN = {"dcterms:license", "dcterms:title"}
_NEVER = {"derivedFrom", "size"}
_WEB = re.compile(r"https?://[^/\s<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`]*)?\Z")


class UnfitError(InputError):
    """A statement that the ontology does not allow; the text says why."""


class UnknownEntityError(UnfitError):
    """A statement that points to what is in neither the records nor the graph; `ref` is its id."""

    def __init__(self, message: str, *, ref: str) -> None:
        self.ref = ref
        super().__init__(message)


def find_property(ontology: Ontology, name: str) -> Property:
    """The property with a name of the facts format. Raises UnfitError with the nearest names."""
    found = ontology.properties.get(_ALIASES.get(name, name))
    if found is not None and is_stated(found):
        return found
    names = [format_name(p) for p in ontology.properties.values() if is_stated(p)]
    raise UnfitError(f"there is no property {name!r}{_did_you_mean(name, names)}")


def format_name(prop: Property) -> str:
    """The name of a property in the facts format."""
    return next((short for short, long in _ALIASES.items() if long == prop.name), prop.name)


def is_stated(prop: Property) -> bool:
    """Whether a property is one that facts have: not inferred, not of claims or sources."""
    if ":" in prop.name:
        return prop.name in _FOREIGN
    is_of_claims = prop.domain == HKG + "Claim"
    return prop.kind != "annotation" and prop.name not in _NEVER and not is_of_claims


def list_members(ontology: Ontology, prop: Property) -> list[str]:
    """The names that a property of a closed list takes, sorted; empty for other properties."""
    return sorted(iri.removeprefix(HKG) for iri in ontology.members.get(prop.range or "", ()))


def terms(workspace: Workspace, statement: Statement, prop: Property) -> list[Value]:
    """The value of a statement; several where it has several languages. Raises UnfitError.

    What was not adopted may be anything: a name where an entity belongs, a text for a number.
    """
    name = statement.property
    if statement.ref is not None:
        return [_entity(workspace, statement.ref, prop, name, adopted=statement.adopted)]
    value = statement.value
    if isinstance(value, dict):
        if statement.adopted and not (prop.tagged or prop.kind == "annotation"):
            raise UnfitError(f"{name} takes {_wanted(prop)}, not texts by language")
        return [Literal(text, language=tag) for tag, text in value.items()]
    members = list_members(workspace.ontology, prop)
    if members:
        member = _MEMBER_ALIASES.get((name, value), str(value))
        if member in members:
            return [NamedNode(HKG + member)]
        if statement.adopted:
            near = _did_you_mean(member, members) or f"; the list has {', '.join(members)}"
            raise UnfitError(f"{member!r} is not in the list of {name}{near}")
    elif statement.adopted:
        _check_literal(name, value, prop)
    return [_literal(value, prop)]


def _entity(
    workspace: Workspace, ref: str, prop: Property, name: str, *, adopted: bool
) -> NamedNode:
    if prop.kind != "object":
        raise UnfitError(f"{name} takes {_wanted(prop)}: write it as v, not as ref")
    if list_members(workspace.ontology, prop):
        raise UnfitError(f"{name} takes a member of a closed list: write it as v, not as ref")
    target = NamedNode(KG + ref)
    if target not in workspace:
        ids = [e.value.removeprefix(KG) for e in workspace.entities()]
        near = _did_you_mean(ref, ids)
        raise UnknownEntityError(
            f"{name} points to {ref!r}, which is in neither the files nor the graph"
            + (near or "; add a line for it"),
            ref=ref,
        )
    classes = workspace.classes(target)
    if adopted and prop.range and not workspace.ontology.any_is_a(classes, prop.range):
        wanted = prop.range.removeprefix(HKG)
        raise UnfitError(
            f"{name} points to {ref!r}, of class {', '.join(sorted(classes))}; it takes a {wanted}"
        )
    return target


def _check_literal(name: str, value: Any, prop: Property) -> None:
    range_ = (prop.range or "").removeprefix(_XSD)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    fits = {
        "integer": is_number and isinstance(value, int),
        "decimal": is_number,
        "anyURI": isinstance(value, str) and bool(_WEB.match(value)),
    }.get(range_, isinstance(value, str) and not prop.tagged)
    if prop.kind == "object":
        fits = False
    if not fits:
        shown = repr(value) if isinstance(value, str) else str(value)
        raise UnfitError(f"{name} takes {_wanted(prop)}, not {shown}")


def _wanted(prop: Property) -> str:
    if prop.kind == "object":
        return "another entity: write its id as ref"
    if prop.tagged:
        return 'texts by language such as {"en": "..."}'
    return {
        "integer": "a whole number",
        "decimal": "a number",
        "anyURI": "a web address (https://...)",
    }.get((prop.range or "").removeprefix(_XSD), "a text")


def _literal(value: Any, prop: Property) -> Literal:
    datatype = prop.range or ""
    if isinstance(value, str):
        if datatype == _XSD + "anyURI":
            return Literal(value, datatype=NamedNode(datatype))
        return Literal(value)
    if isinstance(value, int) and datatype != _XSD + "decimal":
        return Literal(str(value), datatype=NamedNode(_XSD + "integer"))
    return Literal(format(Decimal(value), "f"), datatype=NamedNode(_XSD + "decimal"))


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=3, cutoff=0.7)
    return f"; did you mean {' or '.join(near)}?" if near else ""
