"""One file of a data folder and the file of its sources: read, and as canonical text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.curation.comments import later_comment, leading_comment
from healcare_kg.curation.root import has_evidence
from healcare_kg.curation.statements import Fact, Source
from healcare_kg.errors import DataSyntaxError
from healcare_kg.files import read_bytes
from healcare_kg.namespaces import DATA_BASE, HKG, ONTOLOGY_IRI, OWL, RDF
from healcare_kg.rdf_files import parse_file
from healcare_kg.turtle import canonical_literal, canonical_turtle

__all__ = ["DataFile", "axioms", "read_data_file"]

_TYPE = NamedNode(RDF + "type")
_IMPORTS = NamedNode(OWL + "imports")
_ONTOLOGY, _AXIOM = NamedNode(OWL + "Ontology"), NamedNode(OWL + "Axiom")
_ANNOTATED = tuple(NamedNode(OWL + f"annotated{part}") for part in ("Source", "Property", "Target"))
_SOURCE, _LOCATOR, _KIND = (NamedNode(HKG + name) for name in ("source", "locator", "sourceKind"))
_NEEDED = {_TYPE, *_ANNOTATED, _SOURCE, _KIND}


@dataclass
class DataFile:
    """Statements and sources of a file; `quoted` are facts whose source says more than its place.

    Such a source (with a quotation, a date of access) stays as it is, in `other_evidence`.
    """

    name: str
    triples: set[Triple] = field(default_factory=set)
    evidence: set[Fact] = field(default_factory=set)
    quoted: set[Fact] = field(default_factory=set)
    other_evidence: set[Triple] = field(default_factory=set)
    changed: bool = False
    evidence_changed: bool = False

    def texts(self, data: Path, *, only_changed: bool) -> Iterator[tuple[Path, str]]:
        """Path in the folder and canonical text; the comment a file begins with is kept.

        Raises DataSyntaxError with the line of any other comment, which would be lost.
        """
        if self.changed or not only_changed:
            yield _with_header(data, Path(f"{self.name}.ttl"), self.triples)
        if has_evidence(self.name) and (self.evidence_changed or not only_changed):
            triples = [*axioms(self.evidence), *self.other_evidence]
            yield _with_header(data, Path("evidence", f"{self.name}.ttl"), triples)


def read_data_file(data: Path, name: str) -> DataFile:
    """The file of this name and its file of sources; empty where they are not there."""
    file = DataFile(name)
    path = data / f"{name}.ttl"
    if path.is_file():
        file.triples = {_canonical(quad.triple) for quad in parse_file(path)}
    path = data / "evidence" / path.name
    if path.is_file():
        _read_evidence(file, path)
    return file


def _read_evidence(file: DataFile, path: Path) -> None:
    nodes: dict[NamedNode | BlankNode | Triple, list[Triple]] = defaultdict(list)
    for quad in parse_file(path):
        nodes[quad.subject].append(_canonical(quad.triple))
    for triples in nodes.values():
        fact = _fact(triples)
        if fact is None:
            file.other_evidence.update(triples)
        elif len(triples) > len(_NEEDED) + (fact.source.locator is not None):
            file.quoted.add(fact)
            file.other_evidence.update(triples)
        else:
            file.evidence.add(fact)


def _fact(triples: Iterable[Triple]) -> Fact | None:
    """The fact and source that an axiom's statements say, or None where they are no such axiom."""
    said = {t.predicate: t.object for t in triples}
    subject, prop, value = (said.get(part) for part in _ANNOTATED)
    source, locator, kind = said.get(_SOURCE), said.get(_LOCATOR), said.get(_KIND)
    if (
        isinstance(subject, NamedNode)
        and isinstance(prop, NamedNode)
        and isinstance(value, NamedNode | Literal)
        and isinstance(source, NamedNode)
        and isinstance(kind, Literal)
        and (locator is None or isinstance(locator, Literal))
    ):
        place = Source(source.value, locator.value if locator else None, kind.value)
        return Fact(subject, prop, value, place)
    return None


def axioms(facts: Iterable[Fact]) -> Iterator[Triple]:
    """The sources of facts as the `owl:Axiom` nodes that stand for them in the graph."""
    for fact in facts:
        axiom = BlankNode()
        yield Triple(axiom, _TYPE, _AXIOM)
        for part, term in zip(_ANNOTATED, (fact.subject, fact.property, fact.value), strict=True):
            yield Triple(axiom, part, term)
        yield Triple(axiom, _SOURCE, NamedNode(fact.source.iri))
        if fact.source.locator:
            yield Triple(axiom, _LOCATOR, Literal(fact.source.locator))
        yield Triple(axiom, _KIND, Literal(fact.source.kind))


def _with_header(data: Path, path: Path, triples: Iterable[Triple]) -> tuple[Path, str]:
    triples = list(triples)
    if not any(t.object == _ONTOLOGY for t in triples):
        node = NamedNode(f"{DATA_BASE}/{path.with_suffix('').as_posix()}")
        triples.append(Triple(node, _TYPE, _ONTOLOGY))
        triples.append(Triple(node, _IMPORTS, NamedNode(ONTOLOGY_IRI)))
    return path, _comment(data / path) + canonical_turtle(triples)


def _comment(path: Path) -> str:
    if not path.is_file():
        return ""
    text = read_bytes(path).decode("utf-8-sig")
    lost = later_comment(text)
    if lost:
        line, comment = lost
        raise DataSyntaxError(
            path,
            f"the comment {comment!r} would be lost; move it to the top of the file or make it "
            "a statement (rdfs:comment, hkg:note)",
            line=line,
        )
    comment = leading_comment(text)
    return comment + "\n" if comment else ""


def _canonical(triple: Triple) -> Triple:
    term = triple.object
    canonical = canonical_literal(term) if isinstance(term, Literal) else term
    return triple if canonical is term else Triple(triple.subject, triple.predicate, canonical)
