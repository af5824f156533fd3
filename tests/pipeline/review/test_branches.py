"""What a report of branches is believed."""

import json

import pytest

from pipeline.contracts.work import BootReport, Coverage, FileCoverage, TestReport
from pipeline.review.branches import LONGEST_REPORT, read_coverage
from pipeline.review.score import coverage_part

FILES = {"app/main.py": b"", "tests/test_main.py": b"", "README.md": b""}
SUMMARY = {"branches": 4, "branches_taken": 3, "lines": 9, "lines_run": 8}


def report(**paths: object) -> bytes:
    return json.dumps(paths).encode()


def test_files_of_the_application_count_and_no_other() -> None:
    said = report(**{"app/main.py": SUMMARY, "app/unknown.py": SUMMARY, "../outside.py": SUMMARY})
    coverage = read_coverage(said, FILES)
    assert coverage == Coverage(
        files=(FileCoverage(path="app/main.py", branches=4, branches_taken=3, lines=9, lines_run=8),)
    )
    assert coverage.share == 0.75


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        report(),
        report(**{"app/other.py": SUMMARY}),
        report(**{"app/main.py": SUMMARY | {"branches_taken": 5}}),
        report(**{"app/main.py": SUMMARY | {"branches_taken": -1}}),
        report(**{"app/main.py": SUMMARY | {"branches_taken": 1e99}}),
        report(**{"app/main.py": SUMMARY}) + b" " * LONGEST_REPORT,
    ],
)
def test_what_cannot_be_is_not_believed(said: bytes) -> None:
    assert read_coverage(said, FILES) is None


def test_what_nobody_measured_is_not_full_marks() -> None:
    boot = BootReport(ok=True, detail="")
    tested = TestReport(sandbox_level="docker", accepted=True, tests=(), duration_s=1, files_sha256="", boot=boot)
    assert (coverage_part(tested).value, coverage_part(tested).weight) == (0, 0.1)
    measured = tested.model_copy(update={"coverage": read_coverage(report(**{"app/main.py": SUMMARY}), FILES)})
    assert coverage_part(measured).value == 0.75
    assert coverage_part(measured.model_copy(update={"accepted": False})).value == 0
    plain = SUMMARY | {"branches": 0, "branches_taken": 0}
    without = read_coverage(report(**{"app/main.py": plain}), FILES)
    assert without is not None
    assert without.share == pytest.approx(8 / 9)
