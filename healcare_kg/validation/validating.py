"""Shapes and checks together: files, or a graph in memory, to findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from healcare_kg.namespaces import ONTOLOGY_IRI
from healcare_kg.rdf_files import paths_of
from healcare_kg.resources import resource
from healcare_kg.store import fill_store
from healcare_kg.validation.finding import Finding
from healcare_kg.validation.places import Places
from healcare_kg.validation.profile import read_profile
from healcare_kg.validation.run import check_names, findings
from healcare_kg.validation.scope import graph_store, read_scope
from healcare_kg.validation.shapes import shape_names

__all__ = ["validate", "validate_graph"]


def validate(
    paths: Path | str | Iterable[Path | str] = (),
    *,
    data: Path | str | Iterable[Path | str] = (),
    profile: Path | str | None = None,
    lang: str = "en",
) -> tuple[Finding, ...]:
    """What is wrong with the shipped graph, or with what files and folders hold.

    A file or folder of `paths` is checked as a part of its graph: that of `data`, else the data
    folder it lies in, else the shipped graph; in it it takes the place of the file with the same
    header. What is wrong with other entities of that graph is not reported. `profile` is a file
    that changes the levels of rules (docs/validation.md). Findings have their file and line where
    these are known, and are sorted by level, rule and entity.

    Raises InputError for a missing path and DataSyntaxError for a broken file.
    """
    folder = resource("ontology")
    levels = (
        read_profile(Path(profile), check_names() | shape_names(folder))
        if profile is not None
        else None
    )
    scope = read_scope(paths_of(paths), paths_of(data))
    found = findings(
        scope.store,
        scope.written,
        ontology_folder=folder,
        focus=scope.focus,
        profile=levels,
        lang=lang,
    )
    return tuple(_placed(found, Places(scope.files)))


def validate_graph(
    triples: Iterable[Triple | Quad],
    *,
    focus: Collection[str] | None = None,
    ontology_folder: Path | None = None,
    lang: str = "en",
) -> tuple[Finding, ...]:
    """What is wrong with a graph in memory: facts, their sources (`owl:Axiom`) and claims.

    `focus` (IRIs) limits the report to these entities and, where they are few, saves time. The
    ontology and its lists come from `ontology_folder`, by default the shipped one, unless they are
    in the graph; the shapes always do. Findings have no file and line.
    """
    folder = ontology_folder or resource("ontology")
    quads = [t if isinstance(t, Quad) else Quad(t.subject, t.predicate, t.object) for t in triples]
    store = graph_store(quads)
    if not any(store.quads_for_pattern(NamedNode(ONTOLOGY_IRI), None, None)):
        fill_store(store, [folder / "healcare-kg.ttl", folder / "vocabulary.ttl"])
    return tuple(findings(store, quads, ontology_folder=folder, focus=focus, lang=lang))


def _placed(found: Iterable[Finding], places: Places) -> Iterator[Finding]:
    for finding in found:
        place = places.find(finding.entity, finding.property, finding.value)
        yield replace(finding, file=str(place[0]), line=place[1]) if place else finding
