"""A query asked and its answer written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from healcare_kg.knowledge_graph import KnowledgeGraph
from healcare_kg.results.formats import format_of_path, write_results
from healcare_kg.results.output import open_output, terminal_width
from healcare_kg.sparql.catalog import Query

__all__ = ["LANG", "ask"]

LANG = "lang"  # the parameter that is set by --lang, so no option of its own


def ask(
    graph: KnowledgeGraph,
    query: Query,
    bound: dict[str, Any],
    *,
    lang: str = "en",
    form: str | None = None,
    output: Path | None = None,
) -> None:
    """Write the answer of a query with parameters to a file or to standard output.

    The format is `form`, else that of the file's ending, else a table. Raises what a query raises,
    and InputError where the file can't be written.
    """
    form = form or (format_of_path(output) if output else None)
    if query.parameter(LANG):
        bound = {**bound, LANG: lang}
    titles = {name: title.get(lang, name) for name, title in query.columns.items()}
    results = graph.results(query, bound)
    with open_output(output) as out:
        width = terminal_width() if output is None else None
        write_results(results, out, form=form, titles=titles, width=width)
