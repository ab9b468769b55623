"""HealCare-KG: a knowledge graph of healthcare and psychology language models.

>>> import healcare_kg
>>> graph = healcare_kg.open_graph()
>>> rows = graph.run("derived-from", base="Qwen")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from healcare_kg.errors import (
        DataSyntaxError,
        EndpointError,
        HealcareError,
        InputError,
        MissingToolError,
        NameResolutionError,
        ParameterError,
        QuerySyntaxError,
        ToolError,
        UsageError,
    )
    from healcare_kg.knowledge_graph import IRI, KnowledgeGraph, Rows, open_graph
    from healcare_kg.sparql.catalog import Query, shipped_queries
    from healcare_kg.validation import Finding, validate

__all__ = [
    "IRI",
    "DataSyntaxError",
    "EndpointError",
    "Finding",
    "HealcareError",
    "InputError",
    "KnowledgeGraph",
    "MissingToolError",
    "NameResolutionError",
    "ParameterError",
    "Query",
    "QuerySyntaxError",
    "Rows",
    "ToolError",
    "UsageError",
    "__version__",
    "open_graph",
    "shipped_queries",
    "validate",
]

__version__ = "0.1.0"

_NAMES = {
    "knowledge_graph": ("IRI", "KnowledgeGraph", "Rows", "open_graph"),
    "sparql.catalog": ("Query", "shipped_queries"),
    "validation": ("Finding", "validate"),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562), so that `--help` needs no engine."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f"{__name__}.{_MODULES.get(name, 'errors')}")
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
