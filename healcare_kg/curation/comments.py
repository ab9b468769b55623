"""Comments in Turtle: those at the top of a file, and those that no triple could keep."""

from __future__ import annotations

import re

__all__ = ["later_comment", "leading_comment"]

_LEADING = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*(?:[ \t]*#[^\n]*\Z)?")
# What may hold a `#` without being a comment: texts, IRIs and escaped characters of local names.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|^`\s]*>"
    r"|\\."
    r"|(?P<comment>\#[^\n\r]*)",
    re.DOTALL,
)


def leading_comment(text: str) -> str:
    r"""The comment lines a Turtle text begins with, ending in one newline; empty where none.

    >>> leading_comment("# A\n\n# B\n\n<a> a <b> . # C\n")
    '# A\n\n# B\n'
    """
    start = _LEADING.match(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    lines = [line.strip() for line in start[0].split("\n")] if start else []
    kept = "\n".join(lines).strip("\n")
    return kept + "\n" if kept else ""


def later_comment(text: str) -> tuple[int, str] | None:
    r"""The line and text of the first comment after the leading ones, or None.

    >>> later_comment('# A\n<a#b> <c> "# no" ; # yes\n <d> 1 .')
    (2, '# yes')
    """
    start = _LEADING.match(text)
    for token in _TOKEN.finditer(text, start.end() if start else 0):
        if token["comment"]:
            return text.count("\n", 0, token.start()) + 1, token["comment"].rstrip()
    return None
