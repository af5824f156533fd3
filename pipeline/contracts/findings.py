"""What review tools see, and that they looked."""

import hashlib
from enum import StrEnum

from pipeline.contracts.base import Contract


class Severity(StrEnum):
    """How bad a finding is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """The place in the order, the gravest being 0."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How certain a tool is that a finding is a mistake."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


MODEL_TOOL = "model "
"""What the name of a tool that is a model begins with."""


class Finding(Contract):
    """Something that a tool saw in a file, or a model, whose name then follows `MODEL_TOOL`.

    `path` is a file of the project; for what an attack saw it is a route, `line` is 0, and `request` shows it.
    """

    tool: str
    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    fixed: bool = False
    confidence: Confidence = Confidence.MEDIUM
    why: str = ""
    """Why it matters, in one sentence; empty where the tool does not say."""
    fix: str = ""
    """How to mend it, in one sentence; empty where the tool does not say."""
    request: str = ""

    @property
    def place(self) -> str:
        """Where it is, as people write it."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def key(self) -> str:
        """What tells it from other findings of a project, wherever in its file it moves to: 12 hexadecimal digits."""
        text = "\0".join((self.tool, self.rule, self.path, self.message))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def is_opinion(self) -> bool:
        """Whether it is what a model says, and no tool's result: it is shown, and counts in no score."""
        return self.tool.startswith(MODEL_TOOL)


class ToolRun(Contract):
    """Evidence that a tool ran: an empty `version` with a `reason` means that it did not."""

    name: str
    version: str
    duration_s: float
    findings: int
    reason: str = ""
    is_optional: bool = False
    """Whether a review is whole without it, because few computers have it."""

    @property
    def ran(self) -> bool:
        """Whether the tool gave a result."""
        return not self.reason
