"""Query files with a header: which are shipped, what each asks and which parameters it has.

A header is YAML in `#+` comments at the top of the file, as grlc reads it. Its keys: `summary`,
`summary_zh`, `description`, `description_zh`, `tags`, `parameters` (name to type and description,
in order) and `columns` (variable to its title in `en` and `zh`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from healcare_kg.cache.queries import kept
from healcare_kg.errors import InputError, quoted
from healcare_kg.files import read_bytes
from healcare_kg.resources import resource

__all__ = [
    "Parameter",
    "Query",
    "find_query",
    "parse_query",
    "read_header",
    "read_query",
    "shipped_names",
    "shipped_queries",
]


class Parameter(NamedTuple):
    """A parameter: its name, type and description by language.

    A type is a class of the ontology (`Model`), `Entity` for any, or `integer`, `decimal`,
    `string`, `language`.
    """

    name: str
    type: str
    description: dict[str, str]

    @property
    def option(self) -> str:
        """The parameter as an option of the command line."""
        return "--" + self.name.replace("_", "-")


class Query(NamedTuple):
    """A query: its text and what its header says of it, by language where it is for people."""

    name: str
    text: str
    summary: dict[str, str]
    description: dict[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: dict[str, dict[str, str]]

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name, or None."""
        return next((p for p in self.parameters if p.name == name), None)


def shipped_names() -> list[str]:
    """The names of the shipped queries, sorted."""
    return sorted(path.stem for path in resource("queries").glob("*.rq"))


def shipped_queries() -> list[Query]:
    """All shipped queries, sorted by name."""
    return [find_query(name) for name in shipped_names()]


def find_query(name: str) -> Query:
    """The shipped query of this name; InputError with the nearest where there is none."""
    path = resource("queries", f"{name}.rq")
    if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
        return read_query(path, name=name)
    import difflib

    near = difflib.get_close_matches(name.lower(), shipped_names(), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`query` alone lists them"
    raise InputError(f"there is no shipped query and no file {quoted(name)}; {hint}")


def read_query(path: Path, *, name: str | None = None) -> Query:
    """A query file; InputError where it can't be read or its header is not as above."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not valid UTF-8 (byte {error.start + 1})") from None
    return parse_query(text, name=name or str(path))


def parse_query(text: str, *, name: str) -> Query:
    """A query from its text, whose byte order mark is left out; InputError as in `read_query`."""
    text = text.removeprefix("\ufeff")
    header = read_header(text, name=name)
    return Query(
        name=name,
        text=text,
        summary=_texts(header, "summary"),
        description=_texts(header, "description"),
        tags=tuple(header.get("tags", ())),
        parameters=tuple(
            Parameter(
                key, str((value or {}).get("type", "string")), _texts(value or {}, "description")
            )
            for key, value in header.get("parameters", {}).items()
        ),
        columns=header.get("columns", {}),
    )


def read_header(text: str, *, name: str) -> dict[str, Any]:
    """What the `#+` lines at the top of a query say, by key; empty where there are none."""
    lines = []
    for line in text.splitlines():
        if line.startswith("#+"):
            lines.append(line[2:].removeprefix(" "))
        elif line.strip():
            break
    return _header("\n".join(lines), name) if lines else {}


def _header(text: str, name: str) -> dict[str, Any]:
    header = kept(text, lambda text: _parsed_header(text, name), kind="header")
    if header is None:
        return {}
    if not isinstance(header, dict):
        raise InputError(f"{name}: the #+ header is not a list of `key: value`")
    header = {key: value for key, value in header.items() if value is not None}
    for key, (is_so, form) in _FORMS.items():
        if key in header and not is_so(header[key]):
            raise InputError(f"{name}: `{key}` in the #+ header is not {form}")
    return header


def _are_parameters(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str)
        and re.fullmatch(r"[A-Za-z]\w*", key, re.ASCII)
        and (settings is None or isinstance(settings, dict))
        for key, settings in value.items()
    )


def _are_columns(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(titles, dict) and all(isinstance(title, str) for title in titles.values())
        for titles in value.values()
    )


_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "parameters": (_are_parameters, "`name: {type: ...}`, its names letters, digits and _"),
    "columns": (_are_columns, "`variable: {en: title, zh: title}`"),
    "tags": (lambda value: isinstance(value, list), "a list"),
}


def _parsed_header(text: str, name: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise InputError(f"{name}{where}: the #+ header is not YAML: {_problem(error)}") from None


def _problem(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _texts(header: dict[str, Any], key: str) -> dict[str, str]:
    found = {"en": header.get(key), "zh": header.get(f"{key}_zh")}
    texts = {language: " ".join(str(text).split()) for language, text in found.items() if text}
    # YAML puts a blank where a line of the header ends; Chinese text has none there.
    return {
        language: re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", t)
        for language, t in texts.items()
    }
