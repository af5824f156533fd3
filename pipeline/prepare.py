"""What needs a network is fetched once, at set-up: the environments of projects and of the policy scanner."""

from collections.abc import Callable

from pipeline.projects import kinds
from pipeline.review.infrastructure.policy.scanner import policy_environment
from pipeline.sandboxes import counted
from pipeline.service import Service
from sandbox.environments import Environment
from sandbox.errors import EnvironmentBuildError


def prepare_projects(service: Service, report: Callable[[str], None]) -> None:
    """Install what generated projects, their tests and their review need, and prove the sandbox levels.

    Raises SandboxError.
    """
    needed = [lock for kind in kinds() for locks in kind.all_locks for lock in (locks.runtime, locks.test)]
    environments = [Environment(lock=lock) for lock in dict.fromkeys(needed)]
    for number, environment in enumerate(environments, 1):
        service.environments.ensure(environment, progress=counted(number, len(environments), report))
    service.sandboxes.prepare([*environments, *_policies(service, report)], report)


def _policies(service: Service, report: Callable[[str], None]) -> list[Environment]:
    """What the policy scanner needs, if it can be had: without it a review says that it did not run."""
    environment = policy_environment()
    try:
        service.environments.ensure(environment, progress=lambda line: report(f"Policy scanner: {line}"))
    except EnvironmentBuildError as error:
        report(f"The policy scanner is left out: {error}")
        return []
    return [environment]
