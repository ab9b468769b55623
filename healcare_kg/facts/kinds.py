"""The kinds of entities that `new` starts: their classes, and what is most often known of them."""

from __future__ import annotations

__all__ = ["KINDS"]

_MODEL = (
    "developedBy usesMethod trainedOn domain language access license released "
    "repository weights publishedIn purpose"
)
_DATA = (
    "developedBy domain form origin language access license released repository publishedIn "
    "generatedBy builtFrom"
)
KINDS: dict[str, tuple[tuple[str, ...], str]] = {
    "model": (("ModelRelease",), f"variantOf basedOn parametersBillions {_MODEL}"),
    "family": (("ModelFamily",), f"variantOf hasReleaseBasedOn {_MODEL}"),
    "base-model": (("ModelRelease", "BaseModel"), f"variantOf parametersBillions {_MODEL}"),
    "dataset": (("Dataset",), f"exampleCount dialogueCount {_DATA}"),
    "benchmark": (("Benchmark",), f"questionCount {_DATA}"),
    "institution": (("Institution",), "partOf homepage"),
    "publication": (("Publication",), "title author year venue arxiv doi url"),
    "license": (("License",), "spdxId commercialUse url"),
    "method": (("FineTuneMethod",), "publishedIn note"),
    "evaluation": (("Evaluation",), "evaluates onBenchmark metric score setting"),
}
