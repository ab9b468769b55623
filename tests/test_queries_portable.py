"""The shipped queries keep to what every SPARQL server of docs/servers.md answers alike."""

from __future__ import annotations

import re

import pytest

from healcare_kg.sparql.catalog import shipped_queries


@pytest.mark.parametrize("query", shipped_queries(), ids=lambda query: query.name)
def test_last_sort_keys_are_none_that_virtuoso_sorts_wrongly(query):
    keys = query.text.rpartition("ORDER BY")[2]
    assert re.findall(r"(?<!STR\()LCASE\([^)]*\)|BOUND\([^)]*\)", keys) == []


@pytest.mark.parametrize("query", shipped_queries(), ids=lambda query: query.name)
def test_query_begins_with_a_header_as_virtuoso_is_told_to_keep_its_order(query):
    assert query.text.startswith("#+")
