"""The rules: what each finds, how grave and how certain it is, why it matters, and how to mend it."""

from dataclasses import dataclass

from pipeline.contracts.findings import Confidence, Severity

HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW


@dataclass(frozen=True)
class Rule:
    """One rule. `danger` is the class that it belongs to, and what a value may be checked for."""

    id: str
    danger: str
    severity: Severity
    confidence: Confidence
    why: str
    fix: str
    is_hint: bool = False
