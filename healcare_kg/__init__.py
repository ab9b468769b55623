"""HealCare-KG: a knowledge graph of healthcare and psychology language models.

>>> import healcare_kg
>>> graph = healcare_kg.open_graph()
>>> rows = graph.run("derived-from", base="Qwen")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from healcare_kg.errors import HealcareError
    from healcare_kg.knowledge_graph import IRI, KnowledgeGraph, Rows, open_graph
    from healcare_kg.sparql.catalog import Query, shipped_queries

__all__ = [
    "IRI",
    "HealcareError",
    "KnowledgeGraph",
    "Query",
    "Rows",
    "__version__",
    "open_graph",
    "shipped_queries",
]

__version__ = "0.1.0"

_MODULES = {
    "HealcareError": "errors",
    "IRI": "knowledge_graph",
    "KnowledgeGraph": "knowledge_graph",
    "Query": "sparql.catalog",
    "Rows": "knowledge_graph",
    "open_graph": "knowledge_graph",
    "shipped_queries": "sparql.catalog",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562), so that `--help` needs no engine."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
