"""Hugging Face repository ids in addresses, and the Hub's own identifiers of licences.

Rules: huggingface/hub-docs, docs/hub/repositories-licenses.md (the list of identifiers) and
modelcard.md; a repository id is `namespace/name` or, for a few old ones, a bare name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from healcare_kg.exports.catalogue import Entity

__all__ = [
    "HUB_LICENSES",
    "Repository",
    "hub_id",
    "hub_license",
    "repository_in",
    "repository_of_id",
]

_HOST = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<path>[^?#\s]+)")
_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?\Z")
# First parts of the Hub's own pages, which no account can have.
_NO_NAMESPACE = {
    "api", "blog", "collections", "docs", "join", "learn", "login", "models", "organizations",
    "papers", "posts", "pricing", "settings", "spaces", "tasks",
}  # fmt: skip

# Every identifier of the list but `other` and `unknown`, which say that there is none.
_LICENSE_LIST = """
    afl-3.0 agpl-3.0 apache-2.0 apple-amlr apple-ascl artistic-2.0 bigcode-openrail-m
    bigscience-bloom-rail-1.0 bigscience-openrail-m bsd bsd-2-clause bsd-3-clause
    bsd-3-clause-clear bsl-1.0 c-uda cc cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0
    cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0
    cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0
    cdla-permissive-2.0 cdla-sharing-1.0 creativeml-openrail-m deepfloyd-if-license ecl-2.0
    epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 fair-noncommercial-research-license gemma gfdl
    gpl gpl-2.0 gpl-3.0 grok2-community h-research intel-research isc lgpl lgpl-2.1 lgpl-3.0
    lgpl-lr llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 lppl-1.3c mit mpl-2.0 ms-pl ncsa
    odbl odc-by ofl-1.1 openmdw-1.0 openmdw-1.1 openrail openrail++ osl-3.0 pddl postgresql
    unlicense wtfpl zlib
"""
HUB_LICENSES = frozenset(_LICENSE_LIST.split())
# Licences without an SPDX identifier that the Hub has one for.
_BY_SLUG = {
    "gemma-terms": "gemma",
    "gpl-unversioned": "gpl",
    "llama-2-community-license": "llama2",
    "llama-3-community-license": "llama3",
    "llama-3-1-community-license": "llama3.1",
}


@dataclass(frozen=True)
class Repository:
    """A model or dataset repository of the Hub: `kind` is `model` or `dataset`."""

    kind: str
    id: str

    @property
    def url(self) -> str:
        """The address of the repository's page."""
        folder = "datasets/" if self.kind == "dataset" else ""
        return f"https://huggingface.co/{folder}{self.id}"


def repository_in(url: str) -> Repository | None:
    """The repository that an address of the Hub is in, or None.

    >>> repository_in("https://huggingface.co/datasets/xmcmic/PMC-VQA/")
    Repository(kind='dataset', id='xmcmic/PMC-VQA')
    >>> repository_in("https://huggingface.co/collections/MBZUAI/bimedix2") is None
    True
    """
    match = _HOST.match(url)
    if match is None:
        return None
    parts = match["path"].strip("/").split("/")
    kind = "model"
    if parts[0] == "datasets":
        kind, parts = "dataset", parts[1:]
    if len(parts) < 2 or parts[0] in _NO_NAMESPACE or not all(map(_PART.match, parts[:2])):  # noqa: PLR2004 - a namespace and a name
        return None
    return Repository(kind, f"{parts[0]}/{parts[1]}")


def repository_of_id(text: str, kind: str) -> Repository | None:
    """A repository from its id as a card has it, or None where the text is no id."""
    parts = text.split("/")
    valid = len(parts) in (1, 2) and all(map(_PART.match, parts)) and "--" not in text
    return Repository(kind, text) if valid and ".." not in text else None


def hub_id(entity: Entity, kind: str) -> str | None:
    """The id of the repository that holds a model's weights or a dataset, where it has one."""
    properties = ("weights",) if kind == "model" else ("repository",)
    for prop in properties:
        for url in entity.texts(prop):
            found = repository_in(url)
            if found is not None and found.kind == kind:
                return found.id
    return None


def hub_license(licence: Entity) -> str | None:
    """The Hub's identifier of a licence, or None where its list has none."""
    spdx = (licence.text("spdxId") or "").lower()
    for found in (spdx, spdx.removesuffix("-only"), spdx.removesuffix("-or-later")):
        if found in HUB_LICENSES:
            return found
    return _BY_SLUG.get(licence.id)
