"""From requirements to verdicts."""

import pytest

from pipeline.contracts.plan import Requirement
from pipeline.contracts.work import TestOutcome, TestReport
from pipeline.traceability import Verdict, trace

PASSED = TestOutcome(id="tests/test_a.py::test_sort[name]", outcome="passed", duration_s=0.1)
FAILED = TestOutcome(id="tests/test_a.py::test_sort[price]", outcome="failed", duration_s=0.1)
OTHER = TestOutcome(id="tests/test_b.py::test_sort", outcome="failed", duration_s=0.1)


def report(*tests: TestOutcome) -> TestReport:
    accepted = all(test.outcome == "passed" for test in tests)
    return TestReport(sandbox_level="docker", accepted=accepted, tests=tests, duration_s=1, files_sha256="")


def asked(*covered_by: str) -> Requirement:
    return Requirement(id="R1", text="Sort.", source="Sort.", covered_by=covered_by)


@pytest.mark.parametrize(
    ("covered_by", "found", "verdict"),
    [
        ((), report(PASSED), Verdict.NOT_COVERED),
        (("app/a.py",), report(PASSED), Verdict.UNTESTED),
        (("app/a.py", "tests/test_a.py::test_sort"), None, Verdict.NOT_RUN),
        (("tests/test_a.py::test_sort",), report(OTHER), Verdict.NOT_RUN),
        (("tests/test_a.py::test_sort",), report(PASSED), Verdict.SATISFIED),
        (("tests/test_a.py::test_sort[name]",), report(PASSED), Verdict.SATISFIED),
        (("tests/test_a.py",), report(PASSED), Verdict.SATISFIED),
        (("tests/test_a.py::test_sort",), report(PASSED, FAILED), Verdict.FAILED),
        (("tests/test_a.py::test_sort[name]",), report(PASSED, FAILED), Verdict.NOT_ACCEPTED),
        (("tests/test_c.py",), report(PASSED), Verdict.NOT_RUN),
    ],
)
def test_verdict(covered_by: tuple[str, ...], found: TestReport | None, verdict: Verdict) -> None:
    (one,) = trace((asked(*covered_by),), found)
    assert one.verdict is verdict
    assert set(one.files) | set(one.tests) == set(covered_by)
