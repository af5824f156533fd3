"""What ran before the documentation was written."""

from pydantic import Field

from pipeline.contracts.base import Contract


class Evidence(Contract):
    """Counts of tests by outcome, where they ran, and how many findings of the review are open."""

    tests_passed: int = Field(ge=0)
    tests_failed: int = Field(ge=0)
    sandbox_level: str
    findings: int = Field(ge=0)
