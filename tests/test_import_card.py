"""`import card`: what a card gives, what it may not invent or overwrite, and bad cards."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from healcare_kg.cards.card import read_card
from healcare_kg.cli import main
from healcare_kg.exports.catalogue import Catalogue, Entity, read_catalogue
from healcare_kg.knowledge_graph import open_graph

CARDS = Path(__file__).parent / "fixtures" / "cards"
KG = "https://w3id.org/healcare-kg/id/"
SOURCE = {"source": "https://example.org/source", "locator": "page 1", "kind": "primary"}


def entity(name: str, cls: str, label: str, **facts: Any) -> dict[str, Any]:
    """A line of the facts format; a value in a tuple is an id."""
    statements = [
        {"p": prop, **({"ref": v[0]} if isinstance(v, tuple) else {"v": v}), **SOURCE}
        for prop, v in facts.items()
    ]
    return {"id": name, "class": cls, "label": {"en": label}, "facts": statements}


GRAPH = [
    entity("base-7b", "ModelRelease", "Base-7B", weights="https://huggingface.co/lab/Base-7B"),
    entity("base-13b", "ModelRelease", "Base-13B", variantOf=("base",)),
    entity("base-3b", "ModelRelease", "Base-3B", variantOf=("base",),
           weights="https://huggingface.co/lab/Base-3B"),
    entity("base", "ModelFamily", "Base"),
    entity("nameless", "ModelRelease", "Strange-7B"),
    entity("old-listener", "ModelRelease", "Old Listener", basedOn=("base-3b",),
           license=("mit",), weights="https://huggingface.co/lab/old-listener"),
    entity("twin-a", "ModelRelease", "Twin A", weights="https://huggingface.co/lab/twins"),
    entity("twin-b", "ModelRelease", "Twin B", weights="https://huggingface.co/lab/twins"),
    entity("talks", "Dataset", "Talks", repository="https://huggingface.co/datasets/lab/talks"),
    entity("exam", "Benchmark", "Exam"),
    entity("apache-2-0", "License", "Apache 2.0", spdxId="Apache-2.0"),
    entity("mit", "License", "MIT", spdxId="MIT"),
    entity("cc-by-4-0", "License", "CC BY 4.0", spdxId="CC-BY-4.0"),
    entity("lora", "FineTuneMethod", "LoRA"),
    entity("peft", "FineTuneMethod", "PEFT"),
    entity("arxiv-2401-00001", "Publication", "Listening", arxiv="2401.00001"),
    entity("arxiv-2402-00002", "Publication", "Another paper", arxiv="2402.00002"),
]  # fmt: skip


def run(*argv: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["import", *argv])
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    lines = folder / "graph.jsonl"
    lines.write_text("".join(json.dumps(line) + "\n" for line in GRAPH), encoding="utf-8")
    assert run("facts", str(lines), "--into", str(folder / "data")) == 0
    return folder / "data"


@pytest.fixture
def data(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "data"))


def card(data: Path, path: Path, *options: str) -> int:
    return run("card", str(path), "--into", str(data), *options)


def write(folder: Path, front: str, body: str = "") -> Path:
    path = folder / "README.md"
    path.write_text(f"---\n{front}\n---\n{body}", encoding="utf-8")
    return path


def catalogue(data: Path) -> Catalogue:
    return read_catalogue(open_graph([data], cache=False))


def known(data: Path, name: str) -> Entity:
    return catalogue(data).entities[KG + name]


def ids(found: Entity, prop: str) -> set[str]:
    return {iri.rpartition("/")[2].rpartition("#")[2] for iri in found.links(prop)}


def content(data: Path) -> dict[str, bytes]:
    return {str(p.relative_to(data)): p.read_bytes() for p in data.rglob("*.ttl")}


# What a card gives


def test_model_card_becomes_a_release_with_its_facts(data: Path) -> None:
    assert card(data, CARDS / "model.md", "--repo", "lab/Listener") == 0
    listener = known(data, "listener")
    assert listener.classes == {"ModelRelease"}
    assert listener.label() == "Listener"
    assert ids(listener, "basedOn") == {"base-7b"}
    assert ids(listener, "trainedOn") == {"talks", "exam"}
    assert ids(listener, "license") == {"apache-2-0"}
    assert ids(listener, "usesMethod") == {"lora"}
    assert ids(listener, "inDomain") == {"psychology"}
    assert ids(listener, "modality") == {"text"}
    assert ids(listener, "publishedIn") == {"arxiv-2401-00001"}
    assert set(listener.texts("language")) == {"en", "zh-Hans"}
    assert listener.texts("weights") == ("https://huggingface.co/lab/Listener",)


def test_every_fact_has_the_card_and_the_key_as_its_source(data: Path) -> None:
    card(data, CARDS / "model.md", "--repo", "lab/Listener")
    read = catalogue(data)
    listener = read.entities[KG + "listener"]
    sources = {
        prop: {s for value in values for s in read.sources(listener, prop, value)}
        for prop, values in listener.facts.items()
    }
    assert all(sources.values())
    (base,) = sources["basedOn"]
    assert (base.iri, base.locator, base.kind) == (
        "https://huggingface.co/lab/Listener",
        "README.md, base_model",
        "primary",
    )


def test_model_index_becomes_an_evaluation(data: Path) -> None:
    card(data, CARDS / "model.md", "--repo", "lab/Listener")
    read = catalogue(data)
    (result,) = read.evaluations_of(read.entities[KG + "listener"])
    assert result.id == "eval-listener-exam-accuracy-hard"
    assert ids(result, "onBenchmark") == {"exam"}
    assert (str(result.number("score")), result.text("setting")) == ("61.5", "hard")
    (source,) = read.sources(result, "score", result.facts["score"][0])
    assert source.locator == "README.md, model-index (from https://example.org/board)"


def test_what_is_not_taken_over_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card(data, CARDS / "model.md", "--repo", "lab/Listener")
    said = capsys.readouterr().err
    assert "model.md:2: language: 'Klingon' is no language tag" in said
    assert "links to Another paper (arxiv-2402-00002)" in said


def test_dataset_card_becomes_a_dataset(data: Path) -> None:
    assert card(data, CARDS / "dataset.md", "--repo", "datasets/lab/more-talks") == 0
    talks = known(data, "more-talks")
    assert talks.classes == {"Dataset"}
    assert talks.label() == "More Talks"
    assert ids(talks, "builtFrom") == {"talks"}
    assert ids(talks, "license") == {"cc-by-4-0"}
    assert ids(talks, "form") == {"classification"}
    assert ids(talks, "origin") == {"human-annotated"}
    assert talks.number("exampleCount") == 1000
    assert talks.texts("repository") == ("https://huggingface.co/datasets/lab/more-talks",)


@pytest.mark.parametrize(
    ("relation", "prop"), [("quantized", "quantizedFrom"), ("merge", "mergedFrom")]
)
def test_quantised_and_merged_models_state_it_beside_basedOn(  # noqa: N802
    data: Path, tmp_path: Path, relation: str, prop: str
) -> None:
    front = f"base_model: [lab/Base-7B]\nbase_model_relation: {relation}\ntags: [lora]"
    assert card(data, write(tmp_path, front), "--repo", "lab/copy") == 0
    copy = known(data, "copy")
    assert ids(copy, "basedOn") == ids(copy, prop) == {"base-7b"}
    assert ids(copy, "usesMethod") == set()


def test_library_peft_without_a_narrower_tag_is_peft(data: Path, tmp_path: Path) -> None:
    card(data, write(tmp_path, "base_model: lab/Base-7B\nlibrary_name: peft"), "--repo", "lab/x")
    assert ids(known(data, "x"), "usesMethod") == {"peft"}


def test_language_no_is_norwegian(data: Path, tmp_path: Path) -> None:
    card(data, write(tmp_path, "base_model: lab/Base-7B\nlanguage: no"), "--repo", "lab/x")
    assert known(data, "x").texts("language") == ("no",)


# What is known, and what is not invented


def test_a_name_counts_where_the_account_is_of_the_makers(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "base_model: lab/Base-13B-hf")
    assert card(data, path, "--repo", "lab/x") == 0
    assert ids(known(data, "x"), "basedOn") == {"base-13b"}


def test_the_same_name_in_another_account_is_only_proposed(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "base_model: somebody/Base-13B")
    assert card(data, path, "--repo", "lab/x") == 0
    assert ids(known(data, "x"), "basedOn") == set()
    said = capsys.readouterr().err
    assert "README.md:2: base_model: 'somebody/Base-13B'" in said
    assert "nearest: Base-13B (base-13b)" in said


def test_what_is_unknown_is_proposed_and_not_invented(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(catalogue(data).entities)
    assert card(data, CARDS / "unknown.md", "--repo", "stranger/x") == 0
    assert len(catalogue(data).entities) == before + 1
    said = capsys.readouterr().err
    for text in ("stranger/Strange-9B", "another/Base-7B", "stranger/data", "stranger-terms",
                 "stranger/bench", "arXiv:2403.00003"):  # fmt: skip
        assert repr(text) in said


def test_create_adds_names_and_addresses_only(data: Path) -> None:
    assert card(data, CARDS / "unknown.md", "--repo", "stranger/x", "--create") == 0
    x = known(data, "x")
    # Base-7B of another account is not lab's, which has an address of its own.
    assert ids(x, "basedOn") == {"strange-9b", "another-base-7b"} == ids(x, "mergedFrom")
    assert known(data, "strange-9b").facts.keys() == {"weights"}
    assert known(data, "stranger-terms").texts("url") == ("https://example.org/terms",)
    assert ids(x, "publishedIn") == {"arxiv-2403-00003"}


def test_create_does_not_double_what_has_the_name_and_no_address(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "base_model: lab/Strange-7B")
    assert card(data, path, "--repo", "lab/x", "--create") == 0
    assert ids(known(data, "x"), "basedOn") == set()
    assert "--same 'lab/Strange-7B=NEW-ID'" in capsys.readouterr().err
    assert card(data, path, "--repo", "lab/x", "--same", "lab/Strange-7B=nameless") == 0
    assert ids(known(data, "x"), "basedOn") == {"nameless"}


def test_same_with_create_adds_under_the_id_that_is_given(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "base_model: lab/Strange-7B")
    same = ("--same", "lab/Strange-7B=other-7b")
    assert card(data, path, "--repo", "lab/x", *same) == 2
    assert card(data, path, "--repo", "lab/x", "--create", *same) == 0
    assert ids(known(data, "x"), "basedOn") == {"other-7b"}


def test_a_path_on_a_disk_is_never_created(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "base_model: /kaggle/input/llama\ndatasets: [../data]")
    assert card(data, path, "--repo", "lab/x", "--create") == 0
    assert known(data, "x").facts.keys() == {"weights"}


def test_cards_of_one_run_know_each_other(data: Path, tmp_path: Path) -> None:
    paths = []
    for name, front in (("one", "base_model: lab/Base-7B"), ("two", "base_model: lab/one")):
        folder = tmp_path / f"models--lab--{name}" / "snapshots" / "0"
        folder.mkdir(parents=True)
        paths.append(str(write(folder, front)))
    assert run("card", *reversed(paths), "--into", str(data)) == 0
    assert ids(known(data, "two"), "basedOn") == {"one"}


# What the graph has adopted stays


def test_an_existing_entity_is_updated_and_keeps_what_it_has(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "base_model: lab/Base-7B\nlicense: apache-2.0\nlanguage: en")
    assert card(data, path, "--repo", "lab/old-listener") == 0
    read = catalogue(data)
    listener = read.entities[KG + "old-listener"]
    assert ids(listener, "basedOn") == {"base-3b"}
    assert ids(listener, "license") == {"mit"}
    assert listener.texts("language") == ("en",)
    claims = {
        c.links("claimProperty")[0].rpartition("#")[2].rpartition("/")[2]: c
        for c in read.of_class("Claim")
    }
    assert ids(claims["basedOn"], "claimObject") == {"base-7b"}
    assert ids(claims["license"], "claimObject") == {"apache-2-0"}
    assert claims["license"].text("claimReason") == (
        "differs from the value that the graph has adopted: mit"
    )
    assert "mit" in (claims["license"].text("claimReason", "zh") or "")


def test_a_claim_that_the_graph_rejected_is_not_adopted(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "base_model: lab/Base-7B\nlicense: apache-2.0")
    card(data, path, "--repo", "lab/old-listener")
    options = ("--repo", "lab/old-listener", "--source", "https://example.org/mirror")
    assert card(data, path, *options) == 0
    assert ids(known(data, "old-listener"), "license") == {"mit"}


def test_a_score_that_differs_is_a_claim(data: Path, tmp_path: Path) -> None:
    card(data, CARDS / "model.md", "--repo", "lab/Listener")
    changed = tmp_path / "README.md"
    changed.write_text((CARDS / "model.md").read_text().replace("61.50", "70"))
    assert card(data, changed, "--repo", "lab/Listener") == 0
    read = catalogue(data)
    (result,) = read.evaluations_of(read.entities[KG + "listener"])
    assert str(result.number("score")) == "61.5"
    assert [c.texts("claimValue") for c in read.of_class("Claim")] == [("70",)]


@pytest.mark.parametrize("name", ["model.md", "unknown.md"])
def test_a_second_import_changes_no_byte(data: Path, name: str) -> None:
    options = ("--repo", "lab/again", "--create")
    card(data, CARDS / name, *options)
    before = content(data)
    assert card(data, CARDS / name, *options) == 0
    assert content(data) == before


def test_dry_run_shows_the_change_and_writes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(data)
    assert card(data, CARDS / "model.md", "--repo", "lab/Listener", "--dry-run") == 0
    assert content(data) == before
    assert "listener" in capsys.readouterr().out
    assert (
        card(data, CARDS / "model.md", "--repo", "lab/Listener", "--dry-run", "--lang", "zh") == 0
    )
    assert "将新增" in capsys.readouterr().out


def test_a_bad_card_beside_a_good_one_changes_nothing(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models--lab--good"
    folder.mkdir()
    good, bad = write(folder, "base_model: lab/Base-7B"), tmp_path / "bad.md"
    bad.write_text("no card")
    before = content(data)
    assert run("card", str(good), str(bad), "--into", str(data)) == 2
    assert content(data) == before


def test_import_then_export_gives_the_same_front_matter(data: Path, tmp_path: Path) -> None:
    card(data, CARDS / "model.md", "--repo", "lab/Listener")
    out = tmp_path / "card.md"
    with pytest.raises(SystemExit):
        main(["export", "hf-card", "listener", "--data", str(data), "-o", str(out)])
    first, second = read_card(CARDS / "model.md"), read_card(out)
    assert second.base_models == first.base_models == ("lab/Base-7B",)
    assert second.licenses == first.licenses
    assert [r.value for r in second.results] == [r.value for r in first.results]
    assert second.datasets == ("lab/talks",)


# Which entity, which source


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "every fact needs a source"),
        (("--source", "https://example.org/x"), "which entity is this card about"),
        (("--source", "not an address", "--as", "x"), "is no address"),
        (("--repo", "a/b/c"), "is no repository of the Hugging Face Hub"),
        (("--repo", "lab/x", "--as", "Not An Id"), "is no id"),
        (("--repo", "lab/x", "--as", "lora"), "lora is a FineTuneMethod"),
        (("--repo", "lab/x", "--as", "exam"), "exam is a Benchmark"),
        (("--repo", "lab/twins"), "may be twin-a (Twin A), twin-b (Twin B)"),
        (("--repo", "somebody/Base-13B"), "may be base-13b (Base-13B)"),
        (("--repo", "somebody/talks"), "may be talks (Talks)"),
        (("--repo", "lab/x", "--same", "nonsense"), "is no REF=ID"),
        (("--repo", "lab/x", "--same", "a=nobody"), "no entity of the graph has the id 'nobody'"),
    ],
)
def test_what_is_not_certain_is_asked_for(
    data: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str
) -> None:
    before = content(data)
    assert card(data, CARDS / "model.md", *options) == 2
    assert message in capsys.readouterr().err
    assert content(data) == before


def test_as_decides_between_entities_that_share_a_repository(data: Path) -> None:
    assert card(data, CARDS / "model.md", "--repo", "lab/twins", "--as", "twin-b") == 0
    assert ids(known(data, "twin-b"), "license") == {"apache-2-0"}
    assert ids(known(data, "twin-a"), "license") == set()


def test_kind_is_asked_for_where_the_keys_tell_neither(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "license: mit")
    options = ("--source", "https://example.org/x", "--as", "x")
    assert card(data, path, *options) == 2
    assert "--kind" in capsys.readouterr().err
    assert card(data, path, *options, "--kind", "dataset") == 0
    assert known(data, "x").classes == {"Dataset"}


def test_options_for_one_card_are_refused_for_two(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(CARDS / "model.md"), str(CARDS / "dataset.md")]
    assert run("card", *paths, "--repo", "a/b", "--into", str(data)) == 2
    assert "give one file" in capsys.readouterr().err


# Bad cards


BAD = {
    "no front matter": ("# A title\n", ":1: no front matter"),
    "not closed": ("---\nlicense: mit\n", ":1: the front matter has no closing line"),
    "broken YAML": ("---\nlicense: mit\ntags: [a\nb: c\n---\n", ":4:2: "),
    "a list": ("---\n- a\n---\n", ":2: the front matter is no list of 'key: value'"),
    "an object for a text": ("---\nlicense: {a: b}\n---\n", ":2: license: a text"),
    "a list for one text": (
        "---\nbase_model: a/b\nlicense_name: [a, b]\n---\n",
        ":3: license_name",
    ),
    "an alias": ("---\na: &a [x]\nb: *a\n---\n", ":3:4: an alias"),
    "a key twice": ("---\nlicense: a\nlicense: b\n---\n", ":3:1: the key 'license' stands twice"),
    "a Python object": ("---\nx: !!python/name:os.system\n---\n", ":2:4: could not determine"),
    "a tag that lies": ("---\nx: !!int abc\n---\n", ":1: a value is not what its tag says"),
    "a key that is a list": ("---\n? [a, b]\n: c\n---\n", ":2:3: the key"),
    "too deep": ("---\nx: " + "[" * 5000 + "]" * 5000 + "\n---\n", "nested too deeply"),
    "front matter of 5 MB": ("---\nx: " + "a" * 5_000_000 + "\n---\n", "larger than 1 MiB"),
    "an endless text": ("---\nbase_model: " + "9" * 9999 + "\n---\n", ":2: base_model: a text of"),
    "unknown relation": (
        "---\nbase_model_relation: child\n---\n",
        ":2: base_model_relation: 'child'",
    ),
    "model-index no list": ("---\nmodel-index: {a: b}\n---\n", ":2: model-index: is a list"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_card_exits_2_with_its_place_and_changes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text, message = BAD[name]
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    before = content(data)
    assert card(data, path, "--repo", "lab/x", "--create") == 2
    said = capsys.readouterr().err
    assert f"{path}" in said
    assert message in said
    assert "Traceback" not in said
    assert content(data) == before


def test_invalid_utf_8_exits_2_with_line_and_column(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(b"---\nlicense: \xff\n---\n")
    assert card(data, path, "--repo", "lab/x") == 2
    assert f"{path}:2:10: byte 0xff is not valid UTF-8" in capsys.readouterr().err


def test_null_unknown_keys_windows_lines_and_a_long_text_are_no_error(
    data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "README.md"
    lines = ["\ufeff---", "base_model: null", "license:", "widget: [{a: 1}]", "library_name: x"]
    front = "\r\n".join([*lines, "---", ""])
    path.write_text(front + "text " * 1_000_000, encoding="utf-8", newline="")
    assert card(data, path, "--repo", "lab/x") == 0
    assert known(data, "x").facts.keys() == {"weights"}


def test_hostile_texts_stay_texts(data: Path, tmp_path: Path) -> None:
    front = (
        "base_model: lab/Base-7B\nlicense: other\n"
        'license_name: "x\\" . <urn:a> a <urn:b> ;\\u202e\\u0007 <script>"\n'
        'license_link: "javascript:alert(1)"\ndatasets: ["d\\n<urn:a>"]'
    )
    assert card(data, write(tmp_path, front), "--repo", "lab/x", "--create") == 0
    licence = known(data, "x-urn-a-a-urn-b-script")
    assert licence.label() == 'x" . <urn:a> a <urn:b> ; <script>'
    assert licence.facts == {}
    assert "urn:a" not in catalogue(data).entities


def test_as_a_process(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "healcare_kg", "import", "card", str(CARDS / "model.md"),
         "--repo", "lab/Listener", "--into", str(data)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Klingon" in done.stderr
    assert done.stdout.startswith("Added 2 entities")


def test_remarks_are_in_the_language_that_is_asked_for(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    front = (
        "license: [mit, cc-by-4.0]\nlanguage: Klingon\nbase_model: lab/New-7B\nmodel-index:\n"
        "- results:\n  - dataset: {name: Exam}\n    metrics:\n    - {type: accuracy, value: .nan}\n"
        "    - {type: f1, value: 1}\n    - {type: f1, value: 2}\n"
    )
    path = write(tmp_path, front, "https://arxiv.org/abs/2402.00002\n")
    for lang in ("en", "zh"):
        options = ("--repo", "lab/remarked", "--create", "--dry-run", "--lang", lang)
        assert card(data, path, *options) == 0
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 6
        assert all(any("\u4e00" <= c <= "\u9fff" for c in line) == (lang == "zh") for line in lines)
