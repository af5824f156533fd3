"""What every place where a release can run is able to do, so that one piece of code deploys to all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.contracts.base import Contract
from pipeline.contracts.delivery import Topology
from pipeline.contracts.work import DataProbe
from pipeline.errors import RunFailure
from pipeline.release.health import Health, ProbeResult
from storage.rows import Deployment

Values = Mapping[str, str | float | None]
"""Columns of a deployment and what they become."""
FIRST_SECRETS = ("first-key.txt", "first-account.txt")
"""Where an application keeps, in its data, the key or account that it made to let the first person in."""


class Unreachable(RunFailure):
    """The place itself cannot be asked, so nothing is known of what runs there; resuming tries again."""


def never() -> bool:
    """Nobody stops it."""
    return False


@dataclass(frozen=True)
class Watch:
    """Who is told how far it is, and who can stop it."""

    say: Callable[[str], None]
    cancelled: Callable[[], bool] = never


@dataclass(frozen=True)
class Job:
    """A release that is to be made ready: its row, the folder with the files of its commit, and what runs of it."""

    deployment: Deployment
    code: Path
    topology: Topology
    watch: Watch


class FirstSecret(Contract):
    """What the first person signs in with, and how to read it: a file, or a command that prints it."""

    kind: str
    where: str


class Target(Protocol):
    """A place. What fails by the release's own fault is RunFailure; Unreachable says that nobody could be asked."""

    @property
    def rolls(self) -> bool:
        """Whether it replaces the release before by itself, which serves until then."""
        ...

    def prepare(self, job: Job) -> Values:
        """Make what is needed to start: an environment, an image. Raises RunFailure, RunCancelled."""
        ...

    def bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> Values:
        """Start it, at `port` if that can be had, and never a second time beside itself."""
        ...

    def wait_until_ready(self, deployment: Deployment, watch: Watch) -> Health:
        """Whether it became ready; `detail` says why not."""
        ...

    def probe(self, deployment: Deployment, wanted: DataProbe) -> ProbeResult:
        """Ask it for the number that a release plan names."""
        ...

    def accept(self, deployment: Deployment) -> None:
        """Have the place keep it running, now that it is good."""
        ...

    def is_running(self, deployment: Deployment) -> bool:
        """Whether it is there."""
        ...

    def health(self, deployment: Deployment) -> Health:
        """Whether it answers now."""
        ...

    def started_at(self, deployment: Deployment) -> float | None:
        """When it started, in seconds since 1970; None where it does not run or nobody knows."""
        ...

    def own_restarts(self, deployment: Deployment, /) -> int:
        """How often the place itself has started it again."""
        ...

    def logs(self, deployment: Deployment, lines: int) -> str:
        """The last lines that it wrote."""
        ...

    def halt(self, deployment: Deployment) -> None:
        """Stop it; it can be brought up again."""
        ...

    def tidy(self, gone: Deployment, keep: Deployment | None) -> None:
        """Remove what a release left that nobody starts again, but for what `keep` needs."""
        ...

    def first_secret(self, deployment: Deployment) -> FirstSecret | None:
        """What the first person signs in with, None where it has made none."""
        ...
