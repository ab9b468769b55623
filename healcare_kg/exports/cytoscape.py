"""Cytoscape.js JSON, which Cytoscape opens and networkx reads (`cytoscape_graph`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from healcare_kg.exports.catalogue import Catalogue, Entity
from healcare_kg.exports.formats import Export
from healcare_kg.exports.json_text import json_bytes, plain_number
from healcare_kg.exports.network import Edge, Node, network

__all__ = ["write"]


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """One JSON file with the same nodes and edges as GraphML has."""
    found = network(catalogue, entities)
    document = {
        "data": [["name", "healcare-kg"]],
        "directed": True,
        "multigraph": True,
        "elements": {
            "nodes": [{"data": _node(node)} for node in found.nodes],
            "edges": [{"data": _edge(edge)} for edge in found.edges],
        },
    }
    return Export({"healcare-kg.cyjs": json_bytes(document)})


def _node(node: Node) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": node.id,
        "value": node.id,
        "name": node.label,
        "label_zh": node.label_zh,
        "class": node.cls,
        "base": node.base,
        "released": node.released,
        "domains": list(node.domains),
    }
    if node.parameters is not None:
        data["parameters_billions"] = plain_number(node.parameters)
    return data


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "id": edge.id,
        "key": edge.prop,
        "source": edge.source,
        "target": edge.target,
        "interaction": edge.prop,
        "kind": edge.kind,
        "sources": list(edge.read_in),
    }
