"""A plain HTTP client that sends what others refuse to send, and never follows a redirect."""

import http.client
import json
import time
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import quote

TIMEOUT_S = 20.0
MOST_BYTES = 2_000_000
SAFE = "/?&=%:,;@!$'()*+~-._"
"""Of a target: what is sent as it is; everything else is percent-encoded."""


class Asked(NamedTuple):
    """A request. `route` is what it is aimed at, such as `GET /books/{book_id}`."""

    route: str
    method: str
    target: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The request as one can repeat it, cut where it is long."""
        kind = next((value for name, value in self.headers if name == "Content-Type"), "")
        sent = f" {kind}: {self.body[:120].decode('utf-8', 'backslashreplace')}" if self.body else ""
        others = "".join(f" {name}: {value}" for name, value in self.headers if name not in ("Content-Type", "Cookie"))
        return f"{self.method} {self.target[:200]}{others[:100]}{sent}"


class Answer(NamedTuple):
    """What came back; status 0 where the connection ended without an answer."""

    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def is_html(self) -> bool:
        """Whether a browser would take it for a page."""
        return "html" in self.headers.get("content-type", "")


class Client:
    """Sends requests over one connection at a time, with cookies as a browser keeps them."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.cookies: dict[str, str] = {}
        self.sent = 0
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, asked: Asked) -> Answer:
        """The answer; a connection that an earlier answer closed is opened again once."""
        self.sent += 1
        began = time.monotonic()
        for is_new in (self._connection is None, True):
            try:
                status, headers, body = self._exchange(asked)
            except (OSError, http.client.HTTPException, ValueError):
                self.close()
                if is_new:
                    break
            else:
                self._keep(headers.get("set-cookie", ""))
                return Answer(status, headers, body.decode("utf-8", "replace"), time.monotonic() - began)
        return Answer(0, {}, "", time.monotonic() - began)

    def get(self, target: str, *headers: tuple[str, str]) -> Answer:
        """The answer to a plain request."""
        return self.ask(Asked(f"GET {target}", "GET", target, headers=headers))

    def close(self) -> None:
        """End the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _exchange(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        self._connection = self._connection or http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)
        headers = dict(asked.headers)
        if self.cookies and "Cookie" not in headers:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = asked.body or (b"" if asked.method in ("POST", "PUT", "PATCH") else None)
        self._connection.request(asked.method, quote(asked.target, safe=SAFE), body, headers)
        answer = self._connection.getresponse()
        content = answer.read(MOST_BYTES)
        if answer.read(1):  # the rest is not of interest, and must not be taken for the next answer
            self.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def _keep(self, said: str) -> None:
        with suppress(CookieError):  # what no browser would keep
            self.cookies |= {name: each.value for name, each in SimpleCookie(said).items()}


def number(text: str, key: str) -> int | None:
    """The whole number at a key of a JSON answer, None where there is none."""
    try:
        value = json.loads(text)[key]
    except (ValueError, KeyError, TypeError):
        return None
    return value if type(value) is int else None
