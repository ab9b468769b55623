"""Questions of catalogue and lineage with their exact rows, on a frozen part of the graph."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from healcare_kg import KnowledgeGraph, open_graph
from healcare_kg.cli import main
from healcare_kg.sparql.catalog import find_query

MODEL_COLUMNS = {
    "en": ["Model", "Author", "Venue", "Focus", "Base model", "Fine-tuning", "Dataset", "Size/B",
           "Evaluation", "Comments"],
    "zh": ["模型", "作者", "发表", "定位", "预训练", "微调", "数据集", "规模/B", "评测指标",
           "Comments"],
}  # fmt: skip
DATASET_COLUMNS = {
    "en": ["Name", "Author", "Venue", "Focus", "Form", "Size", "Access"],
    "zh": ["名称", "作者", "发表", "定位", "形式", "规模", "开源方式"],
}


def ask(graph: KnowledgeGraph, query: str, *columns: str, **parameters: object) -> list[tuple]:
    """The rows of a shipped query, some columns of it; ids without their namespace."""
    rows = [
        {c: v.rpartition("/")[2] if str(v).startswith("http") else v for c, v in row.items()}
        for row in graph.run(query, **parameters)
    ]
    return [tuple(row[c] for c in columns or row) for row in rows]


def cell(graph: KnowledgeGraph, query: str, row: str, column: str, **parameters: object) -> str:
    """One cell of the survey's tables: of the row that begins so."""
    first = next(iter(find_query(query).columns))
    found = [r for r in ask(graph, query, first, column, **parameters) if r[0].startswith(row)]
    assert len(found) == 1, found
    return found[0][1]


# The survey's tables


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("query", "columns"), [("models", MODEL_COLUMNS), ("datasets", DATASET_COLUMNS)]
)
def test_the_surveys_tables_have_its_columns_in_its_order(query, columns, lang):
    assert [titles[lang] for titles in find_query(query).columns.values()] == columns[lang]


def test_models_has_a_row_for_each_family_and_for_each_release_without_one(part):
    assert [name for (name,) in ask(part, "models", "model")] == [
        "CBT-LLM 2024-03",
        "EmoLLM 2024-01-25",
        "MindChat 2023-07-06",
        "ProactiveHealthGPT",
        "Psy-LLM",
        "PsychoCounsel-Llama3-8B 2025-02-21",
        "SoulChat 2023-06-06",
        "SoulChat2.0 2024-08-30",
    ]


def test_models_in_chinese_gives_both_names_as_the_survey_does(part):
    names = [name for (name,) in ask(part, "models", "model", lang="zh")]
    assert "MindChat 漫谈 2023-07-06" in names
    assert "EmoLLM-心理健康大模型 2024-01-25" in names  # it holds the English name already


def test_models_rolls_sizes_up_from_the_releases_in_order_with_a_layout_last(part):
    assert cell(part, "models", "EmoLLM", "size") == "0.5 / 6 / 7 / 14 / 8x7"
    assert cell(part, "models", "MindChat", "size") == "4 / 7"
    assert cell(part, "models", "SoulChat 2023", "size") == "6.2"


def test_models_names_exact_bases_and_what_only_the_family_is_said_to_have_behind_them(part):
    assert cell(part, "models", "MindChat", "base") == (
        "InternLM-7B / Qwen-7B / Qwen1.5-4B / Baichuan-13B / InternLM2"
    )
    assert cell(part, "models", "SoulChat 2023", "base") == "ChatGLM-6B"
    assert cell(part, "models", "SoulChat2.0", "base") == "Qwen2-7B-Instruct"


def test_models_counts_data_in_units_with_thousands_set_apart(part):
    assert cell(part, "models", "SoulChat 2023", "dataset") == "SoulChatCorpus, 1,200,000 examples"
    assert cell(part, "models", "SoulChat2.0", "dataset") == (
        "PsyDTCorpus, 5,000 dialogues, 90,365 turns"
    )
    chinese = cell(part, "models", "心理咨询师数字孪生大模型SoulChat2.0", "dataset", lang="zh")
    assert chinese == "PsyDTCorpus, 5,000 段对话, 90,365 轮对话"


def test_models_has_the_methods_with_the_toolkits(part):
    assert cell(part, "models", "CBT-LLM", "tuning") == "LoRA via LLaMA-Factory"
    assert cell(part, "models", "SoulChat 2023", "tuning", lang="zh") == "全参数微调"


def test_models_gives_venue_focus_and_remarks_in_the_language_asked_for(part):
    assert cell(part, "models", "SoulChat 2023", "venue") == (
        "Findings of EMNLP 2023 / github.com/scutcyr/SoulChat"
    )
    assert cell(part, "models", "SoulChat 2023", "focus", lang="zh") == (
        "中文 / 心理健康中的共情与倾听"
    )
    assert "有详细的数据生成和模型微调文档" in cell(part, "models", "EmoLLM", "comments", lang="zh")
    assert "有详细的" not in cell(part, "models", "EmoLLM", "comments")


def test_models_names_the_first_author_where_no_institution_is_known(part):
    assert cell(part, "models", "CBT-LLM", "author") == "Hongbin Na"


def test_models_takes_a_family_whose_release_alone_is_in_the_field(part):
    assert cell(part, "models", "PsychoCounsel", "size") == "8.03"


def test_models_leaves_out_a_family_of_another_field_below_a_family_of_this_one(part):
    names = [name for (name,) in ask(part, "models", "model")]
    assert not [name for name in names if name.startswith("BianQue")]
    medicine = [name for (name,) in ask(part, "models", "model", domain="general-medicine")]
    assert "BianQue 2023-04-22" in medicine


def test_datasets_keeps_every_unit_and_says_how_to_get_it(part):
    assert cell(part, "datasets", "PsyQA", "size") == "22,000 questions / 56,000 examples"
    assert cell(part, "datasets", "PsyQA", "access", lang="zh").startswith("申请获取")
    assert cell(part, "datasets", "PsyQA", "venue").startswith("Findings of ACL 2021")
    assert cell(part, "datasets", "SoulChatCorpus (open", "size", lang="zh") == (
        "258,354 段对话 / 1,517,344 轮对话"
    )


# The rest of the catalogue


def test_open_datasets_leaves_out_data_on_request_and_the_closed_corpus(part):
    names = [name for (name,) in ask(part, "open-datasets", "dataset")]
    assert "soulchatcorpus-open" in names and "smilechat" in names
    assert not {"psyqa", "soulchatcorpus", "mindchat-dialogue-dataset"} & set(names)


def test_open_datasets_of_another_access_level(part):
    assert "psyqa" in [d for (d,) in ask(part, "open-datasets", "dataset", access="on-request")]


def test_by_institution_takes_the_labs_in_and_a_family_once(part):
    rows = ask(part, "by-institution", "work", "kindLabel", "releases", institution="SCUT")
    assert rows[:4] == [
        ("bianque", "model family", None),
        ("proactivehealthgpt", "model family", 1),
        ("soulchat-family", "model family", 2),
        ("soulchat2-0", "model family", 1),
    ]
    assert ("psydtcorpus", "dataset", None) in rows
    assert "soulchat" not in [work for work, *_ in rows]  # its family has the row


def test_by_method_lists_releases_and_not_the_family_that_they_account_for(part):
    assert ask(part, "by-method", "model", "bases", "stated", method="QLoRA") == [
        ("emollm-careyou-deepseek-r1-14b-int4", "DeepSeek-R1-Distill-Qwen-14B", "release"),
        ("chinese-mixtral-8x7b", "Mixtral-8x7B", "release"),
        ("emollm-mixtral-8x7b-instruct-qlora", "Chinese-Mixtral-8x7B", "release"),
        ("emollm-v1-internlm2-7b-chat-qlora", "InternLM2-Chat-7B", "release"),
        ("mindchat-qwen-7b-v2", "Qwen-7B", "release"),
    ]
    pretrained = ask(
        part, "by-method", "model", "stated", method="continued-pretraining", lang="zh"
    )
    assert ("emollm", "系列") in pretrained  # no release is named


def test_methods_by_base_counts_releases_by_line_largest_line_first(part):
    rows = ask(part, "methods-by-base", "line", "methodLabel", "models", "ofLine")
    assert rows[:3] == [
        ("qwen", "full-parameter supervised fine-tuning", 2, 5),
        ("qwen", "QLoRA", 2, 5),
        ("qwen", "retrieval-augmented generation", 1, 5),
    ]
    assert ("mistral", "QLoRA", 1, 1) in rows  # through Chinese-Mixtral-8x7B


def test_released_per_year_dates_by_release_family_or_paper_and_keeps_the_undated(part):
    rows = ask(part, "released-per-year")
    assert ("2024", 7, 7, 2, 4) in rows
    assert rows[-1] == ("not stated", 0, 16, 1, 0)
    assert [year for year, *_ in rows[:-1]] == sorted(year for year, *_ in rows[:-1])


def test_leaderboard_keeps_settings_apart_and_ranks_within_one(part):
    rows = ask(part, "leaderboard", "metric", "score", "model", benchmark="CPsyCounE")
    assert rows[:3] == [
        ("Authenticity", Decimal("2.24"), "soulchat"),
        ("Authenticity", Decimal("2.1"), "emollm-v1-internlm2-7b-chat-qlora"),
        ("Authenticity", Decimal("1.48"), "internlm2-chat-7b"),
    ]
    assert [metric for metric, *_ in rows] == sorted(metric for metric, *_ in rows)


def test_runnable_is_open_sized_and_of_the_field_smallest_first(part):
    rows = ask(part, "runnable", "model", "billions", domain="psychology", max_size=7)
    sizes = [size for _, size in rows]
    assert sizes == sorted(sizes) and sizes[-1] == 7
    models = [model for model, _ in rows]
    assert "soulchat" in models and "mindchat-qwen2-4b" in models
    assert "emollm-careyou-deepseek-r1-14b-int4" not in models  # too large
    assert "emollm-mixtral-8x7b-instruct-qlora" not in models  # 8x7 is a layout, not a size


# Lineage


def test_derived_from_qwen_holds_the_distilled_release_and_no_member_nor_internlm(part):
    models = [model for (model,) in ask(part, "derived-from", "model", base="通义千问")]
    assert models == [
        "emollm-careyou-deepseek-r1-14b-int4",
        "deepseek-r1-distill-qwen-14b",
        "emollm-qwen1-5-0-5b-chat-full",
        "mindchat-qwen-7b-v2",
        "mindchat-qwen2-4b",
        "soulchat2-0-qwen2-7b",
    ]


def test_derived_from_chatglm_6b_holds_soulchat_alone(part):
    assert ask(part, "derived-from", "model", base="ChatGLM-6B") == [("soulchat",)]


@pytest.mark.parametrize(
    ("base", "rows"),
    [
        (
            "Qwen",
            [
                ("Merged", "Of both", "release"),
                ("Named 7B", "Qwen2-7B", "release"),
                ("Of both", "Qwen2-7B", "release"),
                ("Of Named", "Named 7B", "release"),
                ("Of Vague", "Vague", "family"),
                ("Other", "Qwen2-7B", "family"),
                ("Vague", "Qwen2-7B", "family"),
            ],
        ),
        ("LLaMA-7B", [("Other 7B", "LLaMA-7B", "release")]),
    ],
)
def test_derived_from_names_a_family_where_no_source_names_the_release(base, rows):
    names = ("fixtures/queries/families.ttl", "../ontology/healcare-kg.ttl")
    families = open_graph([Path(__file__).parent / name for name in names], cache=False)
    columns = ("modelLabel", "through", "stated")
    assert ask(families, "derived-from", *columns, base=base) == rows
    text = families.bound(find_query("derived-from"), {"base": base})
    in_rdflib = [tuple(str(row[c]) for c in columns) for row in families.to_rdflib().query(text)]
    assert in_rdflib == rows


def test_derived_from_a_teacher_holds_no_student(part):
    assert ask(part, "derived-from", "model", base="deepseek-r1") == []


def test_lineage_of_the_mixtral_release_goes_through_chinese_mixtral(part):
    rows = ask(part, "lineage-of", model="emollm-mixtral-8x7b-instruct-qlora")
    assert rows == [
        ("EmoLLM Mixtral 8x7B_instruct QLoRA", "based on", "Chinese-Mixtral-8x7B",
         "chinese-mixtral-8x7b"),
        ("EmoLLM Mixtral 8x7B_instruct QLoRA", "variant of", "EmoLLM", "emollm"),
        ("Chinese-Mixtral-8x7B", "based on", "Mixtral-8x7B", "mixtral-8x7b"),
        ("Mixtral-8x7B", "variant of", "Mixtral", "mixtral"),
        ("Mixtral", "variant of", "Mistral", "mistral"),
    ]  # fmt: skip


def test_base_model_ranking_counts_generations_for_their_line(part):
    assert ask(part, "base-model-ranking", "line", "models", "families") == [
        ("qwen", 5, 3),
        ("llama", 4, 4),
        ("chatglm", 2, 2),
        ("internlm", 2, 2),
        ("baichuan", 1, 1),
        ("mistral", 1, 1),
    ]


def test_touched_by_dataset_tells_inherited_from_direct(part):
    assert ask(part, "touched-by-dataset", "model", "datasetLabels", dataset="PsyQA") == [
        ("cbt-llm", "CBT QA"),
        ("emollm", "SmileChat"),
        ("psy-llm", "PsyQA"),
    ]


# As its users read it


def test_models_as_markdown_in_chinese_is_the_surveys_table(capfd):
    with pytest.raises(SystemExit):
        main(["query", "models", "-f", "markdown", "--lang", "zh"])
    head, rule, *rows = capfd.readouterr().out.splitlines()
    assert [cell.strip() for cell in head.strip("|").split("|")] == MODEL_COLUMNS["zh"]
    assert set(rule) <= set("|- ") and len(rows) > 50
    assert [row for row in rows if row.startswith("| MindChat 漫谈")]


@pytest.mark.parametrize("argv", [["query", "runnable", "--lang", "zh", "-h"],
                                  ["query", "--lang=zh", "runnable", "--help"]])  # fmt: skip
def test_help_in_chinese_has_the_question_parameters_and_defaults_in_chinese(capfd, argv):
    with pytest.raises(SystemExit):
        main(argv)
    out = capfd.readouterr().out
    assert "权重公开可下载" in out and "领域" in out and "[默认：hkg:psychology]" in out
    assert "smallest first" not in out


def test_help_shows_what_a_parameter_is_when_it_is_not_given(capfd):
    with pytest.raises(SystemExit):
        main(["query", "base-model-ranking", "--help"])
    ranking = capfd.readouterr().out
    with pytest.raises(SystemExit):
        main(["query", "derived-from", "--help"])
    assert "[default: kg:qwen]" in capfd.readouterr().out
    assert "[default: UNDEF]" not in ranking
