"""One validation of one graph: every check and every shape, without saying a thing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from healcare_kg.engine import EmbeddedEngine
from healcare_kg.namespaces import RDFS, curie
from healcare_kg.resources import resource
from healcare_kg.turtle import canonical_literal, term_text
from healcare_kg.validation.checks import Check, Violation, shipped_checks, violations
from healcare_kg.validation.finding import LEVELS, Finding
from healcare_kg.validation.literals import NOT_CANONICAL, not_canonical, not_canonical_message
from healcare_kg.validation.profile import PROFILE, Profile, read_profile
from healcare_kg.validation.shapes import ShapeViolation, shape_violations
from healcare_kg.validation.spelling import Spelling

__all__ = ["check_names", "findings", "shipped_profile"]

_LABEL = NamedNode(RDFS + "label")


def findings(
    store: Store,
    written: Iterable[Quad],
    *,
    ontology_folder: Path,
    focus: Collection[str] | None = None,
    profile: Profile | None = None,
    lang: str = "en",
) -> list[Finding]:
    """What is wrong with a graph that holds its ontology, sorted by level, rule and entity.

    `written` are statements of it with their numbers as they were spelt. With `focus` (IRIs) only
    what is wrong with these entities; `profile` changes the levels of the shipped one.
    """
    wanted = None if focus is None else frozenset(focus)
    levels = shipped_profile() if profile is None else shipped_profile().changed_by(profile)
    of_checks = [
        (check, violation)
        for check in shipped_checks(resource("queries", "checks"))
        if levels.is_on(check.name)
        for violation in violations(check, EmbeddedEngine(store), wanted)
    ]
    by_entity: dict[object, list[tuple[Check, Violation]]] = defaultdict(list)
    for each in of_checks:
        by_entity[each[1].entity].append(each)
    of_shapes = [
        found
        for found in shape_violations(store, ontology_folder, focus=wanted)
        if levels.is_on(found.shape)
        and not any(_is_covered(found, *each) for each in by_entity[found.entity])
    ]
    words = _Words(store, Spelling(ontology_folder, store), levels, lang)
    found = {words.of_check(*each) for each in _not_covered(of_checks)}
    found |= {words.of_shape(violation) for violation in of_shapes}
    if levels.is_on(NOT_CANONICAL):
        found |= {
            words.of_number(violation)
            for violation in not_canonical(written)
            if wanted is None or violation.entity.value in wanted
        }
    return sorted(found, key=_order)


def shipped_profile() -> Profile:
    """The levels of the checks as they are shipped."""
    return read_profile(resource("queries", "checks", PROFILE), check_names())


def check_names() -> set[str]:
    """The names of the checks; one of them is no query."""
    return {c.name for c in shipped_checks(resource("queries", "checks"))} | {NOT_CANONICAL}


class _Words:
    """Violations as findings, in a language and with labels."""

    def __init__(self, store: Store, spelling: Spelling, levels: Profile, lang: str) -> None:
        self._store = store
        self._spelling = spelling
        self._levels = levels
        self._lang = lang

    def of_check(self, check: Check, violation: Violation) -> Finding:
        """With the term that was meant, where one is misspelt."""
        message = check.message(self._lang)
        if check.nearest:
            message += self._spelling.hint(violation, check.nearest, self._lang)
        return self._finding(violation, check.name, self._levels.level(check.name), message)

    def of_shape(self, found: ShapeViolation) -> Finding:
        """With the shape's own message."""
        message = found.messages.get(self._lang) or next(iter(found.messages.values()), "")
        violation = Violation(found.entity, found.property, found.value)
        level = self._levels.level(found.shape, found.level)
        return self._finding(violation, found.shape, level, message)

    def of_number(self, violation: Violation) -> Finding:
        """With the number as it is to be written."""
        message = not_canonical_message(violation.value, self._lang)
        return self._finding(violation, NOT_CANONICAL, self._levels.level(NOT_CANONICAL), message)

    def _finding(self, violation: Violation, rule: str, level: str, message: str) -> Finding:
        entity, prop, value = violation.entity, violation.property, violation.value
        return Finding(
            rule=rule,
            level=level,
            entity=entity.value if isinstance(entity, NamedNode) else str(entity),
            label=self._label(entity),
            message=message,
            property=prop.value if prop else None,
            value=_as_written(value) if value else None,
        )

    def _label(self, entity: NamedNode | BlankNode) -> str:
        labels = {
            quad.object.language: quad.object.value
            for quad in self._store.quads_for_pattern(entity, _LABEL, None, None)
            if isinstance(quad.object, Literal)
        }
        known = labels.get(self._lang) or labels.get("en")
        return known or (curie(entity.value) or entity.value).removeprefix("kg:")


def _not_covered(found: list[tuple[Check, Violation]]) -> Iterator[tuple[Check, Violation]]:
    """The violations of checks but those of which another check says more."""
    said = {(name, violation) for check, violation in found for name in check.covers}
    return (each for each in found if (each[0].name, each[1]) not in said)


def _is_covered(found: ShapeViolation, check: Check, violation: Violation) -> bool:
    """Whether a check says the same of the same entity."""
    if found.entity != violation.entity:
        return False
    if found.shape.removeprefix("hks:") in check.covers:
        return found.value in (None, violation.value)
    return found.constraint in check.covers and (found.property, found.value) == (
        violation.property,
        violation.value,
    )


def _as_written(term: NamedNode | BlankNode | Literal) -> str:
    """A term in Turtle, a number as it is spelt."""
    if isinstance(term, Literal) and canonical_literal(term).value != term.value:
        return term.value
    return term_text(term)


def _order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    return (
        LEVELS.index(finding.level),
        finding.rule,
        finding.entity,
        finding.property or "",
        finding.value or "",
        finding.message,
    )
