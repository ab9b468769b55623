"""schema.org, FAIR4ML and MLDCAT-AP: what they say, read back by rdflib and Oxigraph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from export_graph import GRAPH, write_graph
from pyoxigraph import RdfFormat
from rdflib import RDF, Literal, Namespace, URIRef

from healcare_kg import open_graph
from healcare_kg.exports.catalogue import Catalogue, read_catalogue
from healcare_kg.exports.formats import export

# rdflib's own JSON-LD reader uses a class of its own that it calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

KG = Namespace("https://w3id.org/healcare-kg/id/")
SCHEMA = Namespace("https://schema.org/")
HTTP_SCHEMA = Namespace("http://schema.org/")
FAIR4ML = Namespace("https://w3id.org/fair4ml#")
IT6 = Namespace("http://data.europa.eu/it6/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
# minCount of releases/3.1.0/shacl/mldcat-ap-SHACL.ttl, by target class
MANDATORY = {
    IT6.MachineLearningModel: [
        DCT.identifier, DCT.title, DCT.created, DCAT.version, IT6.hasFile, IT6.trainedOn,
    ],
    DCAT.Dataset: [DCT.title, DCT.description, IT6.collectionDate],
    IT6.File: [IT6.url, DCT["format"], DCT.identifier, DCT.title],
    IT6.Benchmark: [DCT.title],
    URIRef("http://xmlns.com/foaf/0.1/Agent"): [URIRef("http://xmlns.com/foaf/0.1/name")],
    URIRef("http://purl.org/spar/biro/BibliographicReference"): [
        DCT.bibliographicCitation, DCT["format"],
    ],
    URIRef("https://linkedpaperswithcode.com/class/paper"): [DCT.title, DCT.date, IT6.hasDocument],
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = write_graph(tmp_path_factory.mktemp("graph"))
    return read_catalogue(open_graph([path]))


def content(catalogue: Catalogue, form: str, *ids: str) -> bytes:
    made = export(catalogue, form, [catalogue.entities[str(KG[i])] for i in ids])
    (only,) = made.files.values()
    return only


def read(catalogue: Catalogue, form: str, *ids: str) -> rdflib.Graph:
    data = content(catalogue, form, *ids)
    turtle = form == "mldcat-ap"
    graph = rdflib.Graph().parse(data=data, format="turtle" if turtle else "json-ld")
    strict = pyoxigraph.parse(data, format=RdfFormat.TURTLE if turtle else RdfFormat.JSON_LD)
    assert len(list(strict)) == len(graph) > 0
    return graph


def test_schema_org_uses_the_https_iris_only(catalogue: Catalogue) -> None:
    assert b"http://schema.org" not in content(catalogue, "schema-org")


def test_schema_org_model_has_base_licence_maker_paper_and_sources(catalogue: Catalogue) -> None:
    graph = read(catalogue, "schema-org")
    about = {p: set(graph.objects(KG.doctor, p)) for p in set(graph.predicates(KG.doctor))}
    assert about[RDF.type] == {SCHEMA.CreativeWork}
    assert about[SCHEMA.additionalType] == {FAIR4ML.MLModel}
    assert about[SCHEMA.isBasedOn] == {KG.base}
    assert about[SCHEMA.license] == {KG["apache-2-0"]}
    assert about[SCHEMA.creator] == {KG.lab}
    assert about[SCHEMA.citation] == {KG.paper}
    assert about[SCHEMA.subjectOf] == {URIRef("https://example.org/card")}
    assert about[SCHEMA.name] == {Literal('Doctor "7B" <b>&')}


def test_schema_org_of_one_entity_names_what_it_points_to(catalogue: Catalogue) -> None:
    graph = read(catalogue, "schema-org", "doctor")
    assert (KG.base, SCHEMA.name, Literal("Base-7B")) in graph
    assert (KG.base, SCHEMA.sameAs, None) not in graph
    assert (KG.nurse, None, None) not in graph


def test_schema_org_dataset_has_its_size_with_the_unit(catalogue: Catalogue) -> None:
    graph = read(catalogue, "schema-org")
    (size,) = graph.objects(KG.talks, SCHEMA.size)
    assert (
        graph.value(size, SCHEMA.value).toPython(),
        str(graph.value(size, SCHEMA.unitText)),
    ) == (
        1200,
        "examples",
    )


def test_json_ld_can_t_close_the_script_element_of_a_page(catalogue: Catalogue) -> None:
    for form in ("schema-org", "fair4ml"):
        assert b"</script>" not in content(catalogue, form)


def test_fair4ml_model_has_base_data_evaluation_and_intended_use(catalogue: Catalogue) -> None:
    graph = read(catalogue, "fair4ml")
    assert (KG.doctor, RDF.type, FAIR4ML.MLModel) in graph
    assert set(graph.objects(KG.doctor, FAIR4ML.fineTunedFrom)) == {KG.base}
    assert set(graph.objects(KG.doctor, FAIR4ML.trainedOn)) == {KG.talks, KG.private}
    assert set(graph.objects(KG.doctor, FAIR4ML.intendedUse)) == {Literal("to listen", lang="en")}
    evaluation = KG["eval-doctor-exam"]
    assert (KG.doctor, FAIR4ML.hasEvaluation, evaluation) in graph
    assert (evaluation, FAIR4ML.evaluationDataset, KG.exam) in graph
    result = graph.value(evaluation, FAIR4ML.evaluationResults)
    assert graph.value(result, HTTP_SCHEMA.value).toPython() == 61.5


def test_fair4ml_uses_no_term_that_its_vocabulary_lacks(catalogue: Catalogue) -> None:
    terms = {
        "MLModel", "MLModelEvaluation", "evaluatedMLModel", "evaluatedOn", "evaluationDataset",
        "evaluationMetrics", "evaluationResults", "fineTunedFrom", "hasEvaluation", "intendedUse",
        "modelCategory", "trainedOn",
    }  # fmt: skip
    graph = read(catalogue, "fair4ml")
    used = {str(t).removeprefix(str(FAIR4ML)) for s, p, o in graph for t in (p, o) if t in FAIR4ML}
    assert used <= terms


def test_mldcat_ap_gives_each_class_what_the_profile_makes_mandatory(catalogue: Catalogue) -> None:
    graph = read(catalogue, "mldcat-ap")
    for cls, properties in MANDATORY.items():
        subjects = set(graph.subjects(RDF.type, cls))
        assert subjects, cls
        for prop in properties:
            assert [s for s in subjects if (s, prop, None) not in graph] == [], prop


def test_mldcat_ap_points_a_complete_model_to_complete_ones_only(catalogue: Catalogue) -> None:
    graph = read(catalogue, "mldcat-ap")
    assert set(graph.subjects(RDF.type, IT6.MachineLearningModel)) == {KG.doctor}
    assert set(graph.objects(KG.doctor, IT6.trainedOn)) == {KG.talks}
    assert set(graph.objects(KG.doctor, DCT.relation)) == {KG.private}
    assert set(graph.objects(KG.doctor, IT6.fineTunedFrom)) == set()
    assert set(graph.objects(KG.doctor, PROV.wasDerivedFrom)) == {KG.base}
    for other in (KG.base, KG.nurse, KG.private):
        assert set(graph.objects(other, RDF.type)) == {DCAT.Resource}


def test_mldcat_ap_counts_parameters_one_by_one(catalogue: Catalogue) -> None:
    graph = read(catalogue, "mldcat-ap")
    (count,) = graph.objects(KG.doctor, IT6.totalNumberOfParameters)
    assert count.toPython() == 7_600_000_000
    assert str(count.datatype).endswith("nonNegativeInteger")


def test_mldcat_ap_says_that_the_date_of_collection_is_not_known(catalogue: Catalogue) -> None:
    graph = read(catalogue, "mldcat-ap")
    (date,) = graph.objects(KG.talks, IT6.collectionDate)
    assert str(date.datatype).endswith("gYear")
    assert "not known" in str(graph.value(KG.talks, IT6.dataProvenance))


def test_mldcat_ap_keeps_a_dataset_a_benchmark_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    on_talks = GRAPH.replace("hkg:onBenchmark kg:exam", "hkg:onBenchmark kg:talks")
    path.write_text(on_talks, encoding="utf-8")
    graph = read(read_catalogue(open_graph([path])), "mldcat-ap")
    assert set(graph.objects(KG.talks, RDF.type)) == {DCAT.Dataset, IT6.Benchmark}
    assert (KG.doctor, IT6.hasBenchmark, KG.talks) in graph
