"""Keys are asked for at the gateway, where they are set."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.gateway.upstream import WORKER
from app.operation import Operation
from tests.samples import FIRST
from tests.system import running_gateway, running_services, silent

KEYS = Operation(api_keys=("alpha", "beta"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data_dir = tmp_path_factory.mktemp("data")
    with running_services(data_dir) as apps, running_gateway({**apps, WORKER: silent()}, KEYS) as gateway:
        yield gateway


@pytest.mark.parametrize("path", ["/openapi.json", "/metrics", "/api/schema", *(f"/api/{table}" for table in FIRST)])
def test_keys_are_asked_for_where_they_are_set(client: TestClient, path: str) -> None:
    for key in KEYS.api_keys:
        assert client.get(path, headers={"X-API-Key": key}).status_code == 200
    for key in ("", "alph", "gamma", "alpha,beta"):
        response = client.get(path, headers={"X-API-Key": key})
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "ApiKey")
        assert response.json() == {"detail": "A valid key is needed in the header X-API-Key."}


@pytest.mark.parametrize("path", ["/", "/health"])
def test_how_the_system_is_can_be_asked_without_a_key(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_description_says_that_keys_are_needed(client: TestClient) -> None:
    document = client.get("/openapi.json", headers={"X-API-Key": "beta"}).json()
    (scheme,) = document["components"]["securitySchemes"]
    for path, entry in document["paths"].items():
        for operation in entry.values():
            is_guarded = path not in ("/health", "/ready")
            assert (operation.get("security") == [{scheme: []}]) == is_guarded
            assert "401" in operation["responses"] or not is_guarded
