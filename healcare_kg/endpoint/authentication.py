"""Basic and Digest authentication (RFC 7617, RFC 7616), answered before a server has to ask again.

urllib's own handlers send every request twice, first without the answer; a server that closes the
connection at once, as Virtuoso does, then never gets a large body.
"""

from __future__ import annotations

import base64
import urllib.request
from email.message import Message
from urllib.parse import urlsplit

from healcare_kg.endpoint.address import Credentials

__all__ = ["Authenticator", "server_of"]


class Authenticator:
    """Puts the Authorization header on requests, for the server that it was meant for."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._digest = urllib.request.AbstractDigestAuthHandler(self._passwords)
        self._challenges: dict[str, str] = {}

    def needs_challenge(self, url: str) -> bool:
        """Whether a server has yet to say how it wants user and password."""
        return self._credentials.user is not None and server_of(url) not in self._challenges

    def authorize(self, request: urllib.request.Request) -> None:
        """Add the header, if what the server wants is known."""
        value = self._credentials.header or self._answer(request)
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
            items = [item for item in urllib.request.parse_http_list(rest) if item]
            answer = self._digest.get_authorization(request, urllib.request.parse_keqv_list(items))
            return f"Digest {answer}" if answer else None
        return None


def server_of(url: str) -> str:
    """The scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _best(challenges: list[str]) -> str | None:
    """Digest before Basic, which gives the password away."""
    for scheme in ("digest", "basic"):
        for challenge in challenges:
            if challenge.lower().startswith(scheme):
                return challenge
    return None
