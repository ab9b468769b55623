"""GraphML (http://graphml.graphdrawing.org), as networkx, Gephi and yEd read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.formats import Export
from healcare_kg.exports.network import Edge, Node, network

__all__ = ["write"]

# Characters that XML 1.0 has no way to write (section 2.2).
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE_KEYS = (
    ("label", "string"), ("label_zh", "string"), ("class", "string"), ("base", "boolean"),
    ("parameters_billions", "double"), ("released", "string"), ("domains", "string"),
)  # fmt: skip
_EDGE_KEYS = (("property", "string"), ("kind", "string"), ("sources", "string"))


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """One GraphML file; what stands for several values is joined by blanks (URLs) or commas."""
    found = network(catalogue, entities)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"',
        '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
        '    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
        ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
        *(_key("node", name, kind) for name, kind in _NODE_KEYS),
        *(_key("edge", name, kind) for name, kind in _EDGE_KEYS),
        '  <graph id="healcare-kg" edgedefault="directed">',
        *(_node(node) for node in found.nodes),
        *(_edge(edge) for edge in found.edges),
        "  </graph>",
        "</graphml>",
    ]
    return Export({"healcare-kg.graphml": ("\n".join(lines) + "\n").encode()})


def _key(of: str, name: str, kind: str) -> str:
    return f'  <key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>'


def _node(node: Node) -> str:
    values = {
        "label": node.label,
        "label_zh": node.label_zh,
        "class": node.cls,
        "base": "true" if node.base else "false",
        "parameters_billions": "" if node.parameters is None else str(node.parameters),
        "released": node.released,
        "domains": ", ".join(node.domains),
    }
    return f"    <node id={_attribute(node.id)}>{_data('node', values)}</node>"


def _edge(edge: Edge) -> str:
    values = {"property": edge.prop, "kind": edge.kind, "sources": " ".join(edge.read_in)}
    ends = f"source={_attribute(edge.source)} target={_attribute(edge.target)}"
    return f"    <edge id={_attribute(edge.id)} {ends}>{_data('edge', values)}</edge>"


def _data(of: str, values: dict[str, str]) -> str:
    return "".join(
        f'<data key="{of}-{name}">{escape(_clean(text))}</data>'
        for name, text in values.items()
        if text
    )


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
