"""`publish`: what a server has afterwards, whether it went well or not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from endpoint_stub import Endpoint, Handler, running
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from healcare_kg.cli import main
from healcare_kg.endpoint import http
from healcare_kg.endpoint.chunks import chunks
from healcare_kg.endpoint.http import Requester
from healcare_kg.endpoint.publish import Target, publish
from healcare_kg.store import load_store

GRAPH = "https://example.org/graph"
OLD = Quad(NamedNode("a:old"), NamedNode("a:p"), NamedNode("a:o"), NamedNode(GRAPH))
TINY = """<a:a> <a:p> "x\\u0007\\\\u0041 \\"q\\" é 通 😀\\n\\t\\r\\\\" ,
  7.5 , true , "l"@zh , "" , "2024-02"^^<a:t> .
<a:a> <a:p> [ <a:q> [ <a:r> _:c ] ] . _:c <a:s> _:c .
[] <a:t> <a:a> ; <a:u> "1" , "2" .
"""


@pytest.fixture(scope="module")
def server():
    with running() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(server: Endpoint, monkeypatch) -> Endpoint:
    """A server with one triple in GRAPH, one in the default graph and one elsewhere."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("HEALCARE_KG_ENDPOINT"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.reset()
    for graph in (OLD.graph_name, DefaultGraph(), NamedNode("a:other")):
        server.store.add(Quad(*OLD.triple, graph))
    return server


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.ttl"
    path.write_text(TINY, encoding="utf-8")
    return path


def run(capfd, *argv: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in argv])
    out, err = capfd.readouterr()
    return ended.value.code, out, err


def canonical(triples) -> list[str]:
    """N-Triples that are the same for the same graph, however its blank nodes are called."""
    from rdflib import Graph
    from rdflib.compare import to_canonical_graph

    text = "".join(f"{t} .\n" for t in triples)
    graph = to_canonical_graph(Graph().parse(data=text, format="nt"))
    return sorted(graph.serialize(format="nt").splitlines())


def held(endpoint: Endpoint, graph: str | None = GRAPH) -> list[str]:
    name = NamedNode(graph) if graph else DefaultGraph()
    return canonical(q.triple for q in endpoint.store.quads_for_pattern(None, None, None, name))


def graphs(endpoint: Endpoint) -> set[str]:
    return {graph.value for graph in endpoint.store.named_graphs()}


WAYS = {
    "updates": ("--chunk", "4"),
    "one update": (),
    "one PUT": ("--store-url", "{}/store"),
    "POST and MOVE": ("--store-url", "{}/store", "--update-url", "{}/update", "--chunk", "4"),
}


@pytest.mark.parametrize("graph", [GRAPH, "https://example.org/new", None])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_graph_takes_the_place_of_what_was_there_and_of_nothing_else(
    endpoint, capfd, tiny, way, graph
):
    url, options = endpoint.query_url, [option.format(endpoint.address) for option in way]
    if graph:
        options += ["--graph", graph]
    status, out, err = run(capfd, "publish", "--endpoint", url, "--data", tiny, *options)
    place = f"<{graph}>" if graph else "its default graph"
    assert (status, out) == (0, f"{url} has 13 triples in {place}\n")
    assert err == "13 of 13 triples sent\n"
    assert held(endpoint, graph) == canonical(load_store([tiny]))
    untouched = {GRAPH, "a:other", None} - {graph}
    assert all(held(endpoint, other) == canonical([OLD.triple]) for other in untouched)
    assert graphs(endpoint) == {GRAPH, "a:other"} | ({graph} - {None})


def test_publishing_again_gives_the_same(endpoint, capfd, tiny):
    for _ in range(2):
        run(capfd, "publish", "--endpoint", endpoint.query_url, "--data", tiny, "--graph", GRAPH)
    assert held(endpoint) == canonical(load_store([tiny]))


def test_graph_named_in_the_endpoints_address_is_the_one_replaced(endpoint, capfd, tiny):
    address = f"{endpoint.query_url}?default-graph-uri={GRAPH}"
    status, out, _ = run(capfd, "publish", "--endpoint", address, "--data", tiny, "--lang", "zh")
    assert (status, out) == (0, f"{endpoint.query_url} 的图 <{GRAPH}> 中现有 13 条三元组\n")
    assert held(endpoint) == canonical(load_store([tiny]))
    query = ("query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "-f", "csv")
    assert run(capfd, *query, "--endpoint", address)[1].split() == ["n", "13"]


@pytest.mark.parametrize(
    ("endpoint_path", "update_path"),
    [
        ("/query", "/update"),
        ("/kg/query?key=1", "/kg/update"),
        ("/repositories/kg", "/repositories/kg/statements"),
        ("/sparql", "/sparql"),
    ],
)
def test_address_for_updates_follows_from_the_endpoints(
    endpoint, capfd, tiny, endpoint_path, update_path
):
    endpoint.then(500, "")
    address = endpoint.address + endpoint_path
    assert run(capfd, "publish", "--endpoint", address, "--data", tiny)[0] == 3
    first = endpoint.requests[0]
    assert (first.method, first.path) == ("POST", update_path)
    assert first.address == ({"key": ["1"]} if "key" in endpoint_path else {})


# What goes wrong


def fails(handler: Handler) -> None:
    handler.reply(400, "no more room")


def passes(handler: Handler) -> None:
    handler.server.endpoint.answer(handler)


def loses_a_triple(handler: Handler) -> None:
    store = handler.server.endpoint.store
    handler.server.endpoint.answer(handler)
    staging = next(g for g in store.named_graphs() if "staging" in g.value)
    store.remove(next(store.quads_for_pattern(None, None, None, staging)))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([fails], "no more room"),
        ([passes, fails], "no more room"),
        ([passes, lambda handler: None], "broke off"),
        ([loses_a_triple], "12 triples in the graph <urn:healcare-kg:staging:"),
        ([passes] * 5 + [fails], "no more room"),
    ],
    ids=["first piece", "second piece", "broken off", "count", "move"],
)
def test_failure_leaves_the_old_graph_and_no_other(endpoint, capfd, tiny, script, said):
    endpoint.script.extend(script)
    url = endpoint.query_url
    status, out, err = run(
        capfd, "publish", "--endpoint", url, "--data", tiny, "--graph", GRAPH, "--chunk", "4"
    )
    assert (status, out) == (3, "")
    assert said in err
    assert held(endpoint) == canonical([OLD.triple])
    assert graphs(endpoint) == {GRAPH, "a:other"}


def test_move_without_an_answer_keeps_the_staging_graph_and_says_how_to_end(endpoint, capfd, tiny):
    endpoint.script.extend([passes, passes, lambda handler: None])
    url = endpoint.query_url
    status, _, err = run(capfd, "publish", "--endpoint", url, "--data", tiny, "--graph", GRAPH)
    assert status == 3
    assert held(endpoint) == canonical([OLD.triple])
    endpoint.store.update(err.partition("ends the work: ")[2])
    assert held(endpoint) == canonical(load_store([tiny]))


def test_staging_graph_that_cannot_be_dropped_is_named(endpoint, capfd, tiny):
    endpoint.script.extend([passes, fails, fails])
    url = endpoint.query_url
    err = run(capfd, "publish", "--endpoint", url, "--data", tiny, "--chunk", "4")[2]
    (left,) = graphs(endpoint) - {GRAPH, "a:other"}
    assert f"left in the graph <{left}>" in err


def test_interrupt_drops_the_staging_graph(endpoint, tiny):
    def interrupt(done, total):
        raise KeyboardInterrupt

    target = Target(endpoint.query_url, update_url=f"{endpoint.address}/update", graph=GRAPH)
    with pytest.raises(KeyboardInterrupt):
        publish(load_store([tiny]), target, requester=Requester(), progress=interrupt)
    assert graphs(endpoint) == {GRAPH, "a:other"}


def test_default_graph_that_is_a_union_is_explained(endpoint, capfd, tiny):
    def counts_all(handler):
        handler.reply(
            200,
            '{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", '
            '"datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "99"}}]}}',
            "application/sparql-results+json",
        )

    endpoint.script.extend([passes, passes, passes, counts_all])
    status, _, err = run(capfd, "publish", "--endpoint", endpoint.query_url, "--data", tiny)
    assert status == 3
    assert "counts 99 triples in its default graph where 13 were sent" in err
    assert "--graph" in err


def test_empty_data_do_not_empty_the_server(endpoint, capfd, tmp_path):
    (tmp_path / "empty.ttl").write_text("")
    status, _, err = run(
        capfd, "publish", "--endpoint", endpoint.query_url, "--data", tmp_path / "empty.ttl"
    )
    assert (status, err) == (
        2, "healcare_kg: there is no triple to publish; the server keeps what it has\n",
    )  # fmt: skip
    assert endpoint.requests == []


@pytest.mark.parametrize("graph", ["graph", "a b:c", "http://a/<x>", ""])
def test_graph_that_is_no_iri_exits_2(endpoint, capfd, tiny, graph):
    options = ("--data", tiny, "--graph", graph)
    assert run(capfd, "publish", "--endpoint", endpoint.query_url, *options)[0] == 2
    assert endpoint.requests == []


def test_busy_server_gets_the_whole_file_again(endpoint, capfd, tiny, monkeypatch):
    monkeypatch.setattr(http.time, "sleep", lambda seconds: None)
    endpoint.then(503, "")
    endpoint.then(307, "", Location="/store?graph=" + GRAPH)
    url, store = endpoint.query_url, f"{endpoint.address}/elsewhere"
    options = ("--store-url", store, "--graph", GRAPH, "--data", tiny)
    assert run(capfd, "publish", "--endpoint", url, *options)[0] == 0
    bodies = [request.body for request in endpoint.requests if request.method == "PUT"]
    assert bodies[0]
    assert len(bodies) == 3
    assert len(set(bodies)) == 1
    assert held(endpoint) == canonical(load_store([tiny]))


def test_password_is_asked_for_before_a_body_is_sent(endpoint, capfd, tiny, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", "secret")
    endpoint.then(401, "", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')
    options = ("--data", tiny, "--chunk", "4")
    assert run(capfd, "publish", "--endpoint", endpoint.query_url, *options)[0] == 0
    assert [r.method for r in endpoint.requests].count("HEAD") == 2  # the challenge, the answer
    assert all("authorization" in r.headers for r in endpoint.requests[1:])


def test_server_that_wants_no_password_is_probed_once(endpoint, capfd, tiny, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", "secret")
    options = ("--data", tiny, "--chunk", "4")
    assert run(capfd, "publish", "--endpoint", endpoint.query_url, *options)[0] == 0
    assert [r.method for r in endpoint.requests].count("HEAD") == 1
    assert not any("authorization" in r.headers for r in endpoint.requests)


def test_progress_on_a_terminal_is_one_line(endpoint, capfd, tiny, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    _, _, err = run(
        capfd, "publish", "--endpoint", endpoint.query_url, "--data", tiny, "--chunk", "6"
    )
    assert err.count("\r") >= 1
    assert err.endswith("13 of 13 triples sent\n")


# Pieces


def test_every_triple_is_in_one_piece_and_blank_nodes_are_never_parted(tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text(
        "".join(f'[] <a:p> <a:n{n}> ; <a:q> "{n}" .\n<a:s> <a:p> <a:o{n}> .\n' for n in range(50))
        + "<a:r> <a:p> [ <a:p> [ <a:p> _:x ] , [ <a:p> _:x ] ] . _:x <a:p> _:y . _:y <a:p> _:x ."
    )
    store = load_store([path])
    pieces = list(chunks(store, 10))
    assert sorted(str(triple) for piece in pieces for triple in piece) == sorted(
        str(q.triple) for q in store
    )
    assert all(len(piece) <= 10 for piece in pieces)
    place: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        for triple in piece:
            for term in (triple.subject, triple.object):
                if str(term).startswith("_:"):
                    assert place.setdefault(str(term), number) == number


def test_pieces_of_nothing_are_none():
    assert list(chunks(Store(), 10)) == []
    store = Store()
    store.add(OLD)  # not in the default graph
    assert list(chunks(store, 10)) == []
