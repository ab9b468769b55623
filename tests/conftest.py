from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import healcare_kg
from healcare_kg.resources import resource


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Snapshots of the tests go to a folder of their own, in child processes too."""
    before = os.environ.get("HEALCARE_KG_CACHE")
    os.environ["HEALCARE_KG_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["HEALCARE_KG_CACHE"]
    else:
        os.environ["HEALCARE_KG_CACHE"] = before


@pytest.fixture(scope="session")
def kg() -> healcare_kg.KnowledgeGraph:
    """The shipped graph."""
    return healcare_kg.open_graph()


@pytest.fixture(scope="session")
def part() -> healcare_kg.KnowledgeGraph:
    """A frozen part of the graph with the ontology of now, for the exact rows of queries."""
    frozen = Path(__file__).parent / "fixtures" / "queries" / "graph.ttl"
    ontology = [resource("ontology", name) for name in ("healcare-kg.ttl", "vocabulary.ttl")]
    return healcare_kg.open_graph([frozen, *ontology], cache=False)
