"""The page about what the graph holds and lacks, in Markdown."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from healcare_kg.documents.coverage import Counts, Coverage
from healcare_kg.exports.catalogue import Catalogue
from healcare_kg.namespaces import HKG, curie
from healcare_kg.results.markdown import write_markdown

__all__ = ["coverage_page"]

_NOT_OURS = ("evaluation", "size")  # counted of several properties, or of other entities
_FEWEST = 2  # base lines with fewer releases are not listed
_TEXTS = {
    "en": {
        "title": "What the graph holds, and what it lacks",
        "intro": "Counted by `python -m healcare_kg render coverage`. A model counts with what is "
        "said of it or, where nothing is, of its family; base models (families or "
        "releases too) are left out but for the first table. A model or dataset with two domains "
        "or languages counts in both.",
        "all": "{entities} entities have {facts} facts from {documents} documents, with {sources} "
        "sources in all; {secondary} facts are known from others than the makers only. {claims} "
        "statements are kept as not adopted. Of {names} entities no more is known than the name.",
        "classes": "By class", "domains": "By domain", "languages": "By language",
        "lines": "By base line", "years": "By year of release", "access": "By access",
        "gaps": "What is missing",
        "lines_text": "Releases that derive from a line of base models, directly or through other "
        "models, and how many projects they are of (`query base-model-ranking`). A merged model "
        "can count in several lines; lines with one release are left out.",
        "gaps_text": "That nothing is stated may mean that no source says it. `query gaps` lists "
        "the models one by one.",
        "cls": "class", "entities": "entities", "chinese": "with Chinese label",
        "domain": "domain", "models": "models", "data": "datasets and benchmarks",
        "language": "language", "line": "base line", "releases": "releases", "families": "projects",
        "year": "year", "level": "access", "of": "of", "property": "states nothing of",
        "missing": "number", "share": "share", "evaluation": "results", "size": "size",
    },
    "zh": {
        "title": "图谱收录了什么，还缺什么",
        "intro": "由 `python -m healcare_kg render coverage --lang zh` 统计生成。"
        "模型按其自身的记录计数，自身没有记录的按所属系列计；除第一张表外均不含基座模型。"
        "属于两个领域或两种语言的，两处都计。",
        "all": "{entities} 个实体共有 {facts} 条事实，出自 {documents} 份文献，"
        "合计 {sources} 处来源；其中 {secondary} 条事实仅见于开发者以外的来源。"
        "另有 {claims} 条说法保留而未采纳。{names} 个实体目前只有名称。",
        "classes": "按类", "domains": "按领域", "languages": "按语言",
        "lines": "按基座系列", "years": "按发布年份", "access": "按获取方式",
        "gaps": "尚缺的信息",
        "lines_text": "直接或经由其他模型派生自某一基座系列的发布版本数，以及所属的项目数"
        "（`query base-model-ranking`）。合并而成的模型可能计入多个基座系列；"
        "只有一个发布版本的基座系列未列出。",
        "gaps_text": "没有记录，可能是因为没有任何来源提及。`query gaps` 逐一列出有关模型。",
        "cls": "类", "entities": "实体数", "chinese": "有中文标签",
        "domain": "领域", "models": "模型", "data": "数据集与评测基准",
        "language": "语言", "line": "基座系列", "releases": "发布版本", "families": "项目",
        "year": "年份", "level": "获取方式", "of": "总数", "property": "未记录",
        "missing": "数量", "share": "占比", "evaluation": "评测结果", "size": "规模",
    },
}  # fmt: skip


def coverage_page(coverage: Coverage, catalogue: Catalogue, lang: str) -> str:
    """The whole page; tables are sorted by number, the largest first, years by year."""
    return "\n".join(_Page(coverage, catalogue, lang).parts())


class _Page:
    def __init__(self, coverage: Coverage, catalogue: Catalogue, lang: str) -> None:
        self.coverage, self.catalogue, self.lang = coverage, catalogue, lang
        self.words = _TEXTS[lang]

    def parts(self) -> Iterator[str]:
        words, counted = self.words, self.coverage
        yield f"# {words['title']}\n\n{words['intro']}\n"
        yield self._summary()
        yield self._table("classes", ("cls", "entities", "chinese"), self._classes())
        both = ("models", "data")
        yield self._table("domains", ("domain", *both), self._members(counted.domains))
        yield self._table("languages", ("language", *both), _ranked(counted.languages))
        lines = ("line", "releases", "families")
        yield self._table("lines", lines, self._lines(), words["lines_text"])
        years = [[year, str(m), str(d)] for year, (m, d) in sorted(counted.years.items())]
        yield self._table("years", ("year", *both), years)
        yield self._table("access", ("level", *both), self._members(counted.access))
        gaps = ("cls", "property", "missing", "of", "share")
        yield self._table("gaps", gaps, self._gaps(), words["gaps_text"])

    def _summary(self) -> str:
        counted = self.coverage
        classes = {c: n for c, (n, _) in counted.classes.items() if c not in ("Claim", "BaseModel")}
        return (
            self.words["all"].format(
                entities=sum(classes.values()),
                facts=counted.facts,
                documents=counted.documents,
                sources=counted.sources,
                secondary=counted.secondary_only,
                claims=counted.classes["Claim"][0],
                names=counted.names_only,
            )
            + "\n"
        )

    def _classes(self) -> list[list[str]]:
        return [[self._term(c), str(n), str(zh)] for c, (n, zh) in self.coverage.classes.items()]

    def _members(self, counts: Counts) -> list[list[str]]:
        return [[self._term(name), *numbers] for name, *numbers in _ranked(counts)]

    def _lines(self) -> list[list[str]]:
        rows = []
        for iri, *numbers in _ranked(self.coverage.lines):
            if int(numbers[0]) >= _FEWEST:
                entity = self.catalogue.entities[iri]
                rows.append([f"{entity.label(self.lang)} (`{curie(iri)}`)", *numbers])
        return rows

    def _gaps(self) -> list[list[str]]:
        return [
            [
                self._term(gap.cls),
                self.words[gap.property] if gap.property in _NOT_OURS else self._term(gap.property),
                str(gap.missing),
                str(gap.of),
                f"{gap.missing / gap.of:.0%}" if gap.of else "",
            ]
            for gap in self.coverage.gaps
        ]

    def _term(self, name: str) -> str:
        ontology = self.catalogue.ontology
        known = {"license": "dcterms:license"}.get(name, name)
        prop = ontology.properties.get(known)
        return ontology.label(prop.iri if prop else HKG + name, self.lang)

    def _table(
        self, title: str, heads: Sequence[str], rows: list[list[str]], text: str = ""
    ) -> str:
        out = io.StringIO()
        write_markdown([self.words[head] for head in heads], rows, out)
        above = f"{text}\n\n" if text else ""
        return f"## {self.words[title]}\n\n{above}{out.getvalue()}"


def _ranked(counts: Counts) -> list[list[str]]:
    """Rows of name and numbers, the largest first."""
    ranked = sorted(counts.items(), key=lambda item: (-sum(item[1]), item[0]))
    return [[name, *map(str, numbers)] for name, numbers in ranked]
