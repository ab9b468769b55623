"""A made-up model hub of any size, to see how the program grows with the graph.

Its shape is that of public hubs: some lines of base models take most of what is built on them; most
models are one step from a base, of no medical field, and say little of their data and methods; a
long tail goes on from other people's models, some are quantised or merged; makers and datasets are
many and mostly small. A part of the facts has sources, written as in `data/evidence/`. Nothing in
it is true.

    python -m benchmarks.hub FOLDER --triples 1000000
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import math
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.turtle_writer import Entity, Shards

__all__ = ["EXAMPLES", "Hub", "write_hub"]

# Names of the hub to ask its queries with, by the type of the parameter: each the one of its kind
# that most is said of, but for the models.
EXAMPLES = {
    "Model": "Qwen",
    "ModelRelease": "Psyche-201",
    "Entity": "Psyche-201",
    "Dataset": "PsyQA",
    "Benchmark": "MedQA",
    "Institution": "Lab 0",
    "FineTuneMethod": "LoRA",
    "License": "MIT License",
    "Domain": "psychology",
}

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
_SEED = 20240501
# The share of facts that have a source; a fact's sources are seven triples each.
_SOURCED = 0.2
# The share of models and datasets that are of a medical field: public hubs are of every subject.
_MEDICAL = 0.01
_DOMAINS = (
    "general-medicine", "psychology", "tcm", "radiology", "oncology", "clinical-text",
    "biomedicine", "dentistry", "psychiatry", "pharmacy",
)  # fmt: skip
_FORMS = ("instruction", "multi-turn-dialogue", "single-turn-qa", "multiple-choice", "preference")
_ORIGINS = ("llm-generated", "crawled", "human-written", "exams", "literature", "llm-rewritten")
_ACCESS = ("open",) * 8 + ("on-request", "closed")
_SIZES = (0.5, 1.5, 1.8, 3.0, 7.0, 7.61, 8.0, 13.0, 14.0, 32.0, 70.0)
_LINES = (
    ("qwen", "Qwen", "通义千问"), ("llama", "LLaMA", None), ("mistral", "Mistral", None),
    ("gemma", "Gemma", None), ("chatglm", "ChatGLM", None), ("internlm", "InternLM", "书生·浦语"),
    ("baichuan", "Baichuan", "百川"), ("deepseek", "DeepSeek", "深度求索"), ("phi", "Phi", None),
    ("yi", "Yi", "零一万物"), ("bloom", "BLOOM", None), ("falcon", "Falcon", None),
)  # fmt: skip
_LICENCES = (
    ("apache-2-0", "Apache License 2.0", "yes"), ("mit", "MIT License", "yes"),
    ("llama2", "Llama 2 Community License", "on-application"),
    ("llama3", "Llama 3 Community License", "on-application"),
    ("gemma-terms", "Gemma Terms of Use", "yes"),
    ("cc-by-4-0", "CC BY 4.0", "yes"), ("cc-by-nc-4-0", "CC BY-NC 4.0", "no"),
    ("cc-by-nc-sa-4-0", "CC BY-NC-SA 4.0", "no"), ("openrail", "OpenRAIL", "yes"),
    ("research-only", "For research only", "no"),
)  # fmt: skip
_METHODS = (
    ("sft", "Supervised fine-tuning", "监督微调"), ("lora", "LoRA", "低秩适配（LoRA）"),
    ("qlora", "QLoRA", "量化低秩适配"), ("full-parameter", "Full-parameter tuning", "全参数微调"),
    ("dpo", "DPO", "直接偏好优化"), ("rlhf", "RLHF", "基于人类反馈的强化学习"),
    ("continued-pretraining", "Continued pre-training", "继续预训练"),
    ("rag", "RAG", "检索增强生成"),
)  # fmt: skip
_BENCHMARKS = ("MedQA", "MedMCQA", "PubMedQA", "CMB", "CMExam", "MMLU Medicine", "HealthBench")
_GENERATIONS, _RELEASES = 4, 5  # of a line, and of one of its generations


@dataclass(frozen=True)
class Hub:
    """What a written hub holds: its files, and how much of it."""

    files: tuple[Path, ...]
    triples: int
    models: int


class _Skewed:
    """Draws from 0..n-1 so that the k-th is drawn in proportion to 1/(k+1)**slope."""

    def __init__(self, size: int, slope: float) -> None:
        self._sums = list(itertools.accumulate(1 / (k + 1) ** slope for k in range(size)))

    def draw(self, chance: random.Random) -> int:
        return bisect.bisect(self._sums, chance.random() * self._sums[-1])


def write_hub(folder: Path, *, triples: int, seed: int = _SEED) -> Hub:
    """Write a hub of at least `triples` triples into an empty folder, as Turtle files.

    The same arguments give the same bytes. What is kept in memory does not grow with the size but
    for a number a model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("healcare-kg.ttl", "vocabulary.ttl"):
        shutil.copyfile(ONTOLOGY / name, folder / name)
    chance = random.Random(seed)
    world = _World(chance, triples)
    with Shards(folder, chance, sourced=_SOURCED) as shards:
        for kind, entity in world.fixed():
            shards.add(kind, entity)
        while shards.triples < triples:
            for kind, entity in world.next_model():
                shards.add(kind, entity)
        files = (folder / "healcare-kg.ttl", folder / "vocabulary.ttl", *shards.files)
        return Hub(files, shards.triples, world.models)


_Part = tuple[str, Entity]


class _World:
    """The entities of a hub, made one after the other."""

    def __init__(self, chance: random.Random, triples: int) -> None:
        self._chance = chance
        self.models = 0
        expected = triples // 36 + 1  # triples that come with a model, sources included
        extra = round(math.sqrt(expected) / 6)
        self._lines = [*_LINES, *((f"line-{n}", f"Line-{n}", None) for n in range(extra))]
        self._bases = [
            f"{line}-{generation}-{release}b"
            for generation in range(1, _GENERATIONS + 1)
            for release in range(1, _RELEASES + 1)
            for line, _, _ in self._lines
        ]
        self._base = _Skewed(len(self._bases), 0.6)
        self._makers = max(20, expected // 12)
        self._maker = _Skewed(self._makers, 0.6)
        self._data = max(20, expected // 8)
        self._dataset = _Skewed(self._data, 0.7)
        self._domain = _Skewed(len(_DOMAINS), 0.7)
        self._licence = _Skewed(len(_LICENCES), 1.0)
        self._method = _Skewed(len(_METHODS), 0.8)
        self._benchmark = _Skewed(200, 0.8)
        self._makers_done = self._data_done = self._papers = 0

    # What there is whatever the size.

    def fixed(self) -> Iterator[_Part]:
        for slug, label, use in _LICENCES:
            facts = [("hkg:commercialUse", f'"{use}"'), ("hkg:spdxId", f'"{label}"')]
            yield "licenses", (f"kg:{slug}", ["License"], [*_labels(label), *facts])
        for slug, label, chinese_label in _METHODS:
            yield "methods", (f"kg:{slug}", ["FineTuneMethod"], _labels(label, chinese_label))
        for n in range(200):
            label = _BENCHMARKS[n] if n < len(_BENCHMARKS) else f"Bench {n}"
            facts = [*_labels(label), ("hkg:inDomain", self._a_domain()), _access(self._chance)]
            yield "benchmarks", (_benchmark(n), ["Benchmark"], facts)
        for position, (line, label, chinese) in enumerate(self._lines):
            yield from self._line(line, label, chinese, position)

    def _line(self, line: str, label: str, chinese: str | None, position: int) -> Iterator[_Part]:
        maker = ("hkg:developedBy", _maker(position % self._makers))
        facts = [*_labels(label, chinese), maker]
        yield "base-models", (f"kg:{line}", ["BaseModel", "ModelFamily"], facts)
        for g in range(1, _GENERATIONS + 1):
            facts = [*_labels(f"{label} {g}"), maker, ("hkg:variantOf", f"kg:{line}")]
            yield "base-models", (f"kg:{line}-{g}", ["BaseModel", "ModelFamily"], facts)
            for r in range(1, _RELEASES + 1):
                yield (
                    "base-models",
                    (
                        f"kg:{line}-{g}-{r}b",
                        ["BaseModel", "ModelRelease"],
                        [
                            *_labels(f"{label}-{g}-{r}B"),
                            maker,
                            ("hkg:variantOf", f"kg:{line}-{g}"),
                            ("hkg:parametersBillions", f"{r}.0"),
                            ("hkg:released", f'"{2020 + g}-0{r}"'),
                            ("dcterms:license", self._a_licence()),
                            ("hkg:access", "hkg:open"),
                        ],
                    ),
                )

    # What comes with each model.

    def next_model(self) -> Iterator[_Part]:
        number, chance = self.models, self._chance
        self.models += 1
        while self._makers_done < min(self._makers, number // 12 + 20):
            yield "institutions", self._institution()
        while self._data_done < min(self._data, number // 8 + 20):
            yield "datasets", self._data_set()
        family = number - number % 4 if number % 4 and number // 4 % 3 == 0 else None
        if number % 4 == 0 and number // 4 % 3 == 0:
            yield "models", self._family(number)
        facts = [*self._parents(number), *self._properties(number)]
        if family is not None:
            facts.append(("hkg:variantOf", f"kg:family-{family}"))
        if number % 10 == 0:
            yield "publications", self._paper(number)
            facts.append(("hkg:publishedIn", f"kg:paper-{number}"))
        label = f"{_WORDS[number % len(_WORDS)]}-{number}"
        chinese = f"模型{number}" if number % 10 < 3 else None
        yield "models", (_model(number), ["ModelRelease"], [*_labels(label, chinese), *facts])
        if chance.random() < 0.1:
            yield "evaluations", self._evaluation(number, label)
        if number % 50 == 0:
            yield "claims", _claim(number)

    def _parents(self, number: int) -> list[tuple[str, str]]:
        """Three of four models start from a base, the others from a model of the hub."""
        chance = self._chance
        kind = chance.random()
        if number < 100 or kind < 0.75:
            return [("hkg:basedOn", self._a_base())]
        # Popular models are early ones, and an early model is drawn more often.
        earlier = _model(int(number * chance.random() ** 3))
        if kind < 0.87:
            return [("hkg:basedOn", earlier)]
        if kind < 0.96:
            return [("hkg:basedOn", earlier), ("hkg:quantizedFrom", earlier)]
        others = {earlier, self._a_base(), _model(int(number * chance.random()))}
        return [(p, m) for m in sorted(others) for p in ("hkg:basedOn", "hkg:mergedFrom")]

    def _properties(self, number: int) -> list[tuple[str, str]]:
        chance = self._chance
        maker = _maker(self._maker.draw(chance))
        facts = [
            _access(chance),
            ("hkg:developedBy", maker),
            ("hkg:language", '"zh"' if chance.random() < 0.4 else '"en"'),
            ("hkg:modality", "hkg:text"),
            ("hkg:released", f'"{2022 + number % 4}-{number % 12 + 1:02}"'),
            ("hkg:weights", f'"https://hub.example/{maker[3:]}/{number}"^^xsd:anyURI'),
        ]
        if chance.random() < _MEDICAL:
            facts.append(("hkg:inDomain", self._a_domain()))
        if chance.random() < 0.1:
            facts.append(("hkg:usesMethod", f"kg:{_METHODS[self._method.draw(chance)][0]}"))
        if chance.random() < 0.8:
            facts.append(("hkg:parametersBillions", str(chance.choice(_SIZES))))
        if chance.random() < 0.7:
            facts.append(("dcterms:license", self._a_licence()))
        known = min(self._data, self._data_done)
        for _ in range(chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))):
            facts.append(("hkg:trainedOn", _dataset(self._dataset.draw(chance) % known)))
        return list(dict.fromkeys(facts))

    def _family(self, number: int) -> Entity:
        facts = _labels(f"Family {number}")
        if self._chance.random() < _MEDICAL:
            facts.append(("hkg:inDomain", self._a_domain()))
        if self._chance.random() < 0.3:
            facts.append(("hkg:hasReleaseBasedOn", self._a_base()))
        return f"kg:family-{number}", ["ModelFamily"], facts

    def _institution(self) -> Entity:
        number = self._makers_done
        self._makers_done += 1
        chinese = f"机构{number}" if number % 3 == 0 else None
        facts = _labels(f"Lab {number}", chinese)
        if number % 5 == 0 and number % 50:
            facts.append(("hkg:partOf", _maker(number - number % 50)))
        return _maker(number), ["Institution"], facts

    def _data_set(self) -> Entity:
        number, chance = self._data_done, self._chance
        self._data_done += 1
        label = "PsyQA" if number == 0 else f"Corpus {number}"
        facts = [
            *_labels(label, f"语料{number}" if number % 3 == 0 else None),
            _access(chance),
            ("hkg:developedBy", _maker(self._maker.draw(chance) % self._makers_done)),
            ("hkg:exampleCount", str(int(10 ** (2 + 4 * chance.random())))),
            ("hkg:form", f"hkg:{chance.choice(_FORMS)}"),
            ("hkg:language", '"zh"' if chance.random() < 0.4 else '"en"'),
            ("hkg:modality", "hkg:text"),
            ("hkg:origin", f"hkg:{chance.choice(_ORIGINS)}"),
        ]
        if chance.random() < _MEDICAL:
            facts.append(("hkg:inDomain", self._a_domain()))
        if chance.random() < 0.6:
            facts.append(("dcterms:license", self._a_licence()))
        if chance.random() < 0.2:
            facts.append(("hkg:generatedBy", self._a_base()))
        if number > 20 and chance.random() < 0.15:
            facts.append(("hkg:builtFrom", _dataset(int(number * chance.random() ** 2))))
        elif number > 20 and chance.random() < 0.08:
            facts.append(("hkg:versionOf", _dataset(int(number * chance.random() ** 2))))
        return _dataset(number), ["Dataset"], facts

    def _paper(self, number: int) -> Entity:
        title = f"On Model {number} and What It Learned"
        facts = [
            *_labels(title),
            ("dcterms:title", f'"{title}"'),
            ("hkg:arxiv", f'"{2000 + number % 500}.{number % 100000:05}"'),
            ("hkg:year", str(2022 + number % 4)),
        ]
        return f"kg:paper-{number}", ["Publication"], facts

    def _evaluation(self, number: int, label: str) -> Entity:
        benchmark = self._benchmark.draw(self._chance)
        facts = [
            *_labels(f"{label} on {benchmark}: accuracy"),
            ("hkg:evaluates", _model(number)),
            ("hkg:metric", '"accuracy"'),
            ("hkg:onBenchmark", _benchmark(benchmark)),
            ("hkg:score", f"{20 + 75 * self._chance.random():.2f}"),
        ]
        return f"kg:eval-{number}", ["Evaluation"], facts

    def _a_base(self) -> str:
        return f"kg:{self._bases[self._base.draw(self._chance)]}"

    def _a_domain(self) -> str:
        return f"hkg:{_DOMAINS[self._domain.draw(self._chance)]}"

    def _a_licence(self) -> str:
        return f"kg:{_LICENCES[self._licence.draw(self._chance)][0]}"


_WORDS = ("Medica", "Psyche", "Huatuo", "Clinica", "Serene", "Bencao", "Aescula", "Counsel")


def _model(number: int) -> str:
    return f"kg:{_WORDS[number % len(_WORDS)].lower()}-{number}"


def _maker(number: int) -> str:
    return f"kg:lab-{number}"


def _dataset(number: int) -> str:
    return f"kg:corpus-{number}" if number else "kg:psyqa"


def _benchmark(number: int) -> str:
    if number < len(_BENCHMARKS):
        return f"kg:{_BENCHMARKS[number].lower().replace(' ', '-')}"
    return f"kg:bench-{number}"


def _access(chance: random.Random) -> tuple[str, str]:
    return "hkg:access", f"hkg:{chance.choice(_ACCESS)}"


def _labels(english: str, chinese: str | None = None) -> list[tuple[str, str]]:
    found = [("rdfs:label", f'"{english}"@en')]
    return [*found, ("rdfs:label", f'"{chinese}"@zh')] if chinese else found


def _claim(number: int) -> Entity:
    facts = [
        *_labels(f"Model {number}: size 6 (not adopted)", f"模型{number}：规模 6（未采纳）"),
        ("hkg:claimSubject", _model(number)),
        ("hkg:claimProperty", "hkg:parametersBillions"),
        ("hkg:claimValue", "6.0"),
        ("hkg:claimReason", '"the model card says otherwise"@en'),
        ("hkg:claimReason", '"与模型卡片不符"@zh'),
        ("hkg:source", "<https://hub.example/survey>"),
        ("hkg:locator", '"table 1"'),
        ("hkg:sourceKind", '"secondary"'),
    ]
    return f"kg:claim-{number}", ["Claim"], facts


def main(argv: Sequence[str] | None = None) -> None:
    """Write a hub and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hub", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=_SEED)
    given = parser.parse_args(argv)
    hub = write_hub(given.folder, triples=given.triples, seed=given.seed)
    print(f"{hub.triples} triples, {hub.models} models, {len(hub.files)} files in {given.folder}")


if __name__ == "__main__":
    main()
