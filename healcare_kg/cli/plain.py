"""`query NAME [VALUE]...` of a shipped query, with no options: the question that is asked most.

Importing click takes a sixth of its time, and there is nothing in it for click to read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from healcare_kg.resources import resource

__all__ = ["plain_query"]

# With one of these the answer is another, or somebody wants to know how to go on typing.
_OF_CLICK = ("HEALCARE_KG_LANG", "_HEALCARE_KG_COMPLETE")


def plain_query(argv: Sequence[str]) -> int | None:
    """Answer the arguments of a program if they are of this form: 0, or None where they are not.

    Raises what a query raises. Anything else, wrong input too, is left to the command.
    """
    command, name, *values = [*argv, "", ""][: max(2, len(argv))]
    if command != "query" or any(variable in os.environ for variable in _OF_CLICK):
        return None
    if any(argument.startswith("-") for argument in argv) or Path(name).is_file():
        return None
    if not name.replace("-", "").isalnum() or not resource("queries", f"{name}.rq").is_file():
        return None
    from healcare_kg.cli.asking import LANG, ask
    from healcare_kg.knowledge_graph import open_graph
    from healcare_kg.sparql.catalog import find_query

    query = find_query(name)
    parameters = [p.name for p in query.parameters if p.name != LANG]
    if len(values) > len(parameters):
        return None
    ask(open_graph(), query, dict(zip(parameters, values, strict=False)))
    return 0
