"""HTTP requests to a server: authentication, time-outs, retries, and errors that say what it said.

Only the standard library is used, and it is imported only when a server is asked.
"""

from __future__ import annotations

import html
import http.client
import os
import re
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import IO, Any

from healcare_kg.endpoint.address import Credentials
from healcare_kg.endpoint.authentication import Authenticator, server_of
from healcare_kg.errors import EndpointError

__all__ = ["Answer", "HttpError", "Requester", "said"]

_BUSY = (429, 503)  # statuses that ask to come again later (RFC 9110, 15.6.4; RFC 6585, 4)
_RETRIES = 4
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 20.0  # seconds
_MOST_SAID = 600  # characters of a server's own message that are shown
_REDIRECTS_WITH_BODY = (307, 308)


@dataclass(frozen=True)
class Answer:
    """The body of an answer, its media type without parameters, and all its headers."""

    body: bytes
    media_type: str
    headers: Message


class HttpError(EndpointError):
    """An answer with an error status; `said` is the server's own message, on one line or few."""

    def __init__(self, url: str, status: int, reason: str, said: str) -> None:
        self.status, self.said = status, said
        hint = {
            401: "; set HEALCARE_KG_ENDPOINT_USER and _PASSWORD, or HEALCARE_KG_ENDPOINT_AUTH",
            403: "; this user may not do that",
            404: "; is this the address of the SPARQL endpoint itself?",
        }.get(status, "")
        super().__init__(
            f"{url} answered {status} {reason}{hint}" + (f":\n    {said}" if said else "")
        )


class Requester:
    """Sends requests with the same credentials and time-out (seconds without a byte)."""

    def __init__(self, *, credentials: Credentials | None = None, timeout: float = 60) -> None:
        self._authenticator = Authenticator(credentials or Credentials())
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_Redirects())

    def send(
        self,
        url: str,
        *,
        method: str = "GET",
        body: bytes | IO[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """The answer to a request; sent again for a while where the server says it is busy.

        A body may be a file open for reading. Raises HttpError for an error status and
        EndpointError where there is no answer.
        """
        if body is not None and self._authenticator.needs_challenge(url):
            with suppress(EndpointError):  # asked without the body, which the server may not read
                self.send(url, method="HEAD")
        attempt = 0
        while True:
            if body is not None and not isinstance(body, bytes):
                body.seek(0)
            try:
                return self._send(url, method, body, headers or {})
            except urllib.error.HTTPError as error:
                with error:
                    failure = _http_error(url, error)
                if error.code == HTTPStatus.UNAUTHORIZED:
                    if self._authenticator.learn(url, error.headers):
                        continue
                    raise failure from None
                pause = _pause(error.headers, attempt)
                if error.code not in _BUSY or attempt == _RETRIES or pause > _LONGEST_PAUSE:
                    raise failure from None
            time.sleep(pause)
            attempt += 1

    def _send(
        self, url: str, method: str, body: bytes | IO[bytes] | None, headers: dict[str, str]
    ) -> Answer:
        from healcare_kg import __version__

        request = urllib.request.Request(url, data=body, method=method)
        if body is not None:
            request.add_header("Content-Length", str(_length(body)))
        request.add_header("User-Agent", f"healcare-kg/{__version__}")
        for name, value in headers.items():
            request.add_header(name, value)
        self._authenticator.authorize(request)
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return Answer(
                    response.read(), response.headers.get_content_type(), response.headers
                )
        except urllib.error.HTTPError:
            raise
        except TimeoutError:
            raise self._late(url) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late(url) from None
            raise EndpointError(f"{url} can't be reached: {_reason(error.reason)}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise EndpointError(f"{url} broke off its answer: {_reason(error)}") from None

    def _late(self, url: str) -> EndpointError:
        return EndpointError(
            f"{url} did not answer within {self._timeout:g} seconds; --timeout gives it longer"
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects; the Authorization header only to the same server.

    A request with a body keeps its method and body for 307 and 308 (RFC 9110, 15.4.8 and 15.4.9),
    which urllib refuses.
    """

    def http_error_308(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any
    ) -> Any:
        return self.http_error_302(req, fp, code, msg, headers)

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        made: urllib.request.Request | None
        if code in _REDIRECTS_WITH_BODY and isinstance(req.data, bytes):
            made = urllib.request.Request(newurl, data=req.data, method=req.get_method())
            for name, value in req.headers.items():
                made.add_header(name, value)
        else:
            made = super().redirect_request(req, fp, code, msg, headers, newurl)
        secret = req.unredirected_hdrs.get("Authorization")
        if made is not None and secret and server_of(newurl) == server_of(req.full_url):
            made.add_unredirected_header("Authorization", secret)
        return made


def said(body: bytes, media_type: str) -> str:
    """A server's message for people: markup stripped, the first lines, no control characters."""
    text = body.decode("utf-8", "replace")
    if "html" in media_type or "xml" in media_type:
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>", " ", text)
        text = html.unescape(text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    text = "\n    ".join([line for line in lines if line][:6])
    text = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
    return text if len(text) <= _MOST_SAID else text[:_MOST_SAID].rstrip() + " ..."


def _http_error(url: str, error: urllib.error.HTTPError) -> HttpError:
    try:
        body = error.read(100_000)
    except (OSError, http.client.HTTPException):
        body = b""
    message = said(body, error.headers.get_content_type())
    return HttpError(url, error.code, str(error.reason or ""), message)


def _pause(headers: Message, attempt: int) -> float:
    """Seconds to wait: what Retry-After asks for (RFC 9110, 10.2.3), or twice as long each time."""
    asked = (headers.get("Retry-After") or "").strip()
    if asked.isdecimal():
        return float(asked)
    if asked:
        with suppress(ValueError):
            until = float(parsedate_to_datetime(asked).timestamp()) - time.time()
            return until if until > 0 else 0.0
    return _FIRST_PAUSE * (1 << attempt)


def _length(body: bytes | IO[bytes]) -> int:
    return len(body) if isinstance(body, bytes) else os.fstat(body.fileno()).st_size


def _reason(error: object) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).lower()
