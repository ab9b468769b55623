"""Redirects: followed with the method and body of the request, the credentials kept back."""

from __future__ import annotations

import urllib.error
import urllib.request
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import urlsplit

from healcare_kg.endpoint.authentication import server_of

__all__ = ["Redirects"]


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects; the Authorization header goes to the same server only.

    But for 303 (RFC 9110, 15.4.4) the method and the body stay what they are. urllib asks by GET
    for 301 and 302, as browsers do with forms, and the query would be lost.
    """

    def http_error_308(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any
    ) -> Any:
        """As 307, which urllib of Python 3.11 knows."""
        return self.http_error_302(req, fp, code, msg, headers)

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,  # noqa: ARG002
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request:
        """The request for the new address; HTTPError where it is none of the web."""
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.HTTPError(req.full_url, code, f"redirect to {newurl}", headers, fp)
        keeps = code != HTTPStatus.SEE_OTHER
        body: Any = req.data if keeps else None
        if body is not None and not isinstance(body, bytes):
            body.seek(0)
        made = urllib.request.Request(
            newurl, data=body, method=req.get_method() if keeps else "GET"
        )
        for name, value in req.headers.items():
            if keeps or not name.lower().startswith("content-"):
                made.add_header(name, value)
        secret = req.unredirected_hdrs.get("Authorization")
        if secret and server_of(newurl) == server_of(req.full_url):
            made.add_unredirected_header("Authorization", secret)
        return made
