"""Basic and Digest authentication (RFC 7617, RFC 7616), answered before a server has to ask again.

urllib's own handlers send every request twice, first without the answer; a server that closes the
connection at once, as Virtuoso does, then never gets a large body.
"""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from email.message import Message
from urllib.parse import urlsplit

from healcare_kg.endpoint.address import Credentials
from healcare_kg.errors import EndpointError

__all__ = ["Authenticator", "server_of"]

_DIGESTS = ("MD5", "SHA")  # the algorithms that urllib can compute


class Authenticator:
    """Puts the Authorization header on requests, for the server that it was meant for."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._digest = urllib.request.AbstractDigestAuthHandler(self._passwords)
        self._challenges: dict[str, str] = {}
        self._probed: set[str] = set()

    def needs_probe(self, url: str) -> bool:
        """Whether a server has yet to say how it wants user and password; true once an address."""
        if self._credentials.user is None or self._credentials.header is not None:
            return False
        if server_of(url) in self._challenges or url in self._probed:
            return False
        self._probed.add(url)
        return True

    def authorize(self, request: urllib.request.Request) -> None:
        """Add the header, if what the server wants is known. EndpointError if it can't be made."""
        try:
            value = self._credentials.header or self._answer(request)
        except (ValueError, urllib.error.URLError) as error:
            raise EndpointError(
                f"{request.full_url} asks for user and password in a way that can't be answered: "
                f"{getattr(error, 'reason', error)}"
            ) from None
        if value is not None:
            # Unredirected: urllib itself sends such a header to no other address.
            request.add_unredirected_header("Authorization", value)

    def learn(self, url: str, headers: Message) -> bool:
        """Take the challenge of a 401; whether it is one that was not answered before."""
        secret, server = self._credentials, server_of(url)
        if secret.user is None or secret.password is None or secret.header is not None:
            return False
        challenge = _best(headers.get_all("WWW-Authenticate") or [])
        if challenge is None or self._challenges.get(server) == challenge:
            return False
        self._passwords.add_password(None, server, secret.user, secret.password)
        self._challenges[server] = challenge
        return True

    def _answer(self, request: urllib.request.Request) -> str | None:
        secret = self._credentials
        scheme, _, rest = self._challenges.get(server_of(request.full_url), "").partition(" ")
        if scheme.lower() == "basic":
            pair = f"{secret.user}:{secret.password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        if scheme.lower() == "digest":
            answer = self._digest.get_authorization(request, _parts(rest))
            return f"Digest {answer}" if answer else None
        return None


def server_of(url: str) -> str:
    """The scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _best(challenges: list[str]) -> str | None:
    """The first Digest that can be computed, before Basic, which gives the password away."""
    for challenge in challenges:
        scheme, _, rest = challenge.partition(" ")
        if scheme.lower() == "digest" and _algorithm(rest) in _DIGESTS:
            return challenge
    return next((c for c in challenges if c.partition(" ")[0].lower() == "basic"), None)


def _algorithm(rest: str) -> str:
    try:
        return _parts(rest).get("algorithm", "MD5").upper()
    except ValueError:
        return "unreadable"


def _parts(rest: str) -> dict[str, str]:
    return urllib.request.parse_keqv_list(
        [item for item in urllib.request.parse_http_list(rest) if item]
    )
