"""Results of a query in a format: which formats there are, for what, and writing one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from healcare_kg.engine import Results, answering
from healcare_kg.errors import UsageError
from healcare_kg.knowledge_graph import python_value
from healcare_kg.namespaces import PREFIXES
from healcare_kg.results.cells import cell_text
from healcare_kg.results.table import write_table

__all__ = ["ALL_FORMATS", "GRAPH_FORMATS", "ROW_FORMATS", "format_of_path", "write_results"]

Term = NamedNode | BlankNode | Literal | Triple | None

ROW_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "xml", "markdown")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld", "rdfxml")
_ALIASES = {
    "md": "markdown",
    "ttl": "turtle",
    "nt": "ntriples",
    "json-ld": "jsonld",
    "text": "table",
}
ALL_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS, *_ALIASES)
_ENDINGS = {
    ".txt": "table",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "xml",
    ".srx": "xml",
    ".md": "markdown",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
}
_STANDARD = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_RDF = {
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def format_of_path(path: Path) -> str:
    """The format that a file's ending stands for; UsageError for an ending of none."""
    try:
        return _ENDINGS[path.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"{path}: the ending {path.suffix or '(none)'!r} names no format; "
            f"add -f FORMAT or use one of {', '.join(_ENDINGS)}"
        ) from None


def write_results(
    results: Results,
    out: BinaryIO,
    *,
    form: str | None = None,
    titles: Mapping[str, str] | None = None,
    width: int | None = None,
) -> None:
    """Write the results of a query as bytes (UTF-8).

    `form` is a format's name or None for the usual one (table, turtle); `titles` are column titles
    for tables by variable, `width` the columns of a terminal to fold a table to. Raises
    UsageError where the format is not one for this kind of result.
    """
    form = _ALIASES.get(form or "", form)
    with answering():
        _write(results, out, form, titles or {}, width)


def _write(
    results: Results,
    out: BinaryIO,
    form: str | None,
    titles: Mapping[str, str],
    width: int | None,
) -> None:
    if isinstance(results, QueryTriples):
        _write_graph(results, out, form or "turtle")
        return
    if form in GRAPH_FORMATS:
        kind = "yes or no" if isinstance(results, QueryBoolean) else "rows"
        raise UsageError(f"this query gives {kind}, not a graph; use -f {'|'.join(ROW_FORMATS)}")
    form = form or "table"
    if isinstance(results, QueryBoolean):
        _write_boolean(results, out, form)
    elif form in _STANDARD:
        results.serialize(out, format=_STANDARD[form])
        if form in ("json", "xml"):
            out.write(b"\n")
    elif form == "jsonl":
        _write_json_lines(results, out)
    else:
        _write_text(results, out, form, titles, width)


def _write_graph(results: QueryTriples, out: BinaryIO, form: str) -> None:
    if form in ROW_FORMATS:
        raise UsageError(f"this query gives a graph, not rows; use -f {'|'.join(GRAPH_FORMATS)}")
    if form == "turtle":
        from healcare_kg.turtle import canonical_turtle

        out.write(canonical_turtle(results).encode())
    elif form == "ntriples":
        lines = serialize(results, format=RdfFormat.N_TRIPLES) or b""
        out.write(b"".join(sorted(lines.splitlines(keepends=True))))
    else:
        ordered = sorted(results, key=str)
        serialize(ordered, out, format=_RDF[form], prefixes=PREFIXES)
        out.write(b"\n")


def _write_boolean(results: QueryBoolean, out: BinaryIO, form: str) -> None:
    if form in ("json", "xml"):
        results.serialize(out, format=_STANDARD[form])
        out.write(b"\n")
    else:
        out.write(b"true\n" if results else b"false\n")


def _write_json_lines(results: QuerySolutions, out: BinaryIO) -> None:
    import json

    names = [v.value for v in results.variables]
    for row in results:
        line = {name: _json_value(row[name]) for name in names if row[name] is not None}
        out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _json_value(term: Term) -> str | int | float | bool | None:
    value = python_value(term)
    from decimal import Decimal

    if isinstance(value, Decimal):
        # JSON has one kind of number; a decimal of the graph is short enough to survive it.
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _write_text(
    results: QuerySolutions,
    out: BinaryIO,
    form: str,
    titles: Mapping[str, str],
    width: int | None,
) -> None:
    names = [v.value for v in results.variables]
    heads = [titles.get(name, name) for name in names]
    rows = [[cell_text(row[name]) for name in names] for row in results]
    text = io.StringIO()
    if not names:
        text.write(f"{len(rows)} row{'' if len(rows) == 1 else 's'} with no columns\n")
    elif form == "markdown":
        from healcare_kg.results.markdown import write_markdown

        write_markdown(heads, rows, text)
    else:
        write_table(heads, rows, text, width=width)
    out.write(text.getvalue().encode())
