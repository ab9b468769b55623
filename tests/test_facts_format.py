"""docs/facts-format.md: it says what the schema and the ontology say, and its example imports."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from healcare_kg.cli import main
from healcare_kg.facts.schema import schema, schema_check, wrong_with
from healcare_kg.facts.values import find_property, format_name, is_stated, list_members
from healcare_kg.ontology import Ontology, read_ontology
from healcare_kg.resources import resource

DOCS = Path(__file__).parents[1] / "docs"
NAMES = ["facts-format.md", "facts-format.zh.md"]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(resource("ontology"))


def tables(name: str) -> list[list[list[str]]]:
    """The cells of each table of a document, without its head."""
    found, rows = [], []
    for line in [*(DOCS / name).read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            found.append(rows[2:])
            rows = []
    return found


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@pytest.mark.parametrize("name", NAMES)
def test_the_keys_are_those_of_the_schema(name: str) -> None:
    entity, fact, _ = tables(name)
    about = schema()
    assert {key for row in entity for key in code(row[0])} == set(about["properties"])
    assert {key for row in fact for key in code(row[0])} == set(
        about["definitions"]["fact"]["properties"]
    )
    assert (
        code(next(row for row in entity if row[0] == "`class`")[1])
        == (about["properties"]["class"]["enum"])
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_properties_are_those_of_the_ontology(name: str, ontology: Ontology) -> None:
    rows = tables(name)[2]
    language = "zh" if name.endswith(".zh.md") else "en"
    wanted = {format_name(p) for p in ontology.properties.values() if is_stated(p)}
    assert {code(row[0])[0] for row in rows} == wanted
    for row in rows:
        prop = find_property(ontology, code(row[0])[0])
        assert row[1] == ontology.label(prop.iri, language)
        assert row[2] == (prop.domain or "").rpartition("#")[2]
        assert bool(row[4]) == prop.functional, row
        members = list_members(ontology, prop)
        expected = ["v", *members] if members else ["ref" if prop.kind == "object" else "v"]
        assert code(row[3]) == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_example_imports(name: str, tmp_path: Path) -> None:
    text = re.search(r"```json\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)
    assert text
    example = tmp_path / "serene.jsonl"
    example.write_text(text[1], encoding="utf-8")
    data = Path(shutil.copytree(resource("data"), tmp_path / "data"))
    with pytest.raises(SystemExit) as ended:
        main(["import", "facts", str(example), "--data", str(data)])
    assert ended.value.code == 0
    psychology = (data / "models-psychology.ttl").read_text(encoding="utf-8")
    assert "hkg:basedOn kg:qwen2-7b ;" in psychology.partition("kg:serene-7b a ")[2]


def test_the_schema_describes_all_that_it_refuses() -> None:
    """A message of the schema's own words is no sentence for people."""
    check = schema_check()
    fact = {"p": "score", "v": 1, "source": "https://a.org/", "kind": "primary"}
    for broken in (
        {"id": "A"},
        {"id": "a", "class": "Model"},
        {"id": "a", "also": ["Model"]},
        {"id": "a", "label": {"fr": "A"}},
        {"id": "a", "label": {"en": " A"}},
        {"id": "a", "label": {"en": "A\nB"}},
        {"id": "a", "label": {"en": "A\u202eB"}},
        {"id": "a", "altLabel": ["A\tB"]},
        {"id": "a", "altLabel": "A"},
        {"id": "a", "facts": {}},
        {"id": "a", "facts": [{**fact, "v": None}]},
        {"id": "a", "facts": [{**fact, "ref": "b"}]},
        {"id": "a", "facts": [{**fact, "p": "a b"}]},
        {"id": "a", "facts": [{**fact, "status": "maybe"}]},
        {"id": "a", "facts": [{**fact, "status": "not-adopted"}]},
        {"id": "a", "facts": [{**fact, "more": 1}]},
    ):
        problems = wrong_with(check, broken)
        assert len(problems) == 1, broken
        assert not re.search(r"\bdata\b", problems[0][0]), problems


def test_the_schema_is_valid_json_schema_with_its_address() -> None:
    assert schema()["$id"].endswith("/facts.schema.json")
    assert json.dumps(schema())
