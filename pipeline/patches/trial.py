"""The gates that run a patched project, in a sandbox that isolates: its own tests, all tests, and its start."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.contracts.patches import Gate, Patch
from pipeline.contracts.plan import Blueprint
from pipeline.contracts.work import DataProbe, TestOutcome, TestReport
from pipeline.errors import RunCancelled
from pipeline.patches.hollow import hollow
from pipeline.patches.places import TESTS, own_tests
from pipeline.patches.refusal import PatchRefused
from pipeline.projects.assembly import kind_for
from pipeline.projects.locks import Locks
from pipeline.review.boot import check_boot
from pipeline.review.verdict import run_tests
from pipeline.sandboxes import Sandboxes
from sandbox.contracts import Sandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import EnvironmentBuildError

Files = Mapping[str, bytes]
_ASSERTION = re.compile(r"E +(assert |AssertionError|Failed: DID NOT RAISE)")
SHOWN, SHOWN_LINES, LONGEST_LINE = 3, 6, 240


@dataclass(frozen=True)
class Passed:
    """The patch's tests whose assertions fail where its functions do nothing, and the report of all tests."""

    tests: tuple[str, ...]
    report: TestReport


@dataclass(frozen=True)
class Trial:
    """Where and with which packages a project is tried, and the number that it must answer once it has started."""

    sandboxes: Sandboxes
    locks: Locks
    probe: DataProbe
    report: Callable[[str], None]
    cancelled: Callable[[], bool]

    @property
    def runtime(self) -> Environment:
        """With what the project runs."""
        return Environment(lock=self.locks.runtime)

    @property
    def testing(self) -> Environment:
        """With what its tests run."""
        return Environment(lock=self.locks.test)

    def adding(self, packages: tuple[str, ...], environments: EnvironmentCache) -> "Trial":
        """The same with packages besides, once they are there; raises PatchRefused where they cannot be had."""
        if not packages:
            return self
        trial = replace(self, locks=replace(self.locks, added=packages))
        try:
            for environment in (trial.testing, trial.runtime):
                environments.ensure(environment, progress=self.report)
        except EnvironmentBuildError as error:
            named = ", ".join(packages)
            told = f"The environment with {named} could not be built; they are downloaded once, which takes a network."
            raise PatchRefused(Gate.PACKAGES, f"{told} {error}") from error
        return trial

    def run(self, before: Files, after: Files, patch: Patch) -> Passed:
        """What shows that a patch does what it is for.

        Raises PatchRefused, RunCancelled, and RunFailure where no sandbox works.
        """
        return self.sandboxes.attempt(
            lambda sandbox: self._run(sandbox, before, after, patch), self.report, isolated=True
        )

    def _run(self, sandbox: Sandbox, before: Files, after: Files, patch: Patch) -> Passed:
        sandbox.prepare(self.testing, self.report)
        self.report("Running its own tests without what it does.")
        own = own_tests(patch)
        only = tuple(path for path in patch.paths if path.startswith(TESTS))
        empty = self._tests(hollow(before, after, patch), sandbox, only)
        telling = own & {test.id.partition("[")[0] for test in empty.tests if asserts(test)}
        if not telling:
            told = "No assertion of its tests fails where its functions do nothing, so they show nothing of it."
            raise PatchRefused(Gate.OWN_TESTS, told)
        self.report("Running all tests with it, first without its own.")
        known = {path: content for path, content in after.items() if path not in only}
        self._accept(self._tests(known, sandbox), own)
        whole = self._tests(after, sandbox, measures=True)
        self._accept(whole, own)
        sandbox.prepare(self.runtime, self.report)
        self.report("Starting the application with it.")
        boot = check_boot(after, sandbox, self.runtime, self.probe, self.cancelled)
        if self.cancelled():
            raise RunCancelled
        if boot.problem:
            raise PatchRefused(Gate.START, boot.problem)
        return Passed(tuple(sorted(telling)), whole.model_copy(update={"boot": boot}))

    @staticmethod
    def _accept(report: TestReport, own: frozenset[str]) -> None:
        if not report.accepted:
            raise _failed(report, own)

    def _tests(
        self, files: Files, sandbox: Sandbox, only: tuple[str, ...] = (), *, measures: bool = False
    ) -> TestReport:
        report = run_tests(files, sandbox, self.testing, self.cancelled, only, measures=measures, report=self.report)
        if self.cancelled():
            raise RunCancelled
        return report


def trial_of(
    blueprint: Blueprint, sandboxes: Sandboxes, report: Callable[[str], None], cancelled: Callable[[], bool]
) -> Trial:
    """The trial of a project's patches."""
    kind = kind_for(blueprint)
    return Trial(sandboxes, kind.locks(blueprint), kind.probe(blueprint), report, cancelled)


def asserts(test: TestOutcome) -> bool:
    """Whether it is an assertion of a test that failed."""
    lines = test.message.splitlines()
    errors = [line for line in lines if line.startswith("E ")]
    is_assertion = bool(errors) and bool(_ASSERTION.match(errors[0]))
    at = next((number for number, line in enumerate(lines) if line.startswith("E ")), 0)
    return test.outcome == "failed" and (is_assertion or lines[at - 1].lstrip("> ").startswith("assert "))


def _failed(report: TestReport, own: frozenset[str]) -> PatchRefused:
    bad = [test for test in report.tests if test.outcome != "passed"]
    is_own = bool(bad) and all(test.id.partition("[")[0] in own for test in bad)
    told = [report.reason, *(f"{test.id}: {_told(test)}" for test in bad[:SHOWN])]
    return PatchRefused(Gate.OWN_TESTS if is_own else Gate.ALL_TESTS, "\n".join(told))


def _told(test: TestOutcome) -> str:
    """The lines of a failure that say what was expected, or else its first ones."""
    lines = test.message.splitlines()
    telling = [line for line in lines if line.startswith(("E ", ">"))] or lines
    return "\n".join(line[:LONGEST_LINE] for line in telling[:SHOWN_LINES]) or test.outcome
