"""`import survey`: every cell accounted for, nothing invented, nothing overwritten."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from healcare_kg.cli import main
from healcare_kg.exports.catalogue import Catalogue, read_catalogue
from healcare_kg.facts.records import Statement
from healcare_kg.knowledge_graph import open_graph
from healcare_kg.namespaces import KG, SURVEY_SOURCE
from healcare_kg.resources import resource
from healcare_kg.survey.account import OPEN, Entry
from healcare_kg.survey.importing import SurveyImport, read_survey
from healcare_kg.survey.tables import read_document

SURVEY = Path(__file__).parent / "fixtures" / "surveys" / "healcarellm.md"
SOURCE = "https://example.org/list"
VOCABULARY = resource("ontology", "vocabulary.ttl")


@pytest.fixture(scope="module")
def full(kg) -> Catalogue:
    return read_catalogue(kg)


@pytest.fixture(scope="module")
def empty() -> Catalogue:
    return read_catalogue(open_graph([VOCABULARY], cache=False))


@dataclass
class Read:
    made: SurveyImport

    def statements(self, name: str) -> list[Statement]:
        return [s for r in self.made.records if r.id == name for s in r.statements]

    def said(self, name: str, *, adopted: bool = True) -> set[tuple[str, str]]:
        return {
            (s.property, str(s.ref or (s.value if not isinstance(s.value, dict) else
             next(iter(s.value.values())))))
            for s in self.statements(name)
            if s.adopted == adopted
        }  # fmt: skip

    def entries(self, *outcomes: str) -> list[str]:
        return [
            f"{e.place.column}: {e.text}" + (f" ({e.reason['en']})" if e.reason else "")
            for e in self.made.entries
            if e.outcome in outcomes
        ]


@pytest.fixture
def read(tmp_path: Path, full: Catalogue):
    def reading(text: str, catalogue: Catalogue | None = None, **options: Any) -> Read:
        path = tmp_path / "list.md"
        path.write_text(text, encoding="utf-8")
        options.setdefault("source", SOURCE)
        return Read(read_survey(path, catalogue or full, **options))

    return reading


def table(headers: Iterable[str], *rows: Iterable[str]) -> str:
    lines = [list(headers), ["---"] * len(list(headers)), *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def run(*argv: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["import", "survey", *argv])
    return int(ended.value.code or 0)


def account(entries: Iterable[Entry]) -> str:
    return "\n".join(entry.shown(SURVEY) for entry in entries)


def cells_of(path: Path) -> set[tuple[int, str]]:
    document = read_document(path)
    return {(r.line, h) for t in document.tables for r in t.rows for h in t.headers}


# The survey that the graph grew from


def test_the_survey_is_in_the_full_graph_with_every_cell_accounted_for(full):
    made = read_survey(SURVEY, full)
    print(account(made.entries))  # pytest -s shows the account
    assert {(e.place.line, e.place.column) for e in made.entries} == cells_of(SURVEY)
    assert Counter(e.outcome for e in made.entries).keys() == {"known", "nothing"}
    assert made.source == SURVEY_SOURCE
    assert made.records == ()


@pytest.mark.parametrize("create", [False, True])
def test_the_survey_into_an_empty_graph_accounts_for_every_cell(empty, create):
    made = read_survey(SURVEY, empty, create=create)
    print(account(made.entries))
    assert {(e.place.line, e.place.column) for e in made.entries} == cells_of(SURVEY)
    unknown = [e for e in made.entries if e.outcome == "unknown"]
    assert bool(unknown) != create
    read = Read(made)
    said = read.said("mindchat")
    assert {("repository", "https://github.com/X-D-Lab/MindChat"), ("released", "2023-06-06"),
            ("language", "zh"), ("purpose", "心理抚慰"),
            ("inDomain", "psychology")} <= said  # fmt: skip
    bases = {v for p, v in said if p == "hasReleaseBasedOn"}
    assert bases == ({"baichuan", "internlm", "qwen-7b"} if create else set())
    assert not any(s.property == "basedOn" for r in made.records for s in r.statements)
    rejected = read.said("emollm", adopted=False)
    assert {v for p, v in rejected if p == "parametersBillions"} == {
        "5", "6", "7", "8", "13", "16", "20"
    }  # fmt: skip
    assert ("expertLayout", "8x7") in rejected
    assert ("released", "2024-01-25") in read.said("emollm")
    assert ("toolkit", "xtuner") in read.said("emollm")
    data = read.said("mindchat-training-data")
    assert {("access", "closed"), ("form", "multi-turn-dialogue")} <= data
    # No number without a unit is adopted, and of several amounts in one cell none.
    assert ("exampleCount", "1000000") in read.said("mindchat-training-data", adopted=False)
    assert not any(p.endswith("Count") for p, _ in read.said("soulchat-training-data"))
    assert ("access", "on-request") in read.said("psyqa")


def test_the_survey_twice_changes_no_byte_and_a_dry_run_writes_nothing(tmp_path, capsys):
    data = tmp_path / "data"
    assert run(str(SURVEY), "--into", str(data), "--dry-run", "--create") == 0
    assert not data.exists()
    assert run(str(SURVEY), "--data", str(data), "--create") == 0
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    capsys.readouterr()
    assert run(str(SURVEY), "--data", str(data), "--create", "--cells", "--lang", "zh") == 0
    out = capsys.readouterr().out
    assert "无需更改" in out and "已有" in out
    assert before == {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}


# Tables as people write them


def test_columns_in_any_order_with_missing_and_extra_ones_give_the_same(read, empty):
    headers = ["Model", "Focus", "Size/B", "Evaluation", "Comments"]
    row = ["Newt 23/6/6", "Chinese/comfort", "7", "无", "well made"]
    plain = read(table(headers, row), empty)
    mixed = read(
        table([*reversed(headers), "Stars"], [*reversed(row), "99"]) + "\n# Other\n\n"
        + table(["模型"], ["Newt"]),
        empty,
    )  # fmt: skip
    assert plain.said("newt") == mixed.said("newt") == {
        ("language", "zh"), ("purpose", "comfort"), ("released", "2023-06-06"),
        ("note", "well made"),
    }  # fmt: skip
    assert mixed.entries("unread") == ["Stars: 99 (no known column)"]


def test_the_row_is_the_source_with_its_place(read, empty):
    made = read("## Newts\n\n" + table(["Model", "Date"], ["Newt", "2023-06"]), empty)
    (statement,) = made.statements("newt")
    assert (statement.source, statement.kind) == (SOURCE, "secondary")
    assert statement.locator == "list.md, Newts, row Newt, column Date"


def test_what_the_graph_knows_better_stays_and_the_difference_is_a_claim(read):
    headers = ["Model", "Author", "Base model", "Size/B", "Date"]
    made = read(table(headers, ["SoulChat", "清华", "LLaMA-7B", "13", "2024-01-01"]))
    assert made.said("soulchat") == set()
    assert made.said("soulchat", adopted=False) == {
        ("developedBy", "tsinghua-university"), ("basedOn", "llama-7b"),
        ("parametersBillions", "13"), ("released", "2024-01-01"),
    }  # fmt: skip
    assert all(s.why and s.why["en"] and s.why["zh"] for s in made.statements("soulchat"))


def test_what_agrees_gets_the_row_as_a_further_source(read):
    headers = ["Model", "Author", "Base model", "Size/B", "Fine-tuning"]
    made = read(table(headers, ["SoulChat", "华南理工", "chatglm_6b", "6.2", "全量微调"]))
    assert made.said("soulchat") == {
        ("developedBy", "scut"), ("basedOn", "chatglm-6b"), ("parametersBillions", "6.2"),
        ("usesMethod", "full-parameter-sft"),
    }  # fmt: skip
    assert made.said("soulchat", adopted=False) == set()


def test_sizes_of_a_family_are_its_releases(read):
    made = read(table(["Model", "Size/B"], ["MindChat", "13/7/99"]))
    assert made.said("mindchat", adopted=False) == {("parametersBillions", "99")}
    assert made.said("mindchat-baichuan-13b") == {("parametersBillions", "13")}
    assert any("7 (held on" in e for e in made.entries("known"))


def test_a_base_is_the_most_specific_that_its_words_and_link_allow(read):
    rows = [
        ["NewtA", "Qwen-7B/Qwen/DeepSeek MoE"],
        ["NewtB", "[Qwen](https://huggingface.co/Qwen/Qwen-7B)"],
        ["MindChat", "Baichuan"],
    ]
    made = read(table(["Model", "Base model"], *rows))
    assert made.said("newta") == {
        ("hasReleaseBasedOn", "qwen-7b"), ("hasReleaseBasedOn", "qwen"),
        ("hasReleaseBasedOn", "deepseek-moe-16b"),
    }  # fmt: skip
    assert made.said("newtb") == {("hasReleaseBasedOn", "qwen-7b")}
    assert made.said("mindchat") == {("hasReleaseBasedOn", "baichuan")}


def test_an_unknown_name_is_reported_with_the_nearest_and_added_only_on_demand(read):
    text = table(["Model", "Base model"], ["Newt", "Qwen-7C"])
    made = read(text)
    (told,) = made.entries("unknown")
    assert "Qwen-7C" in told and "(qwen-7b)" in told and "--create" in told
    assert made.said("newt") == set()
    made = read(text, create=True)
    assert made.said("newt") == {("hasReleaseBasedOn", "qwen-7c")}
    assert any(r.id == "qwen-7c" and "BaseModel" in r.classes for r in made.made.records)
    made = read(text, same={"Qwen-7C": "qwen-7b"})
    assert made.said("newt") == {("hasReleaseBasedOn", "qwen-7b")}


def test_rows_of_a_file_may_name_each_other_in_any_order(read):
    made = read(table(["Model", "Base model"], ["NewtB", "NewtA"], ["NewtA", "Qwen"]))
    assert made.said("newtb") == {("hasReleaseBasedOn", "newta")}


def test_a_name_at_another_repository_is_not_taken_for_the_graphs_own(read):
    made = read(table(["Model", "Code"], ["SoulChat", "https://github.com/else/SoulChat"]))
    assert made.made.records == ()
    told = " ".join(made.entries("unread"))
    assert "scutcyr/soulchat" in told and "--same 'SoulChat=ID'" in told


def test_another_name_at_the_repository_of_a_model_is_asked_about(read):
    made = read(table(["Model", "Code"], ["SoulChatty", "https://github.com/scutcyr/SoulChat"]))
    assert made.made.records == ()
    assert any("has the repository of" in e for e in made.entries("unread"))


def test_an_address_that_is_of_another_model_is_a_claim(read):
    url = "https://huggingface.co/scutcyr/SoulChat"
    made = read(table(["Model", "Weights"], ["MindChat", url]))
    assert made.said("mindchat") == set()
    assert made.said("mindchat", adopted=False) == {("weights", url)}


def test_other_peoples_tables_are_read_as_far_as_they_go(read, empty):
    text = (
        "# List\n\n"
        "| 🔥 Model Name | Paper | Code | Data | Size | Base | Date | ⭐ |\n"
        "|--|--|--|--|--|--|--|--|\n"
        "| 🚀 **[Newt][n]** | [![arXiv](https://img.s/x.svg)](https://arxiv.org/abs/2401.12345) "
        "| <a href='https://github.com/lab/newt'>GitHub</a><br>![stars](https://img.s/y.svg) "
        "| NewtData | 7B/13B | Qwen<br>LLaMA | 06/2024 | ![n](https://img.s/z.svg) |\n"
        "| Title only: a study of newts | - | ✔ | ? | big | TBD | some day | 5 |\n\n"
        "[n]: https://huggingface.co/lab/newt\n"
    )
    made = read(text, empty, create=True)
    assert made.said("newt") == {
        ("weights", "https://huggingface.co/lab/newt"), ("publishedIn", "arxiv-2401-12345"),
        ("repository", "https://github.com/lab/newt"), ("trainedOn", "newtdata"),
        ("hasReleaseBasedOn", "qwen"), ("hasReleaseBasedOn", "llama"), ("released", "2024-06"),
    }  # fmt: skip
    unread = made.entries("unread")
    assert any(e.startswith("Size: big") for e in unread)
    assert any(e.startswith("Date: some day") for e in unread)


def test_links_in_brackets_and_names_in_code_marks_are_read(read, full):
    text = table(
        ["Model Name", "Paper", "Weights", "Data", "Code"],
        ["`SoulChat`", "[[arXiv](https://arxiv.org/abs/2311.00273)]",
         "[[HF (6B)](https://huggingface.co/scutcyr/SoulChat)]",
         "[[HF](https://huggingface.co/datasets/lab/new-talks)]", "-"],
    )  # fmt: skip
    made = read(text)
    assert made.said("soulchat") == {
        ("publishedIn", "arxiv-2311-00273"), ("weights", "https://huggingface.co/scutcyr/SoulChat"),
    }  # fmt: skip
    assert made.said("soulchat", adopted=False) == set()
    # A dataset is called after its repository, never after the text of the link.
    assert any(e.startswith("Data: new-talks") for e in made.entries("unknown"))
    assert not any("HF" in r.id or r.id == "hf" for r in read(text, create=True).made.records)


def test_what_is_no_name_is_not_made_one_even_on_demand(read, empty):
    text = table(
        ["Model", "Author", "Base model", "Data"],
        ["Newt", "Ann Eft et al.", "123", "01/2023"],
        ["Triton", "[]", "✓", "[[x](https://a.b/c)]"],
    )
    made = read(text, empty, create=True)
    assert {r.id for r in made.made.records} <= {"newt", "triton", "x"}
    unread = made.entries("unread")
    assert any("names of people" in e for e in unread)
    assert any("a date, no data" in e for e in unread)
    assert any("123 (this is no name)" in e for e in unread)


def test_counts_behind_the_names_of_data_are_the_datas(read):
    made = read(table(["Model", "Training data"], ["Newt", "PsyQA (22,000 questions), SMILECHAT"]))
    assert ("trainedOn", "psyqa") in made.said("newt")
    assert made.said("psyqa") == {("questionCount", "22000")}


def test_a_venue_is_that_of_the_rows_paper_whatever_comes_first(read, empty):
    for headers in (["Model", "Venue", "Paper"], ["Paper", "Venue", "Model"]):
        row = {"Model": "Newt", "Venue": "Findings of EMNLP 2030",
               "Paper": "[arXiv](https://arxiv.org/abs/2401.12345)"}  # fmt: skip
        made = read(table(headers, [row[h] for h in headers]), empty, create=True)
        assert made.said("arxiv-2401-12345") == {
            ("arxiv", "2401.12345"), ("venue", "Findings of EMNLP 2030")
        }  # fmt: skip
    cell = "[Findings of EMNLP 2030](https://arxiv.org/abs/2401.12345)"
    made = read(table(["Model", "Venue"], ["Newt", cell]), empty, create=True)
    (paper,) = [r for r in made.made.records if r.id == "arxiv-2401-12345"]
    assert paper.labels["en"] == "arXiv:2401.12345"
    assert ("venue", "Findings of EMNLP 2030") in made.said("arxiv-2401-12345")


def test_a_rough_count_is_a_fact_with_its_words(read, empty):
    made = read(table(["数据集", "规模"], ["Newts", "～7w条"]), empty)
    assert made.said("newts") == {("exampleCount", "70000"), ("note", "规模按表中所写：~7w条")}
    made = read(table(["数据集", "规模"], ["Newts", "～7w"]), empty)
    assert made.said("newts") == set()
    assert made.said("newts", adopted=False) == {("exampleCount", "70000")}


def test_data_that_is_described_beside_named_data_is_not_made_a_dataset(read):
    made = read(table(["Model", "Training data"], ["Newt", "PsyQA、1w gen by GPT-4"]), create=True)
    assert made.said("newt") == {("trainedOn", "psyqa")}
    assert any("describes data" in e for e in made.entries("unread"))


def test_a_heading_of_two_fields_is_of_neither(read, empty):
    for heading, domains in (("Psychology models", 1), ("Psychology and radiology models", 0)):
        made = read(f"## {heading}\n\n" + table(["Model"], ["Newt"]), empty)
        assert len([p for p, _ in made.said("newt") if p == "inDomain"]) == domains


def test_a_name_in_brackets_may_be_of_others_and_is_no_chinese_label(read, empty):
    made = read(table(["Model"], ["Newt（某大学）"]), empty)
    (record,) = made.made.records
    assert record.labels == {"en": "Newt"}
    assert any("某大学" in e for e in made.entries("unread"))


def test_a_list_of_papers_gives_nothing_but_what_addresses_prove(read):
    text = table(
        ["Title", "Institute", "Date"],
        ["[SoulChat: Empathy](https://arxiv.org/abs/2311.00273)", "SCUT", "2023-11"],
        ["[SoulChat: something else](https://arxiv.org/abs/1901.00001)", "Elsewhere", "2019-01"],
        ["Capabilities of GPT-4 on Medical Challenge Problems", "Microsoft", "2023-03"],
    )
    made = read(text)
    assert {r.id for r in made.made.records} == {"soulchat"}
    assert len([e for e in made.entries("unread") if e.startswith("Title: ")]) == 2


def test_a_method_that_names_data_is_a_claim_and_notes_keep_links(read):
    headers = ["Model", "Fine-tuning", "Comments"]
    made = read(table(headers, ["Newt", "多轮对话微调", "see [docs](https://a.b/c)"]))
    assert ("usesMethod", "多轮对话微调") in made.said("newt", adopted=False)
    assert ("note", "see docs (https://a.b/c)") in made.said("newt")


# What others' tables had, and was misread


def test_an_address_goes_on_behind_an_escaped_underscore(read, empty):
    cell = r"https://github.com/efts/new\_t\_code"
    assert ("repository", "https://github.com/efts/new_t_code") in read(
        table(["Model", "Code"], ["Newt", cell]), empty
    ).said("newt")


def test_an_amount_of_data_in_a_column_of_sizes_is_no_number_of_parameters(read, empty):
    for cell in ("208,414 images with texts", "25.6k", "60,530 slides, 3,000 of them in colour"):
        made = read(table(["Model", "Scale"], ["Newt", cell]), empty)
        assert made.statements("newt") == []
        assert any("no number of parameters" in e for e in made.entries("unread"))


def test_beside_titles_that_never_name_it_a_model_is_no_row_of_its_own(read):
    headers = ["Title", "Model", "Code"]
    rows = [
        ["**Newt**: a model of the retina", "ViT-Base", "https://github.com/a/newt"],
        ["**SoulChat**: empathy", "ChatGLM", "https://github.com/scutcyr/SoulChat"],
    ]
    made = read(table(headers, *rows))
    assert {r.id for r in made.made.records} <= {"soulchat"}
    assert any("ViT-Base" in e for e in made.entries("unread"))
    named = [["Newt", "Newt: a model", "https://github.com/a/newt"]]
    assert read(table(["Model", "Title", "Code"], *named)).statements("newt") != []


def test_rows_of_one_new_name_and_other_repositories_are_not_made_one(read, empty):
    rows = [["Newt", "https://github.com/a/newt"], ["Newt", "https://github.com/b/eft"]]
    made = read(table(["Model", "Code"], *rows), empty)
    assert made.said("newt") == {("repository", "https://github.com/a/newt")}
    assert any("an earlier row of this name" in e for e in made.entries("unread"))


def test_several_names_in_one_cell_are_not_made_one_model(read, empty):
    for cell in ("Newt, Eft", "Newt、Eft", "Newt; Eft"):
        made = read(table(["Model", "Date"], [cell, "2024"]), empty)
        assert made.made.records == ()
        assert any("several names in one cell" in e for e in made.entries("unread"))


def test_what_kind_of_thing_it_is_is_no_further_name(read, empty):
    made = read(table(["Model"], ["Newt大模型"]), empty)
    (record,) = made.made.records
    assert record.labels == {"en": "Newt"}
    assert not [r for r in read(table(["Model"], ["SoulChat模型"])).made.records if r.alternatives]


def test_a_row_at_the_place_of_known_data_is_of_those_data(read, full):
    data = full.entities[KG + "huatuogpt-sft-data-v1"]
    url = next(u for u in data.texts("repository") if "huggingface.co/datasets/" in u)
    made = read(table(["数据集名称", "规模", "链接"], ["某个数据", "1万条", f"[下载]({url})"]))
    assert {r.id for r in made.made.records} == {data.id}


def test_a_date_with_a_hyphen_that_does_not_break_is_a_date(read, empty):
    made = read(table(["Model", "Date"], ["Newt", "2019\u201101"]), empty)
    assert made.said("newt") == {("released", "2019-01")}


def test_a_name_with_its_maker_in_brackets_is_not_made_a_second_model(read):
    headers = ["Model", "Paper"]
    proven = ["SoulChat (SCUT)", "https://arxiv.org/abs/2311.00273"]
    assert {r.id for r in read(table(headers, proven)).made.records} == {"soulchat"}
    made = read(table(headers, ["SoulChat（SCUT）", "-"]))
    assert made.made.records == ()
    assert any("without its brackets" in e for e in made.entries("unread"))


def test_chinese_and_english_in_one_word_are_two_languages(read, empty):
    made = read(table(["模型", "语言"], ["Newt", "中英"]), empty)
    assert made.said("newt") == {("language", "zh"), ("language", "en")}


# Broken tables

BROKEN = {
    "ragged": "| Model | Size/B |\n|--|--|\n| Newt | 7 | more | still |\n| Eft\n",
    "escaped": "| Model | Comments |\n|--|--|\n| Newt | a \\| b |\n",
    "no header": "| MindChat | 7 |\n| SoulChat | 6 |\n",
    "only words": "MindChat, SoulChat\n",
    "empty": "",
    "html": "<table><tr><td>MindChat</td></tr></table>\n",
    "code": "```\n| Model | Base |\n|--|--|\n| Newt | Qwen |\n```\n",
    "brackets": "| Model | Base |\n|--|--|\n| Newt | " + "[" * 1900 + " |\n",
    "script": "| Model | Link |\n|--|--|\n| [Newt](javascript:alert(1)) | [x](data:y) |\n",
    "numbers": "| Model | Size/B | Date |\n|--|--|--|\n| Newt | 1e999/99999999999 | 31/02/2023 |\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_table_is_told_and_never_crashes(read, empty, kind):
    made = read(BROKEN[kind], empty, create=True)
    for entry in made.made.entries:
        for lang in ("en", "zh"):
            assert entry.shown(Path("x.md"), lang)
    said = {
        "ragged": "beyond the last column", "no header": "not part of a table",
        "html": "not part of a table", "script": "its row has no name",
        "numbers": "no number of parameters",
    }.get(kind)  # fmt: skip
    assert said is None or any(said in e for e in made.entries(*OPEN))
    assert kind != "escaped" or made.said("newt") == {("note", "a | b")}


def test_a_huge_cell_is_unread_and_costs_no_other(read, empty):
    made = read(table(["Model", "Author", "Date"], ["Newt", "x[" * 500_000, "2024"]), empty)
    assert made.said("newt") == {("released", "2024")}
    (told,) = made.entries("unread")
    assert "too long for a cell" in told


def test_rows_that_the_parser_gives_up_on_are_listed(read, empty, monkeypatch):
    rule = import_module("markdown_it.rules_block.table")
    monkeypatch.setattr(rule, "MAX_AUTOCOMPLETED_CELLS", 100, raising=False)
    text = "| Model |" + " x |" * 9 + "\n|" + "--|" * 10 + "\n" + "| Newt |\n" * 50
    made = read(text, empty)
    assert {e.place.line for e in made.made.entries} == set(range(3, 53))
    assert any("not part of a table" in e for e in made.entries("unread"))


def test_many_rows_of_one_model_are_one_model(read, empty):
    made = read(table(["Model", "Language", "Date"], *[["Newt", "zh", "2024"]] * 1000), empty)
    assert made.said("newt") == {("language", "zh"), ("released", "2024")}


def test_invisible_characters_are_left_out_and_counted(read, empty):
    made = read(table(["Model", "Date"], ["Ne\u202ewt\u200b\x00", "２０２４"]), empty)
    assert made.made.invisible == 3
    assert made.said("newt") == {("released", "2024")}


def test_no_utf8_is_one_sentence_with_its_line(tmp_path, capsys):
    path = tmp_path / "x.md"
    path.write_bytes(b"| Model |\n|--|\n| \xff |\n")
    assert run(str(path), "--into", str(tmp_path / "data"), "--dry-run") == 2
    assert capsys.readouterr().err.strip() == f"healcare_kg: {path}:3: is not UTF-8 text"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--source", "no address"], "is no address"),
        (["--same", "nonsense"], "is no REF=ID"),
        (["--same", "A=no-such-id"], "no entity of the graph has the id 'no-such-id'"),
    ],
)
def test_wrong_options_are_told(tmp_path, capsys, options, said):
    path = tmp_path / "x.md"
    path.write_text(table(["Model"], ["Newt"]))
    assert run(str(path), "--into", str(tmp_path / "data"), "--dry-run", *options) == 2
    assert said in capsys.readouterr().err


def test_claims_of_a_table_are_shown_by_disagreements(tmp_path, capsys):
    data = tmp_path / "data"
    facts = tmp_path / "facts.jsonl"
    source = {"source": "https://example.org/newt", "locator": "README", "kind": "primary"}
    line = {
        "id": "newt", "class": "ModelFamily", "label": {"en": "Newt"},
        "facts": [{"p": "released", "v": "2023-01-01", **source}],
    }  # fmt: skip
    facts.write_text(json.dumps(line))
    with pytest.raises(SystemExit):
        main(["import", "facts", str(facts), "--into", str(data)])
    path = tmp_path / "x.md"
    path.write_text(table(["Model", "Date"], ["Newt", "2024-02-02"]))
    assert run(str(path), "--into", str(data), "--source", SOURCE) == 0
    capsys.readouterr()
    graph = ["--data", str(data), "--data", str(VOCABULARY.parent / "healcare-kg.ttl")]
    with pytest.raises(SystemExit):
        main(["query", "disagreements", *graph, "-f", "tsv"])
    (row,) = capsys.readouterr().out.splitlines()[1:]
    assert "Newt" in row and "2023-01-01" in row and "2024-02-02" in row and SOURCE in row
