"""What is validated: the files of a graph, and the entities that the answer is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from healcare_kg.curation.root import ROOT_FILE
from healcare_kg.namespaces import OWL, RDF, expand
from healcare_kg.rdf_files import data_files, parse_file, read_bytes
from healcare_kg.resources import graph_paths, resource

__all__ = ["Scope", "read_scope"]

_TYPE, _ONTOLOGY = NamedNode(RDF + "type"), NamedNode(OWL + "Ontology")
_SOURCE = NamedNode(OWL + "annotatedSource")
_EVIDENCE = "evidence"
_ANY_SOURCE = re.compile(rb"\bannotatedSource\b")
_SOURCE_OF = re.compile(rb"\bowl:annotatedSource (?:(kg:[\w.-]+)|<([^<>\s]+)>) ")


@dataclass
class Scope:
    """The triples of a graph, its files, and the IRIs to report on (None for all)."""

    quads: list[Quad] = field(default_factory=list)
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
    paths = [_data_of_checkout(path) for path in paths]
    graph = data_files(data) if data else _graph_around(paths)
    given = data_files(paths) if paths else []
    known = {path.resolve() for path in given}
    if {path.resolve() for path in graph} <= known:
        given, graph = [], given
    else:
        graph = [path for path in graph if path.resolve() not in known]
    scope = Scope()
    defined = _add(scope, given, set())
    if given:
        scope.focus = frozenset(_entities(scope.quads) | _entities_of_pairs(given, graph))
        graph = [path for path in graph if _may_concern(path, scope.focus)]
    defined |= _add(scope, graph, defined)
    ontology = [resource("ontology", name) for name in ("healcare-kg.ttl", "vocabulary.ttl")]
    _add(scope, ontology, defined)
    return scope


def _add(scope: Scope, files: Iterable[Path], defined: set[str]) -> set[str]:
    """Read files into the scope but those that are ontologies of `defined`; the IRIs of theirs."""
    found: set[str] = set()
    for path in files:
        quads = list(parse_file(path))
        own = {str(q.subject) for q in quads if q.predicate == _TYPE and q.object == _ONTOLOGY}
        if not own & defined:
            scope.quads += quads
            scope.files.append(path)
            found |= own
    return found


def _graph_around(paths: Sequence[Path]) -> list[Path]:
    """The files of the data folder that the first path in one lies in, else the shipped ones."""
    for path in map(Path.resolve, paths):
        for folder in (path, path.parent, path.parent.parent):
            if (folder / ROOT_FILE).is_file():
                return data_files([folder])
    return [path for path in graph_paths() if path.parent.name != "ontology"]


def _data_of_checkout(path: Path) -> Path:
    """The `data` folder of a checkout's, whose other folders hold examples of what is wrong."""
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
    pairs = [path for path in graph if _own_name(path) in names]
    return {iri for path in pairs for iri in _entities(parse_file(path))}


def _own_name(path: Path) -> tuple[bool, str]:
    return path.parent.name == _EVIDENCE, path.name


def _pair_name(path: Path) -> tuple[bool, str]:
    return path.parent.name != _EVIDENCE, path.name


def _may_concern(path: Path, focus: frozenset[str]) -> bool:
    """Whether a file has to be read: of the sources, only those of the entities in question."""
    if path.parent.name != _EVIDENCE or path.suffix != ".ttl":
        return True
    text = read_bytes(path)
    names = _SOURCE_OF.findall(text)
    if len(names) != len(_ANY_SOURCE.findall(text)):
        return True  # written otherwise than by the canonical writer
    return any((expand(a.decode()) if a else b.decode()) in focus for a, b in set(names))
