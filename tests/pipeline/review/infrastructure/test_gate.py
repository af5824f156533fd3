"""What did not run on this computer neither passes nor blocks, unless a review is not whole without it."""

import pytest

from pipeline.contracts.findings import ToolRun
from pipeline.contracts.work import AttackReport, Check, Infrastructure, InfrastructureAsCode, SecurityReview
from pipeline.review.infrastructure.delivery import objection_to
from pipeline.review.score import security_part

ATTACK = AttackReport(requests=1, routes=1, is_complete=True, findings=())
RAN = ToolRun(name="hadolint", version="1", duration_s=0, findings=0)
IDLE = Check(name="helm template", passed=False, ran=False, evidence="helm is not on this computer.")
WRONG = Check(name="Compose schema", passed=False, evidence="compose.yaml:1: It is wrong.")


def delivery(*tools: ToolRun, checks: tuple[Check, ...] = ()) -> Infrastructure:
    return Infrastructure(
        deployment_files=(), cloud_provider="local", infrastructure_as_code=InfrastructureAsCode(), ci_cd_config={},
        k8s_manifests=(), tools=tools, checks=checks,
    )  # fmt: skip


@pytest.mark.parametrize(("is_optional", "value"), [(True, 1.0), (False, 0.0)])
def test_only_a_tool_that_a_review_needs_takes_the_score(is_optional: bool, value: float) -> None:
    missing = ToolRun(
        name="helm", version="", duration_s=0, findings=0, reason="It is not there.", is_optional=is_optional
    )
    part = security_part(SecurityReview(findings=(), tools=(RAN,)), delivery(RAN, missing), ATTACK)
    assert part.value == value
    assert ("helm" in part.evidence) is not is_optional


def test_a_check_that_did_not_run_is_no_objection() -> None:
    assert objection_to(delivery(checks=(IDLE,))) == ""
    assert objection_to(delivery(checks=(IDLE, WRONG))) == "Compose schema: compose.yaml:1: It is wrong."
    assert [check.outcome for check in (IDLE, WRONG)] == ["did not run", "not passed"]
