"""A home with a worker, for the tests of what a person can do."""

from collections.abc import Iterator

import pytest

from pipeline import settings
from pipeline.release.process import Launched, stop
from pipeline.service import Service
from tests.homes import new_home, quick_sandbox

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
