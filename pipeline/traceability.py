"""From a requirement to the files and tests that satisfy it, and to what came of those tests."""

from collections.abc import Sequence
from enum import StrEnum

from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Requirement
from pipeline.contracts.work import TestReport


class Verdict(StrEnum):
    """What the evidence says of a requirement."""

    SATISFIED = "satisfied"
    CLAIMED = "satisfied, as a model's own test says"
    UNTESTED = "covered, but no test shows it"
    NOT_RUN = "covered, its tests did not run"
    NOT_ACCEPTED = "its tests passed, in a run that was not accepted"
    FAILED = "a test of it failed"
    NOT_COVERED = "not covered"


class Trace(Contract):
    """A requirement with its files and tests; `passed` counts the tests that ran and passed, of `ran`."""

    requirement: Requirement
    files: tuple[str, ...]
    tests: tuple[str, ...]
    ran: int
    passed: int
    verdict: Verdict


def trace(requirements: tuple[Requirement, ...], report: TestReport | None) -> tuple[Trace, ...]:
    """What became of each requirement; without a report nothing has run."""
    return tuple(_trace(requirement, report) for requirement in requirements)


def _trace(requirement: Requirement, report: TestReport | None) -> Trace:
    tests = requirement.tests
    outcomes = [test.outcome for test in report.tests if _is_any_of(test.id, tests)] if report else []
    passed = outcomes.count("passed")
    return Trace(
        requirement=requirement,
        files=requirement.files,
        tests=tests,
        ran=len(outcomes),
        passed=passed,
        verdict=_verdict(requirement, bool(tests), outcomes, is_accepted=bool(report and report.accepted)),
    )


def _is_any_of(test_id: str, asked: tuple[str, ...]) -> bool:
    """Whether a test is one of those asked for, which name a file, a function of it, or one case of that."""
    names = {test_id, test_id.partition("[")[0], test_id.partition("::")[0]}
    return any(name in names for name in asked)


def _verdict(requirement: Requirement, has_tests: bool, outcomes: Sequence[str], *, is_accepted: bool) -> Verdict:
    if not requirement.is_covered:
        return Verdict.NOT_COVERED
    if not has_tests:
        return Verdict.UNTESTED
    if not outcomes:
        return Verdict.NOT_RUN
    if any(outcome != "passed" for outcome in outcomes):
        return Verdict.FAILED
    if not is_accepted:
        return Verdict.NOT_ACCEPTED
    return Verdict.CLAIMED if requirement.by_model else Verdict.SATISFIED
