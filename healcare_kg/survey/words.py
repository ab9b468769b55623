"""Words of surveys that stand for members of the graph's closed lists, languages and units."""

from __future__ import annotations

import re

from healcare_kg.cards.closed_lists import DOMAIN_TAGS

__all__ = [
    "COUNT_PROPERTIES", "access_level", "count_property", "count_unit", "domain_word", "forms_in",
    "is_kind_word", "language_code", "language_name",
]  # fmt: skip

_LANGUAGES = {
    "zh": ("Chinese", "中文"), "en": ("English", "英文"), "ja": ("Japanese", "日文"),
    "ko": ("Korean", "韩文"), "fr": ("French", "法文"), "de": ("German", "德文"),
    "es": ("Spanish", "西班牙文"), "ru": ("Russian", "俄文"), "ar": ("Arabic", "阿拉伯文"),
    "he": ("Hebrew", "希伯来文"), "hi": ("Hindi", "印地文"), "it": ("Italian", "意大利文"),
    "pt": ("Portuguese", "葡萄牙文"), "vi": ("Vietnamese", "越南文"), "nl": ("Dutch", "荷兰文"),
    "pl": ("Polish", "波兰文"), "tr": ("Turkish", "土耳其文"), "th": ("Thai", "泰文"),
    "fa": ("Persian", "波斯文"), "bn": ("Bengali", "孟加拉文"), "sv": ("Swedish", "瑞典文"),
}  # fmt: skip
_CODES = {name.casefold(): code for code, names in _LANGUAGES.items() for name in names}
_CODES |= {
    **{names[1].removesuffix("文") + "语": code for code, names in _LANGUAGES.items()},
    "汉语": "zh", "cn": "zh", "英": "en", "中": "zh", "简体中文": "zh",
}  # fmt: skip
_KINDS = re.compile(
    r"(?:中文|医疗|医学|心理)?(?:大?模型|数据集?|语料库?|基准|评测|测试集?|系列|项目)+"
)
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")

# From the more telling word to the less: what a match covers is not read again.
_FORMS = (
    ("multi-turn-dialogue", r"多轮(?:心理|医疗|咨询|共情|问诊)?(?:对话|回答|问答)|多轮|"
     r"multi[- ]turn(?: \w+)? (?:dialogues?|conversations?)|multi[- ]turn"),
    ("single-turn-qa", r"单轮(?:长文本)?(?:心理|医疗)?(?:咨询)?(?:问答|对话)?|"
     r"single[- ]turn(?: (?:qa|dialogues?))?"),
    ("multiple-choice", r"选择题|multiple[- ]choice"),
    ("visual-qa", r"视觉问答|\bvqa\b"),
    ("knowledge-graph", r"知识图谱|knowledge graph"),
    ("chain-of-thought", r"思维链|\bcot\b|chain[- ]of[- ]thought"),
    ("instruction", r"指令|instructions?"),
    ("preference", r"偏好|preferences?"),
    ("summarisation", r"摘要|summari[sz]ation"),
)  # fmt: skip
_FORM_PATTERNS = tuple((name, re.compile(text, re.IGNORECASE)) for name, text in _FORMS)

_ACCESS = {
    "on-request": r"申请|邮件|request|e-?mail|application",
    "partial": r"部分开源|部分公开|partly|partial",
    "closed": r"闭源|未开源|不开源|未公开|不公开|closed|private|proprietary|unreleased|not open",
    "api-only": r"\bapi\b",
    "open": r"开源|公开|\bopen(?:ed)?\b|\bpublic(?:ly)?\b",
}
_ACCESS_PATTERNS = {name: re.compile(text, re.IGNORECASE) for name, text in _ACCESS.items()}

_COUNTS = {
    "exampleCount": "条 条数据 examples example samples sample records 样本 instructions",
    "dialogueCount": "对话 段对话 个对话 组对话 dialogues dialogue conversations dialogs",
    "turnCount": "轮次 轮 轮对话 turns utterances",
    "qaPairCount": "问答对 个问答对 对问答 qa_pairs pairs",
    "questionCount": "问题 个问题 道题 题 questions",
    "documentCount": "篇 documents articles 文档",
    "tokenCount": "token tokens 词元",
    "imageCount": "张 张图片 images 图像 图片",
}
_UNITS = {word.replace("_", " "): prop for prop, words in _COUNTS.items() for word in words.split()}
_SHOWN = {
    "exampleCount": ("examples", "条"), "dialogueCount": ("dialogues", "段对话"),
    "turnCount": ("turns", "轮次"), "qaPairCount": ("QA pairs", "问答对"),
    "questionCount": ("questions", "个问题"), "documentCount": ("documents", "篇"),
    "tokenCount": ("tokens", "词元"), "imageCount": ("images", "张图片"),
}  # fmt: skip
COUNT_PROPERTIES = tuple(_SHOWN)


def is_kind_word(text: str) -> bool:
    """Whether Chinese behind a name says what kind of thing it is, and is no name of it.

    >>> is_kind_word("基准"), is_kind_word("灵心")
    (True, False)
    """
    return bool(_KINDS.fullmatch(text))


def language_code(word: str) -> str | None:
    """The BCP 47 tag of a language's name in English or Chinese, or of a tag of two letters.

    >>> language_code("中文"), language_code("Hebrew"), language_code("LoRA")
    ('zh', 'he', None)
    """
    found = _CODES.get(word.strip().casefold())
    code = word.strip()
    code = code.lower() if len(code) == 2 else code  # noqa: PLR2004 - a tag with nothing behind it
    return found or (code if _CODE.match(code) and code[:2] in _LANGUAGES else None)


def language_name(code: str, lang: str) -> str:
    """The name of a language; one that has none here is shown by its tag."""
    return _LANGUAGES.get(code, (code, code))[lang == "zh"]


def domain_word(word: str) -> str | None:
    """The domain that a word other than its label names."""
    more = {"心理健康": "psychology", "mental health": "psychology", "中医": "tcm"}
    key = word.strip().casefold()
    return more.get(key) or DOMAIN_TAGS.get(key.replace(" ", "-"))


def forms_in(text: str) -> tuple[list[str], str]:
    """The forms of data that a text names, in order, and what of it names none."""
    found: dict[int, str] = {}
    for name, pattern in _FORM_PATTERNS:
        for match in pattern.finditer(text):
            found.setdefault(match.start(), name)
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    rest = " ".join(text.replace("\0", " ").split())
    return list(dict.fromkeys(found[at] for at in sorted(found))), rest


def access_level(text: str) -> str | None:
    """The access that a text names, or None where it names none or several.

    >>> access_level("邮件申请获取"), access_level("闭源"), access_level("?")
    ('on-request', 'closed', None)
    """
    for name in ("on-request", "partial", "closed"):
        if _ACCESS_PATTERNS[name].search(text):
            return name
    found = [name for name in ("api-only", "open") if _ACCESS_PATTERNS[name].search(text)]
    return found[0] if len(found) == 1 else None


def count_property(unit: str) -> str | None:
    """The property of a count in a unit.

    >>> count_property("轮次"), count_property("QA pairs"), count_property("GB")
    ('turnCount', 'qaPairCount', None)
    """
    return _UNITS.get(" ".join(unit.casefold().split()))


def count_unit(prop: str, lang: str) -> str:
    """The unit that a count is shown with."""
    return _SHOWN[prop][lang == "zh"]
