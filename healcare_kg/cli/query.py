"""`query`: shipped queries by name, query files, standard input or a text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from healcare_kg.cli.asking import LANG, ask
from healcare_kg.cli.completion import entities_like
from healcare_kg.cli.options import GRAPH_OPTIONS, graph_options, lang_option, opened, output_option
from healcare_kg.errors import InputError, ParameterError, UsageError, quoted
from healcare_kg.results.formats import ALL_FORMATS
from healcare_kg.results.output import terminal_width
from healcare_kg.results.table import write_table
from healcare_kg.sparql.catalog import (
    Parameter,
    Query,
    find_query,
    parse_query,
    read_query,
    shipped_names,
    shipped_queries,
)
from healcare_kg.sparql.parameters import default_text

__all__ = ["command"]


def _output_options(function: Any) -> Any:
    for option in (
        lang_option,
        output_option,
        click.option(
            "-f",
            "--format",
            "form",
            type=click.Choice(ALL_FORMATS),
            metavar="FORMAT",
            help="table (the default), csv, tsv, json, jsonl, xml, markdown; "
            "for a graph turtle (the default), ntriples, jsonld, rdfxml.",
        ),
        graph_options,
    ):
        function = option(function)
    return function


class _Queries(click.Group):
    """Every shipped query and every query file is a command with the parameters it declares."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return shipped_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return _command(self._query(cmd_name), ctx.params.get("lang", "en"))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # Help is printed before the options behind the name are parsed.
        lang = "zh" if "--lang=zh" in args or ("--lang", "zh") in pairwise(args) else None
        command = _command(self._query(args[0]), lang or ctx.params.get("lang", "en"))
        return args[0], command, args[1:]

    def _query(self, name: str) -> Query:
        if name == "-":
            return parse_query(_standard_input(), name="standard input")
        path = Path(name)
        if path.suffix in (".rq", ".sparql") or path.is_file():
            return read_query(path)
        return find_query(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Shipped queries"):
            formatter.write_dl([(q.name, q.summary.get("en", "")) for q in shipped_queries()])


def _standard_input() -> str:
    """The query on standard input; it is UTF-8 whatever the locale says."""
    if sys.stdin is None:
        raise InputError("standard input is closed; give a query's name, a file or -e SPARQL")
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise InputError(f"standard input: not valid UTF-8 (byte {error.start + 1})") from None


@click.group(
    "query",
    cls=_Queries,
    invoke_without_command=True,
    subcommand_metavar="[NAME | FILE.rq | -] [VALUE]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("-e", "--execute", "text", metavar="SPARQL", help="A query as text.")
@_output_options
@click.pass_context
def command(ctx: click.Context, /, text: str | None, **options: Any) -> None:
    """Run a query: a shipped one by name, a file, - for standard input, or -e TEXT.

    With no name the shipped queries are listed, each with the question it answers.
    """
    ctx.obj = options
    if ctx.invoked_subcommand is not None:
        if text is not None:
            raise click.UsageError("give either -e SPARQL or a query's name, not both")
        return
    if text is None:
        if options["output"] or options["form"]:
            raise UsageError("-o and -f are for a query's answer; name a query or give -e SPARQL")
        _list(options["lang"])
    else:
        _run(parse_query(text, name="-e"), {}, options)


def _list(lang: str) -> None:
    """Print the shipped queries, grouped by their first tag."""
    titles = {"en": ("query", "question"), "zh": ("查询", "问题")}[lang]
    queries = sorted(shipped_queries(), key=lambda q: (q.tags[:1], q.name))
    rows = [[q.name, q.summary.get(lang) or q.summary.get("en", "")] for q in queries]
    write_table(titles, rows, sys.stdout, width=terminal_width())


def _command(query: Query, lang: str) -> click.Command:
    """A command with the query's parameters as options and, in order, as values."""
    parameters = [p for p in query.parameters if p.name != LANG]
    summaries = [query.summary.get(lang, ""), *query.summary.values()]
    lines = [
        *dict.fromkeys(summaries),
        query.description.get(lang, query.description.get("en", "")),
    ]
    made = click.Command(
        query.name,
        callback=lambda **values: _invoke(query, parameters, values),
        params=[
            click.Argument(
                ["values"],
                nargs=-1,
                metavar=_metavar(parameters),
                shell_complete=_completer(parameters),
            ),
            *(_option(p, lang, default_text(query, p.name)) for p in parameters),
        ],
        help="\n\n".join(line for line in lines if line),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    usual = getattr(_output_options(lambda: None), "__click_params__", [])[::-1]
    taken = {"--help", *(option for parameter in usual for option in parameter.opts)}
    for parameter in parameters:
        if parameter.option in taken:
            raise InputError(
                f"{query.name}: the parameter {parameter.name!r} in the #+ header has the name of "
                f"an option of `query`; call it otherwise"
            )
    made.params += usual
    return made


def _metavar(parameters: list[Parameter]) -> str:
    return " ".join(f"[{p.name.upper()}]" for p in parameters)


def _option(parameter: Parameter, lang: str, default: str) -> click.Option:
    text = parameter.description.get(lang) or parameter.description.get("en", "")
    if default:
        text += {"en": f"  [default: {default}]", "zh": f"  [默认：{default}]"}[lang]
    text = f"{parameter.type}: {text}"
    return click.Option(
        [parameter.option, f"option_{parameter.name}"],
        metavar="VALUE",
        help=text,
        shell_complete=lambda ctx, param, incomplete: _values_like(parameter, incomplete),
    )


def _completer(
    parameters: list[Parameter],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Offers the entities that the next value in order may be."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        given = len(ctx.params.get("values") or ())
        return _values_like(parameters[given], incomplete) if given < len(parameters) else []

    return complete


def _values_like(parameter: Parameter, typed: str) -> list[str]:
    is_class = parameter.type[:1].isupper()
    return entities_like(typed, parameter.type) if is_class else []


def _invoke(query: Query, parameters: list[Parameter], values: dict[str, Any]) -> None:
    context = click.get_current_context()
    options: dict[str, Any] = dict(context.obj or {})
    for name in list(values):
        # An option given behind the query's name counts more than one before it.
        if not name.startswith("option_") and name != "values":
            given = context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
            value = values.pop(name)
            if given or name not in options:
                options[name] = value
    bound: dict[str, Any] = {}
    positional = values.pop("values")
    if len(positional) > len(parameters):
        values_taken = {0: "no value", 1: "1 value"}.get(
            len(parameters), f"{len(parameters)} values"
        )
        raise ParameterError(
            f"{query.name} takes {values_taken}, not {len(positional)}: "
            f"{quoted(positional[len(parameters)])} is one too many"
        )
    for parameter, value in zip(parameters, positional, strict=False):
        bound[parameter.name] = value
    for parameter in parameters:
        value = values[f"option_{parameter.name}"]
        if value is None:
            continue
        if parameter.name in bound:
            raise ParameterError(f"{parameter.option} is given twice, as a value and as an option")
        bound[parameter.name] = value
    _run(query, bound, options)


def _run(query: Query, bound: dict[str, Any], options: Mapping[str, Any]) -> None:
    graph = opened(**{name: options[name] for name in GRAPH_OPTIONS})
    ask(
        graph,
        query,
        bound,
        lang=options["lang"],
        form=options["form"],
        output=options["output"],
    )
