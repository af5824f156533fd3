"""Real sandboxes, one for each level. What is missing here skips on a user's machine and fails in CI."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import ExecResult, Level, Limits, Sandbox
from sandbox.docker import DockerSandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import SandboxUnavailable
from sandbox.limited import LimitedSandbox

ROOT = Path(__file__).parents[2]
BASE_IMAGE = os.environ.get("QUINTET_SANDBOX_BASE_IMAGE") or "quintet-base:bookworm"
ISOLATING = [pytest.param(Level.DOCKER, marks=pytest.mark.docker), pytest.param(Level.BUBBLEWRAP)]
LEVELS = [*ISOLATING, pytest.param(Level.LIMITED)]
LIMITS = Limits(wall_s=10, memory_mb=128, disk_mb=16, pids=32, max_files=500, output_bytes=100_000, cpus=1)

Run = Callable[..., ExecResult]


def missing(reason: str) -> None:
    """Skip on a user's machine, with the reason; fail in CI, where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> EnvironmentCache:
    return EnvironmentCache(tmp_path_factory.mktemp("environments"))


@pytest.fixture(scope="session")
def build(cache: EnvironmentCache) -> Callable[[Level], Sandbox]:
    """A sandbox of a level, or a skip."""

    def make(level: Level) -> Sandbox:
        candidates: list[Sandbox] = [DockerSandbox(BASE_IMAGE, cache), BubblewrapSandbox(cache)]
        candidates.append(LimitedSandbox(cache, trusted_templates_only=True))
        sandbox = next(each for each in candidates if each.level is level)
        try:
            sandbox.version()
        except SandboxUnavailable as error:
            missing(str(error))
        return sandbox

    return make


@pytest.fixture(params=LEVELS)
def sandbox(request: pytest.FixtureRequest, build: Callable[[Level], Sandbox]) -> Sandbox:
    """Every level in turn."""
    return build(request.param)


@pytest.fixture(params=ISOLATING)
def isolating(request: pytest.FixtureRequest, build: Callable[[Level], Sandbox]) -> Sandbox:
    """Every level that isolates in turn."""
    return build(request.param)


@pytest.fixture
def limited() -> Sandbox:
    """The level that doesn't isolate; what hostile programs do on the others is in `hostile`."""
    return LimitedSandbox(trusted_templates_only=True)


@pytest.fixture(scope="session")
def lock_of() -> Callable[[Sequence[str]], Environment]:
    """An environment of some packages, as this project's own locks pin and hash them."""
    text = (ROOT / "tests" / "requirements.txt").read_text() + (ROOT / "requirements.txt").read_text()

    def lock(names: Sequence[str]) -> Environment:
        found = [re.search(rf"^{name}==.*\\\n(?:    --hash=.*\n)+", text, re.MULTILINE) for name in names]
        return Environment(lock="".join(block[0] for block in found if block))

    return lock
