"""What can go wrong, as exceptions that say what to do and which exit status they end with.

HealcareError
├── InputError                exit 2: the question could not be asked
│   ├── UsageError            an option or argument that does not fit
│   ├── DataSyntaxError       a file that is not the RDF its name says
│   ├── QuerySyntaxError      a query that is not SPARQL 1.1
│   ├── ParameterError        a parameter missing, unknown or of another type
│   └── NameResolutionError   a name that nothing or several things have
└── ToolError                 exit 3: a program or server is missing or failed
    ├── MissingToolError      no Java, an extra that is not installed
    └── EndpointError         a SPARQL server that did not answer, or answered with an error
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "DataSyntaxError",
    "EndpointError",
    "HealcareError",
    "InputError",
    "MissingToolError",
    "NameResolutionError",
    "ParameterError",
    "QuerySyntaxError",
    "ToolError",
    "UsageError",
    "quoted",
]


_LONGEST = 80  # characters of what was typed, or of a line, that an error repeats


def quoted(text: object) -> str:
    """What somebody typed as an error shows it: in quotes, on one line, cut where it is long.

    >>> quoted("Qwen")
    "'Qwen'"
    """
    whole = str(text)
    return repr(whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…")


class HealcareError(Exception):
    """Base of all errors of this package; its text is one sentence for people."""

    exit_status = 2


class InputError(HealcareError):
    """The input does not let the question be asked."""


class UsageError(InputError):
    """An option or argument that does not fit."""


class DataSyntaxError(InputError):
    """A file that can't be read as RDF: `file:line:column: what`."""

    def __init__(
        self, path: Path | str, message: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        self.path, self.line, self.column = str(path), line, column
        place = ":".join(str(p) for p in (path, line, column) if p is not None)
        super().__init__(f"{place}: {message}")


class QuerySyntaxError(InputError):
    """A query that is not SPARQL 1.1; the text shows its place, the line and a caret."""

    def __init__(
        self,
        message: str,
        *,
        name: str,
        line: int | None = None,
        column: int | None = None,
        source_line: str | None = None,
        width: int = 1,
    ) -> None:
        self.name, self.line, self.column = name, line, column
        place = ":".join(str(p) for p in (name, line, column) if p is not None)
        text = f"{place}: {message}"
        if source_line is not None and column is not None:
            text += _pointed(source_line, column - 1, width)
        super().__init__(text)


def _pointed(line: str, start: int, width: int) -> str:
    """A line, or of a long one what is around `start`, with carets below `width` characters."""
    from rich.cells import cell_len

    first = max(0, start - _LONGEST // 2) if len(line) > _LONGEST else 0
    shown = "".join(c if c.isprintable() or c == "\t" else "�" for c in line[first:])
    start -= first
    if len(shown) > max(_LONGEST, start + 1):
        shown = shown[: max(_LONGEST, start + 1)] + "…"
    if first:
        shown, start = "…" + shown, start + 1
    carets = "^" * max(1, cell_len(shown[start : start + width].rstrip("…")))
    # Tabs are kept before the caret so that it stands below the right character.
    pad = "".join("\t" if c == "\t" else " " * cell_len(c) for c in shown[:start])
    return f"\n    {shown}\n    {pad}{carets}"


class ParameterError(InputError):
    """A parameter of a query that is missing, unknown or of another type."""


class NameResolutionError(InputError):
    """A name that no entity has, or that several have; `candidates` lists what was near."""

    def __init__(self, message: str, *, candidates: tuple[str, ...] = ()) -> None:
        self.candidates = candidates
        super().__init__(message)


class ToolError(HealcareError):
    """A program or server that is needed is missing or failed."""

    exit_status = 3


class MissingToolError(ToolError):
    """Something that has to be installed first; the text says how."""


class EndpointError(ToolError):
    """A SPARQL endpoint that can't be reached or answered with an error."""
