"""Which branches of a project its own tests take: measured by coverage.py within the run that also judges the tests.

What a project says of its own coverage can't be proved as its tests can, so it moves the score and no gate.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Attribute
from pydantic import ValidationError

from pipeline.contracts.base import Contract
from pipeline.contracts.work import Coverage, FileCoverage

SOURCE = "app"
LONGEST_REPORT = 8_000_000
"""Bytes of a report that is read."""

RUN = f"""
import sys
import pytest
report, *options = sys.argv[1:]
try:
    import coverage
except ImportError:
    sys.exit(pytest.main(options))
measured = coverage.Coverage(config_file=False, branch=True, source=[{SOURCE!r}], data_file=None, messages=False)
measured.start()
code = pytest.main(options)
measured.stop()
try:
    measured.json_report(outfile=report)
except Exception as error:
    print(f"coverage: {{error}}", file=sys.stderr)
sys.exit(code)
"""
"""Runs pytest with the options that follow a path, to which what was measured is written where coverage.py is there."""

Count = Annotated[int, Attribute(ge=0, le=10_000_000)]


class _Summary(Contract, extra="ignore"):
    num_branches: Count
    covered_branches: Count
    num_statements: Count
    covered_lines: Count


class _File(Contract, extra="ignore"):
    summary: _Summary


class _Report(Contract, extra="ignore"):
    files: dict[str, _File]


def read_coverage(report: bytes, files: Mapping[str, bytes]) -> Coverage | None:
    """What a report says of a project's code; None where it says nothing of some file, or more than can be.

    The report comes out of generated code: of its paths those count that the project has, and the others are dropped.
    """
    try:
        said = _Report.model_validate_json(report if len(report) <= LONGEST_REPORT else b"").files
    except (ValidationError, RecursionError):
        return None
    code = sorted(path for path in files if path.startswith(f"{SOURCE}/") and path.endswith(".py"))
    if not code or any(path not in said for path in code):
        return None
    found = [_of_file(path, said[path].summary) for path in code]
    return Coverage(files=tuple(found)) if all(each.is_possible for each in found) else None


def _of_file(path: str, said: _Summary) -> FileCoverage:
    return FileCoverage(
        path=path,
        branches=said.num_branches,
        branches_taken=said.covered_branches,
        lines=said.num_statements,
        lines_run=said.covered_lines,
    )
