"""SPARQL servers on this machine, for tests that need a real one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["Server", "oxigraph_server", "virtuoso_server"]

VIRTUOSO_ROWS = 10_000  # what Virtuoso is shipped with
VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 10000
DirsAllowed = .
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = {most_rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """A running server: where it is asked, updated and given whole graphs, and who may."""

    name: str
    query: str
    update: str
    store: str
    user: str | None = None
    password: str | None = None
    most_rows: int | None = None  # in one answer


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[Server]:
    """Oxigraph's own server on a new store in a folder."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which(
        "oxigraph"
    )
    if program is None:
        pytest.skip("no Oxigraph server: pip install oxigraph")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "store"), "--bind", address[7:]]
    with _running(command, folder, f"{address}/query?query=ASK%7B%7D"):
        yield Server("oxigraph", f"{address}/query", f"{address}/update", f"{address}/store")


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[Server]:
    """Virtuoso on a new database in a folder; its user dba has the password it is shipped with."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("no Virtuoso: apt-get install virtuoso-opensource-7-bin")
    http_port, sql_port = _free_port(), _free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        VIRTUOSO_INI.format(http_port=http_port, sql_port=sql_port, most_rows=VIRTUOSO_ROWS)
    )
    address = f"http://127.0.0.1:{http_port}"
    command = [program, "+configfile", str(ini), "+foreground"]
    with _running(command, folder, f"{address}/sparql?query=ASK%7B%7D"):
        yield Server(
            "virtuoso",
            f"{address}/sparql",
            f"{address}/sparql-auth",
            f"{address}/sparql-graph-crud-auth",
            user="dba",
            password="dba",
            most_rows=VIRTUOSO_ROWS,
        )


@contextmanager
def _running(command: list[str], folder: Path, probe: str) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        end = time.monotonic() + 60
        while not _answers(probe):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{command[0]} did not start: {log.read_text(errors='replace')[-800:]}")
            time.sleep(0.1)  # a server says in no other way that it is ready
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
