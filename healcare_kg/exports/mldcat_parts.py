"""What an MLDCAT-AP description points to: agents, languages, licences, papers, files."""

from __future__ import annotations

from healcare_kg.exports.catalogue import Catalogue, Entity, local_name
from healcare_kg.exports.turtle_text import Description
from healcare_kg.exports.wording import citation

__all__ = ["access_rights", "agent", "day", "language", "licence", "publication", "weights_file"]

_AUTHORITY = "http://publications.europa.eu/resource/authority"
# Codes of the EU language authority table for the languages that the graph has.
_EU_LANGUAGES = {
    "ar": "ARA", "de": "DEU", "en": "ENG", "es": "SPA", "fa": "FAS", "fr": "FRA", "he": "HEB",
    "hi": "HIN", "it": "ITA", "ja": "JPN", "ko": "KOR", "mul": "MUL", "pt": "POR", "ru": "RUS",
    "vi": "VIE", "zh": "ZHO",
}  # fmt: skip
_EU_ACCESS = {"open": "PUBLIC", "on-request": "RESTRICTED", "closed": "NON_PUBLIC"}
_BINARY = "https://www.iana.org/assignments/media-types/application/octet-stream"
_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def day(text: str) -> tuple[str, str]:
    """A date of the graph with the datatype of its precision."""
    return text, _DATES.get(len(text), "xsd:string")


def language(tag: str, nodes: dict[str, Description]) -> str:
    """The IRI of a BCP 47 tag's language, without script or region."""
    code = tag.partition("-")[0].lower()
    known = _EU_LANGUAGES.get(code)
    iso = "iso639-1" if len(code) == 2 else "iso639-2"  # noqa: PLR2004 - the standards' code lengths
    iri = (
        f"{_AUTHORITY}/language/{known}" if known else f"http://id.loc.gov/vocabulary/{iso}/{code}"
    )
    nodes.setdefault(iri, Description()).types.add("dct:LinguisticSystem")
    return iri


def licence(entity: Entity, nodes: dict[str, Description]) -> str:
    """The IRI of a licence: its SPDX page or text, else that of the graph."""
    spdx = entity.text("spdxId")
    iri = f"https://spdx.org/licenses/{spdx}" if spdx else entity.text("url") or entity.iri
    node = nodes.setdefault(iri, Description())
    node.types.add("dct:LicenseDocument")
    node.text("rdfs:label", entity.label(), "en")
    return iri


def access_rights(iri: str, catalogue: Catalogue, nodes: dict[str, Description]) -> str:
    """The EU authority's access right, or the graph's own where that has none."""
    known = _EU_ACCESS.get(local_name(iri))
    target = f"{_AUTHORITY}/access-right/{known}" if known else iri
    node = nodes.setdefault(target, Description())
    node.types.add("dct:RightsStatement")
    if not known:
        node.text("rdfs:label", catalogue.member_label(iri), "en")
    return target


def agent(catalogue: Catalogue, iri: str, nodes: dict[str, Description]) -> str:
    """An institution as a foaf:Agent with its names."""
    node = nodes.setdefault(iri, Description())
    node.types.add("foaf:Agent")
    entity = catalogue.entities.get(iri)
    if entity is None:
        node.text("foaf:name", local_name(iri))
        return iri
    for tag, text in sorted(entity.labels.items()):
        node.text("foaf:name", text, tag or None)
    return iri


def publication(entity: Entity, nodes: dict[str, Description]) -> str:
    """A publication as a reference, and as a paper where its year and an address are known."""
    node = nodes.setdefault(entity.iri, Description())
    node.types.add("biro:BibliographicReference")
    node.only("dct:bibliographicCitation", citation(entity))
    node.only("dct:format", "text/plain")
    arxiv, doi, year = entity.text("arxiv"), entity.text("doi"), entity.text("year")
    url = f"https://doi.org/{doi}" if doi else f"https://arxiv.org/abs/{arxiv}" if arxiv else None
    if url and year:
        node.types.add("lpwcc:paper")
        node.only("dct:title", entity.text("title") or entity.label())
        node.literal("dct:date", year, "xsd:gYear")
        node.link("it6:hasDocument", url)
        nodes.setdefault(url, Description()).types.add("foaf:Document")
    return entity.iri


def weights_file(entity: Entity, url: str, nodes: dict[str, Description]) -> str:
    """Where the weights can be had, as an it6:File: binary data, since no source says more."""
    iri = f"{entity.iri}#weights-{len(nodes[entity.iri].values.get('it6:hasFile', ()))}"
    node = nodes[iri] = Description({"it6:File"})
    node.text("dct:identifier", url)
    node.text("dct:title", f"{entity.label()}: weights")
    node.link("dct:format", _BINARY)
    node.link("it6:url", url)
    nodes.setdefault(_BINARY, Description()).types.add("skos:Concept")
    nodes.setdefault(url, Description()).types.add("dcat:Resource")
    return iri
