"""What a server says when it fails, as errors for people."""

from __future__ import annotations

import html
import http.client
import json
import re
import urllib.error
from http import HTTPStatus

from healcare_kg.errors import EndpointError

__all__ = ["HttpError", "http_error", "reason", "said"]

_MOST_SAID = 600  # characters of a server's own message that are shown
_MOST_LINES = 6
_MOST_READ = 100_000  # bytes
_HINTS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: (
        "; set HEALCARE_KG_ENDPOINT_USER and _PASSWORD, or HEALCARE_KG_ENDPOINT_AUTH, to what it "
        "accepts"
    ),
    HTTPStatus.FORBIDDEN: "; this user may not do that",
    HTTPStatus.NOT_FOUND: "; is this the address of the SPARQL endpoint itself?",
    HTTPStatus.METHOD_NOT_ALLOWED: "; is this the address of the SPARQL endpoint itself?",
}
# Where servers that answer in JSON put the sentence: Neptune, Stardog and others, QLever, RDF4J.
_JSON_KEYS = ("detailedMessage", "message", "exception", "error", "detail")


class HttpError(EndpointError):
    """An answer with an error status; `said` is the server's own message, on one line or few."""

    def __init__(self, url: str, status: int, phrase: str, said: str) -> None:
        self.status, self.said = status, said
        text = f"{url} answered {status} {phrase}".rstrip() + _HINTS.get(status, "")
        super().__init__(text + (f":\n    {said}" if said else ""))


def http_error(url: str, error: urllib.error.HTTPError, body: bytes) -> HttpError:
    """An answer of urllib's as an HttpError that names the address it came from in the end."""
    asked, _, _ = url.partition("?")
    ended, _, _ = (error.url or url).partition("?")
    place = f"{url} (redirected to {ended})" if ended != asked else url
    return HttpError(
        place, error.code, str(error.reason or ""), said(body, error.headers.get_content_type())
    )


def said(body: bytes, media_type: str) -> str:
    """A server's message for people: markup stripped, the first lines, no control characters."""
    text = body[:_MOST_READ].decode("utf-8", "replace")
    if "json" in media_type:
        text = _sentence_of_json(text)
    elif "html" in media_type or "xml" in media_type:
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>", " ", text)
        text = html.unescape(text)
    # Virtuoso repeats the query, which may be a megabyte of an update.
    text = text.partition("\n\nSPARQL query:\n")[0]
    lines = [" ".join(line.split()) for line in text.splitlines()]
    text = "\n    ".join([line for line in lines if line][:_MOST_LINES])
    text = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
    return text if len(text) <= _MOST_SAID else text[:_MOST_SAID].rstrip() + " ..."


def _sentence_of_json(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, dict):
        for key in _JSON_KEYS:
            if isinstance(value.get(key), str) and value[key].strip():
                return str(value[key])
    return value if isinstance(value, str) else text


def reason(error: object) -> str:
    """The reason in an exception of the network, without its numbers."""
    if isinstance(error, http.client.IncompleteRead):
        return f"only {len(error.partial):,} bytes of it came"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).lower()
