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
_TYPE, _CLASS = NamedNode(RDF + "type"), NamedNode(OWL + "Class")
_HEADER = NamedNode(OWL + "Ontology")
_ONTOLOGY_FILES = ("healcare-kg.ttl", "vocabulary.ttl")


@dataclass(frozen=True)
class Loaded:
    """The statements of some files, each with its file."""

    files: tuple[Path, ...]
    statements: tuple[Statement, ...]


def load(paths: Sequence[Path], *, data: Sequence[Path] = (), alone: bool = False) -> Loaded:
    """The graph that is reasoned over: the shipped one, or `paths` and the graph they belong to.

    That graph is `data`, else the data folder that the paths lie in, else the shipped graph if they
    use its terms and are not a whole graph themselves (with the ontology in it); a file of it is
    replaced by one of `paths` that is the same ontology by its header. With `alone`, it is the
    paths only. The ontology is there wherever its terms are: that beside the data folder, else the
    shipped one.

    Raises InputError for a missing path and DataSyntaxError for a broken file.
    """
    if not paths and not data:
        return _read(graph_paths(), ())
    given = data_files([_data_of_checkout(path) for path in paths])
    folder = _data_folder(given or data)
    own = _read(given, ())
    around: list[Path] = []
    if data:
        around = data_files(data)
    elif not alone and _uses_our_terms(own.statements) and not _is_whole(own.statements):
        around = data_files([folder]) if folder else graph_paths()
    known = {path.resolve() for path in given}
    graph = _read([path for path in around if path.resolve() not in known], own.statements)
    statements = [*own.statements, *graph.statements]
    terms = Loaded((), ())
    if _uses_our_terms(statements) and not _is_whole(statements):
        terms = _read([_ontology(folder) / name for name in _ONTOLOGY_FILES], statements)
    return Loaded((*own.files, *graph.files, *terms.files), (*statements, *terms.statements))


def _ontology(data_folder: Path | None) -> Path:
    """The folder of the ontology beside a data folder, else the shipped one."""
    if data_folder is not None:
        beside = data_folder.parent / "ontology"
        if all((beside / name).is_file() for name in _ONTOLOGY_FILES):
            return beside
    return resource("ontology")


def _is_whole(statements: Iterable[Statement]) -> bool:
    """Whether the statements have both the ontology's classes and individuals of the graph."""
    has_classes = has_individuals = False
    for _, quad in statements:
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode):
            has_classes |= quad.subject.value == HKG + "Model" and quad.object == _CLASS
            has_individuals |= quad.subject.value.startswith(KG)
    return has_classes and has_individuals


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
    return [str(q.subject) for _, q in statements if q.predicate == _TYPE and q.object == _HEADER]


def _uses_our_terms(statements: Iterable[Statement]) -> bool:
    return any(
        isinstance(node, NamedNode) and (node.value.startswith(_OURS) or node.value == ONTOLOGY_IRI)
        for _, quad in statements
        for node in (quad.subject, quad.predicate, quad.object)
    )


def _data_folder(paths: Iterable[Path]) -> Path | None:
    """The data folder that one of the paths is or lies in."""
    for path in map(Path.resolve, paths):
        for folder in (path, path.parent, path.parent.parent):
            if (folder / ROOT_FILE).is_file():
                return folder
    return None


def _data_of_checkout(path: Path) -> Path:
    """The `data` folder of a checkout's, whose other folders hold examples of what is wrong."""
    return path / "data" if (path / "data" / ROOT_FILE).is_file() else path
