"""What needs a network is fetched once, at set-up: the environments of generated projects."""

from collections.abc import Callable

from pipeline.rendering import LOCK, TEST_LOCK
from pipeline.service import Service
from sandbox.environments import Environment
from sandbox.errors import SandboxError


def prepare_projects(service: Service, report: Callable[[str], None]) -> None:
    """Install what generated projects and their tests need, and prove the sandbox levels; raises SandboxError."""
    for lock in (LOCK(), TEST_LOCK()):
        service.environments.ensure(Environment(lock=lock), progress=report)
    for proof in service.sandbox_proofs(refresh=True):
        report(f"Sandbox level {proof.level}: {'works' if proof.available else proof.reason}")
    for sandbox in service.sandboxes.usable():
        try:
            sandbox.prepare(Environment(lock=TEST_LOCK()), report)
        except SandboxError as error:
            report(f"Sandbox level {sandbox.level} cannot be prepared: {error}")
