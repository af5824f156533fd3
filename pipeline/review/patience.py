"""Tests whose time was over, once more: that says nothing of the code, so it is not written anew because of it."""

from collections.abc import Callable, Mapping

from pipeline.contracts.work import TestReport
from pipeline.review.verdict import LIMITS, run_tests
from sandbox.contracts import Limits, Sandbox
from sandbox.environments import Environment

MORE = 2
"""How many times as long the tests may take when they run again."""


def run_tests_patiently(
    files: Mapping[str, bytes],
    sandbox: Sandbox,
    environment: Environment,
    cancelled: Callable[[], bool],
    report: Callable[[str], None],
    limits: Limits = LIMITS,
) -> TestReport:
    """As `run_tests`; where the time was over, the tests alone run once more, with more of it and nothing measured.

    Raises SandboxError where the sandbox itself fails.
    """
    first = run_tests(files, sandbox, environment, cancelled, report=report, limits=limits)
    if not first.timed_out:
        return first
    longer = limits.model_copy(update={"wall_s": limits.wall_s * MORE})
    late = f"The tests did not end within {limits.wall_s:,.0f} seconds, so they"
    how = f"once more, for up to {longer.wall_s:,.0f} seconds and without measuring which branches they take."
    report(f"{late} run {how}")
    again = run_tests(files, sandbox, environment, cancelled, measures=False, report=report, limits=longer)
    reason = _too_slow(again.reason) if again.timed_out else again.reason
    return again.model_copy(update={"repeated": f"{late} ran {how}", "reason": reason})


def _too_slow(reason: str) -> str:
    """What is said of tests whose time was over twice."""
    return (
        f"{reason} It was the second time, with more seconds than before. Nothing shows that the code is wrong, so it"
        " is not written anew: take this step again when the computer has less to do."
    )
