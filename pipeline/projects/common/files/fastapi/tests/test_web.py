"""What every response shares, shown on a small application."""

from typing import Annotated

import pytest
from fastapi import Body, FastAPI, HTTPException, Response
from starlette.testclient import TestClient

from app.errors import ServiceError
from app.web import json_response, protect

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class RefusedError(ServiceError):
    """A request that is refused for a reason of the service."""

    status_code = 409


class LaterError(ServiceError):
    """A request that may be sent again in a moment."""

    status_code = 503


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()

    @app.get("/items/{number}")
    async def read(number: int) -> int:
        return number

    @app.put("/items/{number}")
    async def write(number: int, amount: Annotated[int, Body(embed=True)]) -> int:
        return number + amount

    @app.get("/framed")
    async def framed() -> Response:
        return Response(headers={"X-Frame-Options": "SAMEORIGIN"})

    @app.get("/text")
    async def text() -> Response:
        return json_response('{"é": 1}', 201)

    @app.get("/refused/{kind}")
    async def refused(kind: str) -> None:
        raise {
            "service": RefusedError("No."),
            "later": LaterError("Later."),
            "http": HTTPException(418, "A teapot.", {"X-Kind": "tea"}),
            "surrogate": ServiceError("Not \ud800."),
        }[kind]

    protect(app, ["localhost"])
    return TestClient(app, base_url="http://localhost")


@pytest.mark.parametrize("path", ["/items/1", "/items/x", "/nothing", "/text"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_a_header_that_is_set_already_stands_alone(client: TestClient) -> None:
    headers = client.get("/framed").headers
    assert headers.get_list("X-Frame-Options") == ["SAMEORIGIN"]
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_foreign_host_is_refused_and_not_sent_elsewhere(client: TestClient) -> None:
    for host in ("attacker.example", "www.localhost"):
        response = client.get("/items/1", headers={"Host": host}, follow_redirects=False)
        assert (response.status_code, response.headers["X-Frame-Options"]) == (400, "DENY")


def test_text_that_is_built_already(client: TestClient) -> None:
    response = client.get("/text")
    assert (response.status_code, response.headers["Content-Type"]) == (201, "application/json")
    assert response.json() == {"é": 1}


@pytest.mark.parametrize(
    ("kind", "status_code", "detail", "retry"),
    [
        ("service", 409, "No.", None),
        ("later", 503, "Later.", "1"),
        ("http", 418, "A teapot.", None),
        ("surrogate", 400, "Not ?.", None),
    ],
)
def test_a_refusal_is_one_sentence(
    client: TestClient, kind: str, status_code: int, detail: str, retry: str | None
) -> None:
    response = client.get(f"/refused/{kind}")
    assert (response.status_code, response.json()) == (status_code, {"detail": detail})
    assert response.headers.get("Retry-After") == retry
    assert response.headers.get("X-Kind") == ("tea" if kind == "http" else None)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{", "The body is not valid JSON."),
        (b'{"amount": "many"}', "amount: Input should be a valid integer, unable to parse string as an integer."),
        (b"{}", "amount: Field required."),
    ],
)
def test_what_is_wrong_with_a_request(client: TestClient, body: bytes, detail: str) -> None:
    response = client.put("/items/1", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (422, {"detail": detail})


def test_a_method_that_is_not_offered_names_those_that_are(client: TestClient) -> None:
    response = client.delete("/items/1")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, PUT")
    assert response.json() == {"detail": "Method Not Allowed"}
