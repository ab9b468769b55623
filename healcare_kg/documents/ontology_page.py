"""The reference of the ontology in Markdown: classes, properties and closed lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal

from healcare_kg.documents.terms import Example, Term, Terms
from healcare_kg.namespaces import HKG, KG, OWL, PREFIXES, RDF, RDFS, curie
from healcare_kg.turtle import term_text

__all__ = ["ontology_page"]

_TEXTS = {
    "en": {
        "title": "The ontology",
        "intro": "Every class and property of the graph, with its definition, what the shapes ask "
        "of it, how often it is used and an example. This page is made from `ontology/` and "
        "`data/` by `python -m healcare_kg render ontology`; edit those, not this.",
        "terms": "The ontology is `https://w3id.org/healcare-kg/ontology`, its terms have the "
        "prefix `hkg:`, individuals `kg:` (`https://w3id.org/healcare-kg/id/`). It is OWL 2 DL and "
        "imports nothing.",
        "class": "Classes", "object": "Properties between entities",
        "data": "Properties with values", "annotation": "Annotations",
        "lists": "Closed lists", "outside": "Terms of other vocabularies",
        "contents": "Contents", "of": "subclass of", "disjoint": "disjoint with",
        "from": "from", "to": "to", "any": "any entity", "super": "subproperty of",
        "characteristics": "is", "chain": "chain", "close": "close to", "rules": "asked of it",
        "uses": "uses", "individuals": "individuals", "example": "example", "none": "none yet",
        "member": "member", "definition": "definition", "label": "label", "used": "used",
        "TransitiveProperty": "transitive", "IrreflexiveProperty": "irreflexive",
        "AsymmetricProperty": "asymmetric", "below": ", with its subclasses {}",
        "colon": ": ", "comma": ", ", "text": "text",
    },
    "zh": {
        "title": "本体",
        "intro": "图谱的全部类与属性：定义、数据校验规则的要求、使用次数与示例。本页由 "
        "`python -m healcare_kg render ontology --lang zh` 根据 `ontology/` 与 `data/` 生成；"
        "请修改这两处，不要直接修改本页。",
        "terms": "本体为 `https://w3id.org/healcare-kg/ontology`，其术语使用前缀 `hkg:`，个体使用 "
        "`kg:`（`https://w3id.org/healcare-kg/id/`）。本体符合 OWL 2 DL，不导入任何外部本体。",
        "class": "类", "object": "实体之间的属性", "data": "取值属性", "annotation": "注释属性",
        "lists": "受控词表", "outside": "其他词汇表的术语", "contents": "目录",
        "of": "父类", "disjoint": "互斥", "from": "定义域", "to": "值域", "any": "任意实体",
        "super": "父属性", "characteristics": "特征", "chain": "属性链", "close": "近似术语",
        "rules": "校验要求", "uses": "使用次数", "individuals": "个体数", "example": "示例",
        "none": "尚无", "member": "成员", "definition": "定义", "label": "标签", "used": "使用",
        "TransitiveProperty": "传递", "IrreflexiveProperty": "反自反",
        "AsymmetricProperty": "反对称", "below": "，含子类共 {}",
        "colon": "：", "comma": "、", "text": "文本",
    },
}  # fmt: skip
_SECTIONS = ("class", "object", "data", "annotation")


def ontology_page(terms: Terms, lang: str) -> str:
    """The page in a language (`en`, `zh`), ending in a newline."""
    return "\n".join(_Page(terms, lang).lines()) + "\n"


class _Page:
    """The lines of the page."""

    def __init__(self, terms: Terms, lang: str) -> None:
        self._terms = terms
        self._lang = lang
        self._words = _TEXTS[lang]

    def lines(self) -> Iterable[str]:
        """The title, the contents, a section for each kind of term, the lists."""
        words = self._words
        yield from (f"# {words['title']}", "", words["intro"], "", words["terms"])
        own = {kind: [t for t in self._terms.of_kind(kind) if _is_ours(t)] for kind in _SECTIONS}
        for kind in _SECTIONS:
            links = words["comma"].join(f"[{_name(t)}](#{_anchor(t)})" for t in own[kind])
            yield from ("", f"**{words[kind]}**{words['colon']}{links}")
        for kind in _SECTIONS:
            yield from ("", f"## {words[kind]}")
            for term in own[kind]:
                yield from self._term(term)
        yield from ("", f"## {words['lists']}")
        for cls in own["class"]:
            yield from self._list(cls)
        yield from self._outside()

    def _term(self, term: Term) -> Iterable[str]:
        words = self._words
        yield from ("", f"### {_name(term)}", "")
        yield f"**{self._text(term.label)}** `{curie(term.iri)}`  "
        yield self._text(term.definition)
        yield ""
        for name, value in self._details(term):
            if value:
                yield f"- {name}{words['colon']}{value}"
        for rule in term.rules:
            of = words["comma"].join(self._label(c) for c in rule.classes)
            scope = f" ({of})" if of and self._lang == "en" else f"（{of}）" if of else ""
            yield f"- {words['rules']}{scope}{words['colon']}{self._text(rule.message)}"
        uses = words["individuals" if term.kind == "class" else "uses"]
        below = f"{words['below'].format(f'{term.uses_below:,}')}" if term.uses_below else ""
        yield f"- {uses}{words['colon']}{term.uses:,}{below}"
        if term.example is not None:
            yield f"- {words['example']}{words['colon']}{self._example(term.example)}"

    def _details(self, term: Term) -> Iterable[tuple[str, str]]:
        words, comma = self._words, self._words["comma"]
        yield words["of"], self._links(term.values(RDFS + "subClassOf"))
        yield words["disjoint"], self._links(term.values(OWL + "disjointWith"))
        if term.kind in ("object", "data"):
            yield words["from"], self._links(term.values(RDFS + "domain")) or words["any"]
            yield words["to"], self._links(term.values(RDFS + "range")) or words["text"]
        yield words["super"], self._links(term.values(RDFS + "subPropertyOf"))
        yield words["characteristics"], comma.join(words[c] for c in term.characteristics)
        yield (
            words["chain"],
            comma.join(" ∘ ".join(self._link(step) for step in chain) for chain in term.chains),
        )
        close = term.values(PREFIXES["skos"] + "closeMatch")
        yield words["close"], comma.join(f"<{iri}>" for iri in close)

    def _example(self, example: Example) -> str:
        subject = f"{self._label(example.subject.value)} (`{curie(example.subject.value)}`)"
        if example.value is None:
            return subject
        if isinstance(example.value, Literal):
            return f"{subject} — `{term_text(example.value)}`"
        iri = example.value.value
        return f"{subject} → {self._label(iri)} (`{curie(iri) or iri}`)"

    def _list(self, cls: Term) -> Iterable[str]:
        words = self._words
        members = [t for t in self._terms.of_kind("member") if cls.iri in t.values(RDF + "type")]
        if not members:
            return
        yield from ("", f"### {self._text(cls.label)} ({_name(cls)})", "")
        yield f"| {words['member']} | {words['label']} | {words['definition']} | {words['used']} |"
        yield "| --- | --- | --- | ---: |"
        for member in sorted(members, key=lambda t: (-t.uses, t.iri)):
            label, text = self._text(member.label), self._text(member.definition)
            yield f"| `{curie(member.iri)}` | {label} | {text} | {member.uses:,} |"

    def _outside(self) -> Iterable[str]:
        words = self._words
        yield from ("", f"## {words['outside']}", "")
        yield f"| {words['member']} | {words['label']} | {words['definition']} | {words['uses']} |"
        yield "| --- | --- | --- | ---: |"
        for term in self._terms.of_kind(*_SECTIONS):
            if not _is_ours(term):
                label, text = self._text(term.label), self._text(term.definition)
                yield f"| `{curie(term.iri)}` | {label} | {text} | {term.uses:,} |"

    def _links(self, iris: Sequence[str]) -> str:
        return self._words["comma"].join(self._link(iri) for iri in iris)

    def _link(self, iri: str) -> str:
        if iri.startswith(HKG):
            name = iri.removeprefix(HKG)
            return f"[{name}](#{name.lower()})"
        return f"`{curie(iri) or iri}`"

    def _label(self, iri: str) -> str:
        known = self._terms.labels.get(iri, {})
        return known.get(self._lang) or known.get("en") or iri.removeprefix(KG)

    def _text(self, texts: object) -> str:
        assert isinstance(texts, dict)
        return str(texts.get(self._lang) or texts.get("en") or "").replace("|", "\\|")


def _is_ours(term: Term) -> bool:
    return term.iri.startswith(HKG)


def _name(term: Term) -> str:
    return term.iri.removeprefix(HKG)


def _anchor(term: Term) -> str:
    return _name(term).lower()
