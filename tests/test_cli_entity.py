"""`show` and `lineage` on the shipped graph and on small ones."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from healcare_kg.cli import main

PREFIXES = (
    "@prefix hkg: <https://w3id.org/healcare-kg/ontology#> .\n"
    "@prefix kg: <https://w3id.org/healcare-kg/id/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)


def run(capfd: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in argv])
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def test_show_gives_each_fact_with_its_sources_and_kind(capfd):
    status, out, _ = run(capfd, "show", "SoulChat")
    assert status == 0
    based_on = next(line for line in out.splitlines() if line.startswith("based on"))
    assert "ChatGLM-6B (kg:chatglm-6b)" in based_on
    assert "https://github.com/scutcyr/SoulChat README.md" in based_on
    assert based_on.rstrip().endswith("primary")


def test_show_keeps_what_was_not_adopted_apart_with_the_reason(capfd):
    _, out, _ = run(capfd, "show", "SoulChat")
    facts, claims = out.split("Said by a source, not adopted")
    assert "6.2" in facts
    assert any(line.startswith("parameters (billions)  6 ") for line in claims.splitlines())


@pytest.mark.parametrize(("lang", "reason"), [("en", "rounded"), ("zh", "取整")])
def test_claim_is_shown_once_with_its_reason_in_the_language(capfd, tmp_path, lang, reason):
    path = tmp_path / "graph.ttl"
    path.write_text(
        PREFIXES + 'kg:m a hkg:ModelRelease ; rdfs:label "M"@en .\n'
        "kg:c hkg:claimSubject kg:m ; hkg:claimProperty hkg:parametersBillions ;\n"
        '  hkg:claimValue 6.0 ; hkg:claimReason "rounded"@en , "取整"@zh ;\n'
        "  hkg:source <u:1> , <u:2> .",
        encoding="utf-8",
    )
    _, out, _ = run(capfd, "show", "M", "--data", path, "--lang", lang, "-f", "json")
    (claim,) = json.loads(out)["claims"]
    assert claim["reason"] == reason
    assert [source["iri"] for source in claim["sources"]] == ["u:1", "u:2"]


def test_show_lists_what_points_to_the_entity_and_all_on_demand(capfd):
    few = run(capfd, "show", "kg:mindchat")[1]
    everything = run(capfd, "show", "kg:mindchat", "--all")[1]
    assert "more (--all)" in few and "more (--all)" not in everything
    assert "kg:mindchat-tiny" in everything


def test_show_in_chinese_has_chinese_labels_and_headings(capfd):
    status, out, _ = run(capfd, "show", "灵心", "--lang", "zh")
    assert status == 0
    assert "事实" in out and "基于" in out and "根据" not in out


def test_show_as_json_has_every_source(capfd):
    status, out, _ = run(capfd, "show", "alpaca-7b", "-f", "json")
    answer = json.loads(out)
    assert status == 0 and answer["id"].endswith("/alpaca-7b")
    (size,) = [f for f in answer["facts"] if f["property"].endswith("parametersBillions")]
    assert {s["kind"] for s in size["sources"]} == {"primary", "secondary"}


def test_show_as_turtle_is_readable_rdf(capfd, tmp_path):
    target = tmp_path / "alpaca.ttl"
    assert run(capfd, "show", "alpaca-7b", "-f", "turtle", "-o", target)[0] == 0
    assert "kg:alpaca-7b a owl:NamedIndividual" in target.read_text(encoding="utf-8")


def test_a_name_of_a_model_and_a_dataset_asks_back_naming_both(capfd):
    status, out, err = run(capfd, "show", "MedReason")
    assert (status, out) == (2, "")
    assert "ModelFamily" in err and "Dataset" in err and "medreason-dataset" in err


def test_an_id_as_written_is_never_ambiguous(capfd):
    assert run(capfd, "show", "medreason")[0] == 0


def test_an_unknown_name_offers_the_nearest(capfd):
    status, _, err = run(capfd, "show", "SoulChta")
    assert status == 2 and "SoulChat" in err


def test_lineage_shows_every_step_between_a_release_and_its_line(capfd):
    status, out, _ = run(
        capfd, "lineage", "emollm-mixtral-8x7b-instruct-qlora", "--direction", "up"
    )
    assert status == 0
    order = [
        out.index(name) for name in ("kg:chinese-mixtral-8x7b", "kg:mixtral-8x7b", "kg:mixtral)")
    ]
    assert order == sorted(order)


def test_lineage_does_not_take_a_sibling_release_for_a_descendant(capfd):
    _, out, _ = run(capfd, "lineage", "Qwen", "--direction", "down")
    assert "kg:mindchat-qwen-7b-v2" in out
    assert "kg:emollm-careyou-deepseek-r1-14b-int4" in out
    assert "kg:mindchat-baichuan-13b" not in out and "internlm2" not in out


def test_lineage_shows_a_teacher_but_not_as_weights(capfd):
    _, up, _ = run(capfd, "lineage", "deepseek-r1-distill-qwen-14b", "--direction", "up")
    assert "distilled from (not weights) DeepSeek-R1" in up
    _, down, _ = run(capfd, "lineage", "deepseek-r1", "--direction", "down")
    assert "kg:deepseek-r1-distill-qwen-14b" in down and "emollm" not in down


def test_depth_limits_the_steps(capfd):
    _, out, _ = run(capfd, "lineage", "emollm-mixtral-8x7b-instruct-qlora", "--depth", "1")
    assert "kg:chinese-mixtral-8x7b" in out and "kg:mixtral-8x7b)" not in out


def test_a_cycle_ends(capfd, tmp_path):
    path = tmp_path / "cycle.ttl"
    path.write_text(
        PREFIXES
        + 'kg:a a hkg:ModelRelease ; rdfs:label "A"@en ; hkg:basedOn kg:b .\n'
        + 'kg:b a hkg:ModelRelease ; rdfs:label "B"@en ; hkg:basedOn kg:a .\n'
    )
    status, out, _ = run(capfd, "lineage", "A", "--data", path)
    assert status == 0 and "(shown above)" in out


def test_labels_with_quotes_and_brackets_do_not_break_a_diagram(capfd, tmp_path):
    path = tmp_path / "odd.ttl"
    path.write_text(
        PREFIXES
        + "kg:a a hkg:ModelRelease ; hkg:basedOn kg:b ;"
        + ' rdfs:label "A \\"x\\" [y] <z>|{}\\\\"@en .\n'
        + 'kg:b a hkg:ModelRelease ; rdfs:label "乙"@en .\n'
    )
    _, mermaid, _ = run(capfd, "lineage", "kg:a", "--data", path, "-f", "mermaid")
    assert 'n0["A #34;x#34; [y] #60;z#62;|{}#92;"]' in mermaid
    _, dot, _ = run(capfd, "lineage", "kg:a", "--data", path, "-f", "dot")
    assert '[label="A \\"x\\" [y] <z>|{}\\\\" penwidth=3]' in dot
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tsvg"], input=dot.encode(), check=True, capture_output=True)


def test_lineage_as_json_has_nodes_and_edges(capfd):
    _, out, _ = run(capfd, "lineage", "soulchat", "-f", "json", "--direction", "up")
    edges = {(e["child"][-8:], e["kind"]) for e in json.loads(out)["edges"]}
    assert ("soulchat", "basedOn") in edges


@pytest.mark.parametrize("argv", [["lineage"], ["show"], ["lineage", "Qwen", "--depth", "0"]])
def test_wrong_arguments_exit_2(capfd, argv):
    assert run(capfd, *argv)[0] == 2


def test_output_of_lineage_goes_to_a_file(capfd, tmp_path: Path):
    target = tmp_path / "lineage.mmd"
    assert run(capfd, "lineage", "soulchat", "-f", "mermaid", "-o", target)[:2] == (0, "")
    assert target.read_text(encoding="utf-8").startswith("flowchart LR")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["soulchat", "qwen", "MedQA", "PsyQA", "扁鹊"])
def test_show_fits_a_terminal_of_80_columns(capfd, monkeypatch, name, lang):
    monkeypatch.setattr("healcare_kg.cli.show.terminal_width", lambda: 80)
    status, out, _ = run(capfd, "show", name, "--lang", lang)
    tables = out.split("\n\n", 1)[1]  # the names above may be a longer line
    assert status == 0
    assert max(map(cell_len, tables.splitlines())) <= 80


def test_show_off_a_terminal_leaves_every_value_whole(capfd):
    _, out, _ = run(capfd, "show", "soulchat")
    value = "licence: non-commercial research only, because the ChatGLM-6B model licence applies"
    assert value in out
    assert "https://github.com/scutcyr/SoulChat/blob/main/LICENSE" in out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_show_begins_with_the_lineage_and_ends_with_the_notes_in_either_language(capfd, lang):
    _, out, _ = run(capfd, "show", "soulchat", "-f", "json", "--lang", lang)
    answer = json.loads(out)
    properties = [f["property"].rsplit("#", 1)[1] for f in answer["facts"] if "#" in f["property"]]
    assert properties[:2] == ["variantOf", "basedOn"]
    assert properties[-1] == "note"


def test_show_in_chinese_names_the_kind_of_source_in_chinese(capfd):
    _, out, _ = run(capfd, "show", "soulchat", "--lang", "zh")
    facts = out.split("事实")[1].split("有来源提及但未采纳")[0]
    assert "一手" in facts and "二手" in facts and "primary" not in facts


@pytest.mark.parametrize("command", ["show", "lineage"])
@pytest.mark.parametrize("name", ["MedReason", "medREASON"])
def test_a_shared_name_asks_back_in_every_command_and_case(capfd, command, name):
    status, out, err = run(capfd, command, name)
    assert (status, out) == (2, "")
    assert "medreason (ModelFamily" in err and "medreason-dataset (Dataset" in err


def test_a_folded_address_breaks_after_a_slash(capfd, monkeypatch):
    monkeypatch.setattr("healcare_kg.cli.show.terminal_width", lambda: 80)
    _, out, _ = run(capfd, "show", "soulchat")
    assert "https://github.com/scutc" not in out.replace("https://github.com/scutcyr/", "")
