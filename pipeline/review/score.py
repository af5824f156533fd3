"""The quality score: a weighted mean of parts that each rest on something that ran, from 0 to 100.

    score = 100 * sum(weight * value)

    tests         0.35  share of tests passed, 0 unless the verdict accepts the run
    coverage      0.10  share of the branches of the application that its tests take
    security      0.25  1 - (high + medium / 3 + low / 20) over the open findings of tools and the attack, at least 0
    requirements  0.15  share of requirements that a file or test satisfies, models' patches left out
    code          0.10  1 - 100 * (open findings of compile, ruff and mypy) / lines, at least 0
    documents     0.05  share of the planned documentation files that exist, less 1/5 for what the README lacks each

What did not run counts 0, unless a review is whole without it, and what a model says counts nothing.
"""

from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.contracts.plan import Requirement
from pipeline.contracts.work import (
    AttackReport,
    Documentation,
    Infrastructure,
    ScorePart,
    SecurityReview,
    TestReport,
)
from pipeline.counting import count, in_a_row

PENALTY = {Severity.HIGH: 1.0, Severity.MEDIUM: 1 / 3, Severity.LOW: 1 / 20}
FINDINGS_A_LINE = 100
LACK = 1 / 5


def tests_part(report: TestReport) -> ScorePart:
    """Tests: 0.35."""
    passed, total = report.count("passed"), len(report.tests)
    value = passed / total if report.accepted and total else 0.0
    evidence = f"{passed} of {total} tests passed in the sandbox ({report.sandbox_level})."
    return ScorePart(name="tests", weight=0.35, value=value, evidence=evidence if report.accepted else report.reason)


def coverage_part(report: TestReport) -> ScorePart:
    """Coverage: 0.10."""
    known = report.coverage if report.accepted else None
    evidence = known.text if known else "Nobody measured which branches the tests take."
    return ScorePart(name="coverage", weight=0.10, value=known.share if known else 0.0, evidence=evidence)


def security_part(review: SecurityReview, delivery: Infrastructure, attack: AttackReport | None) -> ScorePart:
    """Security: 0.25."""
    found = (*review.findings, *delivery.findings, *(attack.findings if attack else ()))
    open_findings = [finding for finding in found if not finding.fixed and not finding.is_opinion]
    value = max(0.0, 1 - sum(PENALTY[finding.severity] for finding in open_findings))
    tools = (*review.tools, *delivery.tools)
    idle = [tool.name for tool in tools if not (tool.ran or tool.is_optional)] + ([] if attack else ["The attack"])
    names = in_a_row([*(tool.name for tool in tools if tool.ran), "the attack"])
    evidence = f"{count(len(open_findings), 'open finding')} of {names}." if not idle else f"{idle[0]} did not run."
    has_all = bool(review.tools and delivery.tools) and not idle
    return ScorePart(name="security", weight=0.25, value=value if has_all else 0.0, evidence=evidence)


def requirements_part(requirements: tuple[Requirement, ...]) -> ScorePart:
    """Requirements: 0.15."""
    covered = sum(requirement.is_covered and not requirement.by_model for requirement in requirements)
    claimed = sum(requirement.by_model for requirement in requirements)
    value = covered / len(requirements) if requirements else 0.0
    evidence = f"{covered} of {len(requirements)} requirements are satisfied by a file or a test."
    if claimed:
        evidence += f" A model answered {claimed} more, which count nothing: only its own tests say so."
    return ScorePart(name="requirements", weight=0.15, value=value, evidence=evidence)


def code_part(findings: tuple[Finding, ...], tools: tuple[ToolRun, ...], lines: int) -> ScorePart:
    """Code: 0.10."""
    left = sum(not finding.fixed and not finding.is_opinion for finding in findings)
    idle = [tool.name for tool in tools if not tool.ran]
    value = max(0.0, 1 - FINDINGS_A_LINE * left / lines) if lines and not idle else 0.0
    evidence = f"{idle[0]} did not run." if idle else f"{left} open findings in {lines:,} lines."
    return ScorePart(name="code", weight=0.10, value=value, evidence=evidence)


def documents_part(planned: tuple[str, ...], written: Documentation) -> ScorePart:
    """Documents: 0.05."""
    there, lacking = sum(path in written.files for path in planned), len(written.findings)
    is_read = bool(written.tools) and all(tool.ran for tool in written.tools)
    value = max(0.0, there / len(planned) - LACK * lacking) if planned and is_read else 0.0
    evidence = f"{there} of {len(planned)} files exist; the README lacks {count(lacking, 'thing')}."
    return ScorePart(name="documents", weight=0.05, value=value, evidence=evidence)


def score(parts: tuple[ScorePart, ...]) -> float:
    """The weighted mean as a number from 0 to 100 with one decimal."""
    return round(100 * sum(part.weight * part.value for part in parts), 1)
