"""All files of a release, made from the files of a graph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from healcare_kg.exports.formats import Export
from healcare_kg.namespaces import PREFIXES
from healcare_kg.release.description import checksums, description
from healcare_kg.release.json_ld import json_ld
from healcare_kg.release.merging import merged
from healcare_kg.turtle import canonical_turtle

__all__ = ["build"]

_NAME = "healcare-kg"


def build(files: Sequence[Path]) -> Export:
    """The merged graph in Turtle, RDF/XML, N-Triples and JSON-LD, described and with checksums.

    The bytes depend on the graph alone. Raises as `merged` does.
    """
    triples = merged(files)
    made = {
        f"{_NAME}.ttl": canonical_turtle(triples).encode(),
        f"{_NAME}.owl": _rdf_xml(triples),
        f"{_NAME}.nt": "".join(f"{triple} .\n" for triple in triples).encode(),
        f"{_NAME}.jsonld": json_ld(triples),
    }
    made["void.ttl"] = description(triples, made)
    made["SHA256SUMS"] = checksums(made)
    return Export(made)


def _rdf_xml(triples: Sequence[Triple]) -> bytes:
    content = serialize(triples, format=RdfFormat.RDF_XML, prefixes=PREFIXES)
    assert content is not None  # without an output the engine returns the bytes
    text = content.decode()
    # The engine declares prefixes in an order of chance, and some that nothing uses.
    names = [p for p in sorted(PREFIXES) if re.search(rf"[<\s]{p}:[\w-]", text)]
    root = "".join(f'\n    xmlns:{p}="{PREFIXES[p]}"' for p in names)
    return re.sub(r"<rdf:RDF[^>]*>", f"<rdf:RDF{root}>", text, count=1).encode()
