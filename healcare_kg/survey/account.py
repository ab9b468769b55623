"""What became of each cell: an entry a value, so that nothing is dropped silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["OPEN", "Entry", "Place", "reason", "summary_lines"]

_OUTCOMES = {
    "new": ("new", "新增"),
    "source": ("source added", "补充来源"),
    "claim": ("kept as a claim", "记为未采纳的说法"),
    "known": ("already there", "已有"),
    "nothing": ("nothing to record", "无内容"),
    "unknown": ("unknown name", "未知名称"),
    "unread": ("unread", "未能读取"),
}
OPEN = ("unknown", "unread")  # what a person has to look at
_REASONS = {
    "column": ("no known column", "不认识的列"),
    "row-skipped": ("its row was not read", "所在行未读取"),
    "too-long": ("too long for a cell", "单元格过长"),
    "beyond": ("beyond the last column", "超出表头的列"),
    "no-name": ("its row has no name", "所在行没有名称"),
    "bad-name": ("this is no name", "不像名称"),
    "no-table": ("not part of a table with a header and a line of dashes",
                 "不属于带表头和分隔行的表格"),
    "no-kind": ("no column of the table names a model or a dataset",
                "表中没有模型或数据集名称的列"),
    "several": ("may be several: {}; choose with --same '{}=ID'",
                "可能是其中之一：{}；请用 --same '{}=ID' 指明"),
    "other-place": ("has the name of {}, but another repository ({}); say --same '{}=ID', or with "
                    "a new id and --create if it is another",
                    "与 {} 同名，但代码仓库不同（{}）；请用 --same '{}=ID' 指明，"
                    "若是另一个，则给出新 ID 并加 --create"),
    "same-place": ("has the repository of {}, but another name; say --same '{}=ID', or with a new "
                   "id and --create if it is another",
                   "与 {} 的代码仓库相同，但名称不同；请用 --same '{}=ID' 指明，"
                   "若是另一个，则给出新 ID 并加 --create"),
    "brackets": ("without its brackets it is the name of {}, and no address shows that it is that; "
                 "say --same '{}=ID', or with a new id and --create if it is another",
                 "去掉括号后与 {} 同名，但没有网址表明是同一个；请用 --same '{}=ID' 指明，"
                 "若是另一个，则给出新 ID 并加 --create"),
    "several-names": ("several names in one cell; give each a row of its own",
                      "一个单元格中有多个名称；请各占一行"),
    "other-row": ("an earlier row of this name is of another repository: of which the name is, "
                  "they do not say", "前面同名的一行属于另一个代码仓库，无从判断名称属于哪一个"),
    "title": ("a paper's title; no address shows that it is of a model or dataset of the graph",
              "论文标题；没有网址表明它属于图谱中的模型或数据集"),
    "taken": ("the id {} is of something else; choose one with --same '{}=NEW-ID' --create",
              "ID {} 已属于其他实体；请用 --same '{}=新ID' --create 另选"),
    "near": ("nearest: {}", "最接近的有：{}"),
    "create": ("{}; if it is one of the graph: --same '{}=ID'; to add it: --create",
               "{}；如已在图谱中：--same '{}=ID'；如需新增：--create"),
    "nothing-near": ("nothing has a name like it", "没有相近的名称"),
    "as-claim": ("as a claim that is not adopted", "记为未采纳的说法"),
    "other-words": ("the graph has it from this source in other words",
                    "图谱已依据同一来源以其他措辞收录"),
    "more-precise": ("the graph knows it more precisely: {}", "图谱中有更具体的记录：{}"),
    "of-releases": ("held on {}", "已记于 {}"),
    "text-beside": ("text beside the name", "名称旁的文字"),
    "described": ("describes data beside named ones: which, it does not say",
                  "在具名数据集之外描述数据，未说明是哪一个"),
    "is-date": ("a date, no data", "是日期，不是数据"),
    "no-date": ("no date", "不是日期"),
    "no-size": ("no number of parameters", "不是参数量"),
    "no-amount": ("no amount of data with a unit that counts", "不是可计数的数据量"),
    "no-score": ("a benchmark without a score is no fact", "只有评测基准而无得分，不构成事实"),
    "no-form": ("no form of data of the closed list", "不属于数据形式词表"),
    "no-access": ("no level of access or licence", "不是开放程度或许可证"),
    "no-language": ("no language", "不是语言"),
    "no-domain": ("no domain of the closed list", "不属于领域词表"),
    "no-link": ("no address", "没有网址"),
    "bad-link": ("no web address", "不是有效网址"),
    "link-of-other": ("the address of something else than the row's entity",
                      "不是本行实体的网址"),
    "as-title": ("a title or names of authors, no venue", "是标题或作者姓名，不是发表处"),
    "people": ("names of people, no institution", "是人名，不是机构"),
    "no-name-of-address": ("the address has no name", "该网址没有名称"),
    "itself": ("the row's own entity", "即本行实体自身"),
    "no-id": ("no such id", "没有这个 ID"),
    "form-not-method": ("it names the form of the data, not a method",
                        "所指为数据的形式，而非方法"),
    "several-amounts": ("several amounts in one cell: kept in the note, not divided",
                        "一个单元格中有多个数量：保留在备注中，不作拆分"),
    "no-unit": ("written as {}: no unit is stated", "原文写作 {}：未注明单位"),
    "no-release": ("no release in the graph has this size",
                   "图谱中没有这一规模的发布版本"),
    "first-release": ("the first release in the graph is of {}",
                      "图谱中最早的发布版本日期为 {}"),
    "of-another": ("the graph has this address of {}", "图谱中这一网址属于 {}"),
    "of-unknown": ("the address of a name that is not known", "未知名称的网址"),
    "release": ("a size belongs to a release, and the row does not say to which",
                "参数量属于发布版本，而该行未说明是哪一个"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where in a file: line, heading of the table, name of the row, header of the column."""

    line: int
    table: str
    row: str
    column: str


@dataclass(frozen=True)
class Entry:
    """What became of one value of a cell, and why where that needs saying (by language)."""

    place: Place
    outcome: str
    text: str
    reason: Mapping[str, str] | None = None

    def shown(self, path: Path, lang: str = "en") -> str:
        """One line: place, what became of it, its text, and why."""
        place = self.place
        comma, colon = ("，", "：") if lang == "zh" else (", ", ": ")
        at = comma.join(filter(None, (place.row, place.column)))
        text = self.text if len(self.text) <= 80 else self.text[:79] + "…"  # noqa: PLR2004
        parts = [at, _OUTCOMES[self.outcome][lang == "zh"], " ".join(text.split())]
        why = (self.reason or {}).get(lang)
        return f"{path}:{place.line}: " + colon.join(filter(None, [*parts, why]))


def reason(key: str, *values: str) -> dict[str, str]:
    """A reason in both languages."""
    english, chinese = _REASONS[key]
    return {"en": english.format(*values), "zh": chinese.format(*values)}


def summary_lines(entries: Iterable[Entry], lang: str) -> list[str]:
    """How many values of how many cells became what."""
    entries = list(entries)
    counts = Counter(entry.outcome for entry in entries)
    cells = len({(e.place.line, e.place.column) for e in entries})
    zh = lang == "zh"
    parts = [f"{_OUTCOMES[o][zh]} {counts[o]}" for o in _OUTCOMES if counts[o]]
    if zh:
        return [f"单元格 {cells} 个，其中的内容：{'，'.join(parts) or '无'}。"]
    return [f"Cells: {cells}; what is in them: {', '.join(parts) or 'nothing'}."]
