"""Violations of the profiles of OWL 2, for people and for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healcare_kg.namespaces import curie
from healcare_kg.reasoning.describing import Describer
from healcare_kg.reasoning.loading import Loaded
from healcare_kg.reasoning.profiles import PROFILES, violations
from healcare_kg.reasoning.reading import read_axioms
from healcare_kg.reasoning.reporting import near
from healcare_kg.results.table import write_table

__all__ = ["ProfileViolation", "check_profiles", "profiles_json", "profiles_table"]

_SHOWN = 20  # violations of a profile in a table; JSON has all
_RULES: Mapping[str, tuple[str, str]] = {
    "circular-chain": ("a chain of properties in a circle", "属性链构成循环"),
    "range-of-chain": (
        "the chain's last property lacks the range of what it gives",
        "属性链末项的值域未包含结论属性的值域",
    ),
    "not-simple": (
        "a transitive property, or one that follows from a chain, with such a restriction",
        "对可传递属性或由属性链推出的属性施加了此类限制",
    ),
    "undeclared": ("a class or property that nothing declares", "使用了未声明的类或属性"),
    "punned": ("one name for two kinds of property, or class and datatype", "同一名称兼作不同种类"),
    "anonymous": ("an individual without a name", "使用了匿名个体"),
    "unknown-expression": ("a class expression that is none of OWL 2", "不是 OWL 2 的类表达式"),
    "datatype": ("a datatype that the profile lacks", "所用数据类型不在该子语言内"),
    "axiom": ("a kind of axiom that the profile lacks", "该子语言不支持此类公理"),
    "inverse": ("an inverse property in an expression", "表达式中使用了逆属性"),
    "sub-expression": ("a class expression not allowed here", "此处不允许使用该类表达式"),
}
_SAME = {"super-expression", "equal-expression", "type-expression"}
_HEADS = {
    "profile": ("profile", "子语言"),
    "count": ("violations", "违规数"),
    "rule": ("rule", "规则"),
    "statement": ("statement", "陈述"),
    "where": ("where", "位置"),
    "more": ("… and {n} more of {profile}", "……另有 {n} 条 {profile} 违规"),
}


@dataclass(frozen=True)
class ProfileViolation:
    """A violation: its profile, the rule, the statement in words, the term, and its place."""

    profile: str
    rule: str
    words: str
    term: str | None
    file: str
    line: int | None


def check_profiles(loaded: Loaded, *, lang: str = "en") -> tuple[ProfileViolation, ...]:
    """What is outside OWL 2 DL, EL, QL and RL; what is outside DL is listed once, for DL."""
    describer = Describer(loaded.statements, lang)
    found = []
    for each in violations(read_axioms(loaded.statements)):
        term = (curie(each.term) or each.term) if each.term else None
        if each.axiom is None:
            place = (str(each.path or ""), None)
            found.append(ProfileViolation(each.profile, each.rule, term or "", term, *place))
        else:
            said = describer.describe(each.axiom)
            found.append(
                ProfileViolation(each.profile, each.rule, said.words, term, said.file, said.line)
            )
    return tuple(sorted(found, key=lambda v: (PROFILES.index(v.profile), v.rule, v.words)))


def profiles_table(found: Sequence[ProfileViolation], *, lang: str, width: int | None) -> str:
    """How many violations each profile has, and the first of each."""
    out = io.StringIO()
    counts = [[f"OWL 2 {profile}", str(_count(found, profile))] for profile in PROFILES]
    write_table([_head("profile", lang), _head("count", lang)], counts, out, width=width)
    if found:
        out.write("\n")
        titles = [_head(name, lang) for name in ("profile", "rule", "statement", "where")]
        rows = [_row(each, lang) for p in PROFILES for each in _of(found, p)[:_SHOWN]]
        write_table(titles, rows, out, width=width)
    for profile in PROFILES:
        hidden = len(_of(found, profile)) - _SHOWN
        if hidden > 0:
            out.write(_head("more", lang).format(n=hidden, profile=profile) + "\n")
    return out.getvalue()


def profiles_json(found: Sequence[ProfileViolation]) -> str:
    """The violations as a JSON object, by profile."""
    document = {
        profile: {
            "conforms": not _count(found, profile),
            "violations": [
                {
                    "rule": each.rule,
                    "statement": each.words,
                    "term": each.term,
                    "file": each.file,
                    "line": each.line,
                }
                for each in _of(found, profile)
            ],
        }
        for profile in PROFILES
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _of(found: Sequence[ProfileViolation], profile: str) -> list[ProfileViolation]:
    return [each for each in found if each.profile == profile]


def _count(found: Sequence[ProfileViolation], profile: str) -> int:
    """The violations of a profile; a graph outside DL is outside every other one."""
    return sum(each.profile in ("DL", profile) for each in found)


def _row(each: ProfileViolation, lang: str) -> list[str]:
    choice = 1 if lang == "zh" else 0
    rule = _RULES["sub-expression" if each.rule in _SAME else each.rule][choice]
    if each.term and each.term != each.words:
        rule += f"{'：' if lang == 'zh' else ': '}{each.term}"
    place = near(each.file) + (f":{each.line}" if each.line else "")
    return [each.profile, rule, each.words, place]


def _head(name: str, lang: str) -> str:
    return _HEADS[name][1 if lang == "zh" else 0]
