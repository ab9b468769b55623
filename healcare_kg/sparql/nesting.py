"""How deep a query may nest: the engine's parser calls itself, and would end the process."""

from __future__ import annotations

from healcare_kg.errors import QuerySyntaxError

__all__ = ["check_nesting"]

# The engine's stack holds some 3000 braces, or BINDs one behind the other, on Linux; a thread's
# or another system's stack may be a quarter of that.
_DEEPEST = 500


def check_nesting(query: str, *, name: str) -> None:
    """Raise QuerySyntaxError for brackets or BINDs that nest deeper than the engine can go."""
    upper = query.upper()
    if max(query.count(bracket) for bracket in "({[") + upper.count("BIND") <= _DEEPEST:
        return  # nearly every query, without looking at its words
    from healcare_kg.sparql.tokens import place, tokens

    depth = binds = 0
    for token in tokens(query):
        if token.kind == "mark":
            depth += (token.text in "({[") - (token.text in ")}]")
        elif token.kind == "word" and token.text.upper() == "BIND":
            binds += 1
        if max(depth, binds) > _DEEPEST:
            line, column, _ = place(query, token.start)
            what = "brackets in brackets" if depth > _DEEPEST else "BINDs"
            raise QuerySyntaxError(
                f"more than {_DEEPEST} {what}; the engine can't go so deep",
                name=name,
                line=line,
                column=column,
            )
