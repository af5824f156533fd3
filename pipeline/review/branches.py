"""Which branches of a project its own tests take: counted within the run that also judges the tests.

What a project says of its own coverage can't be proved as its tests can, so it moves the score and no gate.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field as Attribute
from pydantic import TypeAdapter, ValidationError

from pipeline.contracts.base import Contract
from pipeline.contracts.work import Coverage, FileCoverage
from pipeline.review import branch_counter

SOURCE = "app"
LONGEST_REPORT = 8_000_000
"""Bytes of a report that is read."""

Count = Annotated[int, Attribute(ge=0, le=10_000_000)]


class _File(Contract):
    branches: Count
    branches_taken: Count
    lines: Count
    lines_run: Count


_REPORT = TypeAdapter(dict[str, _File])


@cache
def program() -> str:
    """The program that runs pytest and counts, for `python -c`; what follows are a report's path and options."""
    return Path(branch_counter.__file__).read_text(encoding="utf-8")


def read_coverage(report: bytes, files: Mapping[str, bytes]) -> Coverage | None:
    """What a report says of a project's code; None where it says nothing of some file, or more than can be.

    The report comes out of generated code: of its paths those count that the project has, and the others are dropped.
    """
    try:
        said = _REPORT.validate_json(report if len(report) <= LONGEST_REPORT else b"")
    except (ValidationError, RecursionError):
        return None
    code = sorted(path for path in files if path.startswith(f"{SOURCE}/") and path.endswith(".py"))
    if not code or any(path not in said for path in code):
        return None
    found = [FileCoverage(path=path, **said[path].model_dump()) for path in code]
    return Coverage(files=tuple(found)) if all(each.is_possible for each in found) else None
