"""A home with a worker, for the tests of what a person can do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.release.process import Launched, stop
from pipeline.service import Service
from tests.homes import new_home, quick_sandbox
from tests.pipeline.models.provider_server import ProviderServer, provider_server

__all__ = ["quick_sandbox"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One for each module; what was deployed is stopped at its end."""
    service = Service(settings.load(new_home(tmp_path_factory)))
    service.sandbox_proofs()
    service.try_work()
    yield service
    for deployment in service.store.deployments.newest():
        if deployment.pid and deployment.process_started:
            stop(Launched(pid=deployment.pid, started=deployment.process_started))
    service.stop_worker(wait_s=5)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all runs of a module, so that environments are made once."""
    return new_home(tmp_path_factory)


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    """A server of models that answers by a script."""
    with provider_server() as running:
        yield running
