"""What is validated: the files of a graph, and the entities that the answer is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from healcare_kg.curation.root import ROOT_FILE
from healcare_kg.files import read_bytes
from healcare_kg.namespaces import OWL, RDF, expand
from healcare_kg.rdf_files import data_files, parse_file
from healcare_kg.resources import graph_paths, resource
from healcare_kg.store import fill_store

__all__ = ["Scope", "graph_store", "read_scope"]

_HEADER = (NamedNode(RDF + "type"), NamedNode(OWL + "Ontology"))
_SOURCE = NamedNode(OWL + "annotatedSource")
_EVIDENCE = "evidence"
_SOURCE_OF = re.compile(rb"\bowl:annotatedSource (?:(kg:[\w.-]+)|<([^<>\s]+)>) ")


@dataclass
class Scope:
    """What is validated.

    `store` is the graph with its ontology; `written` are the statements of the files in question,
    whose numbers are as they are spelt there; `focus` are the IRIs to report on (None for all).
    """

    store: Store
    written: list[Quad]
    files: list[Path] = field(default_factory=list)
    focus: frozenset[str] | None = None


def read_scope(paths: Sequence[Path], data: Sequence[Path] = ()) -> Scope:
    """The graph that `paths` belong to, and what they hold as what is reported on.

    The graph is that of `data`, else of the data folder that they lie in, else the shipped one. A
    file of it is replaced by one of `paths` that is the same ontology by its header (`<...> a
    owl:Ontology`); the ontology itself is always there. Without `paths`, or with all of the
    graph's data, the report is on everything.

    Raises InputError for a missing path and DataSyntaxError for a broken file.
    """
    paths = [_folder_meant(path) for path in paths]
    given = data_files(paths) if paths else []
    graph = data_files(data) if data else _graph_around(paths)
    known = {path.resolve() for path in given}
    everything = not given or {path.resolve() for path in graph} <= known
    if everything and not given:
        given = graph
    written = [quad for path in given for quad in parse_file(path)]
    defined = {q.subject for q in written if (q.predicate, q.object) == _HEADER}
    others: list[Path] = []
    focus = None
    if not everything:
        graph = [path for path in graph if path.resolve() not in known]
        focus = frozenset(_entities(written) | _entities_of_pairs(given, graph))
        others = [path for path in graph if _may_concern(path, focus)]
    others += [resource("ontology", name) for name in ("healcare-kg.ttl", "vocabulary.ttl")]
    others = [path for path in others if _ontology_of(path) not in defined]
    store = graph_store(written)
    fill_store(store, others)
    return Scope(store, written, [*given, *others], focus)


def graph_store(quads: Iterable[Quad]) -> Store:
    """A store of statements, those of named graphs as parts of the default graph."""
    store = Store()
    default = DefaultGraph()
    store.bulk_extend(q if q.graph_name == default else Quad(*q.triple) for q in quads)
    return store


def _ontology_of(path: Path) -> object:
    """The ontology that a file is by its header, which the canonical writer puts first."""
    headers = (q.subject for q in parse_file(path) if (q.predicate, q.object) == _HEADER)
    return next(headers, None)


def _graph_around(paths: Sequence[Path]) -> list[Path]:
    """The files of the data folder that the first path in one lies in, else the shipped ones."""
    for path in map(Path.resolve, paths):
        for folder in (path, path.parent, path.parent.parent):
            if (folder / ROOT_FILE).is_file():
                return data_files([folder])
    return [path for path in graph_paths() if path.parent.name != "ontology"]


def _folder_meant(path: Path) -> Path:
    """The data folder that a checkout or a root file, which only imports the others, stands for.

    The other folders of a checkout hold examples of what is wrong.
    """
    if path.name == ROOT_FILE and path.is_file():
        return path.parent
    return path / "data" if (path / "data" / ROOT_FILE).is_file() else path


def _entities(quads: Iterable[Quad]) -> set[str]:
    """The subjects of statements and of sources."""
    found: set[str] = set()
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found.add(quad.subject.value)
        elif quad.predicate == _SOURCE and isinstance(quad.object, NamedNode):
            found.add(quad.object.value)
    return found


def _entities_of_pairs(given: Iterable[Path], graph: Iterable[Path]) -> set[str]:
    """The entities of the files of the graph whose sources, or facts, the given files hold.

    One may have lost its last line there.
    """
    names = {_pair_name(path) for path in given}
    found: set[str] = set()
    for path in graph:
        if _own_name(path) in names:
            sources = _sources_in(path)
            found |= _entities(parse_file(path)) if sources is None else sources
    return found


def _own_name(path: Path) -> tuple[bool, str]:
    return path.parent.name == _EVIDENCE, path.name


def _pair_name(path: Path) -> tuple[bool, str]:
    return path.parent.name != _EVIDENCE, path.name


def _may_concern(path: Path, focus: frozenset[str]) -> bool:
    """Whether a file has to be read: of the sources, only those of the entities in question."""
    sources = _sources_in(path)
    return sources is None or not sources.isdisjoint(focus)


def _sources_in(path: Path) -> set[str] | None:
    """The entities whose sources a file of `evidence/` has.

    None for any other file, and for one that the canonical writer has not written.
    """
    if path.parent.name != _EVIDENCE or path.suffix != ".ttl":
        return None
    text = read_bytes(path)
    names = _SOURCE_OF.findall(text)
    if len(names) != text.count(b"annotatedSource"):
        return None
    return {(expand(a.decode()) or "") if a else b.decode() for a, b in set(names)}
