"""The policy scanner: what its report means, which policies are grave, and that no file silences it silently."""

import json
import re

import pytest

from pipeline.contracts.delivery import Cloud
from pipeline.contracts.findings import Severity
from pipeline.review.infrastructure.inspection import in_reading_order
from pipeline.review.infrastructure.policy import severities
from pipeline.review.infrastructure.policy.scanner import DRIVER, heard, policy_environment, read_report, set_aside
from pipeline.review.infrastructure.saying import Look, looked
from sandbox.contracts import ExecResult, Level
from tests.pipeline.review.infrastructure.subjects import sound, subject

FILE = "deploy/kubernetes/deployments.yaml"


def failed(policy: str, path: str = FILE) -> dict[str, object]:
    return {
        "check_id": policy, "check_name": "Do not admit privileged containers", "file_path": f"/{path}",
        "file_line_range": [3, 9], "resource": "Deployment.sample",
    }  # fmt: skip


def ran(*policies: dict[str, object], text: str = "") -> ExecResult:
    summary = {"passed": 7, "checkov_version": "3.3.30"}
    report = {"check_type": "kubernetes", "results": {"failed_checks": list(policies)}, "summary": summary}
    return ExecResult(exit_code=0, stdout=text or json.dumps([report]), duration_s=1, level=Level.BUBBLEWRAP)


def test_each_policy_is_told_once_for_a_file_with_its_weight() -> None:
    told = read_report(
        ran(failed("CKV_K8S_16"), failed("CKV_K8S_16"), failed("CKV_K8S_22"), failed("CKV_K8S_9")), sound()
    )
    assert [(each.rule, each.severity) for each in told.findings] == [
        ("CKV_K8S_16", Severity.HIGH),
        ("CKV_K8S_22", Severity.MEDIUM),
        ("CKV_K8S_9", Severity.LOW),
    ]
    assert told.findings[0].place == f"{FILE}:3"
    assert told.version == "3.3.30"
    assert read_report(ran(failed("CKV_K8S_16", "../../etc/passwd")), sound()).findings == ()


def test_without_a_grave_one_it_passes() -> None:
    look = Look("Policies by checkov", "Terraform", lambda _: read_report(ran(failed("CKV_K8S_9")), sound()), "checkov")
    came = looked(look, subject(sound(Cloud.AWS), Cloud.AWS))
    assert came is not None
    assert came.check.passed
    assert came.check.evidence.startswith("7 checks of policies passed")


@pytest.mark.parametrize(
    "text", ["nothing", "[" * 100_000, '[{"results": {"failed_checks": [{}]}}]', "[1]", "1", '{"passed": 0}']
)
def test_a_report_that_is_none_is_told_as_not_run(text: str) -> None:
    assert read_report(ran(text=text), sound()).not_run.startswith("checkov ran to no end")


def test_a_file_sets_a_policy_aside_with_a_reason_only() -> None:
    silent = (
        b"# checkov:skip=CKV_K8S_16\n#checkov:skip=CKV_K8S_16:\ncheckov.io/skip1: CKV_K8S_16\n# bridgecrew:skip=X\n"
    )
    assert b"skip" not in heard(silent)
    reasoned = b"a\n#checkov:skip=CKV_K8S_16: the node is ours\n#checkov:skip=CKV_K8S_9: small\n"
    assert heard(reasoned) == reasoned
    (found,) = set_aside({FILE: reasoned})
    assert (found.rule, found.line, found.severity) == ("CKV_K8S_16", 2, Severity.MEDIUM)
    assert found.message == "The file sets this policy aside: the node is ours."


def test_no_policy_has_two_weights() -> None:
    assert not severities.HIGH & severities.MEDIUM
    assert not (severities.HIGH | severities.MEDIUM) & set(severities.NOT_ASKED)
    assert all(re.fullmatch(r"CKV2?_[A-Z0-9]+_\d+", each) for each in severities.HIGH | severities.MEDIUM)
    assert severities.severity_of("CKV_SECRET_6") is Severity.HIGH


def test_its_environment_is_locked_by_hashes() -> None:
    lock = policy_environment().lock
    pinned = re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)
    assert "checkov" in pinned
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert "--skip-download" in DRIVER.read_text(encoding="utf-8")


def test_what_blocks_is_read_first() -> None:
    about = subject(sound())
    looks = (
        Look("A", "1", lambda _: read_report(ran(), sound())),
        Look("B", "1", lambda _: read_report(ran(text="x"), sound())),
        Look("C", "2", lambda _: read_report(ran(failed("CKV_K8S_16")), sound())),
    )
    checks = [came.check for look in looks if (came := looked(look, about))]
    assert [(each.name, each.outcome) for each in in_reading_order(checks)] == [
        ("C", "not passed"),
        ("B", "did not run"),
        ("A", "passed"),
    ]
