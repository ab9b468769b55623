"""What an import would leave wrong in the graph, told before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from healcare_kg.curation.workspace import Workspace
from healcare_kg.facts.problems import Problems
from healcare_kg.facts.records import Record
from healcare_kg.facts.values import UnfitError, find_property
from healcare_kg.namespaces import KG
from healcare_kg.validation.finding import Finding
from healcare_kg.validation.validating import validate_graph

__all__ = ["check_changes"]

_NEEDED = "error"  # the level that no import may leave behind


def check_changes(workspace: Workspace, records: Sequence[Record]) -> list[str]:
    """Validate the entities that a workspace changed, by the shapes and the checks.

    Returns the warnings as lines. Raises FactsError with every error, at the line of the record or
    statement that it is about.
    """
    changed = workspace.changed_entities()
    if not changed:
        return []
    found = validate_graph(workspace.triples(changed), focus={e.value for e in changed})
    problems, warnings = Problems(), []
    for finding in found:
        text = _text(workspace, finding)
        if finding.level == _NEEDED:
            problems.add(*_place(workspace, finding, records), text)
        elif finding.level == "warning":
            warnings.append(f"warning: {text}")
    problems.raise_any()
    return warnings


def _text(workspace: Workspace, finding: Finding) -> str:
    parts = [finding.entity.removeprefix(KG)]
    if finding.property:
        parts.append(workspace.ontology.label(finding.property, "en"))
    if finding.value:
        parts.append(finding.value)
    return ": ".join([*parts, finding.message])


def _place(workspace: Workspace, finding: Finding, records: Iterable[Record]) -> tuple[Path, int]:
    """Where the statement stands that a finding is about; a claim's is its subject's."""
    entity = finding.entity.removeprefix(KG)
    own = [r for r in records if r.id == entity or entity.startswith(f"claim-{r.id}-")]
    # Of a claim on `a-b` the longest id is the subject, not `a`.
    own.sort(key=lambda record: len(record.id), reverse=True)
    for record in own:
        for statement in record.statements:
            if statement.place and _iri(workspace, statement.property) == finding.property:
                return statement.place
    return (own[0].path, own[0].line) if own else (workspace.data, 0)


def _iri(workspace: Workspace, name: str) -> str | None:
    try:
        return find_property(workspace.ontology, name).iri
    except UnfitError:
        return None
