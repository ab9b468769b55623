"""docs/validation*.md: the rules as they are, in both languages, and pages that say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from healcare_kg.validation.rules import rules_page

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.parametrize(("lang", "name"), [("en", "rules.md"), ("zh", "rules.zh.md")])
def test_the_page_of_the_rules_is_up_to_date(lang: str, name: str) -> None:
    path = DOCS / f"validation-{name}"
    option = "" if lang == "en" else f"--lang {lang} "
    command = f"python -m healcare_kg validate --rules {option}-o docs/{path.name}"
    assert path.read_text(encoding="utf-8") == rules_page(lang), f"to repair: {command}"
    assert command in path.read_text(encoding="utf-8")


def test_both_guides_have_the_same_parts_and_commands() -> None:
    english, chinese = (
        (DOCS / name).read_text(encoding="utf-8") for name in ("validation.md", "validation.zh.md")
    )
    assert len(re.findall("^## ", english, re.M)) == len(re.findall("^## ", chinese, re.M))
    for option in ("--fail-on", "--profile", "--data", "--lang zh", "-f json", "-f github", "-o "):
        assert option in english
        assert option in chinese
