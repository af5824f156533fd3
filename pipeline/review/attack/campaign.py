"""The whole attack on one service, within a time: every operation, every page, broken connections, and a flood."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import openapi, pages
from .client import Asked, Client, number
from .judging import Problem, judged
from .values import EVIL, PATHS, RAW

FLOOD, SEVERAL = 150, 16
MOST_PROBLEMS = 40
TOO_MANY, PAUSE_S = 429, 1.0
KEY_FILE, ACCOUNT_FILE = "first-key.txt", "first-account.txt"


def attack(host: str, port: int, watched: tuple[str, str], secrets: dict[str, str], budget_s: float) -> dict[str, Any]:
    """What a service does wrong.

    `watched` is a path and the key of the number in its JSON answer, which may not shrink. `secrets` are the texts of
    the files with which the application lets its first person in, by name. Gives `requests`, `routes`, `is_complete`
    and `problems`, each with rule, severity, route, message and request.
    """
    ends = time.monotonic() + budget_s
    client = Client(host, port)
    operations = openapi.operations(client)
    site = pages.crawled(client)
    problems: dict[tuple[str, str], Problem] = {}
    is_complete = True
    lines = secrets.get(ACCOUNT_FILE, "").splitlines()
    if len(lines) > 1 and pages.signed_in(client, lines[0], lines[1]):
        inside = pages.crawled(client)
        site = pages.Site(tuple(dict.fromkeys((*site.pages, *inside.pages))), inside.forms)
    key = secrets.get(KEY_FILE, "").split("\n")[0].strip()
    for problem in _problems(client, operations, site, key, watched):
        if problem:
            problems.setdefault((problem.rule, problem.route), problem)
        if time.monotonic() > ends or len(problems) >= MOST_PROBLEMS:
            is_complete = False
            break
    client.close()
    for problem in (*_broken_connections(host, port), *_flooded(host, port, watched[0]), *_gone(host, port)):
        problems.setdefault((problem.rule, problem.route), problem)
    routes = {operation.route for operation in operations} | {f"GET {page}" for page in site.pages}
    return {
        "requests": client.sent + FLOOD + len(RAW),
        "routes": len(routes | {form.route for form in site.forms}),
        "is_complete": is_complete,
        "problems": [problem._asdict() for problem in problems.values()],
    }


def _problems(
    client: Client, operations: tuple[openapi.Operation, ...], site: pages.Site, key: str, watched: tuple[str, str]
) -> Iterator[Problem | None]:
    """Each problem as it is seen, and None after each request, so that the time can be looked at.

    What only reads comes first: after it no record may be missing.
    """
    before = number(client.get(watched[0]).text, watched[1])
    requests = sorted(_requests(operations, site, key), key=lambda each: each[0].method != "GET")
    has_written = False
    for asked, is_to_be_refused in requests:
        if asked.method != "GET" and not has_written:
            has_written = True
            yield from _lost(client, watched, before)
        answer = client.ask(asked)
        if answer.status == TOO_MANY:
            time.sleep(PAUSE_S)
            answer = client.ask(asked)
        yield None
        yield from judged(asked, answer, is_to_be_refused=is_to_be_refused)
    if not has_written:
        yield from _lost(client, watched, before)
    for operation in operations:
        yield from _open_door(client, operation)
        yield from _shared(client, operation.asked())
    yield from _shared(client, Asked("GET /", "GET", "/"))


def _requests(operations: tuple[openapi.Operation, ...], site: pages.Site, key: str) -> Iterator[tuple[Asked, bool]]:
    """Each request, and whether it has to be refused."""
    yield from ((Asked("GET any path", "GET", path), False) for path in PATHS)
    first = next((each for each in operations if each.body), None)
    for operation in operations:
        headers = ((operation.key, key),) if operation.key and key else ()
        for asked in openapi.probing(operation):
            yield asked._replace(headers=(*asked.headers, *headers)), False
        for asked in openapi.breaking(operation, is_first=operation is first):
            yield asked._replace(headers=(*asked.headers, *headers)), True
    yield from ((asked, False) for asked in pages.probing(site))
    yield from ((asked, True) for asked in pages.breaking(site))


def _open_door(client: Client, operation: openapi.Operation) -> Iterator[Problem]:
    """Whether an operation that demands a key does so."""
    for headers in ((), ((operation.key, "wrong"),)) if operation.key else ():
        asked = operation.asked(body=openapi.example(operation.body) if operation.body else None)
        asked = asked._replace(headers=(*asked.headers, *headers))
        status = client.ask(asked).status
        if 200 <= status < 400:
            seen = f"It says that it demands {operation.key}, and answers {status} without a valid one."
            yield Problem("key-not-demanded", "high", operation.route, seen, asked.shown)


def _shared(client: Client, asked: Asked) -> Iterator[Problem]:
    """Whether another site's script may read an answer."""
    if asked.method != "GET":
        return
    asked = asked._replace(headers=(("Origin", f"https://{EVIL}"),))
    headers = client.ask(asked).headers
    allowed, with_cookies = (
        headers.get(f"access-control-allow-{name}", "").lower() for name in ("origin", "credentials")
    )
    if EVIL in allowed or (allowed == "*" and with_cookies == "true"):
        severity = "high" if with_cookies == "true" else "medium"
        seen = f"Any other site may read the answer: Access-Control-Allow-Origin is {allowed}."
        yield Problem("permissive-cors", severity, asked.route, seen, asked.shown)


def _broken_connections(host: str, port: int) -> Iterator[Problem]:
    for sent in RAW:
        try:
            with socket.create_connection((host, port), timeout=10) as connection:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
                words = connection.recv(100).split(b" ")
        except OSError:
            continue  # refused by closing the connection
        if words[1:2] and words[1].startswith(b"5") and words[1] != b"501":
            seen = f"Bytes that are no request are answered with {words[1].decode('ascii', 'replace')}."
            yield Problem("server-error", "high", "broken bytes", seen, repr(sent[:60]))


def _flooded(host: str, port: int, path: str) -> Iterator[Problem]:
    def ask(_: int) -> int:
        client = Client(host, port)
        status = client.get(path).status
        client.close()
        return status

    with ThreadPoolExecutor(SEVERAL) as pool:
        bad = {status for status in pool.map(ask, range(FLOOD)) if status == 0 or status >= 500}
    if bad:
        seen = f"{FLOOD} requests, {SEVERAL} at once, are answered with {sorted(bad)}."
        yield Problem("server-error", "high", f"GET {path}", seen, f"GET {path} {FLOOD} times")


def _lost(client: Client, watched: tuple[str, str], before: int | None) -> Iterator[Problem]:
    after = number(client.get(watched[0]).text, watched[1])
    if before is not None and after != before:
        seen = f"{watched[1]} was {before} before requests that only read, and is {after} after them."
        yield Problem("data-lost", "high", f"GET {watched[0]}", seen, f"GET {watched[0]}")


def _gone(host: str, port: int) -> Iterator[Problem]:
    client = Client(host, port)
    if client.get("/ready").status != 200:
        yield Problem("not-ready", "high", "GET /ready", "It is not ready any more after the attack.", "GET /ready")
    client.close()
