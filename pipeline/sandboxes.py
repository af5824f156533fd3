"""The sandbox levels of this machine: proven, remembered for a while, and used strongest first."""

import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pipeline.contracts.base import Contract
from pipeline.errors import RunFailure
from pipeline.settings import Settings
from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import Level, Proof, Sandbox
from sandbox.docker import DockerSandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import NoSandbox, SandboxError, SandboxLost
from sandbox.probe import levels, probe
from storage.settings import SavedSettings

REMEMBERED_AS = "sandbox_proofs"
VALID_FOR = timedelta(hours=1)
WAIT_S, ASK_EVERY_S = 120.0, 1.0

Result = TypeVar("Result")


class ProvenLevels(Contract):
    """What was proven, and when."""

    at: datetime
    base_image: str
    proofs: tuple[Proof, ...]


class Sandboxes:
    """Chooses where generated code may run."""

    def __init__(
        self, settings: Settings, saved: SavedSettings, environments: EnvironmentCache, wait_s: float = WAIT_S
    ) -> None:
        """`wait_s` is how long a level that was lost is waited for."""
        self._wait_s = wait_s
        self._settings = settings
        self._saved = saved
        self._environments = environments

    def proofs(self, *, refresh: bool = False) -> tuple[Proof, ...]:
        """What each level has proven on this machine, newly tried when that was over an hour ago or on `refresh`."""
        remembered = None if refresh else self._remembered()
        if remembered is None:
            proofs = tuple(probe(self._levels()))
            remembered = ProvenLevels(at=datetime.now(UTC), base_image=self._settings.sandbox_base_image, proofs=proofs)
            self._saved.save(REMEMBERED_AS, remembered.model_dump_json())
        return remembered.proofs

    def usable(self) -> list[Sandbox]:
        """The levels that are proven and allowed by the settings, strongest first; raises NoSandbox when none is.

        The level that does not isolate is among them: it runs what is rendered from Quintet's own templates, and
        nothing else (see `attempt`).
        """
        proven = {proof.level for proof in self.proofs() if proof.available}
        wanted = self._settings.sandbox
        chosen = [each for each in self._levels() if each.level in proven and wanted in ("auto", each.level.value)]
        if not chosen:
            raise NoSandbox(f"The sandbox level {wanted} does not work on this machine; see Settings for the reason.")
        return chosen

    def level(self) -> Level:
        """The level that the next run will use."""
        return self.usable()[0].level

    @property
    def can_isolate(self) -> bool:
        """Whether code that nobody has vouched for, such as a model's, can be run at all."""
        try:
            return any(sandbox.level.isolates for sandbox in self.usable())
        except NoSandbox:
            return False

    def attempt(
        self, work: Callable[[Sandbox], Result], report: Callable[[str], None], *, isolated: bool = False
    ) -> Result:
        """Do sandboxed work at the strongest level, and at the next one where a level itself fails.

        What is to be `isolated` is done only at levels that isolate.
        Raises RunFailure when every level has failed. What the work finds out is a result, not a failure.
        """
        trouble = ""
        try:
            for sandbox in self.usable():
                if isolated and not sandbox.level.isolates:
                    continue
                try:
                    return self._again(sandbox, work, report)
                except SandboxError as error:
                    trouble = str(error)
                    report(f"{sandbox.level.label.partition(':')[0]} failed: {error}")
        except NoSandbox as error:
            trouble = str(error)
        raise RunFailure(f"The tests could not be run in any sandbox. {trouble}")

    def _again(self, sandbox: Sandbox, work: Callable[[Sandbox], Result], report: Callable[[str], None]) -> Result:
        """Do the work, and once more when a level that went away in the middle of it is back."""
        try:
            return work(sandbox)
        except SandboxLost as lost:
            report(f"{sandbox.level.label.partition(':')[0]} was lost: {lost} The work is done again when it is back.")
            if not self._is_back(sandbox):
                self.proofs(refresh=True)
                raise
        return work(sandbox)

    def _is_back(self, sandbox: Sandbox) -> bool:
        """Wait until a level answers again; false if it doesn't in time."""
        end = time.monotonic() + self._wait_s
        while True:
            try:
                sandbox.version()
            except SandboxError:
                if time.monotonic() > end:
                    return False
                time.sleep(ASK_EVERY_S)
            else:
                return True

    def prepare(self, environments: Iterable[Environment], report: Callable[[str], None]) -> None:
        """Fetch what every level of this machine needs to run the environments, and prove the levels anew."""
        needed = list(environments)
        for number, environment in enumerate(needed, 1):
            for sandbox in self._levels():
                with suppress(SandboxError):  # the proof says why a level does not work
                    sandbox.prepare(environment, counted(number, len(needed), report))
        for proof in self.proofs(refresh=True):
            report(f"Sandbox level {proof.level}: {'works' if proof.available else proof.reason}")

    def reap(self, keep: Collection[Path] = ()) -> None:
        """Remove what a killed process left behind, and environments that were not used for long or are too many.

        `keep` are folders of environments that something runs in.
        """
        older_than_s = timedelta(days=self._settings.environments_days).total_seconds()
        max_bytes = self._settings.environments_gb * 10**9
        docker = DockerSandbox(self._settings.sandbox_base_image, self._environments)
        with suppress(SandboxError):  # there is no Docker, so it left nothing
            docker.reap()
            docker.prune(older_than_s, max_bytes)
        BubblewrapSandbox().reap()
        self._environments.prune(older_than_s, max_bytes, keep)

    def _levels(self) -> list[Sandbox]:
        return levels(self._settings.sandbox_base_image, self._environments, own_templates=True)

    def _remembered(self) -> ProvenLevels | None:
        text = self._saved.all().get(REMEMBERED_AS)
        if text is None:
            return None
        proven = ProvenLevels.model_validate_json(text)
        fresh = datetime.now(UTC) - proven.at < VALID_FOR and proven.base_image == self._settings.sandbox_base_image
        return proven if fresh else None


def counted(number: int, of: int, report: Callable[[str], None]) -> Callable[[str], None]:
    """A report whose lines say which of many things they are about."""
    return lambda line: report(f"{number} of {of}: {line}")
