"""The order in which properties are shown: as a reader asks, the same in every language."""

from __future__ import annotations

import re

__all__ = ["reading_rank"]

_FIRST = (
    "variantOf", "basedOn", "quantizedFrom", "mergedFrom", "hasReleaseBasedOn", "distilledFrom",
    "runsOn", "versionOf", "builtFrom", "generatedBy", "parametersBillions",
    "activeParametersBillions", "expertLayout", "architecture", "exampleCount", "dialogueCount",
    "turnCount", "qaPairCount", "questionCount", "documentCount", "tokenCount", "imageCount",
    "trainedOn", "usesMethod", "toolkit", "evaluates", "onBenchmark", "metric", "score",
    "scoreText", "setting", "inDomain", "language", "modality", "form", "origin", "access",
    "license", "codeLicense", "commercialUse", "released", "developedBy", "partOf", "author",
    "publishedIn",
)  # fmt: skip
_SENTENCES = ("purpose", "note")


def reading_rank(iri: str) -> tuple[int, str]:
    """A key to sort properties by: lineage, size, training, terms and makers; sentences last.

    >>> sorted(["ex:note", "ex#award", "ex#basedOn"], key=reading_rank)
    ['ex#basedOn', 'ex#award', 'ex:note']
    """
    name = re.split(r"[/#:]", iri)[-1]
    if name in _FIRST:
        return _FIRST.index(name), iri
    late = _SENTENCES.index(name) + 1 if name in _SENTENCES else 0
    return len(_FIRST) + late, iri
