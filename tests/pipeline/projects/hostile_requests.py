"""Requests that nobody with good intentions makes: a service answers each with less than 500, and loses nothing."""

import socket
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

SCRIPT = "<script>alert(1)</script>"
TEMPLATE = "{{7191*7191}}"
VALUES = (
    "'; DROP TABLE records; --",
    "1 OR 1=1",
    '" OR ""="',
    SCRIPT,
    TEMPLATE,
    "../../../../etc/passwd",
    "a\x00b",
    "\ufffe\U0001f600\u202e\u2028",
    "%",
    "\\",
    "-1",
    "1e999",
    "NaN",
    "9" * 400,
    "x" * 10_000,
    "[]",
    "",
    "a\r\nSet-Cookie: a=b",
    "2024-02-30",
    "0001-01-01T00:00:00Z",
)
PATHS = (
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2fapp/__main__.py",
    "/..\\..\\app\\__main__.py",
    "/%00",
    "/%ff%fe",
    "/.git/config",
    "/data/records.csv",
    "/" + "a" * 100_000,
    "/?" + "&".join(f"a{number}=1" for number in range(5_000)),
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"\xff\xfe"),
    ("application/json", b"null"),
    ("application/json", b'"text"'),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"__proto__": {"a": 1}, "constructor": 1}'),
    ("application/json", b'{"' + b"x" * 3_000_000 + b'": 1}'),
    ("text/plain", b"a"),
    ("application/x-www-form-urlencoded", b"a=1&a=2&%00=%ff"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
)
RAW = (
    b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"GET /\x00\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
)
LEAKS = ("root:x:0:0", "Traceback (most recent call last)", str(7191 * 7191))
FLOOD = 300
SEVERAL = 16
MOST_OPERATIONS = 60
METHODS = ("get", "post", "put", "patch", "delete")


def attack(url: str, watched: str) -> Iterator[str]:
    """What a running service does wrong under attack; `watched` is a path whose answer must be the same afterwards."""
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        before = client.get(watched).text
        for method, path, arguments in _requests(client):
            yield from _judge(client, method, path, arguments)
        yield from _raw(url)
        yield from _flood(client, watched)
        if client.get("/ready").status_code != httpx.codes.OK:
            yield "It is not ready any more after the attack."
        if client.get(watched).text != before:
            yield f"{watched} answers something else after the attack."


Asked = tuple[str, str, dict[str, Any]]


def _requests(client: httpx.Client) -> Iterator[Asked]:
    yield from (("GET", path, {}) for path in PATHS)
    for method, path, details in _operations(client):
        yield from _queries(method, path, details)
        if method == "get":
            continue
        plain = path.replace("{", "").replace("}", "")
        filled = "/".join("1" if "{" in part else part for part in path.split("/"))
        for kind, body in BODIES if method != "delete" else ():
            yield method, filled, {"content": body, "headers": {"Content-Type": kind}, "refused": True}
        yield method, plain, {"json": [], "refused": True}
    for page in _pages(client):
        yield from (("GET", page, {"params": {"q": value, "page": value, "sort": value}}) for value in VALUES)
        yield "POST", page, {"data": {"a": SCRIPT}, "refused": True}


def _operations(client: httpx.Client) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of what the service says it offers."""
    answer = client.get("/openapi.json")
    if answer.status_code != httpx.codes.OK:
        return []
    found = [
        (method, path, details)
        for path, methods in answer.json()["paths"].items()
        for method, details in methods.items()
        if method in METHODS
    ]
    return found[:MOST_OPERATIONS]


def _queries(method: str, path: str, details: dict[str, Any]) -> Iterator[Asked]:
    parameters = details.get("parameters", [])
    names = [each["name"] for each in parameters if each["in"] == "query"]
    if method == "get":
        for number, value in enumerate(VALUES):
            filled = "/".join(quote(value, safe="") if "{" in part else part for part in path.split("/"))
            yield method, filled, {"refused": filled != path and bool(value)}
            if names:
                yield method, path, {"params": {names[number % len(names)]: value}}
                yield method, path, {"params": {value: "1"}}
    if method == "get" and "{" not in path:
        yield from ((method, path, {"params": {name: VALUES[at % len(VALUES)]}}) for at, name in enumerate(names))


def _pages(client: httpx.Client) -> list[str]:
    """The pages that the first page leads to."""
    text = client.get("/", follow_redirects=True).text
    links = [part.split('"')[0] for part in text.split('href="')[1:]]
    local = [link.split("#")[0].split("?")[0] for link in links if link.startswith("/") and not link.startswith("//")]
    return list(dict.fromkeys(["/", *(link for link in local if "." not in link)]))[:12]


def _judge(client: httpx.Client, method: str, path: str, arguments: dict[str, Any]) -> Iterator[str]:
    refused = arguments.pop("refused", False)
    shown = f"{method.upper()} {path[:80]} {str(arguments.get('params') or arguments.get('content') or '')[:60]!r}"
    try:
        answer = client.request(method, path, **arguments)
    except httpx.InvalidURL:
        return
    except httpx.HTTPError as error:
        # A server may close the connection on a body that it does not want to read.
        if not refused:
            yield f"{shown} ends with {type(error).__name__}."
        return
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        yield f"{shown} is answered with {answer.status_code}."
    if refused and not answer.is_client_error:
        yield f"{shown} is answered with {answer.status_code}, not refused."
    yield from _leaks(shown, answer)


def _leaks(shown: str, answer: httpx.Response) -> Iterator[str]:
    yield from (f"{shown} is answered with {leak!r} in it." for leak in LEAKS if leak in answer.text)
    if "html" in answer.headers.get("content-type", "") and SCRIPT in answer.text:
        yield f"{shown} is answered with the script that was sent."
    if "set-cookie" in answer.headers and "a=b" in answer.headers["set-cookie"]:
        yield f"{shown} sets a cookie that was sent."


def _raw(url: str) -> Iterator[str]:
    address = urlsplit(url)
    for sent in RAW:
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            try:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(100)
            except OSError:
                continue  # refused by closing the connection
        if answer.split(b" ")[1:2] and answer.split(b" ")[1].startswith(b"5"):
            yield f"{sent[:40]!r} is answered with {answer[:40]!r}."


def _flood(client: httpx.Client, path: str) -> Iterator[str]:
    def ask(_: int) -> int:
        return client.get(path).status_code

    with ThreadPoolExecutor(SEVERAL) as pool:
        statuses: Iterable[int] = pool.map(ask, range(FLOOD))
        bad = {status for status in statuses if status not in (httpx.codes.OK, httpx.codes.TOO_MANY_REQUESTS)}
    if bad:
        yield f"{FLOOD} requests at once are answered with {sorted(bad)}."
