"""`render survey`: the graph as tables, which `import survey` reads back with nothing to change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from healcare_kg.cli import main
from healcare_kg.exports.catalogue import Catalogue, read_catalogue
from healcare_kg.resources import resource
from healcare_kg.survey.html_page import survey_html
from healcare_kg.survey.importing import read_survey
from healcare_kg.survey.markdown import survey_markdown
from healcare_kg.survey.rendering import MEDICINE, build_survey
from healcare_kg.survey.tables import read_document

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def full(kg) -> Catalogue:
    return read_catalogue(kg)


def run(*argv: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(argv))
    return int(ended.value.code or 0)


def rows(text: str, name: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(f"| [{name}")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_committed_survey_is_up_to_date(full, lang):
    path = DOCS / f"survey.{lang}.md"
    assert path.read_text(encoding="utf-8") == survey_markdown(build_survey(full, lang), full), (
        f"run: python -m healcare_kg render survey --lang {lang} -o docs/{path.name}"
    )


@pytest.mark.parametrize(("lang", "sources"), [("en", False), ("zh", True)])
def test_what_is_rendered_is_read_back_with_nothing_to_change(full, tmp_path, lang, sources):
    path = tmp_path / "survey.md"
    path.write_text(survey_markdown(build_survey(full, lang), full, sources=sources), "utf-8")
    made = read_survey(path, full, source="https://example.org/other")
    odd = [e.shown(path) for e in made.entries if e.outcome not in ("known", "nothing")]
    assert odd == []
    assert made.records == ()
    document = read_document(path)
    assert len(document.tables) == 4
    cells = {(r.line, h) for t in document.tables for r in t.rows for h in t.headers}
    assert {(e.place.line, e.place.column) for e in made.entries} == cells
    # The pass is not empty: most cells say something, and the rows are the whole graph's.
    assert sum(e.outcome == "known" for e in made.entries) > 4000


def test_a_changed_cell_of_a_rendered_file_is_found(full, tmp_path):
    text = survey_markdown(build_survey(full, "zh", domains=["psychology"]), full)
    (row,) = rows(text, "MindChat 漫谈")
    changed = row.replace("/14 |", "/14/99 |").replace("2023-07-06", "2022-01-01")
    path = tmp_path / "survey.md"
    path.write_text(text.replace(row, changed), "utf-8")
    (record,) = read_survey(path, full).records
    assert record.id == "mindchat"
    assert {(s.property, str(s.value), s.adopted) for s in record.statements} == {
        ("parametersBillions", "99", False), ("released", "2022-01-01", False)
    }  # fmt: skip


def test_a_family_has_the_sizes_bases_and_data_of_its_releases(full):
    text = survey_markdown(build_survey(full, "en", domains=["psychology"]), full)
    (row,) = rows(text, "MindChat]")
    assert "0.5/1.8/4/6/7/13/14" in row
    assert "Qwen-7B" in row and "InternLM2" in row
    assert "[MindChat](https://github.com/X-D-Lab/MindChat)<br>2023-07-06" in row
    # A release of a family has no row of its own.
    assert not rows(text, "MindChat-Qwen-7B")


def test_the_columns_are_the_surveys_own(full):
    text = survey_markdown(build_survey(full, "zh", domains=["psychology"]), full)
    assert (
        "## 心理学大模型\n\n| 模型 | 作者 | 发表 | 定位 | 预训练 | 微调 | 数据集 | 规模/B |" in text
    )
    assert "## 心理学数据集\n\n| 名称 | 作者 | 发表 | 定位 | 形式 | 规模 | 开源方式 |" in text


def test_footnotes_lead_to_the_sources(full):
    text = survey_markdown(build_survey(full, "en", domains=["psychology"]), full, sources=True)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    told = dict(re.findall(r"^\[\^(\d+)\]: (\S+)", text, flags=re.MULTILINE))
    assert used == told.keys()
    assert "https://github.com/X-D-Lab/MindChat" in told.values()


def test_only_the_domains_that_are_asked_for_are_rendered(full):
    survey = build_survey(full, "en", domains=["tcm", MEDICINE])
    assert [s.heading for s in survey.sections] == [
        "Traditional Chinese medicine models", "Medical models",
        "Traditional Chinese medicine datasets", "Medical datasets",
    ]  # fmt: skip
    tcm = {row[0][0].text for row in survey.sections[0].rows}
    assert tcm and tcm <= {row[0][0].text for row in survey.sections[1].rows}


def test_the_page_is_one_file_without_outside_assets_and_escapes_what_it_shows(full):
    page = survey_html(build_survey(full, "zh"), full, sources=True)
    assert page.startswith("<!DOCTYPE html>") and '<html lang="zh-CN">' in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import", page)
    for tag in ("table", "tr", "td", "th", "div", "ol", "li", "a", "sup"):
        assert len(re.findall(rf"<{tag}\b", page)) == page.count(f"</{tag}>"), tag
    for number in set(re.findall(r'href="#s(\d+)"', page)):
        assert f'<li id="s{number}">' in page


def test_the_command_writes_a_file_by_its_ending(tmp_path):
    vocabulary = str(resource("ontology", "vocabulary.ttl"))
    for name, start in (("s.html", "<!DOCTYPE html>"), ("s.md", "<!-- healcare-kg")):
        path = tmp_path / name
        assert run("render", "survey", "--data", vocabulary, "-o", str(path)) == 0
        assert path.read_text("utf-8").startswith(start)


def test_an_unknown_domain_is_told_with_those_there_are(capsys):
    vocabulary = str(resource("ontology", "vocabulary.ttl"))
    assert run("render", "survey", "--data", vocabulary, "--domain", "astrology") == 2
    error = capsys.readouterr().err
    assert "no domain 'astrology'" in error and "psychology" in error and "medicine" in error


def test_a_label_that_would_break_a_table_stays_whole(tmp_path):
    facts = tmp_path / "x.jsonl"
    facts.write_text(
        '{"id": "odd", "class": "ModelFamily", "label": {"en": "A | B/C [x] *y*"}, "facts": '
        '[{"p": "domain", "v": "psychology", "source": "https://a.b", "kind": "primary"},'
        '{"p": "purpose", "v": {"en": "do `x` | <b>y</b> / z"}, "source": "https://a.b", '
        '"kind": "primary"}]}\n'
    )
    data, path = tmp_path / "data", tmp_path / "s.md"
    assert run("import", "facts", str(facts), "--into", str(data)) == 0
    graph = ["--data", str(data), "--data", str(resource("ontology", "vocabulary.ttl"))]
    assert run("render", "survey", *graph, "-o", str(path)) == 0
    before = {p: p.read_bytes() for p in data.rglob("*.ttl")}
    assert run("import", "survey", str(path), "--into", str(data)) == 0
    assert before == {p: p.read_bytes() for p in data.rglob("*.ttl")}
