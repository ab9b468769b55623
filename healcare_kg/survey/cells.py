"""The grammar of cells: what a short text of a survey says, as values (docs/survey-import.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from healcare_kg.survey.pieces import Piece
from healcare_kg.survey.words import count_property, is_kind_word

__all__ = [
    "Amount", "Item", "Name", "Size", "amounts", "date", "generators", "is_nothing", "items",
    "labels", "name", "sizes", "toolkit",
]  # fmt: skip

_HAN = "\u3400-\u9fff"
# Full-width letters and digits, and the marks of dates; Chinese punctuation stays.
_FULL_WIDTH = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B),
                 0xFF0D, 0xFF0E, 0xFF0F)
}  # fmt: skip
_NOTHING = {
    "", "-", "--", "–", "—", "——", "/", "\\", "无", "暂无", "未知", "n/a", "na", "none", "null",
    "unknown", "tbd", "tba", "?", "？", "...", "…", "×",
}  # fmt: skip
_FULL_DATE = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?\Z")
_SHORT_DATE = re.compile(r"(?P<y>\d{2})/(?P<m>\d{1,2})/(?P<d>\d{1,2})\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](20\d\d)\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s*(?:(\d{1,2}),?\s+)?(20\d\d)\Z")
_MIXTURE = re.compile(r"(\d+)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*b?\Z", re.IGNORECASE)
_BILLIONS = re.compile(r"[~约]?\s*(\d+(?:\.\d+)?)\s*(b|m|t)?\Z", re.IGNORECASE)
_PER_BILLION = {"b": Decimal(1), "m": Decimal("0.001"), "t": Decimal(1000)}
_UNIT = (
    "条数据|条|段对话|个对话|组对话|对话|轮次|轮对话|轮|个问答对|问答对|对问答|个问题|问题|道题|题|"
    "篇|张图片|张|词元|(?:examples?|samples?|records?|instructions|dialogues?|dialogs|"
    r"conversations|turns|utterances|qa pairs|pairs|questions|documents|articles|tokens?|images|"
    r"[KMGT]i?B)\b"
)
_AMOUNT = re.compile(
    r"(?P<about>[~约]|about |over |more than |超过)?\s*"
    r"(?<![A-Za-z0-9_.,])(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(?P<more>\+)?"
    r"(?P<scale>百万|[wW万千亿kKmM](?![A-Za-z])|million|billion)?\s*(?P<plus>\+|多|余)?\s*"
    rf"(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_SCALES = {"w": 10_000, "万": 10_000, "千": 1000, "k": 1000, "m": 1_000_000, "百万": 1_000_000,
           "亿": 100_000_000, "million": 1_000_000, "billion": 1_000_000_000}  # fmt: skip
_LABEL = re.compile(r"【([^【】]*)】")
_GENERATED = (
    re.compile(r"(?:\b(?:gen(?:erated)?|written)\s+by|由(?=.+生成))\s*(?P<who>[^。；;]+?)(?:生成(?:的)?)?\s*\Z",
               re.IGNORECASE),
    re.compile(rf"(?P<who>(?<![A-Za-z0-9])[A-Za-z][\w.-]*(?:\s*[、与和,&]\s*[A-Za-z{_HAN}][\w.-]*?)*)生成的?"),
)  # fmt: skip
# A comma between digits is one of a number.
_SEPARATOR = re.compile(r"\s*(?:[/、，;；|]|,(?!\d{3}(?!\d))|\s[&+]\s)\s*")
_LAST_JOINT = re.compile(r"\s*(?:和|与|及|\band\b)\s*")


@dataclass(frozen=True)
class Name:
    """A name cell's parts: Latin name, Chinese name, an id of the graph, a date."""

    text: str
    latin: str
    chinese: str
    id: str | None
    date: str | None


@dataclass(frozen=True)
class Size:
    """A number of parameters in billions, or the layout of a mixture of experts (`8x7`)."""

    billions: Decimal | None
    layout: str | None = None


@dataclass(frozen=True)
class Amount:
    """An amount of data: the count, the property its unit stands for, and whether it is rough."""

    count: int
    prop: str | None
    about: bool
    text: str


@dataclass(frozen=True)
class Item:
    """A value in a list: its text, an id of the graph, the address it links to."""

    text: str
    id: str | None = None
    url: str | None = None


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say; that is no negative fact."""
    return unicodedata.normalize("NFKC", text).strip(" .*").casefold() in _NOTHING


def date(text: str) -> str | None:
    """A date as `YYYY[-MM[-DD]]`, or None.

    >>> date("24/1/25"), date("2023年6月"), date("06/2022"), date("Mar 2024"), date("13/2024")
    ('2024-01-25', '2023-06', '2022-06', '2024-03', None)
    """
    text = re.sub("[\u2010-\u2015]", "-", unicodedata.normalize("NFKC", text)).strip()
    if found := _SHORT_DATE.fullmatch(text):
        return _valid(f"20{found['y']}", found["m"], found["d"])
    if found := _FULL_DATE.fullmatch(text):
        return _valid(found[1], found[2], found[3])
    if found := _MONTH_YEAR.fullmatch(text):
        return _valid(found[2], found[1], None)
    if (found := _NAMED_MONTH.fullmatch(text)) and found[2][:3].casefold() in _MONTHS:
        month = str(_MONTHS.index(found[2][:3].casefold()) + 1)
        return _valid(found[4], month, found[1] or found[3])
    return None


def name(line: Sequence[Piece], rest: str = "") -> Name:
    """The parts of a name; a date may be glued to its end, a Chinese name to the Latin one.

    `rest` is what stands in further lines of the cell.
    """
    line, found_id = _without_id(line)
    text = "".join(p.text for p in line).translate(_FULL_WIDTH)
    text = " ".join(text.split())
    when = date(rest) if rest else None
    if when is None:
        for pattern in (_SHORT_DATE, re.compile(r"\s(20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?)\Z")):
            found = pattern.search(text)
            made = date(found[0]) if found else None
            if found and made:
                text, when = text[: found.start()].strip(), made
                break
    cut = re.fullmatch(rf"([^{_HAN}]*[^{_HAN}\s(（])\s*[(（]?([{_HAN}][{_HAN}\w\-·]*)[)）]?", text)
    latin, chinese = (cut[1].strip(" -"), cut[2]) if cut else ("", "")
    chinese = "" if is_kind_word(chinese) else chinese
    if not cut and re.fullmatch(rf"[{_HAN}\w·-]+", text) and re.match(rf"[{_HAN}]", text):
        chinese = text
    return Name(text, latin or ("" if chinese else text), chinese, found_id, when)


def sizes(text: str) -> tuple[list[Size], list[str]]:
    """Numbers of parameters in billions, and what of the text is none.

    >>> sizes("0.5/1.8B、８x7")[0]
    [Size(billions=Decimal('0.5'), layout=None), Size(billions=Decimal('1.8'), layout=None), \
Size(billions=None, layout='8x7')]
    """
    found, unread = [], []
    text = unicodedata.normalize("NFKC", text).replace("～", "~")
    for part in re.split(r"\s*(?:[/、;|]|,(?!\d{3}(?!\d))|&|\band\b|和)\s*", text):
        if is_nothing(part):
            continue
        mixture, plain = _MIXTURE.fullmatch(part.strip()), _BILLIONS.fullmatch(part.strip())
        if mixture:
            found.append(Size(None, f"{mixture[1]}x{mixture[2]}"))
        elif plain and len(plain[1]) < 8:  # noqa: PLR2004 - no model has ten million billions
            scale = _PER_BILLION[(plain[2] or "b").casefold()]
            exact = Decimal(plain[1]) * scale
            found.append(Size(Decimal(format(exact.normalize(), "f"))))
        else:
            unread.append(part.strip())
    return found, unread


def amounts(text: str) -> tuple[list[Amount], str]:
    """The amounts of data in a text (`～7w`, `100w轮次`), and the text without them.

    A number alone is an amount only where it is all of the text.
    """
    plain = unicodedata.normalize("NFKC", text)
    found: list[Amount] = []
    kept, end = [], 0
    for match in _AMOUNT.finditer(plain):
        scale, unit = (match["scale"] or "").casefold(), match["unit"] or ""
        alone = match[0].strip() == plain.strip()
        if re.fullmatch(r"[kmgt]i?b", unit.casefold()) or not (scale or unit or alone):
            continue
        count = Decimal(match["n"].replace(",", "")) * _SCALES.get(scale, 1)
        if count != count.to_integral_value() or not 0 < count < 10**15:
            continue
        about = bool(match["about"] or match["plus"] or match["more"])
        found.append(Amount(int(count), count_property(unit), about, match[0].strip()))
        kept.append(plain[end : match.start()])
        end = match.end()
    rest = " ".join("".join([*kept, plain[end:]]).split())
    return found, rest.strip(" :：,，+")


def labels(text: str) -> Iterator[tuple[str, str]]:
    """A text cut at its 【labels】: each label with what follows it; the first may have none.

    >>> list(labels("【闭源】100w 【example】https://a.b"))
    [('闭源', '100w'), ('example', 'https://a.b')]
    """
    start, label = 0, ""
    for match in _LABEL.finditer(text):
        if label or text[start : match.start()].strip():
            yield label, text[start : match.start()].strip()
        label, start = match[1].strip(), match.end()
    if label or text[start:].strip():
        yield label, text[start:].strip()


def toolkit(text: str) -> tuple[str, str | None]:
    """A text without its `via X`, and X.

    >>> toolkit("QLORA/LORA/全量微调via xtuner")
    ('QLORA/LORA/全量微调', 'xtuner')
    """
    match = re.search(r"\s*(?:\b|(?<=[^\x00-\x7f]))via\s+([A-Za-z][\w.+-]*)\s*\Z", text, re.I)
    return (text[: match.start()].strip(), match[1]) if match else (text.strip(), None)


def generators(text: str) -> tuple[str, str | None]:
    """A text without what says who generated the data, and that list of names.

    >>> generators("1w 对话数据 gen by 文心一言、通义千问和智谱GLM")
    ('1w 对话数据', '文心一言、通义千问和智谱GLM')
    """
    for pattern in _GENERATED:
        match = pattern.search(text)
        if match:
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return " ".join(rest.split()), match["who"].strip()
    return text, None


def items(
    lines: Sequence[Sequence[Piece]], is_known: Callable[[str], bool], *, joined: bool = False
) -> list[Item]:
    """The values of a list: lines, or texts with separators between them.

    A name that has a separator or a joining word in it is kept whole where `is_known` knows it. A
    link is of its own text only. `joined`: two names with 和 or `and` between them are two.
    """
    found: list[Item] = []
    for line in lines:
        named, found_id = _without_id(line)
        whole = " ".join("".join(p.text for p in named).split())
        urls = [p.url for p in line if p.url]
        if len(urls) <= 1 and (found_id is not None or is_known(whole)):
            found.append(Item(whole, found_id, urls[0] if urls else None))
            continue
        for piece in line:
            if piece.url is not None:
                found.append(Item(piece.text.strip(), None, piece.url))
            else:
                found.extend(Item(part) for part in _split(piece.text, is_known, joined))
    return [item for item in found if item.url or re.search(r"\w", item.text)]


def _without_id(line: Sequence[Piece]) -> tuple[Sequence[Piece], str | None]:
    """A line without the id at its end; a code span that is all of it is a name in code marks."""
    last = line[-1] if line else None
    if last is not None and last.kind == "code" and any(p.text.strip() for p in line[:-1]):
        return line[:-1], last.text.strip()
    return line, None


def _split(text: str, is_known: Callable[[str], bool], joined: bool) -> list[str]:
    """A text cut at its separators, but not inside of a known name."""
    parts: list[str] = []
    ends = [(m.start(), m.end()) for m in _SEPARATOR.finditer(text)] + [(len(text), len(text))]
    start = 0
    while start < len(text):
        later = [cut for cut in ends if cut[0] >= start]
        # The longest known name that begins here; of a long list only its first few joints.
        whole = [cut for cut in later[:6] if is_known(text[start : cut[0]].strip())]
        stop, after = whole[-1] if whole else later[0]
        part = text[start:stop].strip()
        if part:
            is_last = stop == len(text) and (joined or "、" in text)
            parts += [part] if whole else _unjoined(part, is_known, is_last)
        start = max(after, start + 1)
    return parts


def _unjoined(part: str, is_known: Callable[[str], bool], is_last: bool) -> list[str]:
    """`C和D`, the end of a list, as C and D; elsewhere only where one of them is known."""
    cut = [p for p in _LAST_JOINT.split(part) if p]
    return cut if len(cut) > 1 and (is_last or any(map(is_known, cut))) else [part]


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    import datetime

    try:
        made = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return made.isoformat()[: 4 if not month else 7 if not day else 10]
