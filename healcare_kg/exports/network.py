"""The network of models, datasets and institutions: nodes and edges for the graph formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from healcare_kg.exports.catalogue import Catalogue, Entity

__all__ = ["Edge", "Network", "Node", "network"]

# Whatever descends from an entity is found against these; makers and data only along them.
_LINEAGE = (
    "basedOn", "builtFrom", "distilledFrom", "hasReleaseBasedOn", "runsOn", "variantOf",
    "versionOf",
)  # fmt: skip
_EDGES = (*_LINEAGE, "trainedOn", "generatedBy", "developedBy", "partOf")
# Stated beside basedOn, and here a detail of its edge.
_KINDS = ("quantizedFrom", "mergedFrom")
_CLASSES = ("Model", "Dataset", "Institution")


@dataclass(frozen=True)
class Node:
    """An entity: id, leaf class, labels, and what one wants to colour or filter by."""

    id: str
    cls: str
    base: bool
    label: str
    label_zh: str
    parameters: Decimal | int | None
    released: str
    domains: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """One fact between two nodes with its sources; `kind` tells a quantisation or merge."""

    source: str
    target: str
    prop: str
    kind: str
    read_in: tuple[str, ...]

    @property
    def id(self) -> str:
        """A name that is the same on every run."""
        return f"{self.source}|{self.prop}|{self.target}"


@dataclass(frozen=True)
class Network:
    """Nodes by id and edges by id, sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def network(catalogue: Catalogue, entities: Sequence[Entity]) -> Network:
    """The network that the entities stand in.

    With some entities: what they reach over any edge, and what reaches them over lineage. With
    all of the graph's it is the whole network.
    """
    there = {e.iri: e for e in catalogue.of_class(*_CLASSES)}
    edges = [edge for entity in there.values() for edge in _edges(catalogue, entity, there)]
    kept = _reach({e.iri for e in entities}, edges)
    ids = {iri: entity.id for iri, entity in there.items()}
    nodes = [_node(catalogue, there[iri]) for iri in kept if iri in there]
    return Network(
        tuple(sorted(nodes, key=lambda n: n.id)),
        tuple(
            sorted(
                (
                    Edge(ids[e.source], ids[e.target], e.prop, e.kind, e.read_in)
                    for e in edges
                    if e.source in kept and e.target in kept
                ),
                key=lambda e: e.id,
            )
        ),
    )


def _edges(catalogue: Catalogue, entity: Entity, there: dict[str, Entity]) -> list[Edge]:
    found = []
    for prop in _EDGES:
        for target in entity.links(prop):
            if target not in there:
                continue
            read = {s.iri for s in catalogue.sources(entity, prop, NamedNode(target))}
            kinds = [k for k in _KINDS if prop == "basedOn" and target in entity.links(k)]
            found.append(Edge(entity.iri, target, prop, " ".join(kinds), tuple(sorted(read))))
    return found


def _reach(start: set[str], edges: Sequence[Edge]) -> set[str]:
    out: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        out[edge.source].add(edge.target)
        if edge.prop in _LINEAGE:
            back[edge.target].add(edge.source)
    return _closure(_closure(start, back), out)


def _closure(start: set[str], steps: dict[str, set[str]]) -> set[str]:
    found, todo = set(start), list(start)
    while todo:
        new = steps.get(todo.pop(), set()) - found
        found |= new
        todo.extend(new)
    return found


def _node(catalogue: Catalogue, entity: Entity) -> Node:
    leaf = next(
        cls
        for cls in ("Benchmark", "Dataset", "ModelFamily", "ModelRelease", "Institution", "Model")
        if catalogue.is_a(entity, cls)
    )
    return Node(
        id=entity.id,
        cls=leaf,
        base="BaseModel" in entity.classes,
        label=entity.label(),
        label_zh=entity.label("zh"),
        parameters=entity.number("parametersBillions"),
        released=entity.text("released") or "",
        domains=tuple(catalogue.member_label(iri) for iri in entity.links("inDomain")),
    )
