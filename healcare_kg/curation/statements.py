"""What a source says, as values: a fact with its source, or a claim that is not adopted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from healcare_kg.namespaces import KG
from healcare_kg.turtle import canonical_literal, term_text

__all__ = ["Change", "Claim", "Fact", "Source", "Value", "canonical_value", "claim_iri"]

Value = NamedNode | Literal


@dataclass(frozen=True, order=True)
class Source:
    """Where a statement was read: IRI, place inside it, `primary` (the makers') or `secondary`."""

    iri: str
    locator: str | None
    kind: str


@dataclass(frozen=True)
class Fact:
    """A statement that is held to be true, with one of its sources."""

    subject: NamedNode
    property: NamedNode
    value: Value
    source: Source


@dataclass(frozen=True)
class Claim:
    """A statement that is kept but not adopted, why (text by language), and its source."""

    subject: NamedNode
    property: NamedNode
    value: Value
    reasons: Mapping[str, str] = field(hash=False)
    source: Source


@dataclass(frozen=True)
class Change:
    """Something that was added to an entity.

    `kind` says what: `entity`, `class`, `label`, `name`, `fact`, `source` (of the fact that
    `property` and `value` tell) or `claim`; `detail` is the source's or the claim's.
    """

    entity: NamedNode
    kind: str
    property: NamedNode | None = None
    value: Value | None = None
    detail: Source | Claim | None = None


def canonical_value(value: Value) -> Value:
    """A value in the one form that it has in the graph."""
    return canonical_literal(value) if isinstance(value, Literal) else value


def claim_iri(claim: Claim) -> NamedNode:
    """The name of a claim: its subject, property and a digest of what is said and where.

    The digest makes the name independent of the order in which claims are read.
    """
    local = re.split(r"[#/]", claim.property.value)[-1]
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", local).lower()
    said = "\n".join([term_text(claim.value), claim.source.iri, claim.source.locator or ""])
    digest = hashlib.blake2b(said.encode(), digest_size=4).hexdigest()
    subject = claim.subject.value.removeprefix(KG)
    return NamedNode(f"{KG}claim-{subject}-{kebab}-{digest}")
