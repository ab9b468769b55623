"""SPARQL errors that a person can act on: the place, the line and what is wrong with it."""

from __future__ import annotations

import difflib
import re

from healcare_kg.errors import QuerySyntaxError
from healcare_kg.namespaces import PREFIXES
from healcare_kg.sparql.tokens import Token, place, tokens

__all__ = ["check_prefixes", "common_slip", "query_form", "translate_error"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_MOST_OPTIONS = 8  # a longer list of what could stand somewhere helps nobody
_AT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<rest>.*)", re.DOTALL)


def check_prefixes(query: str, *, name: str) -> None:
    """Raise QuerySyntaxError for the first prefix that is used but not declared.

    Engines report this as an unreadable list of what else could stand there.
    """
    declared: set[str] = set()
    previous: Token | None = None
    for token in tokens(query):
        if token.kind == "name" and token.prefix is not None:
            is_declaration = previous is not None and previous.text.upper() == "PREFIX"
            if is_declaration:
                declared.add(token.prefix)
            elif token.prefix not in declared:
                raise _undeclared(query, token, declared, name)
        previous = token


def _undeclared(query: str, token: Token, declared: set[str], name: str) -> QuerySyntaxError:
    line, column, source_line = place(query, token.start)
    prefix = token.prefix or ""
    near = difflib.get_close_matches(prefix, sorted(declared | set(PREFIXES)), n=1, cutoff=0.5)
    hint = ""
    if prefix in PREFIXES:
        hint = f'; add the line "PREFIX {prefix}: <{PREFIXES[prefix]}>"'
    elif near:
        hint = f' (did you mean "{near[0]}:"?)'
    return QuerySyntaxError(
        f'prefix "{prefix}:" is not declared{hint}',
        name=name,
        line=line,
        column=column,
        source_line=source_line,
        width=len(token.text),
    )


def translate_error(query: str, error: Exception, *, name: str) -> QuerySyntaxError:
    """The engine's error as one with the query's name, the line itself and a caret.

    What the engine says is often only what else could stand there, so the commonest slips (an
    unknown first word, an update, a bracket or quote left open) are looked for first.
    """
    slip = common_slip(query, name=name)
    if slip is not None:
        return slip
    match = _AT.search(str(error))
    if match is None:
        return QuerySyntaxError(" ".join(str(error).split())[:300], name=name)
    line, column = int(match["line"]), int(match["column"])
    lines = query.split("\n")
    source_line = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return QuerySyntaxError(
        _message(match["rest"], source_line[column - 1 :]),
        name=name,
        line=line,
        column=column,
        source_line=source_line,
    )


def common_slip(query: str, *, name: str) -> QuerySyntaxError | None:
    """The error of a slip that the query's words alone show, or None where they show none."""
    slip = _slip(query)
    if slip is None:
        return None
    message, offset, width = slip
    line, column, source_line = place(query, offset)
    return QuerySyntaxError(
        message, name=name, line=line, column=column, source_line=source_line, width=width
    )


def query_form(query: str) -> str:
    """The first word of a query behind its prologue, in capitals; "" where there is none."""
    form = _first_keyword(list(tokens(query)))
    return form.text.upper() if form else ""


def _slip(query: str) -> tuple[str, int, int] | None:
    """A message, offset and width for a slip that the tokens alone show, or None."""
    words = list(tokens(query))
    if not words:
        return "the query is empty", 0, 1
    form = _first_keyword(words)
    if form is not None and form.text.upper() not in _FORMS:
        if form.text.upper() in _UPDATES:
            return (
                (
                    f"{form.text.upper()} is an update; only queries are run here "
                    "(SELECT, ASK, CONSTRUCT, DESCRIBE)"
                ),
                form.start,
                len(form.text),
            )
        near = difflib.get_close_matches(form.text.upper(), _FORMS, n=1)
        hint = (
            f"; did you mean {near[0]}?" if near else f"; a query begins with {', '.join(_FORMS)}"
        )
        return f"{form.text!r} begins no SPARQL query{hint}", form.start, len(form.text)
    return _open_quote_or_bracket(words)


def _first_keyword(words: list[Token]) -> Token | None:
    """The first word behind the prologue (PREFIX name: <iri>, BASE <iri>)."""
    position = 0
    while position < len(words):
        keyword = words[position].text.upper()
        if keyword == "PREFIX":
            position += 3
        elif keyword == "BASE":
            position += 2
        else:
            return words[position]
    return None


def _open_quote_or_bracket(words: list[Token]) -> tuple[str, int, int] | None:
    opened: list[Token] = []
    for token in words:
        if token.kind != "mark":
            continue
        if token.text in "'\"":
            return "this quotation mark is not closed on its line", token.start, 1
        if token.text in "({[":
            opened.append(token)
        elif token.text in ")}]":
            if not opened or "({["[")}]".index(token.text)] != opened[-1].text:
                return f"this {token.text!r} closes nothing", token.start, 1
            opened.pop()
    if opened:
        return f"this {opened[-1].text!r} is not closed", opened[-1].start, 1
    return None


def _message(engine: str, rest: str) -> str:
    """The engine's list of what could have stood there, kept to what a person can use."""
    text = " ".join(engine.split())
    expected = re.match(r"expected (?:one of )?(.*)", text)
    if not expected:
        return text[:300]
    options = [option.strip() for option in re.split(r",\s", expected[1])]
    sentence = next((o for o in options if re.match(r"\S+ \S+ \S+ \S", o) and "'" not in o), None)
    if sentence:
        return sentence[0].lower() + sentence[1:] if not sentence.startswith("The S") else sentence
    found = re.match(r"\s*(\S{1,30})", rest)
    here = (
        f"{found[1]!r} can't stand here"
        if found
        else "something is missing at the end of this line"
    )
    words = [o.strip('"') for o in options if re.fullmatch(r'"[^"]{1,3}"|[A-Z][A-Z ]{1,15}', o)]
    return here + (f" (expected {' or '.join(words)})" if 0 < len(words) <= _MOST_OPTIONS else "")
