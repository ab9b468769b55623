"""Who says so, where do sources disagree, what is missing, how much is there: the exact answers."""

import pytest
from small_field import answer, field

SURVEY = "urn:healcare-kg:source:healcarellm-survey"


def test_sources_of_gives_each_fact_once_a_source_and_unsourced_ones_with_none():
    assert answer("sources-of", entity="Care-7B") == [
        ("based on", "Strict-7B", "https://example.org/a", "README", "primary"),
        ("based on", "Strict-7B", "https://example.org/b", "", "secondary"),
        ("licence", "Free Licence", "", "", ""),
        ("parameters (billions)", "7", "https://example.org/a", "README", "primary"),
        ("trained on", "Mix", "", "", ""),
        ("variant of", "Care", "", "", ""),
    ]


def test_sources_of_in_chinese_has_chinese_labels_and_falls_back_to_english():
    assert answer("sources-of", entity="care-7b", lang="zh")[:4] == [
        ("参数量（十亿）", "7", "https://example.org/a", "README", "一手"),
        ("基于", "Strict-7B", "https://example.org/a", "README", "一手"),
        ("基于", "Strict-7B", "https://example.org/b", "", "二手"),
        ("所属系列", "关怀", "", "", ""),
    ]


def test_sources_of_an_entity_without_facts_is_empty():
    assert answer("sources-of", entity="kg:web") == []


@pytest.mark.parametrize("name", ["soulchat", "qwen", "medqa", "psyqa", "mit", "tsinghua-coai"])
def test_sources_of_has_every_evidence_line_of_an_entity(kg, name):
    rows = [tuple(row.values()) for row in kg.run("sources-of", entity=name)]
    axioms = kg.query(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        "PREFIX hkg: <https://w3id.org/healcare-kg/ontology#> SELECT ?source ?locator ?kind WHERE {"
        f" ?a owl:annotatedSource <https://w3id.org/healcare-kg/id/{name}> ; hkg:source ?source ;"
        " hkg:locator ?locator ; hkg:sourceKind ?kind }"
    )
    assert sorted(row[2:] for row in rows) == sorted(tuple(row.values()) for row in axioms)
    assert len(set(rows)) == len(rows)


def test_disagreements_gives_a_claim_once_with_the_reason_in_the_language_asked_for():
    other = "https://example.org/b"
    assert answer("disagreements") == [
        ("Care", "parameters (billions)", "7 / 13", "70", "no release has it", other),
        ("Care 2", "released", "", "2023", "a draft", other),
        ("Care-7B", "based on", "Strict-7B", "Silent-7B", "a slip", other),
    ]
    assert answer("disagreements", lang="zh") == [
        ("Care 2", "发布日期", "", "2023", "草稿", other),
        ("Care-7B", "基于", "Strict-7B", "Silent-7B", "笔误", other),
        ("关怀", "参数量（十亿）", "7 / 13", "70", "no release has it", other),
    ]


def test_disagreements_of_the_field_hold_the_surveys(kg):
    rows = [tuple(row.values()) for row in kg.run("disagreements")]
    by_claim = {(subject, claimed): (adopted, why) for subject, _, adopted, claimed, why, _ in rows}
    adopted, why = by_claim["PsyQA", "70000"]
    assert adopted == "56000" and "no unit is stated" in why
    adopted, why = by_claim["MindChat", "2023-06-06"]
    assert adopted == "2023-07-06" and "no primary source" in why
    adopted, why = by_claim["EmoLLM", "5"]
    assert adopted.startswith("0.5 / 1.8 / 6 / 7 / 8") and "0_5B" in why
    assert "1_8B" in by_claim["EmoLLM", "8"][1]


def test_disagreements_has_one_row_a_claim_in_either_language(kg):
    (claims,) = kg.query(
        "SELECT (COUNT(*) AS ?n) WHERE { ?c a <https://w3id.org/healcare-kg/ontology#Claim> }"
    )
    for lang in ("en", "zh"):
        rows = [tuple(row.values()) for row in kg.run("disagreements", lang=lang)]
        assert len(rows) == len(set(rows)) == claims["n"]
    assert not any("not adopted" in str(row[4]) or row[4] == "" for row in rows)


def test_gaps_lists_what_is_missing_and_what_a_family_and_its_releases_state_of_each_other():
    assert answer("gaps") == [
        ("Caller", "caller", "model release", "5", "method / access / date / maker / language"),
        ("Care", "care", "model family", "4", "method / access / date / language"),
        ("Care 2", "care-2", "model release", "4", "method / access / date / language"),
        ("Care-7B", "care-7b", "model release", "4", "method / access / date / language"),
        ("Care-7B int4", "care-7b-int4", "model release", "4", "size / access / date / language"),
        ("Quiz", "quiz", "benchmark", "6", "form / licence / access / date / maker / language"),
    ]


def test_gaps_of_another_field_and_language():
    assert answer("gaps", domain="hkg:tcm", lang="zh") == [
        (
            "Honest", "honest", "模型发布版本", "7",
            "规模 / 训练数据 / 训练方法 / 获取方式 / 发布日期 / 开发机构 / 语言",
        )
    ]  # fmt: skip


def test_gaps_of_psychology_leave_out_base_models_and_what_is_complete(kg):
    gaps = {row["entity"].rsplit("/", 1)[1]: row["missing"] for row in kg.run("gaps")}
    assert gaps["mindchat-qwen-7b"] == "method"
    assert "qwen" not in gaps and "soulchat" not in gaps
    assert "size" in gaps["cactus"]


def test_statistics_counts_entities_facts_claims_and_sources():
    assert answer("statistics") == [
        ("entities", "model families", "2"),
        ("entities", "model releases", "9"),
        ("entities", "general-purpose models among both", "5"),
        ("entities", "datasets", "7"),
        ("entities", "benchmarks", "2"),
        ("entities", "institutions", "1"),
        ("entities", "licences", "4"),
        ("entities", "evaluations", "5"),
        ("statements", "facts", str(facts_of_the_field())),
        ("statements", "facts that the makers themselves state", "2"),
        ("statements", "facts with two or more sources", "1"),
        ("statements", "claims that were not adopted", "3"),
        ("sources", "documents cited", "3"),
        ("sources", "citations in all", "8"),
    ]
    assert answer("statistics", lang="zh")[0] == ("实体", "模型系列", "2")


def facts_of_the_field() -> int:
    """Triples of individuals but names, classes and claims, counted in Python."""
    triples = list(field().query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }"))
    claims = {t["s"] for t in triples if str(t["o"]).endswith("#Claim")}
    return sum(
        str(t["s"]).startswith("https://w3id.org/healcare-kg/id/")
        and t["s"] not in claims
        and not str(t["p"]).endswith(("#type", "#label"))
        for t in triples
    )


def test_statistics_agree_with_the_graph(kg):
    counts = {row["label"]: row["count"] for row in kg.run("statistics")}
    (axioms,) = kg.query(
        "SELECT (COUNT(*) AS ?n) WHERE { ?a a <http://www.w3.org/2002/07/owl#Axiom> }"
    )
    assert counts["citations in all"] == axioms["n"] + counts["claims that were not adopted"]
    assert counts["facts"] <= axioms["n"]
    assert counts["facts that the makers themselves state"] < counts["facts"]


@pytest.mark.parametrize("name", ["disagreements", "gaps", "statistics", "sources-of"])
def test_rows_are_ordered_and_never_repeated_on_the_shipped_graph(kg, name):
    rows = [tuple(row.values()) for row in kg.run(name)]
    assert rows and len(set(rows)) == len(rows)
    assert all(row[0] for row in rows)


def test_the_survey_is_a_source_of_what_it_says(kg):
    said = {row["propertyLabel"] for row in kg.run("sources-of") if row["source"] == SURVEY}
    assert {"based on", "trained on", "released", "published in"} <= said
