"""Everything the graph says of one entity: facts with sources, claims, and what points to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions

from healcare_kg.engine import Engine
from healcare_kg.entity.labels import Labels, Term
from healcare_kg.entity.reading_order import reading_rank
from healcare_kg.namespaces import HKG, OWL, PREFIXES, RDF, RDFS

__all__ = ["Description", "Reference", "SourceNote", "Statement", "describe"]

_PROLOGUE = f"PREFIX hkg: <{HKG}> PREFIX owl: <{OWL}> "
_NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "decimal")}
_NAMING = {RDF + "type", RDFS + "label", PREFIXES["skos"] + "altLabel"}


@dataclass(frozen=True, order=True)
class SourceNote:
    """Where a statement was read."""

    iri: str
    locator: str
    kind: str


@dataclass(frozen=True)
class Statement:
    """A property and a value; adopted with its sources, or not adopted with the reason."""

    property: str
    property_label: str
    value: Term
    value_label: str
    sources: tuple[SourceNote, ...]
    reason: str | None = None


@dataclass(frozen=True)
class Reference:
    """Another entity that points to this one by a property."""

    property: str
    property_label: str
    subject: NamedNode
    subject_label: str


@dataclass(frozen=True)
class Description:
    """An entity: names, classes and all statements, sorted by property and value."""

    iri: str
    label: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    facts: tuple[Statement, ...]
    claims: tuple[Statement, ...]
    references: tuple[Reference, ...]


def describe(engine: Engine, iri: str, *, lang: str = "en") -> Description:
    """All that is known of an entity (an IRI that exists in the graph)."""
    node, labels = NamedNode(iri), Labels(engine, lang)
    about = _select(engine, f"SELECT ?p ?o WHERE {{ {node} ?p ?o }}")
    claims = _select(engine, _claims_query(node))
    incoming = _select(engine, _references_query(node))
    for rows in (about, claims, incoming):
        labels.load(row[v] for row in rows for v in ("p", "o", "s") if _has(row, v))
    labels.load([node])
    sources = _sources(engine, node)
    facts = [
        Statement(
            row["p"].value,
            labels.of(row["p"]),
            row["o"],
            labels.of(row["o"]),
            tuple(sorted(sources[str(row["p"]), str(row["o"])])),
        )
        for row in about
        if row["p"].value not in _NAMING
    ]
    return Description(
        iri=iri,
        label=labels.of(node),
        names=_names(about, labels.of(node)),
        classes=tuple(
            sorted(
                labels.of(r["o"]) for r in about if r["p"].value == RDF + "type" and _ours(r["o"])
            )
        ),
        facts=tuple(sorted(facts, key=_order)),
        claims=tuple(sorted(_claims(claims, labels, lang), key=_order)),
        references=tuple(
            sorted(
                (
                    Reference(r["p"].value, labels.of(r["p"]), r["s"], labels.of(r["s"]))
                    for r in incoming
                ),
                key=lambda r: (
                    reading_rank(r.property),
                    r.subject_label.casefold(),
                    r.subject.value,
                ),
            )
        ),
    )


def _claims_query(node: NamedNode) -> str:
    return (
        f"{_PROLOGUE}SELECT ?c ?p ?o ?reason ?source ?locator ?kind WHERE {{ "
        f"?c hkg:claimSubject {node} ; hkg:claimProperty ?p . "
        "{ ?c hkg:claimValue ?o } UNION { ?c hkg:claimObject ?o } "
        "OPTIONAL { ?c hkg:claimReason ?reason } OPTIONAL { ?c hkg:source ?source } "
        "OPTIONAL { ?c hkg:locator ?locator } OPTIONAL { ?c hkg:sourceKind ?kind } }"
    )


def _references_query(node: NamedNode) -> str:
    return (
        f"{_PROLOGUE}SELECT ?s ?p WHERE {{ ?s ?p {node} FILTER(ISIRI(?s)) "
        "FILTER(?p NOT IN (hkg:claimSubject, hkg:claimObject)) }"
    )


def _sources(engine: Engine, node: NamedNode) -> dict[tuple[str, str], list[SourceNote]]:
    rows = _select(
        engine,
        f"{_PROLOGUE}SELECT ?p ?o ?source ?locator ?kind WHERE {{ "
        f"?a owl:annotatedSource {node} ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; "
        "hkg:source ?source . OPTIONAL { ?a hkg:locator ?locator } "
        "OPTIONAL { ?a hkg:sourceKind ?kind } }",
    )
    found: dict[tuple[str, str], list[SourceNote]] = defaultdict(list)
    for row in rows:
        found[str(row["p"]), str(row["o"])].append(_source(row))
    return found


def _source(row: QuerySolution) -> SourceNote:
    return SourceNote(
        *(row[v].value if _has(row, v) else "" for v in ("source", "locator", "kind"))
    )


def _claims(rows: list[QuerySolution], labels: Labels, lang: str) -> Iterator[Statement]:
    """One statement a claim, whose rows differ in the language of the reason and in the source."""
    claims: dict[tuple[str, str], list[QuerySolution]] = defaultdict(list)
    for row in rows:
        claims[str(row["c"]), str(row["o"])].append(row)
    for same in claims.values():
        first = same[0]
        yield Statement(
            first["p"].value,
            labels.of(first["p"]),
            first["o"],
            labels.of(first["o"]),
            tuple(sorted({_source(row) for row in same})),
            _reason(same, lang),
        )


def _reason(rows: list[QuerySolution], lang: str) -> str:
    """The reason in the language that is wanted, else in English, else in any."""
    reasons = {
        row["reason"].language or "": row["reason"].value for row in rows if _has(row, "reason")
    }
    return next((reasons[tag] for tag in (lang, "en", *sorted(reasons)) if tag in reasons), "")


def _names(about: list[QuerySolution], shown: str) -> tuple[str, ...]:
    names = {
        row["o"].value
        for row in about
        if row["p"].value in _NAMING and isinstance(row["o"], Literal)
    }
    return tuple(sorted(names - {shown}))


def _ours(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(HKG)


def _order(statement: Statement) -> tuple[object, ...]:
    return (
        reading_rank(statement.property),
        _number(statement.value),
        statement.value_label.casefold(),
        str(statement.value),
        statement.sources,
        statement.reason,
    )


def _number(term: Term) -> float:
    """The value of a number, so that 7 comes before 14; 0 for anything else."""
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        try:
            return float(term.value)
        except ValueError:
            return 0
    return 0


def _select(engine: Engine, query: str) -> list[QuerySolution]:
    solutions = engine.query(query)
    return list(solutions) if isinstance(solutions, QuerySolutions) else []


def _has(row: QuerySolution, variable: str) -> bool:
    try:
        return row[variable] is not None
    except KeyError:
        return False
