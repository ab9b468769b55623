from __future__ import annotations

import pytest
from pyoxigraph import Store

from healcare_kg.engine import EmbeddedEngine
from healcare_kg.errors import DataSyntaxError, InputError, QuerySyntaxError
from healcare_kg.store import fill_store, load_store


def rows(store, text="SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"):
    return [tuple(str(term) for term in row) for row in EmbeddedEngine(store).query(text)]


@pytest.fixture
def files(tmp_path):
    for n in range(6):
        (tmp_path / f"{n}.ttl").write_text(f"<urn:s{n}> <urn:p> [ <urn:q> {n} ] .")
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize("threads", [1, 3])
def test_all_files_are_read_and_their_blank_nodes_kept_apart(files, tmp_path, threads):
    for n, path in enumerate(files):
        path.write_text(f"<urn:s{n}> <urn:p> _:x . _:x <urn:q> {n} .")
    store = Store(str(tmp_path / "store"))
    fill_store(store, files, threads=threads)
    found = rows(store, "SELECT ?s ?n { ?s <urn:p>/<urn:q> ?n } ORDER BY ?s")
    assert [row[0] for row in found] == [f"<urn:s{n}>" for n in range(6)]
    assert len(store) == 12


@pytest.mark.parametrize("threads", [1, 3])
def test_error_is_that_of_the_first_broken_file(files, tmp_path, threads):
    files[4].write_text("nonsense")
    files[2].write_text("<a> <b> <c> .\n<a> <b> ;")
    with pytest.raises(DataSyntaxError) as error:
        fill_store(Store(str(tmp_path / "store")), files, threads=threads)
    assert str(error.value).startswith(f"{files[2]}:2:9: ")


def test_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"gone\.ttl: no such file"):
        load_store([tmp_path / "gone.ttl"])


def test_bytes_that_are_not_utf8_are_placed(tmp_path):
    (tmp_path / "latin.ttl").write_bytes('<a> <b> "é" .'.encode("latin-1"))
    with pytest.raises(DataSyntaxError, match=r"latin\.ttl:1:10: byte 0xe9 is not valid UTF-8"):
        load_store([tmp_path / "latin.ttl"])


def test_named_graphs_are_asked_by_name_and_all_together(tmp_path):
    (tmp_path / "g.trig").write_text("<urn:g> { <urn:a> <urn:b> 1 } <urn:h> { <urn:a> <urn:b> 2 }")
    (tmp_path / "t.ttl").write_text("<urn:a> <urn:b> 3 .")
    store = load_store(sorted(tmp_path.iterdir()))
    assert len(rows(store)) == 3
    assert len(rows(store, "SELECT * { GRAPH <urn:g> { ?s ?p ?o } }")) == 1


def test_undeclared_prefix_is_named_rather_than_the_engines_list(tmp_path):
    with pytest.raises(QuerySyntaxError, match='prefix "rdfs:" is not declared'):
        EmbeddedEngine(Store()).query("SELECT * { ?s rdfs:label ?o }")
