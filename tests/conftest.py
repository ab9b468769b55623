from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

import healcare_kg


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
