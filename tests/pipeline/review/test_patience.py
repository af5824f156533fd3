"""Tests that are slow run once more, and say nothing of the code if that is not enough either."""

from pipeline.contracts.work import TestReport
from pipeline.review.patience import run_tests_patiently
from pipeline.review.verdict import LIMITS
from sandbox.contracts import Sandbox
from sandbox.environments import Environment
from tests.pipeline.review.test_verdict import HONEST, PACKAGES, TESTS, environments, lock, sandbox

__all__ = ["environments", "sandbox"]

SLOW = b"import time\n" + TESTS + b"\n\ndef test_slow():\n    time.sleep(%d)\n    assert double(1) == 2\n"


def judged(sandbox: Sandbox, sleep_s: int, wall_s: float, told: list[str]) -> TestReport:
    files = {**HONEST, "tests/test_main.py": SLOW % sleep_s}
    limits = LIMITS.model_copy(update={"wall_s": wall_s})
    environment = Environment(lock=lock(*PACKAGES))
    sandbox.prepare(environment, lambda _line: None)
    return run_tests_patiently(files, sandbox, environment, lambda: False, told.append, limits)


def test_tests_that_end_the_second_time_are_accepted(sandbox: Sandbox) -> None:
    told: list[str] = []
    report = judged(sandbox, sleep_s=8, wall_s=8, told=told)
    assert report.accepted, report.reason
    assert not report.timed_out
    assert "within 8 seconds" in report.repeated
    assert "up to 16 seconds" in report.repeated
    assert report.coverage is None
    assert any(line.startswith("The tests did not end within 8 seconds, so they run once more") for line in told)
    assert any(line.startswith("Tests that have ended after ") and line.endswith(": 4.") for line in told)


def test_tests_that_never_end_are_not_accepted_and_say_why(sandbox: Sandbox) -> None:
    report = judged(sandbox, sleep_s=60, wall_s=2, told=[])
    assert (report.accepted, report.timed_out) == (False, True)
    assert report.reason.startswith("The tests did not end within 4 seconds (ended by then: 4), so nothing is known")
    assert "second time" in report.reason
    assert report.reason.endswith("take this step again when the computer has less to do.")


def test_tests_that_end_run_once(sandbox: Sandbox) -> None:
    report = judged(sandbox, sleep_s=0, wall_s=60, told=[])
    assert (report.accepted, report.repeated, report.timed_out) == (True, "", False)
