"""The attack on a running service: it finds each flaw of a service that has one, and none in one that has none."""

import json
import re
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from pipeline.contracts.work import BootReport
from pipeline.review.attack.campaign import attack
from pipeline.review.attack.judging import leads_to
from pipeline.review.attack.openapi import example, types_of, wrong_values

BOOK = {
    "type": "object",
    "required": ["title", "pages"],
    "properties": {
        "title": {"type": "string", "maxLength": 80},
        "pages": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "components": {
        "schemas": {"Book": BOOK},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
    },
    "paths": {
        "/books": {
            "get": {"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}]},
            "post": {
                "security": [{"key": []}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}},
            },
        },
        "/books/{book_id}": {"get": {"parameters": [{"name": "book_id", "in": "path"}]}},
    },
}
KEY = "right"
PAGE = """<a href="/search">Search</a>
<form method="post" action="/ask"><input name="text"><input name="csrf" value="t"></form>"""


class Shop:
    """A small service; `flaw` names what is wrong with it, if anything."""

    def __init__(self, flaw: str = "") -> None:
        self.flaw = flaw
        self.books = sqlite3.connect(":memory:", check_same_thread=False)
        self.books.executescript("CREATE TABLE books (title TEXT); INSERT INTO books VALUES ('Emma'), ('Ulysses');")
        self.lock = threading.Lock()

    def total(self) -> int:
        return int(self.books.execute("SELECT count(*) FROM books").fetchone()[0])

    def find(self, words: str) -> tuple[int, str]:
        if self.flaw == "injection":
            self.books.execute(f"SELECT * FROM books WHERE title = '{words}'")  # the flaw
        if self.flaw == "loss" and "DROP TABLE" in words:
            self.books.execute("DELETE FROM books")
        return 200, json.dumps({"total": self.total()})

    def book(self, number: str) -> tuple[int, str]:
        if self.flaw == "file" and "etc/passwd" in number:
            return 200, "root:x:0:0:root:/root:/bin/sh"
        return 404, json.dumps({"detail": "There is no such book."})

    def add(self, body: bytes, key: str) -> tuple[int, str]:
        if key != KEY and self.flaw != "door":
            return 401, "{}"
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            return 422, "{}"
        if self.flaw == "lenient" and isinstance(given, dict):
            return 201, "{}"
        sound = isinstance(given, dict) and isinstance(given.get("title"), str) and len(given["title"]) <= 80
        pages = given.get("pages", "") if sound else ""
        if not sound or not (pages is None or (type(pages) is int and pages > 0)):
            return 422, "{}"
        self.books.execute("INSERT INTO books VALUES (?)", [given["title"].encode("utf-8", "replace").decode()])
        return 201, "{}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def shop(self) -> Shop:
        shop: Shop = self.server.shop  # type: ignore[attr-defined]
        return shop

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self.shop.lock:
            self.answer(*self.found(unquote(parts.path), given))

    def found(self, path: str, given: dict[str, str]) -> tuple[int, str, str]:
        if path == "/openapi.json":
            return 200, json.dumps(DOCUMENT), "application/json"
        if path == "/ready":
            return 200, "{}", "application/json"
        if path == "/books":
            return *self.shop.find(given.get("q", "")), "application/json"
        if path.startswith("/books/"):
            return *self.shop.book(path[7:]), "application/json"
        if path == "/":
            odd = '<a href="http://[x">?</a><form action="//[">' if self.shop.flaw == "odd" else ""
            return 200, odd + PAGE, "text/html"
        return self.searched(given) if path == "/search" else (404, "nothing", "text/plain")

    def searched(self, given: dict[str, str]) -> tuple[int, str, str]:
        words = given.get("q", "")
        if self.shop.flaw == "redirect" and "next" in given:
            return 302, given["next"], "text/html"
        if self.shop.flaw == "template":
            words = re.sub(r"\{\{(\d+)\*(\d+)\}\}", lambda found: str(int(found[1]) * int(found[2])), words)
        if self.shop.flaw != "script":
            words = words.replace("<", "&lt;")
        if self.shop.flaw == "traceback" and len(words) > 1_000:
            words = "Traceback (most recent call last):"
        return 200, f"<p>{words}</p>", "text/html"

    def do_POST(self) -> None:
        try:
            body = self.rfile.read(max(0, int(self.headers.get("Content-Length", 0))))
        except ValueError:
            body = b""
        with self.shop.lock:
            if self.path == "/ask":
                status = 200 if b"csrf=t" in body or self.shop.flaw == "forged" else 400
                self.answer(status, "thanks", "text/html")
            else:
                self.answer(*self.shop.add(body, self.headers.get("X-API-Key", "")), "application/json")

    def answer(self, status: int, text: str, kind: str) -> None:
        body = b"" if status == 302 else text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", text.replace("\r", "").replace("\n", ""))
        if self.shop.flaw == "odd":
            self.send_header("Set-Cookie", "a b{}=c; @=")
        if self.shop.flaw == "shared":
            self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", ""))
            self.send_header("Access-Control-Allow-Credentials", "true")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(shop: Shop) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.shop = shop  # type: ignore[attr-defined]
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a flaw may raise
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def attacked(shop: Shop, budget_s: float = 30) -> dict[str, Any]:
    with served(shop) as port:
        return attack("127.0.0.1", port, ("/books", "total"), {"first-key.txt": f"{KEY}\nkeep it"}, budget_s)


def test_a_sound_service_has_no_finding() -> None:
    shop = Shop()
    seen = attacked(shop)
    assert seen["problems"] == []
    assert seen["is_complete"]
    assert seen["routes"] == 6
    assert shop.total() > 2, "no request with the right key was valid"


@pytest.mark.parametrize(
    ("flaw", "rule", "route"),
    [
        ("injection", "no-answer", "GET /books"),
        ("loss", "data-lost", "GET /books"),
        ("file", "file-exposed", "GET /books/{book_id}"),
        ("door", "key-not-demanded", "POST /books"),
        ("lenient", "not-refused", "POST /books"),
        ("redirect", "open-redirect", "GET /search"),
        ("template", "template-injection", "GET /search"),
        ("script", "script-reflected", "GET /search"),
        ("traceback", "traceback-shown", "GET /search"),
        ("forged", "not-refused", "POST /ask"),
        ("shared", "permissive-cors", "GET /books"),
    ],
)
def test_each_flaw_is_found_with_the_request_that_shows_it(flaw: str, rule: str, route: str) -> None:
    problems = attacked(Shop(flaw))["problems"]
    found = [each for each in problems if (each["rule"], each["route"]) == (rule, route)]
    assert found, problems
    assert found[0]["request"].startswith(route.split(" ")[0])


def test_odd_answers_do_not_end_the_attack() -> None:
    seen = attacked(Shop("odd"))
    assert seen["is_complete"]
    assert seen["problems"] == []


def test_an_attack_that_ended_badly_is_no_evidence() -> None:
    assert "ended badly" in BootReport(ok=True, detail="It was ready.").problem


def test_the_time_is_kept() -> None:
    seen = attacked(Shop(), budget_s=0)
    assert not seen["is_complete"]
    assert seen["problems"] == []


def test_a_service_that_is_gone_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    seen = attack("127.0.0.1", port, ("/", "total"), {}, 5)
    assert {each["rule"] for each in seen["problems"]} >= {"no-answer", "not-ready"}


@pytest.mark.parametrize(
    "location",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "\\\\evil.example/x"],
)
def test_where_a_browser_would_go(location: str) -> None:
    assert leads_to(location) == "evil.example"
    assert leads_to("/books?next=https://evil.example") == ""


def test_examples_fit_their_schema_and_wrong_values_do_not() -> None:
    assert example(BOOK) == {"title": "text", "pages": 1}
    dated = {"type": "object", "properties": {"on": {"type": "string", "format": "date"}}}
    assert example({"allOf": [BOOK, dated]}) == {"title": "text", "pages": 1, "on": "2024-01-31"}
    assert types_of({"anyOf": [{"type": "integer"}, {}]}) == set()
    assert list(wrong_values({})) == []
    assert 0 in list(wrong_values({"type": "integer", "minimum": 1}))
    assert not any(isinstance(value, float) for value in wrong_values({"type": "number", "maximum": 1e300}))
