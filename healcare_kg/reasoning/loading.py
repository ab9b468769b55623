"""Which files are reasoned over together, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from healcare_kg.curation.root import ROOT_FILE
from healcare_kg.namespaces import HKG, KG, ONTOLOGY_IRI, OWL, RDF
from healcare_kg.rdf_files import data_files, parse_file
from healcare_kg.reasoning.reading import Statement
from healcare_kg.resources import graph_paths, resource

__all__ = ["Loaded", "load"]

_OURS = (HKG, KG)
_TYPE, _ONTOLOGY = NamedNode(RDF + "type"), NamedNode(OWL + "Ontology")


@dataclass(frozen=True)
class Loaded:
    """The statements of some files, each with its file."""

    files: tuple[Path, ...]
    statements: tuple[Statement, ...]


def load(paths: Sequence[Path], *, data: Sequence[Path] = (), alone: bool = False) -> Loaded:
    """The graph that is reasoned over: the shipped one, or `paths` and the graph they belong to.

    That graph is `data`, else the data folder that the paths lie in, else the shipped graph if they
    use its terms; a file of it is replaced by one of `paths` that is the same ontology by its
    header. With `alone`, it is the paths only. The ontology is there wherever its terms are.

    Raises InputError for a missing path and DataSyntaxError for a broken file.
    """
    if not paths and not data:
        return _read(graph_paths(), ())
    given = data_files([_data_of_checkout(path) for path in paths])
    own = _read(given, ())
    if alone or not (data or _uses_our_terms(own.statements)):
        around: list[Path] = []
    else:
        around = data_files(data) if data else _graph_around(given)
    known = {path.resolve() for path in given}
    whole = _read([path for path in around if path.resolve() not in known], own.statements)
    ontology = [resource("ontology", name) for name in ("healcare-kg.ttl", "vocabulary.ttl")]
    statements = [*own.statements, *whole.statements]
    terms = _read(ontology, statements) if _uses_our_terms(statements) else Loaded((), ())
    return Loaded((*own.files, *whole.files, *terms.files), (*statements, *terms.statements))


def _read(files: Iterable[Path], before: Iterable[Statement]) -> Loaded:
    """The files but those that are an ontology which `before` already has."""
    defined = set(_headers(before))
    kept, statements = list[Path](), list[Statement]()
    for path in files:
        read = [(path, quad) for quad in parse_file(path)]
        if defined.isdisjoint(_headers(read)):
            kept.append(path)
            statements += read
    return Loaded(tuple(kept), tuple(statements))


def _headers(statements: Iterable[Statement]) -> list[str]:
    return [str(q.subject) for _, q in statements if q.predicate == _TYPE and q.object == _ONTOLOGY]


def _uses_our_terms(statements: Iterable[Statement]) -> bool:
    return any(
        isinstance(node, NamedNode) and (node.value.startswith(_OURS) or node.value == ONTOLOGY_IRI)
        for _, quad in statements
        for node in (quad.subject, quad.predicate, quad.object)
    )


def _graph_around(paths: Iterable[Path]) -> list[Path]:
    """The files of the data folder that a path lies in, else those of the shipped graph."""
    for path in map(Path.resolve, paths):
        for folder in (path.parent, path.parent.parent):
            if (folder / ROOT_FILE).is_file():
                return data_files([folder])
    return graph_paths()


def _data_of_checkout(path: Path) -> Path:
    """The `data` folder of a checkout's, whose other folders hold examples of what is wrong."""
    return path / "data" if (path / "data" / ROOT_FILE).is_file() else path
