"""CSV (RFC 4180, UTF-8): a table for each class, and one with every source of every fact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal

from healcare_kg.exports.catalogue import Catalogue, Entity, Term, local_name
from healcare_kg.exports.formats import Export
from healcare_kg.namespaces import HKG, KG

__all__ = ["SEPARATOR", "write"]

SEPARATOR = " | "  # between the values of one cell
_TABLES = (
    ("models", "Model"),
    ("datasets", "Dataset"),
    ("institutions", "Institution"),
    ("publications", "Publication"),
    ("licenses", "License"),
    ("methods", "FineTuneMethod"),
    ("evaluations", "Evaluation"),
    ("claims", "Claim"),
)
_NAMING = ("id", "iri", "class", "label_en", "label_zh", "other_names")


def write(catalogue: Catalogue, entities: Sequence[Entity]) -> Export:
    """A file for each class that has an entity, and `sources.csv`.

    Entities are given by id, so that tables join; claims stand in `claims.csv` alone.
    """
    files = {}
    for name, cls in _TABLES:
        rows = list(catalogue.of_class(cls, among=entities))
        if rows:
            files[f"{name}.csv"] = _table(rows)
    header = ("entity", "property", "value", "source", "locator", "kind")
    files["sources.csv"] = _csv(header, _sources(catalogue, entities))
    return Export(files)


def _sources(catalogue: Catalogue, entities: Sequence[Entity]) -> Iterator[Sequence[str]]:
    for entity in sorted(entities, key=lambda e: e.iri):
        for prop, values in entity.facts.items():
            for value in values:
                for source in catalogue.sources(entity, prop, value):
                    yield entity.id, prop, _cell(value), source.iri, source.locator, source.kind


def _table(entities: Sequence[Entity]) -> bytes:
    columns = sorted({prop for e in entities for prop in e.facts})
    rows = (
        (
            e.id,
            e.iri,
            SEPARATOR.join(sorted(e.classes)),
            e.labels.get("en", ""),
            e.labels.get("zh", ""),
            SEPARATOR.join(e.names),
            *(SEPARATOR.join(map(_cell, e.facts.get(prop, ()))) for prop in columns),
        )
        for e in entities
    )
    return _csv((*_NAMING, *columns), rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _cell(term: Term) -> str:
    return term.value if isinstance(term, Literal) else _shown(term.value)


def _shown(iri: str) -> str:
    """The id of an entity, the name of a closed list's member, any other IRI whole."""
    if iri.startswith(KG):
        return iri.removeprefix(KG)
    return local_name(iri) if iri.startswith(HKG) else iri
