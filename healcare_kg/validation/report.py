"""Findings as text: tables by rule for people, JSON, and annotations of a GitHub workflow."""

from __future__ import annotations

import io
import json
import os
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from healcare_kg.namespaces import curie
from healcare_kg.results.table import write_table
from healcare_kg.validation.finding import LEVELS, Finding

__all__ = ["FORMATS", "as_github", "as_json", "as_table", "summary"]

FORMATS = ("table", "json", "github")

_TITLES = {
    "en": ("where", "entity", "property", "value", "name"),
    "zh": ("位置", "实体", "属性", "取值", "名称"),
}
_LEVELS = {
    "en": {"error": "error", "warning": "warning", "info": "info"},
    "zh": {"error": "错误", "warning": "警告", "info": "提示"},
}
_CONFORMS = {
    "en": "Conforms: the checks and shapes find nothing wrong.",
    "zh": "符合要求：各项检查与校验规则均未发现问题。",
}
_COUNTS = {
    "en": {"error": "error", "warning": "warning", "info": "note"},
    "zh": {"error": "{} 个错误", "warning": "{} 个警告", "info": "{} 个提示"},
}
# https://docs.github.com/actions/reference/workflow-commands-for-github-actions
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}


def summary(findings: Iterable[Finding], lang: str = "en") -> str:
    """One line: how many findings of each level, or that there are none.

    >>> summary([])
    'Conforms: the checks and shapes find nothing wrong.'
    >>> summary([Finding("r", "error", "e", "e", "m")])
    '1 error, 0 warnings, 0 notes'
    """
    counts = _counts(findings)
    if not any(counts.values()):
        return _CONFORMS[lang]
    if lang == "zh":
        return "，".join(_COUNTS["zh"][level].format(counts[level]) for level in LEVELS)
    words = ((counts[level], _COUNTS["en"][level]) for level in LEVELS)
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in words)


def as_table(findings: Iterable[Finding], lang: str = "en", *, width: int | None = None) -> str:
    """A paragraph for each rule that is broken, with a table of what breaks it.

    `width` are the columns of a terminal to fold to.
    """
    out = io.StringIO()
    for (level, rule, message), group in groupby(
        findings, key=lambda f: (f.level, f.rule, f.message)
    ):
        found = list(group)
        out.write(f"{_LEVELS[lang][level]}  {rule}  ({len(found)})\n")
        out.write((_wrapped(message, width) if width else message) + "\n\n")
        write_table(_TITLES[lang], [_row(finding) for finding in found], out, width=width)
        out.write("\n")
    return out.getvalue()


def as_json(findings: Sequence[Finding]) -> str:
    """An object with the `counts` by level and the `findings`, each with the fields of Finding."""
    content = {"counts": _counts(findings), "findings": [asdict(f) for f in findings]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_github(findings: Iterable[Finding]) -> str:
    """A workflow command for each finding, which GitHub shows beside the line in question."""
    return "".join(_annotation(finding) for finding in findings)


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts = dict.fromkeys(LEVELS, 0)
    for finding in findings:
        counts[finding.level] += 1
    return counts


def _row(finding: Finding) -> list[str]:
    place = _shown(finding.file) if finding.file else ""
    return [
        f"{place}:{finding.line}" if finding.line else place,
        _short(finding.entity),
        _short(finding.property or ""),
        finding.value or "",
        finding.label,
    ]


def _annotation(finding: Finding) -> str:
    place = {}
    if finding.file:
        place["file"] = _shown(finding.file, os.environ.get("GITHUB_WORKSPACE"))
    if finding.line:
        place["line"] = str(finding.line)
    place["title"] = f"{finding.rule}: {finding.label}"
    written = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
    parts = (_short(finding.entity), _short(finding.property or ""), finding.value or "")
    text = f"{' '.join(filter(None, parts))}\n{finding.message}"
    return f"::{_ANNOTATIONS[finding.level]} {written}::{_escaped(text)}\n"


def _escaped(text: str, more: str = "") -> str:
    """Text as a workflow command has it: these characters by their number in hexadecimal."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _short(iri: str) -> str:
    return curie(iri) or iri


def _shown(file: str, base: str | None = None) -> str:
    """A file's path from where the reader is, if it lies below."""
    try:
        path = Path(file).resolve().relative_to(Path(base or Path.cwd()).resolve())
    except ValueError:
        return file
    return path.as_posix()


def _wrapped(text: str, width: int) -> str:
    """Text in lines of a terminal; Chinese characters take two columns and have no blanks."""
    if text.isascii():
        return textwrap.fill(text, width)
    from rich.cells import chop_cells

    return "\n".join(chop_cells(text, width))
