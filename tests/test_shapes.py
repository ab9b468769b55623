"""The shapes: each rule is made to fail, each target exists, each message is in both languages."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
FIXTURES = ROOT / "tests" / "shapes"
INVALID = sorted(FIXTURES.glob("invalid.*.ttl"))
HKS = Namespace("https://w3id.org/healcare-kg/shapes#")
HKG = "https://w3id.org/healcare-kg/ontology#"

# What a shape says besides its constraints; qualifiedValueShape is a part of qualifiedMinCount.
NOT_CONSTRAINTS = {
    SH.path,
    SH.targetClass,
    SH.severity,
    SH.name,
    SH.message,
    SH.qualifiedValueShape,
}


@functools.cache
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


@functools.cache
def ontology() -> Graph:
    graph = Graph()
    for name in ("healcare-kg.ttl", "vocabulary.ttl"):
        graph.parse(ONTOLOGY / name)
    return graph


def named_shapes() -> list[URIRef]:
    return sorted(
        {s for s in shapes().subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(HKS)}
    )


def with_ontology(fixture: Path) -> Graph:
    graph = Graph()
    graph += ontology()
    return graph.parse(fixture)


def violations(fixture: Path) -> tuple[Graph, list[Node]]:
    """The validation report of a fixture, with the ontology and its lists, and its results."""
    from pyshacl import validate

    _, report, _ = validate(with_ontology(fixture), shacl_graph=shapes())
    assert isinstance(report, Graph), f"{fixture.name}: {report}"
    return report, list(report.objects(None, SH.result))


def expectation(fixture: Path) -> tuple[URIRef, set[str]]:
    """The shape that the fixture breaks and the constraints of it, from its first line."""
    first = fixture.read_text(encoding="utf-8").partition("\n")[0]
    match = re.fullmatch(r"# breaks: hks:(\S+) by (sh:\w+(?: sh:\w+)*)", first)
    assert match, f"{fixture.name}: the first line is to be '# breaks: hks:... by sh:... sh:...'"
    return HKS[match[1]], {name.removeprefix("sh:") for name in match[2].split()}


def constraints(shape: URIRef) -> set[str]:
    """The names of the constraint parameters that the shape carries."""
    terms = {p for p in shapes().predicates(shape) if p.startswith(str(SH))}
    return {term.removeprefix(str(SH)) for term in terms - NOT_CONSTRAINTS}


def component(parameter: str) -> URIRef:
    """The constraint component of a parameter: sh:minCount gives sh:MinCountConstraintComponent."""
    return SH[f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent"]


def path_properties(path: Node) -> list[Node]:
    """The properties of a path: one IRI, or the members of an alternative path."""
    alternatives = shapes().value(path, SH.alternativePath)
    return [path] if alternatives is None else list(Collection(shapes(), alternatives))


@pytest.mark.parametrize("fixture", INVALID, ids=lambda path: path.name)
def test_a_fixture_breaks_its_shape_as_it_says_and_no_other_shape(fixture: Path) -> None:
    shape, parameters = expectation(fixture)
    report, results = violations(fixture)
    broken = {report.value(result, SH.sourceShape) for result in results}
    assert broken == {shape}
    fired = {report.value(result, SH.sourceConstraintComponent) for result in results}
    assert fired == {component(parameter) for parameter in parameters}


def test_the_valid_fixture_conforms() -> None:
    report, results = violations(FIXTURES / "valid.ttl")
    assert not results, report.serialize(format="turtle")


def test_every_constraint_of_every_shape_has_a_fixture_that_breaks_it() -> None:
    broken = dict.fromkeys(named_shapes(), frozenset[str]())
    for fixture in INVALID:
        shape, parameters = expectation(fixture)
        broken[shape] |= parameters
    missing = {str(s): constraints(s) - broken[s] for s in broken if constraints(s) - broken[s]}
    assert not missing, f"add them to tests/shapes/invalid.<what is wrong>.ttl: {missing}"


def test_a_report_speaks_english_and_chinese() -> None:
    report, results = violations(FIXTURES / "invalid.release-dates.ttl")
    for result in results:
        languages = {text.language for text in report.objects(result, SH.resultMessage)}
        assert languages == {"en", "zh"}


def test_every_shape_has_names_and_messages_in_both_languages_and_a_severity() -> None:
    wrong = []
    for shape in named_shapes():
        name = SH.name if (shape, RDF.type, SH.PropertyShape) in shapes() else RDFS.label
        for term in (name, SH.message):
            texts = list(shapes().objects(shape, term))
            if sorted(text.language or "" for text in texts) != ["en", "zh"] or "" in map(
                str, texts
            ):
                wrong.append((shape, term))
        if shapes().value(shape, SH.severity) not in {SH.Violation, SH.Warning, SH.Info}:
            wrong.append((shape, SH.severity))
    assert not wrong


def test_every_shape_is_named_after_the_class_it_targets() -> None:
    general = {"Entity", "Artifact"}
    for shape in named_shapes():
        subject = shape.removeprefix(str(HKS)).partition("-")[0]
        targets = {str(t).rpartition("#")[2] for t in shapes().objects(shape, SH.targetClass)}
        assert subject in general or targets == {subject}, shape


def test_every_class_of_entities_has_one_node_shape_and_it_asks_for_an_iri() -> None:
    disjoint = ontology().value(predicate=RDF.type, object=OWL.AllDisjointClasses)
    kinds = set(Collection(ontology(), ontology().value(disjoint, OWL.members)))
    lists = {HKG + name for name in ("AccessLevel", "Domain", "Modality", "DataForm", "DataOrigin")}
    classes = {str(kind) for kind in kinds} - lists
    named = {HKG + str(s).removeprefix(str(HKS)) for s in shapes().subjects(SH.nodeKind, SH.IRI)}
    assert classes <= named


def test_every_target_selects_something_in_the_valid_fixture() -> None:
    graph = with_ontology(FIXTURES / "valid.ttl")
    for shape in named_shapes():
        targets = list(shapes().objects(shape, SH.targetClass))
        assert targets, f"{shape} has no target"
        for target in targets:
            classes = graph.transitive_subjects(RDFS.subClassOf, target)
            assert any(True for c in classes for _ in graph.subjects(RDF.type, c)), (shape, target)


def test_every_property_that_a_shape_allows_occurs_in_the_valid_fixture() -> None:
    graph = Graph().parse(FIXTURES / "valid.ttl")
    never = [
        (shape, term)
        for shape, path in shapes().subject_objects(SH.path)
        if shapes().value(shape, SH.maxCount) != Literal(0)
        for term in path_properties(path)
        if (None, term, None) not in graph
    ]
    assert not never


def test_every_term_of_the_shapes_is_defined() -> None:
    """Neither pySHACL nor meta-SHACL says a word about sh:minCont or about hkg:Modle."""
    known = {str(subject) for subject in ontology().subjects(RDF.type)}
    known |= {str(subject) for subject in shapes().subjects(RDF.type)}
    unknown = set()
    for term in {term for triple in shapes() for term in triple if isinstance(term, URIRef)}:
        vocabulary = next((v for v in (SH, RDF, RDFS, OWL, XSD) if term.startswith(str(v))), None)
        if vocabulary is None:
            if str(term) not in known and not _is_part_of_the_header(term):
                unknown.add(term)
        elif term not in vocabulary:
            unknown.add(term)
    assert not unknown


def test_every_path_is_a_property_of_the_ontology() -> None:
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for path in shapes().objects(None, SH.path):
        for term in path_properties(path):
            declared = set(ontology().objects(term, RDF.type)) & kinds
            assert declared or term in {RDF.type, RDFS.label}, term


def test_sh_class_is_asked_of_classes_and_members_of_lists_exist() -> None:
    for term in set(shapes().objects(None, SH["class"])):
        assert (term, RDF.type, OWL.Class) in ontology(), term
    for members in shapes().objects(None, SH["in"]):
        for member in Collection(shapes(), members):
            if isinstance(member, URIRef):
                assert (member, RDF.type, OWL.NamedIndividual) in ontology(), member


def test_every_access_level_is_allowed_somewhere() -> None:
    allowed = {
        member
        for shape in (HKS["Model-access"], HKS["Dataset-access"])
        for member in Collection(shapes(), shapes().value(shape, SH["in"]))
    }
    assert allowed == set(ontology().subjects(RDF.type, URIRef(HKG + "AccessLevel")))


def test_meta_shacl_accepts_the_shapes() -> None:
    from pyshacl import validate

    conforms, _, text = validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


def _is_part_of_the_header(term: URIRef) -> bool:
    header = shapes().value(predicate=RDF.type, object=OWL.Ontology)
    return any(term in pair for pair in shapes().predicate_objects(header))
