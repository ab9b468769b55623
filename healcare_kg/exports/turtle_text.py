"""Turtle in other communities' vocabularies: sorted, with their prefixes, the same on every run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from healcare_kg.namespaces import PREFIXES, RDFS

__all__ = ["Description", "turtle_bytes"]

_PREFIXES = {
    "biro": "http://purl.org/spar/biro/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": PREFIXES["dcterms"],
    "foaf": "http://xmlns.com/foaf/0.1/",
    "it6": "http://data.europa.eu/it6/",
    "lpwcc": "https://linkedpaperswithcode.com/class/",
    "prov": PREFIXES["prov"],
    "rdfs": RDFS,
    "skos": PREFIXES["skos"],
    "xsd": PREFIXES["xsd"],
}
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


@dataclass
class Description:
    """A subject's types and, by property (both as `prefix:name`), its values in Turtle."""

    types: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=dict)

    def link(self, prop: str, iri: str) -> None:
        """Point to another subject."""
        self.values.setdefault(prop, set()).add(_iri(iri))

    def text(self, prop: str, text: str, language: str | None = None) -> None:
        """Add a text, in a language where it has one."""
        suffix = f"@{language}" if language else ""
        self.values.setdefault(prop, set()).add(_quoted(text) + suffix)

    def only(self, prop: str, text: str) -> None:
        """Set the one text of a property."""
        self.values[prop] = {_quoted(text)}

    def literal(self, prop: str, text: str, datatype: str) -> None:
        """Add a literal with a datatype (`prefix:name`)."""
        self.values.setdefault(prop, set()).add(f"{_quoted(text)}^^{datatype}")


def turtle_bytes(nodes: Mapping[str, Description]) -> bytes:
    """The subjects sorted by IRI, each with its types and then its properties."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in sorted(_PREFIXES.items())]
    for iri in sorted(nodes):
        node = nodes[iri]
        parts = [f"a {' , '.join(sorted(node.types))}"] if node.types else []
        parts += [f"{p} {' , '.join(sorted(found))}" for p, found in sorted(node.values.items())]
        lines += ["", f"{_iri(iri)} " + " ;\n    ".join(parts) + " ."]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _iri(iri: str) -> str:
    return f"<{_NOT_IN_IRI.sub(lambda m: f'%{ord(m[0]):02X}', iri)}>"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"'
