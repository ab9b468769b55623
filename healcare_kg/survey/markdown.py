"""A survey as Markdown: pipe tables, links, and footnotes to the sources if asked."""

from __future__ import annotations

import re

from healcare_kg.exports.catalogue import Catalogue
from healcare_kg.survey.notes import Notes
from healcare_kg.survey.rendered_cells import Line
from healcare_kg.survey.rendering import Section, Survey
from healcare_kg.survey.tables import RENDERED_MARK

__all__ = ["survey_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&!#])")


def survey_markdown(survey: Survey, catalogue: Catalogue, *, sources: bool = False) -> str:
    """The Markdown text of a survey; `import survey` reads it back."""
    notes = Notes(catalogue) if sources else None
    parts = [RENDERED_MARK, f"# {survey.title}", survey.intro]
    parts += [_section(section, notes) for section in survey.sections]
    if notes is not None:
        parts.append("\n".join(f"[^{number}]: {text}" for number, text in notes.shown(survey.lang)))
    return "\n\n".join(filter(None, parts)) + "\n"


def _section(section: Section, notes: Notes | None) -> str:
    lines = [
        f"## {section.heading}",
        "",
        f"| {' | '.join(section.headers)} |",
        f"|{' --- |' * len(section.headers)}",
    ]
    for row in section.rows:
        cells = ("<br>".join(_line(line, notes) for line in cell) or "-" for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _line(line: Line, notes: Notes | None) -> str:
    text = _escaped(line.text)
    if line.url:
        text = (
            f"[{text}](<{line.url}>)" if re.search(r"[()\s]", line.url) else f"[{text}]({line.url})"
        )
    elif line.emphasis:
        text = f"*{text}*"
    if line.label:
        text = f"【{line.label}】{text}"
    if line.id:
        text += f" `{line.id}`"
    if notes is not None:
        text += "".join(f"[^{number}]" for number in notes.numbers(line.facts))
    return text


def _escaped(text: str) -> str:
    """A text as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
