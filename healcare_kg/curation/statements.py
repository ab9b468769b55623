"""What a source says, as values: a fact with its source, or a claim that is not adopted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from healcare_kg.namespaces import KG
from healcare_kg.turtle import term_text

__all__ = ["Claim", "Fact", "Source", "claim_iri"]


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
    value: NamedNode | Literal
    source: Source


@dataclass(frozen=True)
class Claim:
    """A statement that is kept but not adopted, why, and its source."""

    subject: NamedNode
    property: NamedNode
    value: NamedNode | Literal
    reason: Literal
    source: Source


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
