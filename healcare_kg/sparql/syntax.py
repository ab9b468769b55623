"""SPARQL errors that a person can act on: the place, the line and what is wrong with it."""

from __future__ import annotations

import difflib
import re

from healcare_kg.errors import QuerySyntaxError, quoted
from healcare_kg.namespaces import PREFIXES
from healcare_kg.sparql.error_place import Stop, error_stop
from healcare_kg.sparql.tokens import Token, place, tokens

__all__ = ["check_prefixes", "common_slip", "query_form", "translate_error"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_KEYWORDS = (
    *("SELECT", "DISTINCT", "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "VALUES"),
    *("GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "DESC", "EXISTS", "GRAPH", "SERVICE"),
    *("COUNT", "SAMPLE", "GROUP_CONCAT", "COALESCE", "CONTAINS", "STRSTARTS", "REGEX", "BOUND"),
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_LONG_QUOTES = ('"""', "'''")
_MOST_OPTIONS = 8  # a longer list of what could stand somewhere helps nobody


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
    near = difflib.get_close_matches(prefix, sorted(declared | set(PREFIXES)), n=5, cutoff=0.5)
    # Letters that changed places (hgk) are the likelier slip, and what the query declares itself.
    near.sort(key=lambda other: (sorted(other) != sorted(prefix), other not in declared))
    hint = ""
    if prefix in ("http", "https", "urn"):
        hint = "; an address stands between < and >"
    elif prefix in PREFIXES:
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
    stop = error_stop(query)
    if stop is None:
        return QuerySyntaxError(" ".join(str(error).split())[:300], name=name)
    if stop.token is None:
        offset, width = len(query.rstrip()), 1
    else:
        offset, width = stop.token.start, len(stop.token.text)
    line, column, source_line = place(query, offset)
    return QuerySyntaxError(
        _message(stop), name=name, line=line, column=column, source_line=source_line, width=width
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
        return f"{quoted(form.text)} begins no SPARQL query{hint}", form.start, len(form.text)
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
        if token.text in _LONG_QUOTES:
            return f"this {token.text} is not closed", token.start, len(token.text)
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


def _message(stop: Stop) -> str:
    """The engine's list of what could have stood there, kept to what a person can use."""
    expected = re.match(r"expected (?:one of )?(.*)", " ".join(stop.engine.split()))
    options = [option.strip() for option in re.split(r",\s", expected[1])] if expected else []
    if any("variable that is unbound" in option for option in options):
        return "SELECT names a variable that is neither grouped nor bound"
    sentence = next((o for o in options if re.match(r"\S+ \S+ \S+ \S", o) and "'" not in o), None)
    if sentence:
        return sentence[0].lower() + sentence[1:]
    here = (
        f"{quoted(stop.token.text)} can't stand here"
        if stop.token
        else "something is missing at the end"
    )
    near = stop.token and _nearest_keyword(stop.token)
    if near:
        return f"{here}; did you mean {near}?"
    words = [o.strip('"') for o in options if re.fullmatch(r'"[^"]{1,3}"|[A-Z][A-Z ]{1,15}', o)]
    has_few = stop.is_complete and 0 < len(words) <= _MOST_OPTIONS
    return here + (f" (expected {' or '.join(words)})" if has_few else "")


def _nearest_keyword(token: Token) -> str | None:
    if token.kind != "word" or token.text.upper() in _KEYWORDS:
        return None
    return next(iter(difflib.get_close_matches(token.text.upper(), _KEYWORDS, n=1)), None)
