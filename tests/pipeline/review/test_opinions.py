"""What a model says of code is shown and counts in no score."""

from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.contracts.work import AttackReport, Infrastructure, InfrastructureAsCode, SecurityReview
from pipeline.review.score import code_part, security_part

TOOL = ToolRun(name="bandit", version="1", duration_s=0.1, findings=1)
FOUND = Finding(tool="bandit", rule="B1", severity=Severity.MEDIUM, path="app/main.py", line=1, message="Bad.")
SAID = FOUND.model_copy(update={"tool": "model small of OpenAI", "severity": Severity.HIGH})
DELIVERY = Infrastructure(
    deployment_files=(), cloud_provider="local", infrastructure_as_code=InfrastructureAsCode(), ci_cd_config={},
    k8s_manifests=(), tools=(TOOL,),
)  # fmt: skip
ATTACK = AttackReport(requests=1, routes=1, is_complete=True, findings=())


def test_an_opinion_costs_nothing() -> None:
    without = security_part(SecurityReview(findings=(FOUND,), tools=(TOOL,)), DELIVERY, ATTACK)
    assert security_part(SecurityReview(findings=(FOUND, SAID), tools=(TOOL,)), DELIVERY, ATTACK) == without
    assert 0 < without.value < 1
    assert code_part((SAID,), (TOOL,), 100).value == 1 > code_part((FOUND,), (TOOL,), 1000).value
