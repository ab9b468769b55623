"""The rules as a page for people, made of the headers of the checks and of the shapes."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from healcare_kg.namespaces import PREFIXES, RDFS, curie
from healcare_kg.rdf_files import parse_file
from healcare_kg.resources import resource
from healcare_kg.validation.checks import shipped_checks
from healcare_kg.validation.literals import NOT_CANONICAL, explanation
from healcare_kg.validation.run import shipped_profile
from healcare_kg.validation.shapes import SHAPE_LEVELS, SHAPES

__all__ = ["rules_page"]

_SH = PREFIXES["sh"]
_COMMANDS = {
    "en": "python -m healcare_kg validate --rules -o docs/validation-rules.md",
    "zh": "python -m healcare_kg validate --rules --lang zh -o docs/validation-rules.zh.md",
}
_TEXTS = {
    "en": {
        "made": "Made by `{}`.",
        "title": "Rules of `validate`",
        "checks": "Checks",
        "of_checks": "One query each in `queries/checks/`; no rows mean that all is well.",
        "shapes": "Shapes",
        "of_shapes": "SHACL shapes of `ontology/shapes.ttl`.",
        "heads": "| rule | level | what is wrong and what to do |",
        "why": "Why",
        "do": "To do",
    },
    "zh": {
        "made": "由 `{}` 生成。",
        "title": "`validate` 的规则",
        "checks": "检查项",
        "of_checks": "每项是 `queries/checks/` 中的一个查询，没有结果行即表示无误。",
        "shapes": "校验规则",
        "of_shapes": "`ontology/shapes.ttl` 中的 SHACL 校验规则。",
        "heads": "| 规则 | 级别 | 问题与处理方法 |",
        "why": "原因",
        "do": "处理",
    },
}
_LEVELS = {
    "en": {"error": "error", "warning": "warning", "info": "info", "off": "off"},
    "zh": {"error": "错误", "warning": "警告", "info": "提示", "off": "关闭"},
}


def rules_page(lang: str = "en") -> str:
    """Every rule with its level, what it says and what to do, as Markdown."""
    words = _TEXTS[lang]
    parts = [
        f"<!-- {words['made'].format(_COMMANDS[lang])} -->\n\n# {words['title']}\n",
        f"\n## {words['checks']}\n\n{words['of_checks']}\n",
        *_checks(lang),
        f"\n## {words['shapes']}\n\n{words['of_shapes']}\n\n",
        f"{words['heads']}\n|---|---|---|\n",
        *(f"| `{rule}` | {level} | {text} |\n" for rule, level, text in _shapes(lang)),
    ]
    return "".join(parts)


def _checks(lang: str) -> Iterator[str]:
    levels, words = shipped_profile(), _TEXTS[lang]
    checks = {
        c.name: (c.query.summary[lang], *c.explanation(lang))
        for c in shipped_checks(resource("queries", "checks"))
    }
    checks[NOT_CANONICAL] = explanation(lang)
    colon = ": " if lang == "en" else "："
    for name, (problem, why, solution) in sorted(checks.items()):
        yield f"\n### `{name}`\n\n**{_LEVELS[lang][levels.level(name)]}**{colon}{problem}\n\n"
        yield f"- {words['why']}{colon}{why}\n- {words['do']}{colon}{solution}\n"


def _shapes(lang: str) -> Iterator[tuple[str, str, str]]:
    quads = list(parse_file(resource("ontology") / SHAPES))
    messages = _by_subject(quads, _SH + "message", lang)
    names = _by_subject(quads, _SH + "name", lang) | _by_subject(quads, RDFS + "label", lang)
    severities = {
        str(q.subject)[1:-1]: q.object.value.removeprefix(_SH)
        for q in quads
        if q.predicate.value == _SH + "severity" and isinstance(q.object, NamedNode)
    }
    colon = ": " if lang == "en" else "："
    for iri in sorted(messages):
        level = _LEVELS[lang][SHAPE_LEVELS[severities[iri]]]
        text = f"{names[iri]}{colon}{messages[iri]}".replace("|", "\\|")
        yield curie(iri) or iri, level, text


def _by_subject(quads: list[Quad], prop: str, lang: str) -> dict[str, str]:
    return {
        str(q.subject)[1:-1]: q.object.value
        for q in quads
        if q.predicate.value == prop and isinstance(q.object, Literal) and q.object.language == lang
    }
