"""What stands in a card and was not taken over as it is, and why, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Remark"]

_SENTENCES = {
    "several-licences": ("several are given ({}), so none is adopted",
                         "给出了多个（{}），均未采纳"),
    "no-licence-name": ("is 'other' without a license_name, so none is adopted",
                        "为 'other'，却没有 license_name，未采纳"),
    "no-language": ("{!r} is no language tag", "{!r} 不是语言标签"),
    "linked": ("links to {}; not taken as publishedIn, which it may not be",
               "链接到 {}；这未必就是其发表的论文，未记为 publishedIn"),
    "no-score": ("a metric of model-index has no name or no value that is one",
                 "model-index 中有的指标没有名称，或其值不是分数"),
    "other-result": ("{} would be {}, which is another result", "{} 应记为 {}，但那是另一项结果"),
    "twice": ("{} stands twice for the same data; the first was taken",
              "同一数据的 {} 出现两次，取第一个"),
    "added": ("{!r} was added as {}", "{!r} 已新增为 {}"),
    "added-near": ("{!r} was added as {}; the nearest that was there: {}",
                   "{!r} 已新增为 {}；图谱中最接近的是 {}"),
}  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """Where in a card it is, the sentence, and what the sentence is about."""

    place: str
    sentence: str
    values: tuple[str, ...] = ()

    def shown(self, lang: str = "en") -> str:
        """One line for people."""
        english, chinese = _SENTENCES[self.sentence]
        return f"{self.place}: {(chinese if lang == 'zh' else english).format(*self.values)}"
