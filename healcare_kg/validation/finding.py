"""One thing that is wrong, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LEVELS", "Finding", "at_or_above"]

LEVELS = ("error", "warning", "info")  # the worst first


@dataclass(frozen=True)
class Finding:
    """A violation of one rule by one entity.

    `entity` is an IRI (a blank node stands as `_:label`), `label` its name for people; `property`
    an IRI and `value` a term in Turtle, where the rule is about one. `rule` names a check
    (`fact-without-source`) or a shape (`hks:Model-access`), `level` is one of LEVELS, `message`
    says what is wrong and what to do. `file` and `line` are where that stands, where it is known.
    """

    rule: str
    level: str
    entity: str
    label: str
    message: str
    property: str | None = None
    value: str | None = None
    file: str | None = None
    line: int | None = None


def at_or_above(findings: Iterable[Finding], level: str) -> list[Finding]:
    """The findings that are as bad as `level` or worse.

    >>> at_or_above([Finding("r", "warning", "e", "e", "m")], "error")
    []
    """
    worst = LEVELS[: LEVELS.index(level) + 1]
    return [finding for finding in findings if finding.level in worst]
