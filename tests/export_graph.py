"""A small graph that has one of everything an exporter has to deal with."""

from __future__ import annotations

from pathlib import Path

__all__ = ["GRAPH", "write_graph"]

_PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix hkg: <https://w3id.org/healcare-kg/ontology#> .
@prefix kg: <https://w3id.org/healcare-kg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

GRAPH = (
    _PREFIXES
    + """
kg:base a owl:NamedIndividual , hkg:BaseModel , hkg:ModelRelease ;
    rdfs:label "Base-7B"@en ; hkg:variantOf kg:line ;
    hkg:weights "https://huggingface.co/lab/Base-7B"^^xsd:anyURI .
kg:line a owl:NamedIndividual , hkg:BaseModel , hkg:ModelFamily ; rdfs:label "Base"@en , "基座"@zh .
kg:doctor a owl:NamedIndividual , hkg:ModelRelease ;
    rdfs:label "Doctor \\"7B\\" <b>&"@en , "医生"@zh ; skos:altLabel "Dr </script>" ;
    hkg:basedOn kg:base ; hkg:trainedOn kg:talks , kg:private ;
    hkg:usesMethod kg:full-parameter-sft ;
    hkg:developedBy kg:lab ; dcterms:license kg:apache-2-0 ; hkg:language "zh-Hans" , "en" ;
    hkg:inDomain hkg:psychology ; hkg:parametersBillions 7.6 ; hkg:released "2024-05" ;
    hkg:publishedIn kg:paper ; hkg:access hkg:open ; hkg:purpose "to listen"@en ;
    hkg:weights "https://huggingface.co/lab/Doctor"^^xsd:anyURI .
kg:doctor-q4 a owl:NamedIndividual , hkg:ModelRelease ; rdfs:label "Doctor-Q4"@en ;
    hkg:basedOn kg:doctor ; hkg:quantizedFrom kg:doctor ; dcterms:license kg:own-terms .
kg:nurse a owl:NamedIndividual , hkg:ModelRelease ; rdfs:label "Nurse"@en ;
    hkg:basedOn kg:base ; hkg:usesMethod kg:lora .
kg:talks a owl:NamedIndividual , hkg:Dataset ; rdfs:label "Talks"@en ;
    hkg:repository "https://huggingface.co/datasets/lab/talks"^^xsd:anyURI ; hkg:access hkg:open ;
    dcterms:license kg:cc-by-4-0 ; hkg:released "2023" ; hkg:exampleCount 1200 ;
    hkg:form hkg:multi-turn-dialogue ; hkg:origin hkg:llm-generated ; hkg:generatedBy kg:base ;
    hkg:developedBy kg:lab ; hkg:publishedIn kg:paper .
kg:private a owl:NamedIndividual , hkg:Dataset ; rdfs:label "Private"@en ; hkg:access hkg:closed ;
    hkg:repository "https://huggingface.co/datasets/lab/private"^^xsd:anyURI ;
    hkg:builtFrom kg:talks .
kg:exam a owl:NamedIndividual , hkg:Benchmark ; rdfs:label "Exam"@en ;
    hkg:form hkg:multiple-choice .
kg:eval-doctor-exam a owl:NamedIndividual , hkg:Evaluation ; rdfs:label "Doctor on Exam"@en ;
    hkg:evaluates kg:doctor ; hkg:onBenchmark kg:exam ; hkg:metric "accuracy" ; hkg:score 61.5 ;
    hkg:setting "5-shot" .
kg:lab a owl:NamedIndividual , hkg:Institution ; rdfs:label "Lab"@en ; hkg:partOf kg:university .
kg:university a owl:NamedIndividual , hkg:Institution ; rdfs:label "University"@en .
kg:paper a owl:NamedIndividual , hkg:Publication ; rdfs:label "A paper"@en ;
    dcterms:title "A paper" ; hkg:arxiv "2401.00001" ; hkg:year 2024 .
kg:apache-2-0 a owl:NamedIndividual , hkg:License ; rdfs:label "Apache 2.0"@en ;
    hkg:spdxId "Apache-2.0" .
kg:cc-by-4-0 a owl:NamedIndividual , hkg:License ; rdfs:label "CC BY 4.0"@en ;
    hkg:spdxId "CC-BY-4.0" .
kg:own-terms a owl:NamedIndividual , hkg:License ; rdfs:label "Own terms"@en ;
    hkg:url "https://example.org/terms"^^xsd:anyURI .
kg:full-parameter-sft a owl:NamedIndividual , hkg:FineTuneMethod ; rdfs:label "full tuning"@en .
kg:lora a owl:NamedIndividual , hkg:FineTuneMethod ; rdfs:label "LoRA"@en .
kg:claim-doctor a owl:NamedIndividual , hkg:Claim ; rdfs:label "not adopted"@en ;
    hkg:claimSubject kg:doctor ; hkg:claimProperty hkg:basedOn ; hkg:claimObject kg:rumour ;
    hkg:claimReason "hearsay"@en ; hkg:source <https://example.org/rumour> ;
    hkg:sourceKind "secondary" .
kg:rumour a owl:NamedIndividual , hkg:ModelRelease ; rdfs:label "Rumour"@en .
[] a owl:Axiom ; owl:annotatedSource kg:doctor ; owl:annotatedProperty hkg:basedOn ;
    owl:annotatedTarget kg:base ; hkg:source <https://example.org/card> ; hkg:locator "README.md" ;
    hkg:sourceKind "primary" .
[] a owl:Axiom ; owl:annotatedSource kg:eval-doctor-exam ; owl:annotatedProperty hkg:score ;
    owl:annotatedTarget 61.5 ; hkg:source <https://example.org/results> ;
    hkg:sourceKind "secondary" .
"""
)


def write_graph(folder: Path) -> Path:
    """The graph as a file in a folder."""
    path = folder / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return path
