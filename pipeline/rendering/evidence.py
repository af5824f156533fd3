"""What ran before the documentation was written."""

from pydantic import Field

from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Requirement


class Evidence(Contract):
    """Counts of tests by outcome, where they ran, and how many findings of the review are open.

    `verdicts` is what the tests say of each requirement, in words, by its id.
    """

    tests_passed: int = Field(ge=0)
    tests_failed: int = Field(ge=0)
    sandbox_level: str
    findings: int = Field(ge=0)
    verdicts: dict[str, str] = Field(default_factory=dict)

    def verdict(self, requirement: Requirement) -> str:
        """What the tests say of a requirement; without any that ran, whether it is covered."""
        plain = "covered, its tests did not run" if requirement.is_covered else "not covered"
        return self.verdicts.get(requirement.id, plain)
