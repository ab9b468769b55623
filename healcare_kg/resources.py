"""Where the shipped graph, ontology and queries are: a checkout's folders or the wheel's."""

from __future__ import annotations

from pathlib import Path

__all__ = ["graph_paths", "resource", "shipped_root"]


def shipped_root() -> Path:
    """The folder that holds `ontology/`, `data/` and `queries/`."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent


def resource(*parts: str) -> Path:
    """A file or folder below `shipped_root()`."""
    return shipped_root().joinpath(*parts)


def graph_paths() -> list[Path]:
    """The files of the shipped graph, sorted: the ontology, its lists and the data (no shapes)."""
    root = shipped_root()
    files = [root / "ontology" / "healcare-kg.ttl", root / "ontology" / "vocabulary.ttl"]
    return files + sorted((root / "data").rglob("*.ttl"))
