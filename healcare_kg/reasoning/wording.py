"""Axioms in words, in English or Chinese, with the labels of what they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from healcare_kg.namespaces import OWL, PREFIXES, RDF, RDFS, curie
from healcare_kg.reasoning.axioms import Axiom
from healcare_kg.turtle import canonical_literal, term_text

__all__ = ["Wording"]

Term = NamedNode | BlankNode | Literal | Triple
Words = Mapping[str, tuple[str, str]]

# {s} is what the axiom's subject is called, {o} its object; of a property {p}.
_BY_PREDICATE: Words = {
    RDF + "type": ("{s} is a {o}", "{s} 是{o}"),
    RDFS + "subClassOf": ("every {s} is a {o}", "凡{s}都是{o}"),
    RDFS + "subPropertyOf": ("whatever is “{s}” is also “{o}”", "凡具有“{s}”关系者也具有“{o}”关系"),
    RDFS + "domain": ("whatever has “{s}” is a {o}", "凡具有“{s}”的都是{o}"),
    RDFS + "range": ("every value of “{s}” is a {o}", "“{s}”的取值都是{o}"),
    OWL + "disjointWith": ("nothing is both a {s} and a {o}", "没有任何事物既是{s}又是{o}"),
    OWL + "equivalentClass": ("{s} and {o} are the same class", "{s}与{o}是同一个类"),
    OWL + "complementOf": ("{s} is all that is not a {o}", "{s}即所有不是{o}的事物"),
    OWL + "equivalentProperty": ("“{s}” and “{o}” mean the same", "“{s}”与“{o}”含义相同"),
    OWL + "propertyDisjointWith": (
        "no two things are both “{s}” and “{o}”",
        "“{s}”与“{o}”不能同时成立",
    ),
    OWL + "inverseOf": ("“{s}” is the inverse of “{o}”", "“{s}”与“{o}”互为逆关系"),
    OWL + "propertyChainAxiom": ("“{o}” one after the other gives “{s}”", "依次经{o}可推出“{s}”"),
    OWL + "sameAs": ("{s} and {o} are the same", "{s} 与 {o} 是同一个体"),
    OWL + "differentFrom": ("{s} and {o} are not the same", "{s} 与 {o} 不是同一个体"),
    OWL + "hasKey": ("{o} identify a {s}", "{o}唯一确定一个{s}"),
}
_OF_PROPERTY: Words = {
    OWL + "FunctionalProperty": ("“{s}” has one value at most", "“{s}”至多有一个取值"),
    OWL + "InverseFunctionalProperty": (
        "no two things have the same “{s}”",
        "“{s}”的取值不能为两个事物共有",
    ),
    OWL + "IrreflexiveProperty": ("nothing is “{s}” itself", "任何事物都不能“{s}”自身"),
    OWL + "ReflexiveProperty": ("everything is “{s}” itself", "任何事物都“{s}”自身"),
    OWL + "AsymmetricProperty": (
        "no two things are “{s}” each other",
        "两个事物不能互相“{s}”",
    ),
    OWL + "SymmetricProperty": ("“{s}” holds in both directions", "“{s}”是双向的"),
    OWL + "TransitiveProperty": ("“{s}” of “{s}” is “{s}”", "“{s}”可传递"),
    OWL + "AllDifferent": ("these are all different: {o}", "以下个体两两不同：{o}"),
    OWL + "NegativePropertyAssertion": ("this is stated not to hold: {o}", "已声明不成立：{o}"),
}
_FACT = ("{s}: {p} {o}", "{s}：{p} {o}")
# Class expressions and restrictions by the predicate that makes them; {p} is a property's label.
_EXPRESSIONS: Words = {
    OWL + "someValuesFrom": ("thing with a “{p}” that is a {o}", "至少有一个“{p}”为{o}的事物"),
    OWL + "allValuesFrom": ("thing whose every “{p}” is a {o}", "所有“{p}”均为{o}的事物"),
    OWL + "hasValue": ("thing whose “{p}” is {o}", "“{p}”为 {o} 的事物"),
    OWL + "hasSelf": ("thing that is “{p}” itself", "“{p}”自身的事物"),
    OWL + "minCardinality": ("thing with at least {o} “{p}”", "至少有 {o} 个“{p}”的事物"),
    OWL + "maxCardinality": ("thing with at most {o} “{p}”", "至多有 {o} 个“{p}”的事物"),
    OWL + "cardinality": ("thing with exactly {o} “{p}”", "恰有 {o} 个“{p}”的事物"),
    OWL + "complementOf": ("thing that is no {o}", "不是{o}的事物"),
    OWL + "intersectionOf": (" and also ", "并且是"),
    OWL + "unionOf": (" or ", "或"),
    OWL + "oneOf": (" or ", "或"),
}
# Between a Chinese character and a letter or digit stands a space.
_NO_SPACE = re.compile(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[一-鿿])")
_LISTS = {OWL + name for name in ("intersectionOf", "unionOf", "oneOf")}
_BETWEEN = (", ", "、")


class Wording:
    """Words for axioms by the labels (IRI, language, text) of a graph."""

    def __init__(self, labels: Mapping[str, Mapping[str, str]], lang: str) -> None:
        self._labels = labels
        self._lang = lang
        self._choice = 1 if lang == "zh" else 0

    def label(self, iri: str) -> str:
        """What an entity is called in the language, else in English, else its short form."""
        known = self._labels.get(iri, {})
        return known.get(self._lang) or known.get("en") or known.get("") or curie(iri) or iri

    def axiom(self, axiom: Axiom) -> str:
        """An axiom as a sentence without its full stop, or as terms where there are no words."""
        root = axiom.root
        subject, value = self._term(root.subject, axiom.triples), root.object
        own = value.value if isinstance(value, NamedNode) else ""
        if root.predicate.value == RDF + "type" and own in _OF_PROPERTY:
            rest = [self._plain(t) for t in axiom.triples[1:] if t.predicate.value != RDF + "type"]
            return self._say(_OF_PROPERTY[own], s=subject, o=_BETWEEN[self._choice].join(rest))
        words = _BY_PREDICATE.get(root.predicate.value)
        said = self._term(value, axiom.triples)
        if words:
            return self._say(words, s=subject, o=said)
        if root.predicate.value.startswith(OWL):
            return f"{subject} {self.label(root.predicate.value)} {said}"
        return self._say(_FACT, s=subject, p=self.label(root.predicate.value), o=said)

    def _plain(self, triple: Triple) -> str:
        return self._term(triple.object, ())

    def _say(self, words: tuple[str, str], **names: str) -> str:
        text = words[self._choice].format(**names)
        if self._lang == "zh":
            return _NO_SPACE.sub(" ", text)
        for vowel in "aeioxAEIOX":  # x as in xsd:string
            text = text.replace(f" a {vowel}", f" an {vowel}")
        return text

    def _term(self, term: Term, triples: Sequence[Triple]) -> str:
        if isinstance(term, NamedNode):
            return self.label(term.value)
        if isinstance(term, Literal):
            literal = canonical_literal(term)
            plain = literal.datatype.value == PREFIXES["xsd"] + "string"
            return f'"{term.value}"' if plain else term_text(term)
        return self._expression(term, triples) if isinstance(term, BlankNode) else str(term)

    def _expression(self, node: BlankNode, triples: Sequence[Triple]) -> str:
        about = {t.predicate.value: t.object for t in triples if t.subject == node}
        if RDF + "first" in about:
            return _BETWEEN[self._choice].join(self._items(node, triples))
        prop = about.get(OWL + "onProperty")
        for predicate, value in about.items():
            name = predicate.replace("Qualified", "").replace("qualifiedC", "c")
            name = name.replace("#qualified", "#")
            words = _EXPRESSIONS.get(name)
            if words and predicate in _LISTS and isinstance(value, BlankNode):
                return words[self._choice].join(self._items(value, triples))
            if words:
                name = self._term(prop, triples) if prop else ""
                return self._say(words, p=name, o=self._count(value, triples))
        inverse = about.get(OWL + "inverseOf")
        if inverse is not None:
            return f"{self._term(inverse, triples)}⁻¹"
        kind = about.get(RDF + "type")
        return self._term(kind, ()) if kind and len(about) == 1 else "[…]"

    def _count(self, value: Term, triples: Sequence[Triple]) -> str:
        if isinstance(value, Literal) and value.datatype.value.startswith(PREFIXES["xsd"] + "non"):
            return value.value
        return self._term(value, triples)

    def _items(self, node: Term, triples: Sequence[Triple]) -> list[str]:
        items = []
        after = {(t.subject, t.predicate.value): t.object for t in triples}
        current: Term | None = node
        while isinstance(current, BlankNode) and (current, RDF + "first") in after:
            items.append(self._term(after[current, RDF + "first"], triples))
            current = after.get((current, RDF + "rest"))
        return items
