"""Files read into an Oxigraph store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from healcare_kg.files import read_bytes
from healcare_kg.rdf_files import check_entities, rdf_format, syntax_error

__all__ = ["fill_store", "load_store"]

_WITH_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD)


def load_store(files: Sequence[Path]) -> Store:
    """An in-memory store of all files; named graphs are part of the default graph as well.

    Raises DataSyntaxError with line and column, InputError where a file can't be read.
    """
    store = Store()
    fill_store(store, files)
    return store


def fill_store(store: Store, files: Sequence[Path], *, threads: int = 1) -> None:
    """Read files into an empty store, as `load_store` does.

    Threads help a store on disk, whose parsers run side by side; one in memory takes one writer
    at a time.
    """
    if threads > 1 and len(files) > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            # The error raised is that of the first file in order, whichever failed first.
            for _ in pool.map(lambda path: _load(store, path), files):
                pass
    else:
        for path in files:
            _load(store, path)
    if any(rdf_format(path) in _WITH_GRAPHS for path in files):
        store.bulk_extend(_in_default_graph(store))


def _load(store: Store, path: Path) -> None:
    form, base = rdf_format(path), path.resolve().as_uri()
    if form is RdfFormat.RDF_XML:
        check_entities(path)
    try:
        store.bulk_load(path=path, format=form, base_iri=base)
    except (SyntaxError, ValueError) as error:
        raise syntax_error(path, read_bytes(path), error) from None
    except OSError:
        read_bytes(path)  # raises InputError where the file was the trouble, and not the store
        raise


def _in_default_graph(store: Store) -> Iterator[Quad]:
    for graph in list(store.named_graphs()):
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
