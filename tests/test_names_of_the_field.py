"""Names as people type them, on the whole graph."""

from __future__ import annotations

import pytest

from healcare_kg import KnowledgeGraph
from healcare_kg.errors import NameResolutionError
from healcare_kg.namespaces import KG


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("扁鹊", "bianque"),
        ("medgemma-27b-it", "medgemma-27b-multimodal"),  # its repository on the Hub
        ("google/MedGemma-27B-it", "medgemma-27b-multimodal"),
        ("medgemma-27b-text-it", "medgemma-27b-text"),
        ("MedGemma 27B (text-only)", "medgemma-27b-text"),
        ("medgemma 27b text", "medgemma-27b-text"),
        ("通义千问", "qwen"),
        ("ＳｏｕｌＣｈａｔ", "soulchat"),
        ("Qwen\u200f", "qwen"),  # marks that nobody sees come along from web pages
        ("\ufeff通义\u200b千问", "qwen"),
        ("KG:QWEN", "qwen"),
    ],
)
def test_a_name_is_resolved(kg: KnowledgeGraph, name: str, entity: str) -> None:
    assert kg.resolve(name) == KG + entity


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("UltraMedical", {"ultramedical", "ultramedical-dataset"}),
        ("MedReason", {"medreason", "medreason-dataset"}),
        ("MedGemma 27B", {"medgemma-27b-multimodal", "medgemma-27b-text"}),
    ],
)
def test_a_shared_name_asks_back_and_names_all(
    kg: KnowledgeGraph, name: str, candidates: set[str]
) -> None:
    with pytest.raises(NameResolutionError) as error:
        kg.resolve(name)
    assert set(error.value.candidates) == {KG + c for c in candidates}
    assert all(c in str(error.value) for c in candidates)


def test_the_class_tells_which_of_two_is_meant(kg: KnowledgeGraph) -> None:
    assert kg.resolve("UltraMedical", "Dataset") == KG + "ultramedical-dataset"
    assert kg.resolve("UltraMedical", "Model") == KG + "ultramedical"


@pytest.mark.parametrize("name", ["", "/", "27B", "MedGemma 270B"])
def test_what_is_no_name_is_not_guessed(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(NameResolutionError):
        kg.resolve(name)
