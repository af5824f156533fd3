"""Agent 3, Code Reviewer: what the tools found, sorted for people, and what a model adds to it."""

from pipeline.agents.review_improvement import ReviewEvidence, ReviewSuggestion, review_evidence, sound_findings
from pipeline.agents.role import Improvement, Role, Said
from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.contracts.work import Review, ReviewResults, SecurityReview, SourceFile
from pipeline.review.rules.hints import RULES as HINTS
from pipeline.states import Agent

SECURITY_PREFIX = "S"
PERFORMANCE_PREFIXES = ("PERF", "C4", "FURB", *(rule.id for rule in HINTS))
SUGGESTION_PREFIXES = ("D", "N", "SIM", "UP", "RET", "PIE", "C90", "RUF")


class ReviewRequest(Contract):
    """What the review tools found, the files that they corrected, and those in which a model wrote something.

    `refactoring` is what they corrected, as a unified diff.
    """

    findings: tuple[Finding, ...]
    tools: tuple[ToolRun, ...]
    refactored_files: tuple[str, ...]
    refactoring: str = ""
    model_files: tuple[SourceFile, ...] = ()


class SecurityRequest(Contract):
    """What the security tools found, and the files in which a model wrote something."""

    findings: tuple[Finding, ...]
    tools: tuple[ToolRun, ...]
    model_files: tuple[SourceFile, ...] = ()


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
        refactoring=asked.refactoring,
        tools=asked.tools,
    )


def _family(rule: str) -> str:
    return "C4" if rule.startswith("C4") else rule.rstrip("0123456789")


LISTS = {
    "issue": "issues_found",
    "suggestion": "suggestions",
    "security": "security_warnings",
    "performance": "performance_tips",
}


def _reviewed(asked: ReviewRequest, draft: Review, answer: Said) -> Review:
    lists = {name: list(getattr(draft.review_results, name)) for name in LISTS.values()}
    for kind, finding in sound_findings(asked.model_files, answer, Severity.MEDIUM):
        lists[LISTS[kind]].append(finding)
    results = ReviewResults(**{name: tuple(found) for name, found in lists.items()})
    return draft.model_copy(update={"review_results": results})


def _evidence(asked: ReviewRequest | SecurityRequest, _draft: Contract) -> ReviewEvidence | None:
    return review_evidence(asked.model_files, asked.findings)


CODE_REVIEWER = Role(
    name="CodeReviewer",
    agent=Agent.REVIEWER,
    task="Sort what the tools found into issues, suggestions, security warnings and performance tips.",
    request=ReviewRequest,
    answer=Review,
    draft=review,
    improvement=Improvement(
        task=(
            "A model wrote parts of these files. Name the mistakes in them that the tools did not find: what is wrong, "
            "at which line of which file, and what follows from it. Say nothing about style. Without a mistake, give "
            "no finding."
        ),
        evidence=_evidence,
        suggestion=ReviewSuggestion,
        apply=_reviewed,
    ),
)


def validate(asked: SecurityRequest) -> SecurityReview:
    """The built-in SecurityValidator: the findings, gravest first."""
    return SecurityReview(findings=_ordered(asked.findings), tools=asked.tools)


def _ordered(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda item: (item.severity.rank, item.path, item.line, item.rule)))


def _validated(asked: SecurityRequest, draft: SecurityReview, answer: Said) -> SecurityReview:
    added = (finding for _, finding in sound_findings(asked.model_files, answer, Severity.HIGH))
    return draft.model_copy(update={"findings": _ordered((*draft.findings, *added))})


SECURITY_VALIDATOR = Role(
    name="SecurityValidator",
    agent=Agent.REVIEWER,
    task="Put what the security tools found in order of gravity.",
    request=SecurityRequest,
    answer=SecurityReview,
    draft=validate,
    improvement=Improvement(
        task=(
            "A model wrote parts of these files. Name what in them is a danger to those who run or use the "
            "application: what an attacker could do, at which line of which file. High severity drops the change that "
            "the file belongs to, so give it only where that is right. Without a danger, give no finding."
        ),
        evidence=_evidence,
        suggestion=ReviewSuggestion,
        apply=_validated,
    ),
)
