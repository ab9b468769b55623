"""The formats there are, and what one export gives: files in memory and remarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from healcare_kg.errors import UsageError
from healcare_kg.exports.catalogue import Catalogue, Entity

__all__ = ["FORMATS", "Export", "Format", "check_format", "export"]


@dataclass(frozen=True)
class Export:
    """Files by name (with `/` for folders) and remarks on what the format could not hold."""

    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """A format: what it is, the module that writes it, and the classes it is for."""

    summary: str
    module: str
    classes: tuple[str, ...]


Writer = Callable[[Catalogue, Sequence[Entity]], Export]

_ALL = ("Model", "Dataset", "Institution", "Publication", "License", "FineTuneMethod", "Evaluation")
FORMATS: dict[str, Format] = {
    "schema-org": Format("schema.org JSON-LD", "schema_org", _ALL[:-1]),
    "fair4ml": Format("FAIR4ML 0.1.0 JSON-LD", "fair4ml", ("Model", "Dataset")),
    "mldcat-ap": Format("MLDCAT-AP 3.1.0 Turtle", "mldcat_ap", ("Model", "Dataset")),
    "croissant": Format("Croissant 1.1 JSON-LD, a file a dataset", "croissant", ("Dataset",)),
    "hf-card": Format(
        "Hugging Face card (README.md), one a model or dataset",
        "hf_card",
        ("Model", "Dataset"),
    ),
    "graphml": Format(
        "GraphML of lineage, data and makers", "graphml", ("Model", "Dataset", "Institution")
    ),
    "cytoscape": Format(
        "Cytoscape JSON of the same", "cytoscape", ("Model", "Dataset", "Institution")
    ),
    "csv": Format("CSV tables, one a class, and their sources", "tables", (*_ALL, "Claim")),
}


def export(catalogue: Catalogue, form: str, chosen: Sequence[Entity] = ()) -> Export:
    """The files of a format for some entities, or for all that it is for.

    Raises UsageError for an unknown format, or an entity that the format has no place for.
    """
    made = check_format(form)
    for entity in chosen:
        if not any(catalogue.is_a(entity, cls) for cls in made.classes):
            raise UsageError(
                f"{form} has no place for {entity.id} ({', '.join(sorted(entity.classes))}); "
                f"it is for {', '.join(made.classes)}"
            )
    entities = list(chosen) or list(catalogue.of_class(*made.classes))
    write: Writer = import_module(f"healcare_kg.exports.{made.module}").write
    return write(catalogue, entities)


def check_format(name: str) -> Format:
    """The format of a name. Raises UsageError with the names there are."""
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}; use one of {', '.join(FORMATS)}")
    return FORMATS[name]
