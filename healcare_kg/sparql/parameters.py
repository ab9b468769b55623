"""Values for a query's parameters: parsed into one RDF term each, then put into its VALUES blocks.

Nothing that a person typed becomes part of the query's text but as a serialised term, so there is
nothing to inject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from healcare_kg.cache.queries import kept
from healcare_kg.errors import ParameterError, quoted
from healcare_kg.namespaces import PREFIXES
from healcare_kg.sparql.catalog import Parameter, Query

__all__ = ["bind", "default_text"]

_XSD = PREFIXES["xsd"]
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")

Resolve = Callable[[str, str], NamedNode]


def bind(query: Query, values: Mapping[str, Any], *, resolve: Resolve) -> str:
    """The query's text with each given parameter in the place of its default.

    `resolve` turns a name and a class into an entity. Raises ParameterError for a parameter the
    query does not have, one of another type, or one with no VALUES block in the text.
    """
    edits: list[tuple[int, int, str]] = []
    for name, value in values.items():
        parameter = query.parameter(name)
        if parameter is None:
            known = ", ".join(p.name for p in query.parameters) or "none"
            raise ParameterError(f"{query.name} has no parameter {quoted(name)} (it has: {known})")
        term = f" {_term(parameter, value, resolve)} "
        edits += [(start, end, term) for start, end in _values_blocks(query, name)]
    text = query.text
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def default_text(query: Query, name: str) -> str:
    """What a query has for a parameter as it stands, as it is written there; "" for nothing."""
    start, end = next(iter(_blocks(query, name)), (0, 0))
    text = query.text[start:end].strip()
    return "" if text == "UNDEF" else text


def _term(parameter: Parameter, value: Any, resolve: Resolve) -> NamedNode | Literal:
    text = str(value).strip()
    if parameter.type in ("integer", "decimal"):
        pattern = r"[+-]?\d+" if parameter.type == "integer" else r"[+-]?(\d+(\.\d*)?|\.\d+)"
        if not re.fullmatch(pattern, text, re.ASCII):
            kind = "a whole number" if parameter.type == "integer" else "a number such as 7 or 6.2"
            raise ParameterError(f"{parameter.option} takes {kind}, not {quoted(text)}")
        return Literal(text, datatype=NamedNode(_XSD + parameter.type))
    if parameter.type == "language":
        if not _LANGUAGE.match(text):
            raise ParameterError(
                f"{parameter.option} takes a language tag such as zh, not {quoted(text)}"
            )
        return Literal(text.lower())
    if parameter.type == "string":
        return Literal(str(value))
    if not text:
        raise ParameterError(
            f"{parameter.option} takes the name of a {parameter.type}, not nothing"
        )
    return resolve(text, parameter.type)


def _values_blocks(query: Query, name: str) -> list[tuple[int, int]]:
    """The offsets between the braces of every `VALUES ?name { ... }`.

    Raises ParameterError where there is none.
    """
    blocks = _blocks(query, name)
    if not blocks:
        raise ParameterError(
            f"{query.name} has no line VALUES ?{name} {{ ... }} to put a value into"
        )
    return blocks


def _blocks(query: Query, name: str) -> list[tuple[int, int]]:
    """The same, empty where there is none.

    A query names a parameter again in a sub-select, since one sees nothing of what is around it.
    """
    blocks = []
    for variable, start, end in kept(query.text, _all_blocks, kind="values"):
        if variable == name:
            if end is None:
                raise ParameterError(f"{query.name}: VALUES ?{name} {{ is not closed")
            blocks.append((start, end))
    return blocks


def _all_blocks(text: str) -> list[list[str | int | None]]:
    """Of every `VALUES ?name { ... }` the name and the offsets between its braces.

    The second offset is None where the brace is not closed.
    """
    from healcare_kg.sparql.tokens import tokens

    words = list(tokens(text))
    blocks: list[list[str | int | None]] = []
    for position, token in enumerate(words[:-2]):
        if token.kind == "word" and token.text.upper() == "VALUES":
            variable, brace = words[position + 1 : position + 3]
            if variable.kind == "variable" and brace.text == "{":
                inside = words[position + 3 :]
                end = next((t.start for t in inside if t.kind == "mark" and t.text == "}"), None)
                blocks.append([variable.text[1:], brace.end, end])
    return blocks
