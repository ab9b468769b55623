"""A server's address and what proves to it who asks, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from healcare_kg.errors import UsageError

__all__ = ["Credentials", "checked_iri", "checked_url", "split_dataset", "with_parameters"]

# Parameters of the SPARQL 1.1 Protocol (section 2.1.4) that name the graphs to ask.
_DATASET = ("default-graph-uri", "named-graph-uri")

AUTH_VARIABLE = "HEALCARE_KG_ENDPOINT_AUTH"
USER_VARIABLE = "HEALCARE_KG_ENDPOINT_USER"
PASSWORD_VARIABLE = "HEALCARE_KG_ENDPOINT_PASSWORD"


@dataclass(frozen=True)
class Credentials:
    """A whole Authorization header, or user and password; never shown."""

    header: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> Credentials:
        """HEALCARE_KG_ENDPOINT_AUTH, or HEALCARE_KG_ENDPOINT_USER and _PASSWORD.

        Raises UsageError where one of the two is missing or the header holds a line break.
        """
        header = os.environ.get(AUTH_VARIABLE) or None
        user = os.environ.get(USER_VARIABLE) or None
        password = os.environ.get(PASSWORD_VARIABLE)
        if header is not None and not (header.isascii() and header.isprintable()):
            raise UsageError(f"{AUTH_VARIABLE} holds a character that no HTTP header can")
        if (user is None) != (password is None):
            missing = USER_VARIABLE if user is None else PASSWORD_VARIABLE
            raise UsageError(f"{missing} is not set, and the other of the two is")
        return cls(header, user, password)


def checked_url(url: str) -> str:
    """The URL of an endpoint. Raises UsageError where it is none."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        usable = False
    if not usable or not url.isascii() or any(c.isspace() for c in url) or "#" in url:
        raise UsageError(f"{url!r} is not the http or https URL of a SPARQL endpoint")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "a URL with user and password is seen by others; set "
            f"{USER_VARIABLE} and {PASSWORD_VARIABLE} instead"
        )
    return url


def checked_iri(iri: str) -> str:
    """The IRI of a graph. Raises UsageError where it is none."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", iri):
        raise UsageError(f"{iri!r} is not the IRI of a graph, such as https://example.org/graph")
    return iri


def with_parameters(url: str, parameters: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    """The URL with more parameters behind those it has."""
    if not parameters:
        return url
    joint = "?" if "?" not in url else "" if url[-1] in "?&" else "&"
    return f"{url}{joint}{urlencode(parameters)}"


def split_dataset(url: str) -> tuple[str, list[tuple[str, str]]]:
    """A URL without the parameters that name the graphs to ask, and these."""
    address, _, query = url.partition("?")
    parameters = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in parameters if pair[0] not in _DATASET]
    dataset = [pair for pair in parameters if pair[0] in _DATASET]
    return (url, []) if not dataset else (with_parameters(address, kept), dataset)
