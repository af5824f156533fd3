"""What is wrong in a file of infrastructure."""

from typing import NamedTuple

from pipeline.contracts.findings import Severity


class Problem(NamedTuple):
    """Something that is wrong in a file, in a sentence."""

    path: str
    line: int
    message: str
    rule: str
    severity: Severity = Severity.HIGH
