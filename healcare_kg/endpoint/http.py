"""HTTP requests to a server: authentication, time-outs, retries, and errors that say what it said.

Only the standard library is used, and it is imported only when a server is asked.
"""

from __future__ import annotations

import gzip
import http.client
import os
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import IO

from healcare_kg.endpoint.address import Credentials, with_parameters
from healcare_kg.endpoint.authentication import Authenticator
from healcare_kg.endpoint.failures import HttpError, http_error, reason
from healcare_kg.endpoint.redirects import Redirects
from healcare_kg.errors import EndpointError

__all__ = ["Answer", "Requester"]

_BUSY = (429, 503)  # statuses that ask to come again later (RFC 9110, 15.6.4; RFC 6585, 4)
_RETRIES = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 20.0  # seconds
# One challenge to answer, and one more in case what was known of the server had grown stale. A
# server that gets a wrong password may ask for ever, with a new nonce each time.
_MOST_CHALLENGES = 2

Body = bytes | IO[bytes] | None


@dataclass(frozen=True)
class Answer:
    """The body of an answer, its media type without parameters, and all its headers."""

    body: bytes
    media_type: str
    headers: Message


class Requester:
    """Sends requests with the same credentials and time-out (seconds without a byte).

    `pause` is what waits the given seconds before a busy server is asked again.
    """

    def __init__(
        self,
        *,
        credentials: Credentials | None = None,
        timeout: float = 60,
        pause: Callable[[float], None] | None = None,
    ) -> None:
        self._authenticator = Authenticator(credentials or Credentials())
        self._timeout = timeout
        self._pause = pause or time.sleep
        self._opener = urllib.request.build_opener(Redirects())

    def send(
        self,
        url: str,
        *,
        method: str = "GET",
        parameters: Mapping[str, str] | None = None,
        body: Body = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a request; sent again for a while where the server says it is busy.

        The parameters stand behind those of the address, and not in messages. A body may be a file
        open for reading. Raises HttpError for an error status and EndpointError where there is no
        answer.
        """
        if body is not None and self._authenticator.needs_probe(url):
            with suppress(EndpointError):  # asked without the body, which the server may not read
                self.send(url, method="HEAD")
        attempt = challenges = 0
        while True:
            try:
                return self._send(
                    url,
                    _request(with_parameters(url, parameters or {}), method, body, headers or {}),
                )
            except urllib.error.HTTPError as error:
                failure = self._failure(url, error)
                if error.code == HTTPStatus.UNAUTHORIZED:
                    challenges += 1
                    if challenges <= _MOST_CHALLENGES and self._authenticator.learn(
                        url, error.headers
                    ):
                        continue
                    raise failure from None
                wait = _wait(error.headers, attempt)
                if error.code not in _BUSY or attempt == _RETRIES or wait > _LONGEST_PAUSE:
                    raise failure from None
            self._pause(wait)
            attempt += 1

    def _send(self, url: str, request: urllib.request.Request) -> Answer:
        try:
            self._authenticator.authorize(request)
            with self._opener.open(request, timeout=self._timeout) as response:
                content = response.read()
                encoding = response.headers.get("Content-Encoding")
                return Answer(
                    _decoded(url, content, encoding),
                    response.headers.get_content_type(),
                    response.headers,
                )
        except urllib.error.HTTPError:
            raise
        except TimeoutError:
            raise self._late(url) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late(url) from None
            raise EndpointError(f"{url} can't be reached: {reason(error.reason)}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise EndpointError(f"{url} broke off its answer: {reason(error)}") from None

    def _failure(self, url: str, error: urllib.error.HTTPError) -> HttpError:
        body = b""
        with error, suppress(OSError, http.client.HTTPException, EndpointError):
            body = _decoded(url, error.read(), error.headers.get("Content-Encoding"))
        return http_error(url, error, body)

    def _late(self, url: str) -> EndpointError:
        return EndpointError(
            f"{url} was silent for {self._timeout:g} seconds; --timeout gives it longer"
        )


def _request(
    url: str, method: str, body: Body, headers: Mapping[str, str]
) -> urllib.request.Request:
    from healcare_kg import __version__

    if body is not None and not isinstance(body, bytes):
        body.seek(0)
    request = urllib.request.Request(url, data=body, method=method)
    if body is not None:
        request.add_header("Content-Length", str(_length(body)))
    request.add_header("User-Agent", f"healcare-kg/{__version__}")
    request.add_header("Accept-Encoding", "gzip")
    for name, value in headers.items():
        request.add_header(name, value)
    return request


def _decoded(url: str, body: bytes, encoding: str | None) -> bytes:
    """A body without its Content-Encoding (RFC 9110, 8.4.1)."""
    match (encoding or "identity").strip().lower():
        case "identity" | "":
            return body
        case "gzip" | "x-gzip":
            try:
                return gzip.decompress(body) if body else body
            except (OSError, EOFError, zlib.error) as error:
                raise EndpointError(f"{url} answered with broken gzip: {error}") from None
        case other:
            raise EndpointError(
                f"{url} answered in the encoding {other!r}, which was not asked for"
            )


def _wait(headers: Message, attempt: int) -> float:
    """Seconds to wait: what Retry-After asks for (RFC 9110, 10.2.3), or twice as long each time."""
    asked = (headers.get("Retry-After") or "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    if asked:
        with suppress(ValueError):
            until = float(parsedate_to_datetime(asked).timestamp()) - time.time()
            return until if until > 0 else 0.0
    return _FIRST_PAUSE * (1 << attempt)


def _length(body: bytes | IO[bytes]) -> int:
    return len(body) if isinstance(body, bytes) else os.fstat(body.fileno()).st_size
