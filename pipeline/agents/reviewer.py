"""Agent 3, Code Reviewer: what the tools found, sorted for people."""

from pipeline.agents.role import Role
from pipeline.contracts.base import Contract
from pipeline.contracts.work import Finding, Review, ReviewResults, SecurityReview, ToolRun
from pipeline.states import Agent

SECURITY_PREFIX = "S"
PERFORMANCE_PREFIXES = ("PERF", "C4", "FURB")
SUGGESTION_PREFIXES = ("D", "N", "SIM", "UP", "RET", "PIE", "C90", "RUF")


class ReviewRequest(Contract):
    """What the review tools found, and the files that they corrected."""

    findings: tuple[Finding, ...]
    tools: tuple[ToolRun, ...]
    refactored_files: tuple[str, ...]


class SecurityRequest(Contract):
    """What the security tools found."""

    findings: tuple[Finding, ...]
    tools: tuple[ToolRun, ...]


def review(asked: ReviewRequest) -> Review:
    """The built-in CodeReviewer: every finding lands in exactly one list, by the family of its rule."""
    security = tuple(item for item in asked.findings if _family(item.rule) == SECURITY_PREFIX)
    performance = tuple(item for item in asked.findings if _family(item.rule) in PERFORMANCE_PREFIXES)
    suggestions = tuple(item for item in asked.findings if _family(item.rule) in SUGGESTION_PREFIXES)
    sorted_out = {*security, *performance, *suggestions}
    return Review(
        review_results=ReviewResults(
            issues_found=tuple(item for item in asked.findings if item not in sorted_out),
            suggestions=suggestions,
            security_warnings=security,
            performance_tips=performance,
        ),
        refactored_files=asked.refactored_files,
        tools=asked.tools,
    )


def _family(rule: str) -> str:
    return "C4" if rule.startswith("C4") else rule.rstrip("0123456789")


CODE_REVIEWER = Role(
    name="CodeReviewer",
    agent=Agent.REVIEWER,
    task="Sort what the tools found into issues, suggestions, security warnings and performance tips.",
    request=ReviewRequest,
    answer=Review,
    draft=review,
)


def validate(asked: SecurityRequest) -> SecurityReview:
    """The built-in SecurityValidator: the findings, gravest first."""
    order = {"high": 0, "medium": 1, "low": 2}
    findings = sorted(asked.findings, key=lambda item: (order[item.severity], item.path, item.line, item.rule))
    return SecurityReview(findings=tuple(findings), tools=asked.tools)


SECURITY_VALIDATOR = Role(
    name="SecurityValidator",
    agent=Agent.REVIEWER,
    task="Put what the security tools found in order of gravity.",
    request=SecurityRequest,
    answer=SecurityReview,
    draft=validate,
)
