"""Services answer to those who know the secret of the system, where there is one."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.operation import Operation
from app.parts import create_part
from app.schema import TABLES
from app.settings import Settings
from app.token import HEADER
from tests.system import BASE_URL

PATHS = {"service": f"/api/{TABLES[0].name}", "worker": "/openapi.json"}


@pytest.mark.parametrize("part", PATHS)
def test_who_does_not_know_the_secret_is_refused(tmp_path: Path, part: str) -> None:
    settings = Settings(part=part, service=TABLES[0].name, data_dir=tmp_path, service_token="secret")  # noqa: S106
    with TestClient(create_part(settings, Operation()), BASE_URL) as client:
        for headers in ({}, {HEADER: ""}, {HEADER: "secre"}, {HEADER: "secret2"}):
            response = client.get(PATHS[part], headers=headers)
            assert (response.status_code, response.json()) == (
                403,
                {"detail": "This service answers to the gateway only."},
            )
        assert client.get(PATHS[part], headers={HEADER: "secret"}).status_code == 200
        assert client.get("/metrics").status_code == 403
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 200


@pytest.mark.parametrize("part", PATHS)
def test_without_a_secret_nobody_is_refused(tmp_path: Path, part: str) -> None:
    settings = Settings(part=part, service=TABLES[0].name, data_dir=tmp_path)
    with TestClient(create_part(settings, Operation()), BASE_URL) as client:
        assert client.get(PATHS[part]).status_code == 200
