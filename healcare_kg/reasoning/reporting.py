"""The answer of a reasoner for people and for programs."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from healcare_kg.namespaces import HKG, KG
from healcare_kg.reasoning.describing import Described
from healcare_kg.reasoning.reasoning import Explanation, Reasoning
from healcare_kg.results.table import write_table

__all__ = ["as_json", "as_table", "near", "not_written", "remarks"]

_SHOWN = 5  # undeclared properties that are named; JSON has all
_TEXTS: Mapping[str, tuple[str, str]] = {
    "consistent": ("consistent", "一致"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "axioms": ("axioms", "公理"),
    "individuals": ("individuals", "个体"),
    "unsatisfiable": ("unsatisfiable classes and properties", "不可满足的类与属性"),
    "none": ("none", "无"),
    "not-written": (
        "nothing was written to {file}: an inconsistent graph implies everything",
        "未写入 {file}：不一致的图谱可推出任何结论",
    ),
    "types": ("inferred classes of individuals", "推出的个体类型"),
    "relations": ("inferred: {}", "推出的关系：{}"),
    "hierarchy": ("inferred between classes and between properties", "推出的类间、属性间关系"),
    "statement": ("statement", "陈述"),
    "where": ("where", "位置"),
    "source": ("source", "来源"),
    "inconsistent": (
        "These {n} statements can't all be true:",
        "以下 {n} 条陈述不能同时为真：",
    ),
    "malformed": (
        "This literal is no value of its datatype:",
        "以下字面量不是其数据类型的合法取值：",
    ),
    "alone": ("This statement contradicts itself:", "以下陈述自相矛盾："),
    "empty": (
        "“{term}” can have no instance, because of these {n} statements:",
        "“{term}”不可能有任何实例，原因在于以下 {n} 条陈述：",
    ),
    "more": (
        "There may be more; correct these and run `reason` again.",
        "可能还有其他矛盾；请先修正以上内容，再次运行 reason。",
    ),
    "undeclared": (
        "{p} ({file}) is declared neither as an object nor as a data property; the reasoner does "
        "not see what it says",
        "{p}（{file}）未声明为对象属性或数据属性，推理机不会考虑用它陈述的内容",
    ),
    "more-undeclared": (
        "{n} more properties are not declared either",
        "另有 {n} 个属性也未声明",
    ),
    "skipped": (
        "{p} is outside OWL 2; values of this datatype were passed over",
        "{p} 不属于 OWL 2 数据类型，推理时已略过其取值",
    ),
    "circle": (
        "{names}: derived from itself, in a circle of three or more. OWL 2 DL can't forbid that; "
        "`validate` reports it",
        "{names}：经由三个以上的模型派生自自身。OWL 2 DL 无法禁止这种循环；`validate` 会报告",
    ),
    "undecided": (
        "{n} relations are possible but were not decided",
        "有 {n} 条可能的关系未能判定",
    ),
}


def as_table(result: Reasoning, *, lang: str, width: int | None = None) -> str:
    """The answer as text, folded to `width` columns if given."""
    out = io.StringIO()
    write_table(["", ""], _summary(result, lang), out, width=width)
    text = "".join(line for n, line in enumerate(out.getvalue().splitlines(keepends=True)) if n > 1)
    labels = dict(result.unsatisfiable)
    parts = [text, *(_explained(each, labels, lang, width) for each in result.explanations)]
    if result.more:
        parts.append(_say("more", lang) + "\n")
    return "\n".join(parts)


def as_json(result: Reasoning) -> str:
    """The answer as a JSON object; entities by IRI."""
    types: dict[str, list[str]] = defaultdict(list)
    for individual, cls in result.inferences.types:
        types[individual].append(cls)
    document: dict[str, Any] = {
        "consistent": result.consistent,
        "axioms": result.axioms,
        "individuals": result.individuals,
        "unsatisfiable": [{"iri": i, "label": name} for i, name in result.unsatisfiable],
        "explanations": [asdict(each) for each in result.explanations],
        "moreExplanations": result.more,
        "inferences": {
            "types": types,
            "relations": result.inferences.relations,
            "hierarchy": result.inferences.hierarchy,
        },
        "undecidedRelations": result.undecided,
        "undeclaredProperties": [{"property": p, "file": f} for p, f in result.undeclared],
        "skippedDatatypes": result.skipped,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def remarks(result: Reasoning, lang: str) -> list[str]:
    """What the answer does not cover, a sentence each."""
    said = [_say("undeclared", lang, p=p, file=near(f)) for p, f in result.undeclared[:_SHOWN]]
    if len(result.undeclared) > _SHOWN:
        said.append(_say("more-undeclared", lang, n=len(result.undeclared) - _SHOWN))
    said += [_say("skipped", lang, p=p) for p in result.skipped]
    circle = [s for s, o in result.inferences.relations.get(HKG + "derivedFrom", ()) if s == o]
    if circle:
        names = ", ".join("kg:" + iri.removeprefix(KG) for iri in circle[:_SHOWN])
        said.append(_say("circle", lang, names=names))
    if result.undecided:
        said.append(_say("undecided", lang, n=result.undecided))
    return said


def not_written(output: Path, lang: str) -> str:
    """Why no inferences were written."""
    return _say("not-written", lang, file=output)


def _summary(result: Reasoning, lang: str) -> list[list[str]]:
    rows = [
        ["consistent", _say("yes" if result.consistent else "no", lang)],
        ["axioms", str(result.axioms)],
        ["individuals", str(result.individuals)],
    ]
    rows = [[_say(name, lang), value] for name, value in rows]
    if not result.consistent:
        return rows
    names = "、" if lang == "zh" else ", "
    empty = names.join(label for _, label in result.unsatisfiable) or _say("none", lang)
    rows.append([_say("unsatisfiable", lang), empty])
    rows.append([_say("types", lang), str(len(result.inferences.types))])
    # The closure that the graph is about comes first.
    first = sorted(result.inferences.relations.items(), key=lambda p: p[0] != HKG + "derivedFrom")
    for prop, pairs in first:
        name = result.labels.get(prop, prop)
        rows.append([_say("relations", lang).format(name), str(len(pairs))])
    if result.inferences.hierarchy:
        rows.append([_say("hierarchy", lang), str(len(result.inferences.hierarchy))])
    return rows


def _explained(
    explanation: Explanation, labels: Mapping[str, str], lang: str, width: int | None
) -> str:
    count = len(explanation.axioms)
    if explanation.term is not None:
        head = _say("empty", lang, n=count, term=labels[explanation.term])
    elif explanation.malformed:
        head = _say("malformed", lang)
    else:
        head = _say("alone" if count == 1 else "inconsistent", lang, n=count)
    rows = [_row(axiom) for axiom in explanation.axioms]
    out = io.StringIO()
    titles = [_say(name, lang) for name in ("statement", "where", "source")]
    write_table(titles, rows, out, width=width)
    return f"{head}\n\n{out.getvalue()}"


def _row(axiom: Described) -> Sequence[str]:
    place = near(axiom.file) + (f":{axiom.line}" if axiom.line else "")
    sources = "; ".join(f"{s.iri} ({s.locator})" if s.locator else s.iri for s in axiom.sources)
    return [axiom.words, place, sources]


def near(file: str) -> str:
    """A path below the working directory relative to it."""
    try:
        return str(Path(file).resolve().relative_to(Path.cwd()))
    except ValueError:
        return file


def _say(name: str, lang: str, **values: object) -> str:
    text = _TEXTS[name][1 if lang == "zh" else 0]
    return text.format(**values) if values else text
