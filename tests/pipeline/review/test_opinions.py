"""What a model says of code is shown and counts in no score."""

from pipeline.contracts.work import Finding, SecurityReview, Severity, ToolRun
from pipeline.review.score import code_part, security_part

TOOL = ToolRun(name="bandit", version="1", duration_s=0.1, findings=1)
FOUND = Finding(tool="bandit", rule="B1", severity=Severity.MEDIUM, path="app/main.py", line=1, message="Bad.")
SAID = FOUND.model_copy(update={"tool": "model small of OpenAI", "severity": Severity.HIGH})


def test_an_opinion_costs_nothing() -> None:
    without = security_part(SecurityReview(findings=(FOUND,), tools=(TOOL,)), None)
    assert security_part(SecurityReview(findings=(FOUND, SAID), tools=(TOOL,)), None) == without
    assert without.value < 1
    assert code_part((SAID,), (TOOL,), 100).value == 1 > code_part((FOUND,), (TOOL,), 1000).value
