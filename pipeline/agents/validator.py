"""Agent 5, Validator & Release Manager: the documentation, and whether the project may be released."""

from pipeline.agents.closing_improvement import (
    DocumentationRequest,
    Introduction,
    QualityRequest,
    documentation_evidence,
    introduced,
    quality_evidence,
    remarked,
)
from pipeline.agents.role import Improvement, Role
from pipeline.agents.wording import Remarks
from pipeline.contracts.findings import Severity
from pipeline.contracts.work import AttackReport, Check, FileAnswer, QualityVerdict, SourceFile, ValidationResults
from pipeline.projects.assembly import render_documentation
from pipeline.review import score
from pipeline.states import Agent

PLANNED_DOCUMENTS = ("README.md", "LICENSE", "sbom.cdx.json")


def document(asked: DocumentationRequest) -> FileAnswer:
    """The built-in DocumentationWriter."""
    rendered = render_documentation(asked.plan, asked.requirements, asked.evidence, asked.history)
    return FileAnswer(
        files=tuple(SourceFile(path=path, content=content.decode()) for path, content in sorted(rendered.items()))
    )


DOCUMENTATION_WRITER = Role(
    name="DocumentationWriter",
    agent=Agent.VALIDATOR,
    task="Write the README: what the project is, how to run it, and what is and is not covered.",
    request=DocumentationRequest,
    answer=FileAnswer,
    draft=document,
    improvement=Improvement(
        task=(
            "Write an introduction of two to four plain sentences for people who see the project for the first time: "
            "what it is for, and what it can do. State nothing that is not covered as if it were."
        ),
        evidence=documentation_evidence,
        suggestion=Introduction,
        apply=introduced,
    ),
)


def judge(asked: QualityRequest) -> QualityVerdict:
    """The built-in QualityGate: the check lists, the score, and what blocks a release whatever the score."""
    parts = (
        score.tests_part(asked.tests),
        score.coverage_part(asked.tests),
        score.security_part(asked.security, asked.delivery, _attack(asked)),
        score.requirements_part(asked.requirements),
        score.code_part(asked.review.review_results.every, asked.review.tools, asked.statistics.total_lines),
        score.documents_part(PLANNED_DOCUMENTS, asked.documents),
    )
    code, security = _code_checks(asked), _security_checks(asked)
    blockers = tuple(
        f"{check.name}: {check.evidence}" for check in (*code, *security, *asked.infrastructure) if check.blocks
    )
    return QualityVerdict(
        validation_results=ValidationResults(
            code_quality=code,
            infrastructure=asked.infrastructure,
            security=security,
            ready_for_deployment=not blockers,
        ),
        code_quality_score=score.score(parts),
        score_parts=parts,
        blockers=blockers,
        git_repository=asked.git_repository,
        deployment_status="awaiting_approval",
    )


def _attack(asked: QualityRequest) -> AttackReport | None:
    return asked.tests.boot.attack if asked.tests.boot else None


def _code_checks(asked: QualityRequest) -> tuple[Check, ...]:
    broken = [finding for finding in asked.review.review_results.every if finding.tool == "compile"]
    passed, total = asked.tests.count("passed"), len(asked.tests.tests)
    return (
        Check(
            name="Every file compiles",
            passed=not broken,
            evidence=f"{broken[0].path}: {broken[0].message}" if broken else "No syntax error.",
        ),
        Check(
            name="Tests pass in the sandbox",
            passed=asked.tests.accepted,
            evidence=asked.tests.reason or f"{passed} of {total} passed ({asked.tests.sandbox_level}).",
        ),
        Check(
            name="The application starts and answers",
            passed=asked.tests.boot is not None and asked.tests.boot.ok,
            evidence=asked.tests.boot.detail if asked.tests.boot else "It was not started, because the tests failed.",
        ),
        Check(
            name="What was tested is what ships",
            passed=asked.unchanged_since_tests,
            evidence="The digest of the tested files is "
            + ("the same." if asked.unchanged_since_tests else "no longer the same."),
        ),
    )


def _security_checks(asked: QualityRequest) -> tuple[Check, ...]:
    found = (*asked.security.findings, *asked.delivery.findings)
    high = [item for item in found if item.severity is Severity.HIGH and not item.fixed]
    tools = (*asked.security.tools, *asked.delivery.tools)
    idle = [tool.name for tool in tools if not (tool.ran or tool.is_optional)]
    ran = sum(tool.ran for tool in tools)
    attack = _attack(asked)
    boot = asked.tests.boot
    return (
        Check(
            name="It withstands an attack",
            passed=boot is not None and not boot.problem,
            evidence=(boot.problem if boot else "") or (attack.text if attack else "It was not tried."),
        ),
        Check(
            name="No grave security finding",
            passed=not high,
            evidence=f"{high[0].place} {high[0].message}" if high else "None of high severity is open.",
        ),
        Check(
            name="Every security tool ran",
            passed=not idle and bool(asked.security.tools and asked.delivery.tools),
            evidence=f"{idle[0]} did not run." if idle else f"{ran} tools ran.",
        ),
    )


QUALITY_GATE = Role(
    name="QualityGate",
    agent=Agent.VALIDATOR,
    task="Judge the evidence: the check lists, the score, and whatever must block a release.",
    request=QualityRequest,
    answer=QualityVerdict,
    draft=judge,
    improvement=Improvement(
        task=(
            "Give the few remarks that whoever approves this project should read beside the checks: what the evidence "
            "does not show, and what to look at first. The verdict and the score are settled."
        ),
        evidence=quality_evidence,
        suggestion=Remarks,
        apply=remarked,
    ),
)
