"""Where the shipped graph, ontology and queries are: a checkout's folders or the wheel's."""

from __future__ import annotations

from pathlib import Path

from healcare_kg.errors import InputError

__all__ = ["editable_data", "graph_paths", "resource", "shipped_root"]


def shipped_root() -> Path:
    """The folder that holds `ontology/`, `data/` and `queries/`."""
    installed = _installed_root()
    return installed if installed.is_dir() else installed.parent.parent


def resource(*parts: str) -> Path:
    """A file or folder below `shipped_root()`."""
    return shipped_root().joinpath(*parts)


def graph_paths() -> list[Path]:
    """The files of the shipped graph, sorted: the ontology, its lists and the data (no shapes)."""
    root = shipped_root()
    files = [root / "ontology" / "healcare-kg.ttl", root / "ontology" / "vocabulary.ttl"]
    return files + sorted((root / "data").rglob("*.ttl"))


def editable_data(given: Path | None = None) -> Path:
    """The data folder to change: the one given, else this checkout's.

    Raises InputError in an installed package, whose data belong to the installation.
    """
    if given is not None:
        return given
    if _installed_root().is_dir():
        raise InputError(
            "the data of an installed package are read-only; say which folder to change with "
            "--data DIR, or run this in a checkout of the repository"
        )
    return resource("data")


def _installed_root() -> Path:
    return Path(__file__).resolve().parent / "resources"
