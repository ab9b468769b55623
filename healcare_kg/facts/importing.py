"""A whole import: records into a data folder, checked, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from healcare_kg.curation.folder import data_folder
from healcare_kg.curation.workspace import Workspace
from healcare_kg.facts.importer import add_records
from healcare_kg.facts.problems import Problems
from healcare_kg.facts.records import Record, read_records
from healcare_kg.ontology import read_ontology
from healcare_kg.resources import resource

__all__ = ["Imported", "import_files", "import_records"]


@dataclass(frozen=True)
class Imported:
    """What an import did, or with `dry_run` would do.

    `workspace.changes` has what is added, `files` the paths (in the folder) of files that differ,
    `remarks` the statements on which the graph keeps its own decision.
    """

    workspace: Workspace
    files: tuple[Path, ...]
    remarks: tuple[str, ...]


def import_files(paths: Iterable[Path], data: Path, *, dry_run: bool = False) -> Imported:
    """Files of the facts format into a data folder; see `import_records`."""
    problems = Problems()
    records = [record for path in paths for record in read_records(path, problems)]
    return import_records(records, data, dry_run=dry_run, problems=problems)


def import_records(
    records: Iterable[Record],
    data: Path,
    *,
    dry_run: bool = False,
    problems: Problems | None = None,
) -> Imported:
    """Records into a data folder, which may be new; nothing is written with `dry_run`.

    `problems` are those of reading the records.

    A second import of the same changes no byte. Raises FactsError with all that is wrong with
    the records or would be with the graph, InputError where the folder can't be read or written.
    """
    from healcare_kg.facts.checking import check_changes

    records = list(records)
    with data_folder(data) as folder:
        workspace = Workspace(folder.path, read_ontology(resource("ontology")))
        remarks = [*_left_out(records), *add_records(workspace, records, problems)]
        remarks += check_changes(workspace, records)
        texts = workspace.changed_texts()
        if not dry_run:
            folder.replace(texts)
    return Imported(workspace, tuple(sorted(texts)), tuple(remarks))


def _left_out(records: Iterable[Record]) -> list[str]:
    return [
        f"{record.id}: left out, as not filled in: {', '.join(record.unfilled)}"
        for record in records
        if record.unfilled
    ]
