"""What the Hub's tags and tasks mean in the graph's closed lists, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "DOMAIN_TAGS",
    "FORMS",
    "METHOD_TAGS",
    "MODALITIES",
    "annotated_by_people",
    "language_tag",
]

# Tags that trainers and makers set for the method itself; the graph's methods have these ids.
METHOD_TAGS = ("lora", "qlora", "peft", "sft", "dpo", "orpo", "kto", "grpo", "dapo", "ppo", "rlhf")

# Only tags that name the field itself: `medical` and `health` are said of any of them.
DOMAIN_TAGS = {
    "biomedicine": "biomedicine",
    "clinical-trials": "clinical-trials",
    "critical-care": "critical-care",
    "dentistry": "dentistry",
    "dermatology": "dermatology",
    "emergency-medicine": "emergency-medicine",
    "endocrinology": "endocrinology",
    "gastroenterology": "gastroenterology",
    "hepatology": "hepatology",
    "oncology": "oncology",
    "ophthalmology": "ophthalmology",
    "pathology": "pathology",
    "paediatrics": "pediatrics",
    "pediatrics": "pediatrics",
    "pharmacy": "pharmacy",
    "psychiatry": "psychiatry",
    "psychology": "psychology",
    "radiology": "radiology",
    "rare-disease": "rare-disease",
    "rare-diseases": "rare-disease",
    "tcm": "tcm",
    "traditional-chinese-medicine": "tcm",
    "urology": "urology",
    "中医": "tcm",
    "中医药": "tcm",
    "心理": "psychology",
    "心理学": "psychology",
    "精神病学": "psychiatry",
}

# Tasks of the Hub (huggingface.js, packages/tasks/src/pipelines.ts) by what goes in and out.
_TEXT = (
    "fill-mask", "question-answering", "sentence-similarity", "summarization",
    "text-classification", "text-generation", "text-ranking", "text2text-generation",
    "token-classification", "translation", "zero-shot-classification",
)  # fmt: skip
_IMAGE_AND_TEXT = (
    "document-question-answering", "image-text-to-text", "image-to-text",
    "visual-question-answering", "zero-shot-image-classification",
)  # fmt: skip
MODALITIES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_TEXT, ("text",)),
    **dict.fromkeys(_IMAGE_AND_TEXT, ("image", "text")),
    "audio-classification": ("audio",),
    "audio-text-to-text": ("audio", "text"),
    "automatic-speech-recognition": ("audio", "text"),
    "image-classification": ("image",),
    "image-segmentation": ("image",),
    "text-to-speech": ("audio", "text"),
    "video-text-to-text": ("video", "text"),
}

FORMS = {
    "multiple-choice": "multiple-choice",
    "summarization": "summarisation",
    "text-classification": "classification",
    "text-retrieval": "retrieval",
    "visual-question-answering": "visual-qa",
}

# ISO 639-2 and -3 codes that BCP 47 writes with two letters (RFC 5646, section 2.2.1).
_SHORT = {
    "ara": "ar", "chi": "zh", "deu": "de", "eng": "en", "fas": "fa", "fra": "fr", "fre": "fr",
    "ger": "de", "heb": "he", "hin": "hi", "ita": "it", "jpn": "ja", "kor": "ko", "per": "fa",
    "por": "pt", "rus": "ru", "spa": "es", "vie": "vi", "zho": "zh",
    "multilingual": "mul",
}  # fmt: skip
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?\Z")


def language_tag(text: str) -> str | None:
    """A language code of the Hub as a BCP 47 tag in its usual case, or None where it is none.

    >>> language_tag("ZH-hans"), language_tag("eng"), language_tag("English")
    ('zh-Hans', 'en', None)
    """
    match = _TAG.match(_SHORT.get(text.lower(), text))
    if match is None:
        return None
    language, script, region = match.groups()
    short = _SHORT.get(language.lower(), language.lower())
    return "-".join(filter(None, [short, script and script.title(), region and region.upper()]))


def annotated_by_people(annotators: Iterable[str]) -> bool:
    """Whether `annotations_creators` names people and nothing else."""
    named = set(annotators)
    return bool(named) and named <= {"expert-generated", "crowdsourced"}
