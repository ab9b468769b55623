"""A survey as one HTML page that needs nothing else."""

from __future__ import annotations

from html import escape

from healcare_kg.exports.catalogue import Catalogue
from healcare_kg.survey.notes import Notes
from healcare_kg.survey.rendered_cells import Line
from healcare_kg.survey.rendering import Section, Survey

__all__ = ["survey_html"]

_STYLE = """
:root { color-scheme: light dark; --line: #d5d9de; --head: #eef1f4; --soft: #66707a; }
@media (prefers-color-scheme: dark) { :root { --line: #3a4048; --head: #23282e; --soft: #9aa4ae; } }
body { margin: 1.5rem; font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei",
  "PingFang SC", sans-serif; }
h2 { margin-top: 2.5rem; }
nav a { margin-right: 1.2em; }
.table { overflow: auto; max-height: 90vh; border: 1px solid var(--line); }
table { border-collapse: separate; border-spacing: 0; font-size: 13px; line-height: 1.45; }
th, td { padding: .45em .7em; border-bottom: 1px solid var(--line); vertical-align: top;
  text-align: left; overflow-wrap: break-word; min-width: 4.5em; max-width: 20em; }
th { position: sticky; top: 0; background: var(--head); white-space: nowrap; z-index: 1; }
tbody th { position: sticky; left: 0; top: auto; font-weight: 600; white-space: normal;
  min-width: 9em; max-width: 14em; }
thead th:first-child { left: 0; z-index: 2; }
td div + div { margin-top: .25em; }
th div + div { font-weight: 400; color: var(--soft); }
td.wide { min-width: 16em; }
.label { color: var(--soft); margin-right: .4em; }
.none { color: var(--soft); }
sup { line-height: 0; }
@media print { .table { max-height: none; overflow: visible; } th { position: static; } }
""".strip()
_SOURCES = {"en": "Sources", "zh": "来源"}
_WIDE = 3  # the column of focus, whose texts are sentences
_CODE = {"en": "en", "zh": "zh-CN"}


def survey_html(survey: Survey, catalogue: Catalogue, *, sources: bool = False) -> str:
    """The page of a survey."""
    notes = Notes(catalogue) if sources else None
    tables = [
        _section(section, f"t{n}", notes) for n, section in enumerate(survey.sections, start=1)
    ]
    contents = "".join(
        f'<a href="#t{n}">{escape(s.heading)} ({len(s.rows)})</a>'
        for n, s in enumerate(survey.sections, start=1)
    )
    parts = [
        f'<!DOCTYPE html>\n<html lang="{_CODE[survey.lang]}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(survey.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>",
        f"<h1>{escape(survey.title)}</h1>\n<p>{escape(survey.intro)}</p>\n<nav>{contents}</nav>",
        *tables,
    ]
    if notes is not None:
        listed = "\n".join(
            f'<li id="s{number}">{_linked(text)}</li>' for number, text in notes.shown(survey.lang)
        )
        parts.append(f"<h2>{_SOURCES[survey.lang]}</h2>\n<ol>\n{listed}\n</ol>")
    parts.append("</body>\n</html>\n")
    return "\n".join(parts)


def _section(section: Section, name: str, notes: Notes | None) -> str:
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in section.headers)
    rows = "\n".join(_row(row, notes) for row in section.rows)
    return (
        f'<h2 id="{name}">{escape(section.heading)}</h2>\n<div class="table">\n<table>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _row(row: tuple[tuple[Line, ...], ...], notes: Notes | None) -> str:
    parts = []
    for number, cell in enumerate(row):
        inside = "".join(f"<div>{_line(line, notes)}</div>" for line in cell)
        if number == 0:
            parts.append(f'<th scope="row">{inside}</th>')
        elif inside:
            kind = ' class="wide"' if number == _WIDE else ""
            parts.append(f"<td{kind}>{inside}</td>")
        else:
            parts.append('<td class="none">-</td>')
    return f"<tr>{''.join(parts)}</tr>"


def _line(line: Line, notes: Notes | None) -> str:
    text = escape(line.text).replace("/", "/<wbr>")
    if line.url:
        text = f'<a href="{escape(line.url)}">{text}</a>'
    elif line.emphasis:
        text = f"<em>{text}</em>"
    if line.label:
        text = f'<span class="label">{escape(line.label)}</span>{text}'
    if line.id:
        text += f" <code>{escape(line.id)}</code>"
    numbers = notes.numbers(line.facts) if notes is not None else []
    marks = ", ".join(f'<a href="#s{number}">{number}</a>' for number in numbers)
    return f"{text}<sup>{marks}</sup>" if marks else text


def _linked(text: str) -> str:
    address, blank, rest = text.partition(" ") if " (" in text else text.partition("（")
    if not address.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(address)}">{escape(address)}</a>{escape(blank + rest)}'
