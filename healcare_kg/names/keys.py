"""What of a name counts: keys that names are compared by, and ids."""

from __future__ import annotations

import re
import unicodedata

from healcare_kg.namespaces import curie

__all__ = ["exact_key", "id_of", "loose_key", "slug", "squeezed"]


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


def id_of(iri: str) -> str:
    """The id of an entity, which is a name of it too: what follows the prefix, or the whole IRI."""
    short = curie(iri)
    return short.partition(":")[2] if short else iri
