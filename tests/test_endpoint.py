"""Asking a SPARQL endpoint: what is sent, what is understood, and what is said when it fails.

The endpoint is a thread of the tests; tests/test_servers.py asks real servers.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import socket
from email.utils import formatdate
from pathlib import Path

import pytest
from endpoint_stub import Endpoint, Handler, running

import healcare_kg
from healcare_kg.cli import main
from healcare_kg.endpoint import http
from healcare_kg.errors import EndpointError, InputError, QuerySyntaxError, UsageError
from healcare_kg.store import load_store

HKG = "https://w3id.org/healcare-kg/ontology#"
KG = "https://w3id.org/healcare-kg/id/"
JSON = "application/sparql-results+json"
TINY = f"""@prefix hkg: <{HKG}> .
@prefix kg: <{KG}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
hkg:ModelRelease rdfs:subClassOf hkg:Model .
kg:qwen2-7b a hkg:ModelRelease ; rdfs:label "Qwen2 7B"@en , "通义千问2（7B）"@zh ;
    hkg:parametersBillions 7.6 .
kg:mind a hkg:ModelRelease ; hkg:basedOn kg:qwen2-7b ; rdfs:label "MIND"@en ;
    skos:altLabel "Koç’s model"@en .
kg:mind-2 a hkg:ModelRelease ; hkg:basedOn kg:mind ; rdfs:label "mind"@en .
"""
ROWS = (
    '{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}'
)
ASK_ALL = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def server():
    with running() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(server: Endpoint, monkeypatch) -> Endpoint:
    """The endpoint as new, and an environment that says nothing of proxies and passwords."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("HEALCARE_KG_ENDPOINT"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.reset()
    return server


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """The seconds that were waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(http.time, "sleep", waited.append)
    return waited


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.ttl"
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.fixture
def user(monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", "pass:wörd")


def run(capfd, *argv: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in argv])
    out, err = capfd.readouterr()
    return ended.value.code, out, err


def ask(endpoint: Endpoint, query: str = ASK_ALL, **options):
    return healcare_kg.open_graph(endpoint=endpoint.query_url, **options).query(query)


# What is sent


def test_short_query_is_sent_by_get_and_a_long_one_as_a_form(endpoint):
    long = ASK_ALL + " #" + "é" * 2000
    for query in (ASK_ALL, long):
        endpoint.then(200, ROWS, JSON)
        assert ask(endpoint, query)[0] == {"x": "1"}
    get, post = endpoint.requests
    assert (get.method, get.query, get.body) == ("GET", ASK_ALL, b"")
    assert (post.method, post.query, post.address) == ("POST", long, {})
    for request in endpoint.requests:
        assert request.headers["accept"].startswith(JSON)
        assert request.headers["user-agent"].startswith("healcare-kg/")
        assert "authorization" not in request.headers


def test_parameters_of_the_address_are_kept_and_graphs_stand_beside_the_query(endpoint):
    graph = healcare_kg.open_graph(
        endpoint=f"{endpoint.query_url}?key=a%26b&default-graph-uri=http%3A%2F%2Fg%2F%3Fa%3D1"
    )
    for query in (ASK_ALL, ASK_ALL + " #" + "x" * 2000):
        endpoint.then(200, ROWS, JSON)
        graph.query(query)
    get, post = endpoint.requests
    assert get.address["key"] == post.address["key"] == ["a&b"]
    assert get.address["default-graph-uri"] == ["http://g/?a=1"]
    assert post.form["default-graph-uri"] == ["http://g/?a=1"]
    assert "default-graph-uri" not in post.address


@pytest.mark.parametrize(("software", "pragma"), [("Virtuoso/07.20", True), ("Oxigraph/1", False)])
def test_virtuoso_is_told_to_keep_the_order_of_queries_with_a_header(
    endpoint, monkeypatch, software, pragma
):
    monkeypatch.setattr(Handler, "version_string", lambda self: software)
    endpoint.script.extend([lambda handler: handler.reply(200, ROWS, JSON)] * 4)
    graph = healcare_kg.open_graph(endpoint=endpoint.query_url)
    for header in ("#+ summary: x\n", "#+ summary: y\n", ""):
        assert graph.query(header + ASK_ALL)[0] == {"x": "1"}
    first, *queries = [request.query for request in endpoint.requests]
    assert first == "ASK {}"
    assert [query.startswith("define sql:") for query in queries] == [pragma, pragma, False]


@pytest.mark.parametrize(
    "url",
    ["localhost:7878", "ftp://a/b", "http://", "http://a:x/", "http://a b/", "http://a/#b",
     "http://é/", "", "http://ann:secret@a/sparql"],
)  # fmt: skip
def test_address_that_is_no_endpoint_exits_2(capfd, url):
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", url)
    assert status == 2
    assert "secret" not in err or "HEALCARE_KG_ENDPOINT_USER" in err


def test_data_and_endpoint_together_exit_2(capfd, tiny):
    status, _, err = run(capfd, "show", "x", "--data", tiny, "--endpoint", "http://a/")
    assert (status, err) == (2, "healcare_kg: give either --data or --endpoint, not both\n")
    with pytest.raises(UsageError):
        healcare_kg.open_graph([tiny], endpoint="http://a/")


# The same answers as the embedded store


@pytest.fixture
def filled(endpoint: Endpoint, tiny: Path) -> Endpoint:
    endpoint.store = load_store([tiny])
    return endpoint


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "Qwen2 7B"),
        ("show", "通义千问2(7B)", "--lang", "zh", "-f", "json"),
        ("show", "QWEN2-7b", "-f", "turtle"),
        ("lineage", "kg:qwen2-7b"),
        ("lineage", "koç’s MODEL", "--depth", "1", "-f", "mermaid"),
        ("query", "derived-from", "qwen2 7b", "-f", "csv"),
        ("query", "derived-from", "--base", "Qwen2-7B", "--lang", "zh", "-f", "json"),
        ("query", "-e", "ASK { ?s ?p 7.6 }"),
        ("query", "-e", "CONSTRUCT WHERE { ?s a ?c }", "-f", "ntriples"),
        ("show", "Mind"),
        ("show", "Qwen3 7B"),
        ("lineage", "zzzz"),
        ("query", "derived-from", "Qwen2-8B"),
    ],
)
def test_commands_answer_as_they_do_from_a_file(capfd, filled, tiny, arguments):
    from_file = run(capfd, *arguments, "--data", tiny)
    assert run(capfd, *arguments, "--endpoint", filled.query_url) == from_file
    assert len(filled.requests) > 0


def test_python_api_asks_an_endpoint(filled):
    graph = healcare_kg.open_graph(endpoint=filled.query_url)
    assert graph.resolve("QWEN2 7b", "Model") == KG + "qwen2-7b"
    assert [row["model"] for row in graph.run("derived-from", base="Qwen2-7B")] == [
        KG + "mind", KG + "mind-2",
    ]  # fmt: skip
    assert graph.query("ASK { ?s ?p ?o }") is True
    assert len(graph.query("CONSTRUCT WHERE { ?s a ?c }")) == 3
    with pytest.raises(InputError, match="endpoint"):
        graph.to_rdflib()


def test_every_shipped_query_over_the_protocol_gives_the_rows_of_the_embedded_store(endpoint, kg):
    endpoint.store = kg.engine.store
    remote = healcare_kg.open_graph(endpoint=endpoint.query_url)
    for query in healcare_kg.shipped_queries():
        assert remote.query(query.text) == kg.query(query.text), query.name


# Answers that are none


def test_server_that_is_busy_is_asked_again_after_the_time_it_names(endpoint, pauses):
    endpoint.then(503, "", Retry_After="7")
    endpoint.then(429, "", Retry_After=formatdate(0, usegmt=True))
    endpoint.then(503, "", Retry_After="soon")
    endpoint.then(200, ROWS, JSON)
    assert ask(endpoint)[0] == {"x": "1"}
    assert pauses == [7, 0, 2]


def test_server_that_stays_busy_is_given_up_with_what_it_said(endpoint, pauses, capfd):
    for _ in range(5):
        endpoint.then(503, "down for maintenance")
    status, out, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url)
    assert (status, out) == (3, "")
    assert "503" in err
    assert "down for maintenance" in err
    assert pauses == [0.5, 1, 2, 4]
    assert len(endpoint.requests) == 5


def test_server_that_asks_for_a_long_wait_is_not_waited_for(endpoint, pauses):
    endpoint.then(503, "see you tomorrow", Retry_After="86400")
    with pytest.raises(EndpointError, match="see you tomorrow"):
        ask(endpoint)
    assert pauses == []


@pytest.mark.parametrize("status", [400, 422, 500])
def test_syntax_error_exits_2_with_place_and_the_servers_words(endpoint, capfd, status):
    endpoint.then(status, "Parse error: expected WHERE")
    code, _, err = run(
        capfd, "query", "-e", "SELECT ?s {\n ?s ?p", "--endpoint", endpoint.query_url
    )
    assert code == 2
    assert err.startswith("healcare_kg: -e:1:11: ")
    assert err.endswith("    the endpoint says: Parse error: expected WHERE\n")


def test_undeclared_prefix_is_said_in_our_words(endpoint):
    endpoint.then(400, "")
    with pytest.raises(QuerySyntaxError, match=r'add the line "PREFIX hkg: '):
        ask(endpoint, "SELECT * { ?s a hkg:Model }")


def test_valid_query_that_the_server_refuses_exits_3_with_its_words(endpoint, capfd):
    endpoint.then(400, '{"code": "X", "detailedMessage": "too\\nmany joins"}', "application/json")
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url)
    assert (status, err) == (
        3,
        f"healcare_kg: {endpoint.query_url} answered 400 Bad Request:\n    too\n    many joins\n",
    )


def test_query_with_service_is_not_run_to_find_its_error(endpoint):
    endpoint.then(400, "no federation here")
    with pytest.raises(EndpointError, match="no federation here"):
        ask(endpoint, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    ("body", "media_type", "shown"),
    [
        (b"<html><head><title>x</title></head><body><h1>Oops</h1>&lt;b&gt;</body></html>",
         "text/html", "Oops <b>"),
        (b"a\x1b[31m\xff", "text/plain", "a�[31m�"),
        (b"Virtuoso 42000 Error\n\nSPARQL query:\nSELECT secret", "text/plain", "42000 Error"),
        (b'{"exception": "out of memory", "query": "SELECT"}', "application/json", "out of memory"),
        (b"[1]", "application/json", "[1]"),
        (b"{broken", "application/json", "{broken"),
        (b"x" * 5000, "text/plain", "x ..."),
        (b"", "text/plain", "500 Internal Server Error"),
    ],
)  # fmt: skip
def test_servers_message_is_shown_as_people_can_read_it(endpoint, body, media_type, shown):
    endpoint.then(500, body, media_type)
    with pytest.raises(EndpointError) as error:
        ask(endpoint)
    text = str(error.value)
    assert shown in text
    assert len(text) < 1000
    assert "\x1b" not in text
    assert "secret" not in text


@pytest.mark.parametrize("status", [401, 403, 404, 405, 418, 502, 599])
def test_error_status_exits_3_and_is_named(endpoint, capfd, status):
    endpoint.then(status, "why")
    code, _, err = run(capfd, "show", "x", "--endpoint", endpoint.query_url)
    assert code == 3
    assert f"answered {status}" in err
    assert "    why\n" in err


def test_server_that_is_not_there_exits_3(endpoint, capfd):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
        status, _, err = run(capfd, "lineage", "x", "--endpoint", url)
    assert (status, err) == (3, f"healcare_kg: {url} can't be reached: connection refused\n")


def test_silent_server_exits_3_after_the_timeout(endpoint, capfd):
    endpoint.script.append(lambda _: endpoint.closing.wait())
    url = endpoint.query_url
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", url, "--timeout", "0.05")
    endpoint.closing.set()
    assert (status, err) == (
        3, f"healcare_kg: {url} was silent for 0.05 seconds; --timeout gives it longer\n",
    )  # fmt: skip


def cut_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(ROWS[:40].encode())


BROKEN = {
    "closed before the answer": (lambda _: None, "broke off"),
    "not HTTP": (lambda h: h.wfile.write(b"SSH-2.0-OpenSSH\r\n"), "broke off"),
    "cut off": (cut_off, "only 40 bytes"),
    "half of a JSON text": (lambda h: h.reply(200, ROWS[:-20], JSON), "can't be read"),
    "a JSON text of something else": (lambda h: h.reply(200, '{"a": 1}', JSON), "can't be read"),
    "a bad row behind a good one": (
        lambda h: h.reply(200, ROWS[:-3] + ', {"x": {"type": "cat"}}]}}', JSON), "can't be read"
    ),
    "a web page": (
        lambda h: h.reply(200, "<h1>Welcome</h1>", "text/html"), "address of the SPARQL endpoint"
    ),
    "an answer to ASK": (
        lambda h: h.reply(200, '{"head": {}, "boolean": true}', JSON), "yes or no"
    ),
    "broken gzip": (lambda h: h.reply(200, b"\x1f\x8bxx", JSON, Content_Encoding="gzip"), "gzip"),
    "an unknown encoding": (lambda h: h.reply(200, b"x", JSON, Content_Encoding="br"), "'br'"),
    "a part of the rows": (
        lambda h: h.reply(200, ROWS, JSON, X_SQL_State="S1TAT", X_SQL_Message="timed out"),
        "only in part: timed out",
    ),
    "no more rows than the server's limit": (
        lambda h: h.reply(200, ROWS, JSON, X_SPARQL_MaxRows="1"), "no more than 1 rows"
    ),
    "a redirect to itself": (lambda h: h.reply(302, "", Location="/query"), "302"),
    "a redirect to a file": (lambda h: h.reply(302, "", Location="file:///etc/hosts"), "file:///"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "said"), BROKEN.values(), ids=BROKEN)
def test_answer_that_is_none_exits_3_and_writes_nothing(endpoint, capfd, tmp_path, answer, said):
    endpoint.script.extend([answer] * 12)
    file = tmp_path / "rows.csv"
    status, out, err = run(
        capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url, "-o", file
    )
    assert (status, out) == (3, "")
    assert err.startswith(f"healcare_kg: {endpoint.query_url} ")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_graph_that_is_none_exits_3(endpoint, capfd):
    for body, media_type in ((b"<a> <b", "text/turtle"), (b"{}", "application/json")):
        endpoint.then(200, body, media_type)
        status, out, _ = run(
            capfd, "query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--endpoint", endpoint.query_url
        )
        assert (status, out) == (3, "")


# What is understood


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (ROWS, f"{JSON}; charset=utf-8"),
        (ROWS, "application/json"),
        ('<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
         '<results><result><binding name="x"><literal>1</literal></binding></result></results>'
         "</sparql>", "application/sparql-results+xml"),
    ],
)  # fmt: skip
def test_rows_are_read_in_each_format(endpoint, body, media_type):
    endpoint.then(200, body, media_type)
    assert list(ask(endpoint)) == [{"x": "1"}]


def test_blank_nodes_are_told_apart_whatever_the_server_calls_them(endpoint):
    names = ["nodeID://b1", "nodeID://b2", "nodeID://b1", "b3"]
    rows = [{"x": {"type": "bnode", "value": name}} for name in names]
    endpoint.then(200, json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}), JSON)
    first, second, third, fourth = (row["x"] for row in ask(endpoint))
    assert first == third
    assert len({first, second, fourth}) == 3


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<a:s> <a:p> <a:o> .", "application/n-triples"),
        ("<a:s> <a:p> <a:o> .", "text/plain"),
        ("@prefix a: <a:> . a:s a:p a:o .", "text/turtle"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
         '<rdf:Description rdf:about="a:s"><a:p rdf:resource="a:o"/></rdf:Description></rdf:RDF>',
         "application/rdf+xml"),
    ],
)  # fmt: skip
def test_graph_is_read_in_each_format(endpoint, body, media_type):
    endpoint.then(200, body, media_type)
    (triple,) = ask(endpoint, "DESCRIBE <a:s>")
    assert str(triple) == "<a:s> <a:p> <a:o>"


@pytest.mark.parametrize(
    ("value", "answer"),
    [("1", True), ("0", False), ("true", True), ("false", False), (None, False)],
)
def test_answer_to_ask_in_a_row_is_understood(endpoint, value, answer):
    row = [{"__ASK_RETVAL": {"type": "typed-literal", "datatype": "x:y", "value": value}}]
    document = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": row if value else []}}
    endpoint.then(200, json.dumps(document), JSON)
    assert ask(endpoint, "ASK { ?s ?p ?o }") is answer


def test_compressed_answers_and_messages_are_read(endpoint):
    endpoint.then(200, gzip.compress(ROWS.encode()), JSON, Content_Encoding="gzip")
    assert ask(endpoint)[0] == {"x": "1"}
    assert endpoint.requests[0].headers["accept-encoding"] == "gzip"
    endpoint.then(500, gzip.compress(b"no luck"), "text/plain", Content_Encoding="gzip")
    with pytest.raises(EndpointError, match="no luck"):
        ask(endpoint)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_is_followed_with_query_and_method(filled, status):
    for query, method in ((ASK_ALL, "GET"), (ASK_ALL + " #" + "x" * 2000, "POST")):
        filled.requests.clear()
        target = "/query" if method == "POST" else f"/query?query={ASK_ALL.replace(' ', '+')}"
        filled.then(status, "", Location=target)
        url = f"{filled.address}/old"
        assert len(healcare_kg.open_graph(endpoint=url).query(query)) == 12
        assert [r.method for r in filled.requests] == [method] * 2
        assert filled.requests[1].query == query


def test_see_other_is_asked_by_get(endpoint):
    endpoint.then(303, "", Location="/result")
    endpoint.then(200, ROWS, JSON)
    ask(endpoint, ASK_ALL + " #" + "x" * 2000)
    assert [(r.method, r.path) for r in endpoint.requests] == [
        ("POST", "/query"),
        ("GET", "/result"),
    ]
    assert "content-type" not in endpoint.requests[1].headers


# Who asks


def test_basic_authentication_answers_the_challenge_and_is_then_sent_at_once(endpoint, user):
    graph = healcare_kg.open_graph(endpoint=endpoint.query_url)
    endpoint.then(401, "", WWW_Authenticate='Basic realm="x"')
    for _ in range(2):
        endpoint.then(200, ROWS, JSON)
        graph.query(ASK_ALL)
    expected = "Basic " + base64.b64encode("ann:pass:wörd".encode()).decode()
    sent = [r.headers.get("authorization") for r in endpoint.requests]
    assert sent == [None, expected, expected]


def test_digest_authentication_is_preferred_and_computed(endpoint, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", "secret")

    def challenge(handler):
        handler.send_response(401)
        handler.send_header("WWW-Authenticate", 'Basic realm="r"')
        handler.send_header("WWW-Authenticate", 'Digest realm="r", nonce="m", algorithm=SHA-256')
        handler.send_header("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"')
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    endpoint.script.append(challenge)
    endpoint.then(200, ROWS, JSON)
    ask(endpoint)
    header = endpoint.requests[1].headers["authorization"]
    given = dict(re.findall(r'(\w+)="?([^",]*)', header.removeprefix("Digest ")))

    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()

    parts = (given["nonce"], given["nc"], given["cnonce"], "auth", md5(f"GET:{given['uri']}"))
    assert given["nonce"] == "n"
    assert given["response"] == md5(":".join((md5("ann:r:secret"), *parts)))


def test_wrong_password_is_not_tried_for_ever_though_each_challenge_is_new(endpoint, user, capfd):
    for n in range(9):
        endpoint.then(401, "", WWW_Authenticate=f'Digest realm="r", nonce="{n}", qop="auth"')
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url)
    assert status == 3
    assert "pass:w" not in err
    assert len(endpoint.requests) <= 3


def test_stale_nonce_is_replaced(endpoint, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_PASSWORD", "")
    graph = healcare_kg.open_graph(endpoint=endpoint.query_url)
    for nonce in ("one", "two"):
        endpoint.then(401, "", WWW_Authenticate=f'Digest realm="r", nonce="{nonce}", qop="auth"')
        endpoint.then(200, ROWS, JSON)
        graph.query(ASK_ALL)
    assert [r.headers.get("authorization", "")[:40].count("Digest") for r in endpoint.requests] == [
        0, 1, 1, 1,
    ]  # fmt: skip
    assert 'nonce="two"' in endpoint.requests[3].headers["authorization"]


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="r", nonce="n", algorithm=SHA-512-256',
        "Negotiate",
        "Digest nonsense",
        "Basicx",
    ],
)
def test_challenge_that_cannot_be_answered_exits_3(endpoint, user, capfd, challenge):
    endpoint.then(401, "", WWW_Authenticate=challenge)
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url)
    assert (status, len(endpoint.requests)) == (3, 1)
    assert "401" in err


def test_password_that_digest_cannot_take_exits_3_with_a_sentence(endpoint, user, capfd):
    endpoint.then(401, "", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url)
    assert status == 3
    assert "can't be answered" in err


def test_whole_header_is_sent_at_once_and_not_to_another_server(endpoint, monkeypatch):
    monkeypatch.setenv("HEALCARE_KG_ENDPOINT_AUTH", "Bearer abc")
    with running() as other:
        endpoint.then(307, "", Location="/elsewhere")
        endpoint.then(307, "", Location=f"{other.address}/query")
        other.then(200, ROWS, JSON)
        ask(endpoint)
        assert [r.headers.get("authorization") for r in endpoint.requests] == ["Bearer abc"] * 2
        assert "authorization" not in other.requests[0].headers


def test_address_that_a_redirect_ended_at_is_named(endpoint):
    endpoint.then(307, "", Location="/login")
    endpoint.then(401, "")
    with pytest.raises(
        EndpointError, match=r"/query \(redirected to http://.*/login\) answered 401"
    ):
        ask(endpoint)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"USER": "ann"}, "PASSWORD"),
        ({"PASSWORD": "x"}, "USER"),
        ({"AUTH": "Bearer a\nX: b"}, "AUTH"),
        ({"AUTH": "Bearer 通"}, "AUTH"),
    ],
)
def test_half_of_the_credentials_exits_2(endpoint, monkeypatch, capfd, variables, named):
    for name, value in variables.items():
        monkeypatch.setenv(f"HEALCARE_KG_ENDPOINT_{name}", value)
    status, _, err = run(capfd, "query", "-e", ASK_ALL, "--endpoint", endpoint.query_url)
    assert status == 2
    assert f"HEALCARE_KG_ENDPOINT_{named}" in err
    assert endpoint.requests == []
