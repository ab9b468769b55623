"""The line of each statement of a Turtle or N-Triples file, however it is laid out.

The file has been parsed before, so it is known to be correct: this reads only as much of the
grammar (Turtle, sections 6.5 and 6.3) as it takes to tell statements apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode

from healcare_kg.namespaces import PREFIXES, RDF

__all__ = ["TurtleLines"]

Value = NamedNode | Literal | None
Token = tuple[str, str, int]

_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
    |(?P<string>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>\s]*>)
    |(?P<suffix>\^\^|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>[+-]?(?:\d*\.\d+|\d+)(?:[eE][+-]?\d+)?(?![\w:]))
    |(?P<name>(?:[^\s<>"'()\[\];,\#\\]|\\.)*:(?:(?:[^\s<>"'()\[\];,\#\\]|\\.)*[^\s<>"'()\[\];,\#.\\])?)
    |(?P<word>[A-Za-z]\w*)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE = ("[", "("), ("]", ")")
_XSD = PREFIXES["xsd"]


@dataclass
class _Reader:
    """Where the reader is: the prefixes so far, and the subject and predicate in force."""

    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    lines: dict[tuple[str, str, Value], int] = field(default_factory=dict)

    def read(self, tokens: list[Token]) -> None:
        at = 0
        while at < len(tokens):
            kind, text, _ = tokens[at]
            if text.lower() in ("@prefix", "prefix"):
                self.prefixes[tokens[at + 1][1]] = self._iri(tokens[at + 2][1])
                at += 3
            elif text.lower() in ("@base", "base"):
                self.base = self._iri(tokens[at + 1][1])
                at += 2
            elif kind == "mark" and text == ".":
                at += 1
            else:
                at = self._statements(tokens, at)

    def _statements(self, tokens: list[Token], at: int) -> int:
        """Read one subject and all that is said of it, from `at`; where the next one begins."""
        subject, at = self._value(tokens, at)
        name = subject.value if isinstance(subject, NamedNode) else ""
        predicate, expects_predicate = "", True
        while at < len(tokens) and not _is(tokens[at], "."):
            line = tokens[at][2]
            if _is(tokens[at], ";"):
                expects_predicate, at = True, at + 1
            elif _is(tokens[at], ","):
                at += 1
            elif expects_predicate:
                verb, at = self._value(tokens, at)
                predicate = verb.value if isinstance(verb, NamedNode) else ""
                expects_predicate = False
            else:
                value, at = self._value(tokens, at)
                if predicate:
                    self.lines.setdefault((name, predicate, value), line)
        return at

    def _value(self, tokens: list[Token], at: int) -> tuple[Value, int]:
        """The term at `at`, None for one without a name, and where the next token is."""
        kind, text, _ = tokens[at]
        if kind == "mark" and text in _OPEN:
            return None, _after_brackets(tokens, at)
        if kind in ("iri", "name"):
            iri = self._iri(text) if kind == "iri" else self._expanded(text)
            return (NamedNode(iri) if iri else None), at + 1
        if kind == "string":
            return self._literal(tokens, at)
        if kind == "number":
            return Literal(text, datatype=NamedNode(_XSD + _datatype(text))), at + 1
        if text == "a":
            return NamedNode(RDF + "type"), at + 1
        if text in ("true", "false"):
            return Literal(text, datatype=NamedNode(_XSD + "boolean")), at + 1
        return None, at + 1

    def _literal(self, tokens: list[Token], at: int) -> tuple[Value, int]:
        text, after = _unquoted(tokens[at][1]), at + 1
        if after < len(tokens) and tokens[after][0] == "suffix":
            suffix = tokens[after][1]
            if suffix == "^^":
                datatype, after = self._value(tokens, after + 1)
                if not isinstance(datatype, NamedNode):
                    return None, after
                return Literal(text, datatype=datatype), after
            return Literal(text, language=suffix[1:].lower()), after + 1
        return Literal(text), after

    def _iri(self, text: str) -> str:
        return urljoin(self.base, _unescaped(text[1:-1])) if ":" not in text else text[1:-1]

    def _expanded(self, text: str) -> str:
        prefix, _, local = text.partition(":")
        namespace = self.prefixes.get(prefix + ":")
        return namespace + re.sub(r"\\(.)", r"\1", local) if namespace is not None else ""


class TurtleLines:
    """The lines of a file's statements; a file of another format has none."""

    def __init__(self, path: Path) -> None:
        reader = _Reader(path.resolve().as_uri())
        if path.suffix.lower() in (".ttl", ".turtle", ".nt", ".ntriples"):
            reader.read(list(_tokens(path.read_text(encoding="utf-8", errors="replace"))))
        self._lines = reader.lines

    def find(self, subject: str, predicate: str, value: object) -> int | None:
        """The line of a statement, the first where its subject (`""`) or value has no name."""
        if isinstance(value, BlankNode):
            value = None
        if isinstance(value, Literal) and value.language:
            value = Literal(value.value, language=value.language.lower())
        key = (subject, predicate, value if isinstance(value, NamedNode | Literal) else None)
        return self._lines.get(key)


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield str(match.lastgroup), match[0], line
        line += match[0].count("\n")


def _is(token: Token, mark: str) -> bool:
    return token[0] == "mark" and token[1] == mark


def _after_brackets(tokens: list[Token], at: int) -> int:
    depth = 0
    while at < len(tokens):
        if tokens[at][0] == "mark":
            depth += (tokens[at][1] in _OPEN) - (tokens[at][1] in _CLOSE)
        at += 1
        if depth == 0:
            break
    return at


def _unquoted(text: str) -> str:
    quotes = 3 if text[:3] in ('"""', "'''") and len(text) > 5 else 1  # noqa: PLR2004
    return _unescaped(text[quotes:-quotes])


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    escapes = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

    def replaced(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else escapes.get(match[3], match[3])

    return re.sub(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", replaced, text)


def _datatype(number: str) -> str:
    if "e" in number.lower():
        return "double"
    return "decimal" if "." in number else "integer"
