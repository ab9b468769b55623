"""The check that no query can make: literals that are not in the form the graph writes them in.

Oxigraph brings a number to canonical form when it is loaded, so that a query no longer sees how it
was written, while rdflib and Protégé take `6.20` and `6.2` for two values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from healcare_kg.namespaces import OWL
from healcare_kg.turtle import canonical_literal, term_text
from healcare_kg.validation.checks import Term, Violation

__all__ = ["NOT_CANONICAL", "explanation", "not_canonical", "not_canonical_message"]

NOT_CANONICAL = "literal-not-canonical"
_SOURCE = NamedNode(OWL + "annotatedSource")
_BEGINS_NUMBER = tuple("+-.0123456789")
_PROBLEM = {"en": "A number is not in canonical form.", "zh": "数值未采用规范写法。"}
_WHY = {
    "en": "rdflib and Protégé take 6.2 and 6.20 for two values, each to be sourced.",
    "zh": "rdflib 与 Protégé 把 6.2 和 6.20 视为两个取值，须各有来源。",
}
_SOLUTION = {"en": "Write {}, or let `fmt` write it.", "zh": "请写作 {}，或用 `fmt` 命令改写。"}


def not_canonical(quads: Iterable[Quad]) -> Iterator[Violation]:
    """Every statement whose number is written otherwise than by the canonical writer."""
    odd: list[tuple[NamedNode | BlankNode, NamedNode, Literal]] = []
    about: dict[object, NamedNode] = {}
    for quad in quads:
        subject, term = quad.subject, quad.object
        if isinstance(term, Literal):
            text = term.value
            # Nothing but a number begins so and is changed; most literals are texts.
            is_odd = text[:1] in _BEGINS_NUMBER and canonical_literal(term).value != text
            if is_odd and isinstance(subject, NamedNode | BlankNode):
                odd.append((subject, quad.predicate, term))
        elif quad.predicate == _SOURCE and isinstance(term, NamedNode):
            about[subject] = term
    for subject, prop, term in odd:
        yield Violation(about.get(subject, subject), prop, term)


def not_canonical_message(value: Term | None, lang: str) -> str:
    """What is wrong and what to write instead."""
    solution = _SOLUTION[lang].format(term_text(value) if value else "")
    return f"{_PROBLEM[lang]}{' ' if lang == 'en' else ''}{solution}"


def explanation(lang: str) -> tuple[str, str, str]:
    """What is wrong, why, and what to do, as a check's header says it."""
    return _PROBLEM[lang], _WHY[lang], _SOLUTION[lang].format("6.2")
