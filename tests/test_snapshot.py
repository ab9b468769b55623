from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

import healcare_kg
from healcare_kg.cache import builder, fingerprint, snapshot
from healcare_kg.cache.locks import Lock
from healcare_kg.cli import main
from healcare_kg.errors import DataSyntaxError
from healcare_kg.names.index import StoreNames

LABELS = "SELECT ?l WHERE { ?e <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l"
NEEDS_LOCKS = pytest.mark.skipif(os.name == "nt", reason="there is no flock on Windows")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, with snapshots for the smallest file."""
    monkeypatch.setenv("HEALCARE_KG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(snapshot, "_WORTH", 0)
    return tmp_path / "cache"


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "graph.ttl"
    write(path, "Alpha", "Beta")
    return path


def write(path, *labels):
    path.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        + "".join(
            f'<https://w3id.org/healcare-kg/id/e{n}> rdfs:label "{label}" .\n'
            for n, label in enumerate(labels)
        ),
        encoding="utf-8",
    )


def labels(*paths, **options):
    return [row["l"] for row in healcare_kg.open_graph(paths, **options).query(LABELS)]


def snapshots(cache):
    return builder.snapshot_folders(cache / "snapshots")


def leftovers(cache):
    return [p.name for p in (cache / "snapshots").iterdir() if not p.is_dir() or p.name[0] == "."]


def big_file(folder):
    """A graph that is worth a snapshot whatever its limit, and the rows of LABELS of it."""
    path = folder / "big.ttl"
    names = [f"Model number {n:05}" for n in range(6000)]
    write(path, *names)
    return path, "\n".join(["l", *names, ""])


def ask(path, cache, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "healcare_kg", "query", "-e", LABELS, "-f", "csv", "--data", path],
        env={**os.environ, "HEALCARE_KG_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )


def test_second_run_answers_without_reading_the_files(cache, data, monkeypatch):
    assert labels(data) == ["Alpha", "Beta"]
    monkeypatch.setattr("healcare_kg.store._load", None)
    assert labels(data) == ["Alpha", "Beta"]
    assert len(snapshots(cache)) == 1
    assert leftovers(cache) == []


def test_names_resolve_in_a_snapshot_as_in_memory(cache, data):
    write(data, "Qwen2.5 7B", "通义千问", "Baichuan")
    for graph in (healcare_kg.open_graph([data]), healcare_kg.open_graph([data], cache=False)):
        names = graph._names or StoreNames(graph.engine)
        ids = "https://w3id.org/healcare-kg/id/"
        assert names.exact("qwen2.5 7b") == {f"{ids}e0"}
        assert names.exact("qwen2.57b") == set()
        assert names.loose("qwen2.57b") == {f"{ids}e0"}
        assert names.exact("通义千问") == names.exact("e1") == {f"{ids}e1"}
        assert names.near("beichuan") == ["Baichuan"]
        assert names.near("zzzz") == []


def test_partly_named_is_found_in_a_snapshot_as_in_memory(cache, tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text(
        """
        @prefix hkg: <https://w3id.org/healcare-kg/ontology#> .
        @prefix kg: <https://w3id.org/healcare-kg/id/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        kg:a hkg:weights "https://hub.example/Lab/Model-7B-it" ; rdfs:label "Other 7B (text)"@en .
        kg:b hkg:weights "https://hub.example/lab/model-7b-it" ; skos:altLabel "Other 7B (images)" .
        kg:c hkg:weights "https://hub.example/lab/xmodel-7b-it" ; rdfs:label "Other 7B(tight)"@en .
        """,
        encoding="utf-8",
    )
    graphs = [healcare_kg.open_graph([path], cache=kept) for kept in (True, False)]
    snapshot_names, memory_names = graphs[0]._names, StoreNames(graphs[1].engine)
    kg = "https://w3id.org/healcare-kg/id/"
    for name, found in (
        ("model-7b-IT", {"a", "b"}),
        ("Lab/Model-7B-it", {"a", "b"}),
        ("odel-7b-it", set()),
        ("other  7b", {"a", "b"}),
        ("other", set()),
        ("%", set()),
        ("", set()),
    ):
        expected = {kg + local for local in found}
        assert snapshot_names.partly(name) == expected, name
        assert memory_names.partly(name) == expected, name


@pytest.mark.parametrize("slip", ["model number 00400x", "xodel number 00400", "modelnumber00400"])
def test_near_names_are_found_by_index_among_many(cache, tmp_path, monkeypatch, slip):
    monkeypatch.setattr("healcare_kg.cache.name_index._SMALL", 10)
    monkeypatch.setattr("healcare_kg.cache.name_index._NEIGHBOURS", 20)
    path, _ = big_file(tmp_path)
    names = snapshot.open_snapshot([path]).names
    assert "Model number 00400" in names.near(slip)


def test_changed_byte_with_size_and_time_put_back_is_seen(cache, data):
    before = data.stat()
    assert labels(data) == ["Alpha", "Beta"]
    data.write_bytes(data.read_bytes().replace(b"Beta", b"Zeta"))
    os.utime(data, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert data.stat().st_size == before.st_size
    assert labels(data) == ["Alpha", "Zeta"]


@pytest.mark.skipif(os.name == "nt", reason="Windows tells no time of change")
def test_changed_byte_is_seen_though_the_digest_was_remembered(cache, data, monkeypatch):
    monkeypatch.setattr(fingerprint, "_TICK_NS", -(10**9))
    before = data.stat()
    assert labels(data) == ["Alpha", "Beta"]
    read = []
    original = fingerprint.file_digest
    monkeypatch.setattr(fingerprint, "file_digest", lambda p: read.append(p) or original(p))
    assert labels(data) == ["Alpha", "Beta"]
    assert read == []
    data.write_bytes(data.read_bytes().replace(b"Beta", b"Zeta"))
    os.utime(data, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert labels(data) == ["Alpha", "Zeta"]
    assert read != []


def test_digest_of_a_file_changed_a_moment_ago_is_not_remembered(cache, data):
    labels(data)
    assert not (cache / "digests.json").exists()


@pytest.mark.parametrize("content", ["", "[1]", '{"x": 1}', "\x00"])
def test_foreign_digests_are_not_believed(cache, data, content):
    cache.mkdir()
    (cache / "digests.json").write_text(content)
    assert labels(data) == ["Alpha", "Beta"]


@pytest.mark.skipif(os.name == "nt", reason="Windows tells no time of change")
@pytest.mark.parametrize(
    "entry", [None, "key", ["key"], ["key", []], ["key", {}], ["key", {"place": 1}], [1, {}]]
)
def test_foreign_entry_of_a_graph_is_not_believed(cache, data, monkeypatch, entry):
    monkeypatch.setattr(fingerprint, "_TICK_NS", -(10**9))
    labels(data)
    memo = cache / "digests.json"
    written = memo.read_bytes()
    memo.write_text(json.dumps(dict.fromkeys(json.loads(written), entry)))
    assert labels(data) == ["Alpha", "Beta"]
    assert memo.read_bytes() == written


@pytest.mark.skipif(os.name == "nt", reason="Windows tells no time of change")
def test_only_the_file_that_changed_is_read_again(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "_TICK_NS", -(10**9))
    paths = [tmp_path / name for name in ("a.ttl", "b.ttl")]
    for path in paths:
        write(path, path.stem)
    keys = [fingerprint.fingerprint(paths, memo=cache / "digests.json") for _ in range(2)]
    write(paths[1], "c")
    read = []
    original = fingerprint.file_digest
    monkeypatch.setattr(fingerprint, "file_digest", lambda p: read.append(p) or original(p))
    assert keys[0] == keys[1]
    assert fingerprint.fingerprint(paths, memo=cache / "digests.json") != keys[0]
    assert read == [paths[1]]


def test_same_content_elsewhere_is_another_graph_as_relative_iris_are_resolved(cache, tmp_path):
    answers = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "graph.ttl").write_text("<#a> <#b> <#c> .")
        graph = healcare_kg.open_graph([tmp_path / name])
        answers.append(graph.query("SELECT ?s { ?s ?p ?o }")[0]["s"])
    assert answers[0].endswith("/one/graph.ttl#a")
    assert answers[1].endswith("/two/graph.ttl#a")


def flip_a_byte_unnoticed(place):
    file = max((place / "store").glob("*.sst"), key=lambda p: p.stat().st_size)
    before, content = file.stat(), bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_by_a_file(place):
    shutil.rmtree(place)
    place.write_text("not a snapshot")


def empty(place):
    shutil.rmtree(place)
    place.mkdir()


DAMAGES = {
    "table cut off": lambda s: os.truncate(max((s / "store").glob("*.sst")), 100),
    "table gone": lambda s: max((s / "store").glob("*.sst")).unlink(),
    "byte flipped, size and time kept": flip_a_byte_unnoticed,
    "store's manifest gone": lambda s: next((s / "store").glob("MANIFEST-*")).unlink(),
    "store's CURRENT empty": lambda s: (s / "store" / "CURRENT").write_text(""),
    "manifest gone": lambda s: (s / "manifest.json").unlink(),
    "manifest cut off": lambda s: os.truncate(s / "manifest.json", 40),
    "manifest of something else": lambda s: (s / "manifest.json").write_text('{"files": {}}'),
    "manifest is a list": lambda s: (s / "manifest.json").write_text("[1, 2]"),
    "manifest without sizes": lambda s: (s / "manifest.json").write_text(
        json.dumps({"files": {"names.sqlite": 7}})
    ),
    "lock gone": lambda s: (s / "lock").unlink(),
    "names are something else": lambda s: (s / "names.sqlite").write_text("names"),
    "a file in its place": replace_by_a_file,
    "an empty folder in its place": empty,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_snapshot_is_noticed_and_made_again(cache, data, damage):
    labels(data)
    (place,) = snapshots(cache)
    damage(place)
    assert labels(data) == ["Alpha", "Beta"]
    assert [p.name for p in snapshots(cache)] == [place.name]
    assert leftovers(cache) == []
    assert snapshot.opened_folder(place) is not None


def test_copied_cache_folder_is_used_as_its_content_is_the_same(cache, data, tmp_path, monkeypatch):
    labels(data)
    shutil.copytree(cache, tmp_path / "copy", copy_function=shutil.copyfile)
    monkeypatch.setenv("HEALCARE_KG_CACHE", str(tmp_path / "copy"))
    monkeypatch.setattr("healcare_kg.store._load", None)
    assert labels(data) == ["Alpha", "Beta"]


def test_cache_folder_that_cannot_be_made_means_memory(cache, data, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HEALCARE_KG_CACHE", str(tmp_path / "file" / "below"))
    assert labels(data) == ["Alpha", "Beta"]


@pytest.mark.skipif(os.name == "nt", reason="needs setrlimit")
def test_full_disk_means_memory_and_leaves_nothing(tmp_path):
    import resource

    path, rows = big_file(tmp_path)

    def allow_only_small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    process = ask(path, tmp_path / "cache", preexec_fn=allow_only_small_files)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err, out.replace("\r", "")) == (0, "", rows)
    assert snapshots(tmp_path / "cache") == leftovers(tmp_path / "cache") == []


@NEEDS_LOCKS
def test_ten_first_runs_at_once_one_of_them_killed_give_the_same_rows(tmp_path):
    path, rows = big_file(tmp_path)
    processes = [ask(path, tmp_path / "cache") for _ in range(10)]
    turn = tmp_path / "cache" / "snapshots"
    while not turn.exists() and any(p.poll() is None for p in processes):
        pass
    processes[0].kill()
    for process in processes[1:]:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err, out.replace("\r", "")) == (0, "", rows)
    processes[0].communicate()
    assert len(snapshots(tmp_path / "cache")) == 1


@NEEDS_LOCKS
def test_process_killed_while_it_builds_does_not_hold_up_the_next(tmp_path):
    path, rows = big_file(tmp_path)
    code = (
        "import sys, os, signal; from pathlib import Path\n"
        "from healcare_kg.cache import builder, snapshot\n"
        "builder.write_manifest = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "snapshot.open_snapshot([Path(sys.argv[1])])\n"
    )
    env = {**os.environ, "HEALCARE_KG_CACHE": str(tmp_path / "cache")}
    killed = subprocess.run([sys.executable, "-c", code, path], env=env, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(leftovers(tmp_path / "cache")) == 2  # its turn and its folder
    out, _ = ask(path, tmp_path / "cache").communicate(timeout=60)
    assert out.replace("\r", "") == rows
    assert leftovers(tmp_path / "cache") == []
    assert len(snapshots(tmp_path / "cache")) == 1


@NEEDS_LOCKS
def test_folder_that_another_process_is_building_is_left_alone(cache, data):
    busy = cache / "snapshots" / ".building-x"
    busy.mkdir(parents=True)
    lock = Lock.exclusive(busy / "lock", create=True)
    labels(data)
    assert busy.exists()
    lock.release()
    write(data, "Gamma")
    labels(data)
    assert not busy.exists()


@NEEDS_LOCKS
def test_turn_that_does_not_come_means_memory(cache, data, monkeypatch):
    monkeypatch.setattr(snapshot, "_WAIT", 0)
    monkeypatch.setattr(snapshot, "_SLOWEST_BUILD", 10**12)
    monkeypatch.setattr(snapshot, "fingerprint", lambda *a, **k: "key")
    (cache / "snapshots").mkdir(parents=True)
    turn = Lock.exclusive(cache / "snapshots" / "key.turn", create=True)
    assert labels(data) == ["Alpha", "Beta"]
    assert snapshots(cache) == []
    turn.release()


def test_file_changed_while_it_was_read_is_not_kept_under_the_old_key(cache, data, monkeypatch):
    original = builder.fill_store

    def fill_then_change(*args, **options):
        original(*args, **options)
        write(data, "Changed")

    monkeypatch.setattr(builder, "fill_store", fill_then_change)
    assert labels(data) == ["Changed"]
    assert snapshots(cache) == leftovers(cache) == []


def test_broken_file_is_reported_and_nothing_is_left(cache, data):
    data.write_text("<a> <b> <c> .\n<d> <e> ,")
    with pytest.raises(DataSyntaxError, match=r"graph\.ttl:2:9"):
        labels(data)
    assert snapshots(cache) == leftovers(cache) == []


def test_snapshots_not_used_lately_are_removed_but_never_one_in_use(cache, data):
    write(data, "In use")
    reader = healcare_kg.open_graph([data])
    (in_use,) = snapshots(cache)
    os.utime(in_use / "lock", (1, 1))
    for n in range(8):
        write(data, f"Version {n}")
        labels(data)
        os.utime(snapshots(cache)[0] / "lock", (1000 + n, 1000 + n))
    kept = snapshots(cache)
    assert in_use in kept
    assert len(kept) == builder._KEPT + 1
    assert [row["l"] for row in reader.query(LABELS)] == ["In use"]
    assert labels(data) == ["Version 7"]


def test_each_version_of_the_engine_has_its_own_snapshot(cache, data, monkeypatch):
    labels(data)
    monkeypatch.setattr(pyoxigraph, "__version__", "99.0")
    labels(data)
    assert len(snapshots(cache)) == 2


def test_named_graphs_are_part_of_the_default_graph_in_a_snapshot_too(cache, tmp_path):
    path = tmp_path / "graph.trig"
    path.write_text("<http://g/1> { <a:a> <a:b> <a:c> } <a:x> <a:y> <a:z> .")
    for _ in range(2):
        graph = healcare_kg.open_graph([path])
        assert len(graph.query("SELECT * { ?s ?p ?o }")) == 2
        assert len(graph.query("SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 1


def test_small_files_get_no_snapshot(cache, data, monkeypatch):
    monkeypatch.setattr(snapshot, "_WORTH", 10_000)
    assert labels(data) == ["Alpha", "Beta"]
    assert not cache.exists()


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(list(map(str, arguments)))
    streams = capsys.readouterr()
    return stop.value.code, streams.out, streams.err


def test_no_cache_writes_no_snapshot(cache, data, capsys):
    status, out, _ = run(capsys, "query", "-e", LABELS, "-f", "csv", "--data", data, "--no-cache")
    assert (status, out.split()) == (0, ["l", "Alpha", "Beta"])
    assert not (cache / "snapshots").exists()


def test_cache_command_shows_the_folder_and_clears_it(cache, data, capsys):
    labels(data)
    status, out, _ = run(capsys, "cache")
    assert status == 0
    assert str(cache) in out.splitlines()[0]
    assert out.splitlines()[-1].endswith(str(data))
    (snapshots(cache)[0] / "manifest.json").write_text("")
    assert run(capsys, "cache")[1].splitlines()[-1].endswith("damaged")
    status, out, err = run(capsys, "cache", "clear")
    assert (status, err) == (0, "")
    assert "MB freed" in out
    assert [p for p in cache.rglob("*") if p.is_file()] == []
    assert labels(data) == ["Alpha", "Beta"]


@NEEDS_LOCKS
def test_cache_clear_says_what_is_in_use(cache, data, capsys):
    graph = healcare_kg.open_graph([data])
    status, _, err = run(capsys, "cache", "clear")
    assert status == 0
    assert "1 of the snapshots" in err
    assert [row["l"] for row in graph.query(LABELS)] == ["Alpha", "Beta"]


def test_cache_folder_is_where_the_system_keeps_caches(monkeypatch, tmp_path):
    from healcare_kg.cache.folder import cache_folder

    monkeypatch.delenv("HEALCARE_KG_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "healcare-kg"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert cache_folder() == tmp_path / "home" / ".cache" / "healcare-kg"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "home" / "Library" / "Caches" / "healcare-kg"
