"""Training data and licences: what models learned from, were tested on and may be used for."""

import pytest
from small_field import answer

KG = "https://w3id.org/healcare-kg/id/"


def test_synthetic_data_follows_collections_and_ancestors():
    assert answer("synthetic-data") == [
        ("Care-7B", "care-7b", "Written", "Writer / second writer", "Mix"),
        ("Care-7B int4", "care-7b-int4", "Written", "Writer / second writer", "Care-7B / Mix"),
    ]


def test_synthetic_data_in_chinese():
    assert answer("synthetic-data", lang="zh") == [
        ("Care-7B", "care-7b", "Written", "second writer / 写手", "混合"),
        ("Care-7B int4", "care-7b-int4", "Written", "second writer / 写手", "Care-7B / 混合"),
    ]


def test_synthetic_data_holds_soulchat_and_its_writers(kg):
    rows = {
        (row["model"].removeprefix(KG), row["datasetLabel"]): row
        for row in kg.run("synthetic-data")
    }
    assert rows["soulchat", "SoulChatCorpus"]["writers"] == "ChatGPT / GPT-4"
    assert rows["soulchat", "SoulChatCorpus"]["through"] == ""
    smile = rows["emollm-internlm2-7b-base-10e", "SmileChat"]
    assert (smile["writers"], smile["through"]) == ("ChatGPT", "EmoLLM combined_data")
    assert rows["xinjing-lm", "psychology-10k-Deepseek-R1-zh"]["writers"] == "DeepSeek-R1"
    assert not any(model == "psyqa" for model, _ in rows)


def test_data_generators_count_a_part_of_a_larger_dataset_once():
    assert answer("data-generators") == [
        ("Writer", "writer", "3", "1100", "10", "7", "2"),
        ("second writer", "second", "1", "100", "", "", "2"),
    ]


def test_data_generators_of_the_field_begin_with_chatgpt_and_gpt_4(kg):
    first, second, *_ = kg.run("data-generators")
    assert (first["generatorLabel"], second["generatorLabel"]) == ("ChatGPT", "GPT-4")
    assert first["datasets"] >= second["datasets"] >= 10
    assert first["examples"] > 1_000_000


def test_contamination_finds_a_shared_source_an_ancestor_and_a_family():
    # Not: the sibling on Care-7B's data, the benchmark that nothing was trained on, and what the
    # shared source was built from in turn.
    assert answer("contamination") == [
        ("Care 2", "care-2", "Shared", "Shared", "Shared", "Care"),
        ("Care-7B int4", "care-7b-int4", "Quiz", "Mix", "Raw", "Care-7B"),
    ]
    assert answer("contamination", lang="zh")[0][5] == "关怀"


def test_contamination_holds_emollm_tested_on_its_own_training_data(kg):
    rows = {
        (row["model"].removeprefix(KG), row["trainingLabel"]): (row["shared"], row["through"])
        for row in kg.run("contamination")
    }
    assert rows["emollm-internlm2-7b-base-10e", "EmoLLM combined_data"] == ("EmoLLM data", "")
    assert rows["emollm-internlm2-7b-base-10e", "EmoLLM data"] == ("EmoLLM data", "EmoLLM")


def test_licence_tension_names_what_is_stricter_and_leaves_out_the_unknown_and_the_equal():
    ask = ("Strict-7B", "Ask Licence", "on application")
    assert answer("licence-tension") == [
        ("Care", "care", "Free-1.0", "training data", "Shared", "not for sale", "no"),
        ("Care", "care", "Free-1.0", "base (by family)", *ask),
        ("Care-7B", "care-7b", "Free-1.0", "base", *ask),
    ]


def test_licence_tension_in_chinese():
    assert answer("licence-tension", lang="zh")[1:] == [
        ("Care-7B", "care-7b", "Free-1.0", "基座", "Strict-7B", "申请许可", "须申请"),
        ("关怀", "care", "Free-1.0", "基座（系列）", "Strict-7B", "申请许可", "须申请"),
    ]


def test_licence_tension_of_the_field_holds_mindchat_on_qwen_and_not_soulchat(kg):
    rows = {
        (row["model"].removeprefix(KG), row["causeLabel"]): row for row in kg.run("licence-tension")
    }
    mindchat = rows["mindchat-qwen-7b-v2", "Qwen-7B"]
    assert (mindchat["license"], mindchat["terms"]) == ("GPL-3.0", "on application")
    assert rows["emollm-qwen-7b-chat-qlora", "Qwen-7B"]["license"] == "MIT"
    assert rows["emollm-internlm2-7b-base-10e", "PsyQA"]["relation"] == "training data"
    # SoulChat's own terms are as strict as its base's, and Llama 2's allow commercial use.
    assert not any(model == "soulchat" or cause == "Llama-2-7B" for model, cause in rows)


@pytest.mark.parametrize(
    "name", ["synthetic-data", "data-generators", "contamination", "licence-tension"]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rows_have_labels_and_are_never_repeated_on_the_shipped_graph(kg, name, lang):
    rows = [tuple(row.values()) for row in kg.run(name, lang=lang)]
    assert rows and len(set(rows)) == len(rows)
    assert not any(str(value).startswith(KG) for row in rows for value in row[2:])
