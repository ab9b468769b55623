"""Two real SPARQL servers that were given the shipped graph answer as the embedded store does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from servers import Server, oxigraph_server, virtuoso_server

import healcare_kg
from healcare_kg.cli import main
from healcare_kg.errors import EndpointError, NameResolutionError, QuerySyntaxError
from healcare_kg.sparql.catalog import Query, shipped_queries

pytestmark = pytest.mark.server

GRAPH = "https://w3id.org/healcare-kg/graph"
HKG = "https://w3id.org/healcare-kg/ontology#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
ONTOLOGY = Path(__file__).parents[1] / "ontology"
FIELDS = Path(__file__).parent / "fixtures" / "queries"
STARTERS = {"oxigraph": oxigraph_server, "virtuoso": virtuoso_server}
# Beside each query's own defaults: the entities of a parameter's class that most others point to.
MOST_USED = f"""
SELECT ?e WHERE {{ ?e a/<{RDFS}subClassOf>* <{HKG}%s> . ?x ?p ?e . FILTER(ISIRI(?x)) }}
GROUP BY ?e ORDER BY DESC(COUNT(?x)) ?e LIMIT 4
"""
VALUES = {"integer": ["0", "3"], "decimal": ["0.5", "80"], "string": ["a"]}


@dataclass(frozen=True)
class Loaded:
    """A server with the shipped graph: its addresses, and the one to ask."""

    server: Server
    endpoint: str


@pytest.fixture(scope="module", params=STARTERS)
def loaded(request, tmp_path_factory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as environment, STARTERS[request.param](folder) as server:
        for name in list(os.environ):
            if name.lower().endswith("_proxy") or name.startswith("HEALCARE_KG_ENDPOINT"):
                environment.delenv(name)
        environment.setenv("no_proxy", "127.0.0.1")
        if server.user and server.password:
            environment.setenv("HEALCARE_KG_ENDPOINT_USER", server.user)
            environment.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", server.password)
        publish(
            server, "--graph", GRAPH, "--update-url", server.update, "--store-url", server.store
        )
        yield Loaded(server, f"{server.query}?default-graph-uri={GRAPH}")


@pytest.fixture(scope="module")
def remote(loaded) -> healcare_kg.KnowledgeGraph:
    return healcare_kg.open_graph(endpoint=loaded.endpoint)


def publish(server: Server, *options: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--endpoint", server.query, *map(str, options)])
    return ended.value.code


def run(capfd, *argv: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in argv])
    out, err = capfd.readouterr()
    return ended.value.code, out, err


def variants(query: Query, kg: healcare_kg.KnowledgeGraph) -> list[dict[str, str]]:
    """The parameters that a query is tried with: none, Chinese, and other values of each."""
    tried: list[dict[str, str]] = [{}]
    for parameter in query.parameters:
        if parameter.name == "lang":
            tried.append({"lang": "zh"})
        elif parameter.type in VALUES:
            tried += [{parameter.name: value} for value in VALUES[parameter.type]]
        elif parameter.type not in ("language", "Entity"):
            used = kg.query(MOST_USED % parameter.type)
            tried += [{parameter.name: row["e"]} for row in used]
    return tried


@pytest.mark.parametrize("query", shipped_queries(), ids=lambda query: query.name)
def test_shipped_query_gives_the_rows_of_the_embedded_store(loaded, remote, kg, query):
    for parameters in variants(query, kg):
        here, there = kg.run(query.name, **parameters), remote.run(query.name, **parameters)
        assert difference(here, there) is None, parameters
        assert there == here, parameters


@pytest.mark.parametrize("field", ["families", "training-and-sources"])
def test_shipped_query_gives_the_rows_of_the_store_on_a_graph_of_rare_cases(loaded, capfd, field):
    server, graph = loaded.server, f"https://example.org/{field}"
    files = [
        FIELDS / f"{field}.ttl",
        *(ONTOLOGY / f"{n}.ttl" for n in ("healcare-kg", "vocabulary")),
    ]
    data = [word for path in files for word in ("--data", path)]
    options = ("--graph", graph, "--update-url", server.update)
    assert publish(server, *data, *options) == 0, capfd.readouterr()
    kg = healcare_kg.open_graph(files)
    remote = healcare_kg.open_graph(endpoint=f"{server.query}?default-graph-uri={graph}")
    for query in shipped_queries():
        for parameters in variants(query, kg):
            here, there = kg.run(query.name, **parameters), remote.run(query.name, **parameters)
            assert difference(here, there) is None, (query.name, parameters)
            assert there == here, (query.name, parameters)


def difference(here, there) -> str | None:
    """What differs, short enough to be read in a report; None where nothing does."""
    if here == there or not hasattr(here, "rows"):
        return None
    missing = [row for row in here if row not in there.rows]
    more = [row for row in there if row not in here.rows]
    if not missing and not more:
        first = next(
            n for n, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]
        )
        return f"{len(here)} and {len(there)} rows, other order from row {first}: {there[first]}"
    return f"{len(missing)} of {len(here)} missing: {missing[:2]}; {len(more)} more: {more[:2]}"


@pytest.mark.parametrize("check", ["fact-without-source", "family-with-based-on"])
def test_check_finds_nothing(remote, check):
    path = healcare_kg.resources.resource("queries", "checks", f"{check}-violation.rq")
    assert list(remote.query(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "name", ["Qwen", "SoulChat", "PsyQA", "清华大学", "hkg:psychology", "LoRA"]
)
def test_show_is_the_same(loaded, capfd, name, lang):
    options = ("--lang", lang, "-f", "json")
    here = run(capfd, "show", name, *options)
    there = run(capfd, "show", name, *options, "--endpoint", loaded.endpoint)
    assert here[0] == 0
    assert json.loads(there[1]) == json.loads(here[1])


@pytest.mark.parametrize("name", ["Qwen", "MindChat", "漫谈", "psyqa"])
def test_lineage_is_the_same(loaded, capfd, name):
    here = run(capfd, "lineage", name)
    assert here[0] == 0
    assert run(capfd, "lineage", name, "--endpoint", loaded.endpoint) == here


@pytest.mark.parametrize(
    "name", ["qwen2.5 7b", "哈尔滨工业大学(深圳)", "KOÇ university", "MedGemma27B"]
)
def test_name_is_resolved_or_refused_as_in_the_store(remote, kg, name):
    def resolved(graph):
        try:
            return graph.resolve(name)
        except NameResolutionError as error:
            return str(error).partition("; did you mean")[0]

    assert resolved(remote) == resolved(kg)


def test_graph_of_construct_and_answer_of_ask_are_read(remote, kg):
    query = f"CONSTRUCT WHERE {{ ?s <{HKG}basedOn> ?o }}"
    assert set(map(str, remote.query(query))) == set(map(str, kg.query(query)))
    assert remote.query(f"ASK {{ ?s <{HKG}basedOn> ?o }}") is True
    assert remote.query(f"ASK {{ ?s <{HKG}basedOff> ?o }}") is False


def test_syntax_error_is_said_with_the_servers_words(remote):
    with pytest.raises(QuerySyntaxError, match=r"(?s):1:.*\^\n    the endpoint says: \S"):
        remote.query("SELECT ?s { ?s ?p")


def test_more_rows_than_the_server_gives_are_an_error_and_not_cut_off(loaded, remote, kg):
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    if loaded.server.most_rows is None:
        assert len(remote.query(query)) == len(kg.query(query))
    else:
        with pytest.raises(EndpointError, match=f"no more than {loaded.server.most_rows:,} rows"):
            remote.query(query)


NASTY = (
    '<a:s> <a:p> "x\\u0007\\\\u0041 \\"q\\" é 通 😀\\n\\t\\r\\\\", "l"@zh, "", "z"^^<a:t> .'
    "<a:s> <a:p> 7.5, -3, [ <a:q> [ <a:r> _:c ] ] . _:c <a:s> _:c . "
    "[] <a:t> <a:s> ; <a:u> '1' , '2' ."
)


@pytest.mark.parametrize("way", ["updates", "put", "post"])
def test_graph_arrives_whole_in_each_way_and_replaces_what_was_there(loaded, capfd, tmp_path, way):
    server, graph = loaded.server, f"https://example.org/{way}"
    options = {
        "updates": ("--update-url", server.update, "--chunk", 3),
        "put": ("--store-url", server.store),
        "post": ("--store-url", server.store, "--update-url", server.update, "--chunk", 3),
    }[way]
    path = tmp_path / "graph.ttl"
    remote = healcare_kg.open_graph(endpoint=f"{server.query}?default-graph-uri={graph}")
    for data in ("<a:old> <a:p> <a:o> .", NASTY, NASTY):
        path.write_text(data, encoding="utf-8")
        assert publish(server, "--data", path, "--graph", graph, *options) == 0, capfd.readouterr()
    assert len(remote.query("SELECT * { ?s ?p ?o }")) == 13
    exact = [row for row in remote.query("SELECT ?o { <a:s> <a:p> ?o }") if "\x07" in str(row["o"])]
    assert exact == [{"o": 'x\x07\\u0041 "q" é 通 😀\n\t\r\\'}]


def test_failed_publish_leaves_the_old_graph_and_no_staging_graph(loaded, capfd, tmp_path):
    server = loaded.server
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.nt"
    good.write_text("<a:old> <a:p> <a:o> .")
    lines = [f"<a:s> <a:p> <a:o{n}> ." for n in range(20)]
    bad.write_text("\n".join(lines))
    graph = "https://example.org/failed"
    options = ("--graph", graph, "--update-url", server.update)
    assert publish(server, "--data", good, *options) == 0
    # Another address of the server, which does not take updates, for the counting.
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--endpoint", server.query + "x", "--data", str(bad), *options])
    assert ended.value.code == 3
    assert "answered 404" in capfd.readouterr().err
    plain = healcare_kg.open_graph(endpoint=server.query)
    graphs = [row["g"] for row in plain.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")]
    assert [g for g in graphs if "staging" in g] == []
    kept = plain.query(f"SELECT ?s {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert [row["s"] for row in kept] == ["a:old"]


# Oxigraph's server asks nobody who they are, and has a default graph.
@pytest.mark.parametrize("loaded", ["virtuoso"], indirect=True)
def test_wrong_password_exits_3(loaded, capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", "wrong")
    path = tmp_path / "graph.ttl"
    path.write_text("<a:s> <a:p> <a:o> .")
    options = ("--data", path, "--graph", "a:g", "--update-url", loaded.server.update)
    assert publish(loaded.server, *options) == 3
    assert "answered 401" in capfd.readouterr().err


@pytest.mark.parametrize("loaded", ["virtuoso"], indirect=True)
def test_server_without_a_default_graph_says_that_a_graph_is_needed(loaded, capfd, tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text("<a:s> <a:p> <a:o> .")
    assert publish(loaded.server, "--data", path, "--update-url", loaded.server.update) == 3
    assert "needs --graph" in capfd.readouterr().err
