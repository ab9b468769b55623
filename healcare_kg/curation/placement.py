"""Which file of `data/` a new entity goes into; an entity that is there stays where it is."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

__all__ = ["DATA_FILES", "file_for"]

_BY_CLASS = {
    "Dataset": "datasets",
    "Benchmark": "benchmarks",
    "Evaluation": "evaluations",
    "Institution": "institutions",
    "Publication": "publications",
    "License": "licenses",
    "FineTuneMethod": "methods",
    "Claim": "claims",
}
_PSYCHOLOGY = {"psychology", "psychiatry"}
_TEXT = {"biomedicine", "clinical-text", "clinical-trials", "critical-care"}
_GENERAL = {"general-medicine", "medical-safety", "education", "emergency-medicine"}

DATA_FILES = (
    "models-psychology",
    "models-medicine-general",
    "models-medicine-biomedical-text",
    "models-medicine-specialities",
    "models-medicine-tcm",
    "base-models",
    *_BY_CLASS.values(),
)


def file_for(classes: AbstractSet[str], domains: AbstractSet[str]) -> str:
    """The name of the file (no ending) for an entity of these classes and domains (local names).

    A model's domains are its own or, where it states none, those of its family or base.

    >>> file_for({"ModelRelease"}, {"tcm"})
    'models-medicine-tcm'
    """
    for cls in ("Benchmark", *_BY_CLASS):
        if cls in classes:
            return _BY_CLASS[cls]
    if "BaseModel" in classes:
        return "base-models"
    if domains & _PSYCHOLOGY:
        return "models-psychology"
    if "tcm" in domains:
        return "models-medicine-tcm"
    if domains & _TEXT:
        return "models-medicine-biomedical-text"
    if not domains or domains & _GENERAL:
        return "models-medicine-general"
    return "models-medicine-specialities"
