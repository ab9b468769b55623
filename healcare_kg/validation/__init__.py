"""What is wrong with a graph: the shapes and the checks, as findings that say what to do."""

from __future__ import annotations

from healcare_kg.validation.finding import LEVELS, Finding, at_or_above
from healcare_kg.validation.validating import validate, validate_graph

__all__ = ["LEVELS", "Finding", "at_or_above", "validate", "validate_graph"]
