"""What the tests of projects share: environments of their locks, made once for all processes that test."""

import pytest

from tests.pipeline.projects.stages import Workshop


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workshop:
    own = tmp_path_factory.getbasetemp()
    return Workshop((own if worker_id == "master" else own.parent) / "workshop")
