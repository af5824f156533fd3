"""What needs a network is fetched once, at set-up: the environments of generated projects."""

from collections.abc import Callable

from pipeline.projects import kinds
from pipeline.service import Service
from sandbox.environments import Environment


def prepare_projects(service: Service, report: Callable[[str], None]) -> None:
    """Install what generated projects and their tests need, and prove the sandbox levels; raises SandboxError."""
    for kind in kinds():
        for lock in (kind.lock, kind.test_lock):
            service.environments.ensure(Environment(lock=lock), progress=report)
    service.sandboxes.prepare([Environment(lock=kind.test_lock) for kind in kinds()], report)
