"""The ontology and its closed lists: what every term carries, and what no term may."""

from __future__ import annotations

import functools
import io
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import DCTERMS

FOLDER = Path(__file__).resolve().parent.parent / "ontology"
FILES = ["healcare-kg.ttl", "vocabulary.ttl", "shapes.ttl"]
HKG = Namespace("https://w3id.org/healcare-kg/ontology#")
KG = Namespace("https://w3id.org/healcare-kg/id/")
CC = Namespace("http://creativecommons.org/ns#")
HEADERS = {
    "healcare-kg.ttl": URIRef("https://w3id.org/healcare-kg/ontology"),
    "vocabulary.ttl": URIRef("https://w3id.org/healcare-kg/vocabulary"),
    "shapes.ttl": URIRef("https://w3id.org/healcare-kg/shapes"),
}
LISTS = [HKG.AccessLevel, HKG.Domain, HKG.Modality, HKG.DataForm, HKG.DataOrigin]
CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


@functools.cache
def graph(name: str) -> Graph:
    return Graph().parse(FOLDER / name)


def own_terms(name: str) -> list[URIRef]:
    """The hkg: terms that the file describes."""
    return sorted({s for s in graph(name).subjects(RDF.type) if s.startswith(str(HKG))})


def languages(name: str, subject: URIRef, term: URIRef) -> list[str]:
    texts = [o for o in graph(name).objects(subject, term) if isinstance(o, Literal) and o.strip()]
    return sorted(text.language or "" for text in texts)


# Every term


@pytest.mark.parametrize("name", ["healcare-kg.ttl", "vocabulary.ttl"])
def test_every_term_has_one_label_and_definition_in_each_language(name: str) -> None:
    terms = own_terms(name)
    assert terms
    wrong = [
        (term, annotation)
        for term in terms
        for annotation in (RDFS.label, RDFS.comment)
        if languages(name, term, annotation) != ["en", "zh"]
    ]
    assert not wrong


@pytest.mark.parametrize("name", ["healcare-kg.ttl", "vocabulary.ttl"])
def test_every_term_says_which_file_defines_it(name: str) -> None:
    for term in own_terms(name):
        assert list(graph(name).objects(term, RDFS.isDefinedBy)) == [HEADERS[name]], term


@pytest.mark.parametrize("name", ["healcare-kg.ttl", "vocabulary.ttl"])
def test_chinese_texts_are_chinese_and_end_as_sentences_do(name: str) -> None:
    for term in own_terms(name):
        for text in graph(name).objects(term, RDFS.comment):
            assert str(text).endswith("。" if text.language == "zh" else "."), (term, text)
            assert bool(re.search("[一-鿿]", text)) == (text.language == "zh"), (term, text)


def test_terms_of_others_are_declared_with_a_label_and_nothing_of_ours_hides_in_them() -> None:
    outside = {
        s
        for s in graph("healcare-kg.ttl").subjects(RDF.type)
        if isinstance(s, URIRef) and not s.startswith(str(HKG)) and s not in HEADERS.values()
    }
    assert DCTERMS.license in outside
    for term in outside:
        assert languages("healcare-kg.ttl", term, RDFS.label) == ["en", "zh"], term
        assert (term, RDFS.isDefinedBy, None) not in graph("healcare-kg.ttl"), term


def test_names_follow_their_kind() -> None:
    kinds = {
        OWL.Class: r"[A-Z][A-Za-z]*",
        OWL.ObjectProperty: r"[a-z][A-Za-z]*",
        OWL.DatatypeProperty: r"[a-z][A-Za-z]*",
        OWL.AnnotationProperty: r"[a-z][A-Za-z]*",
        OWL.NamedIndividual: r"[a-z][a-z0-9]*(-[a-z0-9]+)*",
    }
    for name in ("healcare-kg.ttl", "vocabulary.ttl"):
        for term in own_terms(name):
            types = [kinds[t] for t in graph(name).objects(term, RDF.type) if t in kinds]
            assert len(types) == 1, f"{term} is {len(types)} kinds of thing"
            assert re.fullmatch(types[0], term.removeprefix(str(HKG))), term


def test_no_member_of_a_list_has_the_name_of_a_term() -> None:
    assert not set(own_terms("healcare-kg.ttl")) & set(own_terms("vocabulary.ttl"))


def test_every_term_that_is_used_is_declared() -> None:
    declared = {s for name in FILES[:2] for s in graph(name).subjects(RDF.type)}
    for name in FILES[:2]:
        for triple in graph(name):
            for term in triple:
                if isinstance(term, URIRef) and term.startswith(str(HKG)):
                    assert term in declared, (name, term)


# The ontology


def test_the_five_main_classes_come_first() -> None:
    text = (FOLDER / "healcare-kg.ttl").read_text(encoding="utf-8")
    order = re.findall(r"^hkg:(\w+) a owl:Class", text, re.MULTILINE)
    assert order[:5] == ["Model", "Dataset", "BaseModel", "FineTuneMethod", "Institution"]


def test_top_classes_are_disjoint() -> None:
    ontology = graph("healcare-kg.ttl")
    top = {
        c
        for c in ontology.subjects(RDF.type, OWL.Class)
        if (c, RDFS.subClassOf, None) not in ontology
    }
    members = ontology.value(
        ontology.value(predicate=RDF.type, object=OWL.AllDisjointClasses), OWL.members
    )
    assert set(ontology.items(members)) == top
    assert (HKG.ModelRelease, OWL.disjointWith, HKG.ModelFamily) in ontology


def test_transitive_property_and_all_above_it_carry_no_restriction() -> None:
    """OWL 2 Structural Specification, section 11.2: HermiT stops on a restricted non-simple one."""
    ontology = graph("healcare-kg.ttl")
    assert (HKG.derivedFrom, RDF.type, OWL.TransitiveProperty) in ontology
    forbidden = {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    }
    for above in ontology.transitive_objects(HKG.derivedFrom, RDFS.subPropertyOf):
        assert not set(ontology.objects(above, RDF.type)) & forbidden, above
        assert (None, OWL.onProperty, above) not in ontology, above
        assert (above, OWL.propertyDisjointWith, None) not in ontology, above
        assert (None, OWL.propertyDisjointWith, above) not in ontology, above


def test_only_lineage_of_weights_is_under_derived_from() -> None:
    below = set(graph("healcare-kg.ttl").transitive_subjects(RDFS.subPropertyOf, HKG.derivedFrom))
    assert below == {HKG.derivedFrom, HKG.basedOn, HKG.quantizedFrom, HKG.mergedFrom}


def test_properties_of_data_have_a_range_but_those_whose_texts_have_a_language() -> None:
    ontology = graph("healcare-kg.ttl")
    without = {
        p
        for p in ontology.subjects(RDF.type, OWL.DatatypeProperty)
        if (p, RDFS.range, None) not in ontology
    }
    assert without == {HKG.purpose, HKG.note, HKG.claimValue, HKG.claimReason}


def test_every_count_is_a_size() -> None:
    ontology = graph("healcare-kg.ttl")
    counts = {p for p in own_terms("healcare-kg.ttl") if p.endswith("Count")}
    assert counts == set(ontology.subjects(RDFS.subPropertyOf, HKG["size"]))


# The closed lists


def test_every_member_belongs_to_exactly_one_list() -> None:
    vocabulary = graph("vocabulary.ttl")
    for term in own_terms("vocabulary.ttl"):
        assert len(set(vocabulary.objects(term, RDF.type)) & set(LISTS)) == 1, term


def test_no_two_members_of_a_list_share_a_label() -> None:
    vocabulary = graph("vocabulary.ttl")
    for list_class in LISTS:
        members = list(vocabulary.subjects(RDF.type, list_class))
        assert members, list_class
        labels = Counter(label for m in members for label in vocabulary.objects(m, RDFS.label))
        assert max(labels.values()) == 1, labels.most_common(1)


# The files


@pytest.mark.parametrize("name", FILES)
def test_header_is_complete(name: str) -> None:
    (header,) = graph(name).subjects(RDF.type, OWL.Ontology)
    assert header == HEADERS[name]
    version = graph(name).value(header, OWL.versionInfo)
    assert graph(name).value(header, OWL.versionIRI) == URIRef(f"{header}/{version}")
    assert languages(name, header, DCTERMS.title) == ["en", "zh"]
    assert languages(name, header, DCTERMS.description) == ["en", "zh"]
    licence = graph(name).value(header, CC.license)
    assert licence == URIRef("https://creativecommons.org/publicdomain/zero/1.0/")


def test_files_carry_one_version() -> None:
    versions = {graph(name).value(HEADERS[name], OWL.versionInfo) for name in FILES}
    assert len(versions) == 1


def test_ontology_imports_nothing_and_the_lists_import_the_ontology() -> None:
    assert not list(graph("healcare-kg.ttl").objects(None, OWL.imports))
    imported = list(graph("vocabulary.ttl").objects(None, OWL.imports))
    assert imported == [HEADERS["healcare-kg.ttl"]]


def test_ontology_is_short() -> None:
    assert len((FOLDER / "healcare-kg.ttl").read_text(encoding="utf-8").splitlines()) < 700


@pytest.mark.parametrize("name", FILES)
def test_file_avoids_what_makes_protege_take_it_for_another_format(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    outside_strings = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    assert not re.search(r"^\s*(?:PREFIX|BASE)\b", outside_strings, re.MULTILINE | re.IGNORECASE)
    assert "\\" not in outside_strings, "an escape in a local name"
    assert not re.search(r";\s*;", outside_strings)
    assert "_:" not in outside_strings, "a labelled blank node; write []"


@pytest.mark.parametrize("name", FILES)
def test_rdflib_and_oxigraph_read_the_same_graph(name: str) -> None:
    quads = pyoxigraph.parse(path=FOLDER / name, format=pyoxigraph.RdfFormat.TURTLE)
    lines = pyoxigraph.serialize((q.triple for q in quads), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert lines is not None
    other = Graph().parse(data=lines.decode("utf-8"), format="nt")
    assert to_isomorphic(other) == to_isomorphic(graph(name))


def test_catalog_maps_every_ontology_that_people_open_to_its_file() -> None:
    root = ET.parse(FOLDER / "catalog-v001.xml").getroot()
    entries = {e.attrib["name"]: e.attrib["uri"] for e in root.iter(f"{CATALOG}uri")}
    names = {str(HEADERS[name]): name for name in FILES if name != "shapes.ttl"}
    assert entries == names
    imported = {str(i) for name in names.values() for i in graph(name).objects(None, OWL.imports)}
    assert imported <= entries.keys()
    assert not list(root.iter(f"{CATALOG}group")), "Protégé would rewrite the catalog"


# What must follow


@pytest.mark.java
def test_hermit_infers_lineage_through_families_and_not_past_them() -> None:
    import owlready2

    if shutil.which("java") is None:
        pytest.skip("no Java runtime on the PATH")
    facts = Graph()
    facts += graph("healcare-kg.ttl")
    families = ("qwen", "qwen2-5", "internlm", "emollm")
    releases = ("qwen2-5-14b", "deepseek-r1", "r1-distill-qwen", "emollm-r1", "emollm-internlm")
    for names, kind in ((families, HKG.ModelFamily), (releases, HKG.ModelRelease)):
        for each in names:
            facts.add((KG[each], RDF.type, kind))
            facts.add((KG[each], RDF.type, OWL.NamedIndividual))
    for subject, term, target in (
        ("qwen2-5", HKG.variantOf, "qwen"),
        ("qwen2-5-14b", HKG.variantOf, "qwen2-5"),
        ("r1-distill-qwen", HKG.basedOn, "qwen2-5-14b"),
        ("r1-distill-qwen", HKG.distilledFrom, "deepseek-r1"),
        ("emollm", HKG.hasReleaseBasedOn, "qwen"),
        ("emollm-r1", HKG.variantOf, "emollm"),
        ("emollm-r1", HKG.basedOn, "r1-distill-qwen"),
        ("emollm-internlm", HKG.variantOf, "emollm"),
        ("emollm-internlm", HKG.basedOn, "internlm"),
    ):
        facts.add((KG[subject], term, KG[target]))
    world = owlready2.World()
    triples = io.BytesIO(facts.serialize(format="nt", encoding="utf-8"))
    loaded = world.get_ontology("https://w3id.org/healcare-kg/test").load(fileobj=triples)
    with loaded:
        owlready2.sync_reasoner(world, infer_property_values=True, debug=0)

    def ancestors(name: str) -> set[str]:
        return {parent.name for parent in world[str(KG[name])].INDIRECT_derivedFrom}

    assert ancestors("emollm-r1") == {"r1-distill-qwen", "qwen2-5-14b", "qwen2-5", "qwen"}
    assert ancestors("emollm-internlm") == {"internlm"}
    assert ancestors("emollm") == set()
    assert ancestors("qwen2-5-14b") == set()
