"""HealCare-KG: a knowledge graph of healthcare and psychology language models.

>>> import healcare_kg
>>> graph = healcare_kg.open_graph()
>>> rows = graph.run("derived-from", base="Qwen")
"""

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
