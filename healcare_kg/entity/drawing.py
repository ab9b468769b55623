"""A lineage as text: a tree for the terminal, a Mermaid or Graphviz diagram for documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from healcare_kg.entity.lineage import Lineage, Step
from healcare_kg.namespaces import curie

__all__ = ["as_dot", "as_json", "as_mermaid", "as_tree"]

_TEXTS = {
    "en": {
        "up": "comes from", "down": "led to",
        "nothing": "nothing is known", "again": "(shown above)",
        "quantizedFrom": "quantised from", "mergedFrom": "merged from", "basedOn": "based on",
        "distilledFrom": "distilled from (not weights)", "runsOn": "runs on (not weights)",
        "variantOf": "of the family", "hasReleaseBasedOn": "has a release based on",
        "builtFrom": "built from", "versionOf": "version of",
        "v quantizedFrom": "quantised as", "v mergedFrom": "merged into", "v basedOn": "base of",
        "v distilledFrom": "teacher of (not weights)", "v runsOn": "used by (not weights)",
        "v variantOf": "has", "v hasReleaseBasedOn": "base of a release of",
        "v builtFrom": "used to build", "v versionOf": "has the version",
    },
    "zh": {
        "up": "来源", "down": "派生", "nothing": "暂无记录", "again": "（见上）",
        "quantizedFrom": "量化自", "mergedFrom": "合并自", "basedOn": "基于",
        "distilledFrom": "蒸馏自（非权重）", "runsOn": "调用（非权重）",
        "variantOf": "属于系列", "hasReleaseBasedOn": "有版本基于",
        "builtFrom": "构建自", "versionOf": "所属数据集",
        "v quantizedFrom": "量化为", "v mergedFrom": "合并入", "v basedOn": "衍生出",
        "v distilledFrom": "学生模型（非权重）", "v runsOn": "调用者（非权重）",
        "v variantOf": "包含", "v hasReleaseBasedOn": "某版本以此为基座",
        "v builtFrom": "用于构建", "v versionOf": "包含版本",
    },
}  # fmt: skip


def as_tree(lineage: Lineage, *, lang: str = "en") -> str:
    """The two directions as trees; an entity drawn before is named but not opened again."""
    words = _TEXTS[lang]
    lines = [_name(lineage, lineage.start)]
    for direction, last in (("up", False), ("down", True)):
        lines.append(f"{'└' if last else '├'}── {words[direction]}")
        pad = "    " if last else "│   "
        branch = list(_branch(lineage, lineage.start, direction, words, seen={lineage.start}))
        lines += [pad + line for line in branch or [f"└── {words['nothing']}"]]
    return "\n".join(lines) + "\n"


def _branch(
    lineage: Lineage, iri: str, direction: str, words: dict[str, str], seen: set[str]
) -> Iterator[str]:
    upwards = direction == "up"
    steps = lineage.parents(iri) if upwards else lineage.children(iri)
    for n, step in enumerate(steps):
        other = step.parent if upwards else step.child
        last = n == len(steps) - 1
        verb = words[step.kind if upwards else f"v {step.kind}"]
        again = other in seen and bool(
            lineage.parents(other) if upwards else lineage.children(other)
        )
        mark = f"  {words['again']}" if again else ""
        yield f"{'└' if last else '├'}── {verb} {_name(lineage, other)}{mark}"
        if other not in seen:
            seen.add(other)
            for line in _branch(lineage, other, direction, words, seen):
                yield ("    " if last else "│   ") + line


def as_mermaid(lineage: Lineage, *, lang: str = "en") -> str:
    """A Mermaid flowchart, arrows from what came first to what came of it."""
    lines = ["flowchart LR"]
    nodes = _nodes(lineage)
    numbers = {iri: f"n{n}" for n, iri in enumerate(nodes)}
    for iri in nodes:
        # Mermaid reads entity codes inside quoted labels; a quote itself would end the label.
        label = re.sub(r'["\\<>#&;`]', lambda m: f"#{ord(m[0])};", lineage.labels[iri])
        lines.append(f'    {numbers[iri]}["{label}"]')
    for step in _steps(lineage):
        arrow = "-.->" if _is_soft(step) else "-->"
        verb = re.sub(r"\s*[(（].*", "", _TEXTS[lang][f"v {step.kind}"])  # brackets end the text
        lines.append(f"    {numbers[step.parent]} {arrow}|{verb}| {numbers[step.child]}")
    lines.append(f"    style {numbers[lineage.start]} stroke-width:4px")
    return "\n".join(lines) + "\n"


def as_dot(lineage: Lineage, *, lang: str = "en") -> str:
    """A Graphviz digraph, arrows from what came first to what came of it."""
    lines = ["digraph lineage {", "    rankdir=LR;", "    node [shape=box];"]
    for iri in _nodes(lineage):
        bold = " penwidth=3" if iri == lineage.start else ""
        lines.append(f"    {_quoted(_short(iri))} [label={_quoted(lineage.labels[iri])}{bold}];")
    for step in _steps(lineage):
        style = " style=dashed" if _is_soft(step) else ""
        verb = _TEXTS[lang]["v " + step.kind]
        lines.append(
            f"    {_quoted(_short(step.parent))} -> {_quoted(_short(step.child))} "
            f"[label={_quoted(verb)}{style}];"
        )
    return "\n".join([*lines, "}"]) + "\n"


def as_json(lineage: Lineage) -> str:
    """Nodes with labels, and edges from child to parent with their kind."""
    return (
        json.dumps(
            {
                "start": lineage.start,
                "nodes": [{"id": iri, "label": lineage.labels[iri]} for iri in _nodes(lineage)],
                "edges": [vars(step) for step in _steps(lineage)],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def _nodes(lineage: Lineage) -> list[str]:
    return sorted({lineage.start} | {x for s in _steps(lineage) for x in (s.child, s.parent)})


def _steps(lineage: Lineage) -> list[Step]:
    return sorted({*lineage.up, *lineage.down})


def _is_soft(step: Step) -> bool:
    return step.kind in ("distilledFrom", "runsOn", "variantOf", "hasReleaseBasedOn")


def _name(lineage: Lineage, iri: str) -> str:
    return f"{lineage.labels[iri]} ({_short(iri)})"


def _short(iri: str) -> str:
    return curie(iri) or iri


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
