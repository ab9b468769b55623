"""Web addresses of tables: one form to compare them by, and what of a project each leads to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from healcare_kg.exports.hub import repository_in

__all__ = [
    "arxiv_id",
    "clean_address",
    "doi_of",
    "host_and_path",
    "is_generic",
    "link_property",
    "repository",
]

_WEB = re.compile(r"https?://[^/\s<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?\Z")
_ARXIV = re.compile(r"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/)(\d{4}\.\d{4,5})")
_DOI = re.compile(r"(?:doi\.org/|aclanthology\.org/)(10\.\d{4,9}/[^\s?#]+)|doi\.org/(10\.[^\s?#]+)")
_CODE = re.compile(r"(?:github\.com|gitee\.com|gitlab\.com)/([\w.-]+)/([\w.-]+)\Z")
_SCOPE = re.compile(r"modelscope\.cn/(models|datasets)/[\w.-]+/[\w.-]+")
_PAPERS = re.compile(
    r"arxiv\.org|doi\.org|aclanthology\.org|openreview\.net|ieeexplore\.ieee\.org|"
    r"link\.springer\.com|nature\.com|sciencedirect\.com|dl\.acm\.org|huggingface\.co/papers/|"
    r"pubmed\.ncbi|academic\.oup\.com|proceedings\."
)
# What a link is called that is not named after what it leads to.
_GENERIC = re.compile(
    r"\W*(?:(?:hf|hugging\s?face|github|gitee|modelscope|links?|urls?|data|datasets?|papers?|code|"
    r"models?|weights?|download|here|site|website|homepage|demo|pdf|arxiv|blog|"
    r"下载(?:链接)?|链接|地址|数据|数据集|论文|代码|权重)(?:\s*[(（][^)）]*[)）])?)?\W*",
    re.IGNORECASE,
)


def is_generic(text: str) -> bool:
    """Whether the text of a link names nothing (`HF (7B)`, `[Github]`, `下载链接`)."""
    return bool(_GENERIC.fullmatch(text))


def clean_address(url: str) -> str | None:
    """An address as the graph keeps it, or None where it is none of the web.

    >>> clean_address("http://github.com/SmartFlowAI/EmoLLM/")
    'https://github.com/SmartFlowAI/EmoLLM'
    """
    if len(url) > 2000 or not _WEB.match(url):  # noqa: PLR2004 - what browsers take
        return None
    secure = re.sub(r"^http://(?=(?:www\.)?(?:github|huggingface|arxiv|doi)\.)", "https://", url)
    return secure.rstrip("/") if secure.count("/") > 2 else secure  # noqa: PLR2004 - scheme, host


def host_and_path(url: str) -> str:
    """What two addresses of the same page share.

    >>> host_and_path("http://www.GitHub.com/A/B.git/")
    'github.com/a/b'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.casefold().removeprefix("www.")
    path = parts.path.rstrip("/").removesuffix(".git").removesuffix("/tree/main")
    query = f"?{parts.query}" if parts.query and "utm_" not in parts.query else ""
    return f"{host}{path.casefold()}{query}"


def arxiv_id(url: str) -> str | None:
    """The identifier in an address of arXiv."""
    found = _ARXIV.search(url)
    return found[1] if found else None


def doi_of(url: str) -> str | None:
    """The DOI in an address."""
    found = _DOI.search(url)
    return (found[1] or found[2]).rstrip("/") if found else None


def repository(url: str) -> str | None:
    """`host/owner/name` of an address that is a code repository itself, else None."""
    found = _CODE.match(host_and_path(url))
    return found[0] if found and found[1] not in ("orgs", "topics", "search") else None


def link_property(url: str, kind: str) -> str:
    """What an address is of a model or dataset: repository, weights, paper or homepage."""
    place = host_and_path(url)
    if repository(url):
        return "repository"
    if _PAPERS.search(place):
        return "paper"
    hub = repository_in(url)
    if hub is not None:
        # A dataset's place on the Hub is its repository; a model's dataset is not the model.
        return {"model": "weights", "dataset": "repository"}[kind] if hub.kind == kind else "other"
    scope = _SCOPE.match(place)
    if scope:
        found = scope[1].removesuffix("s")
        return {"model": "weights", "dataset": "repository"}[kind] if found == kind else "other"
    return "homepage"
