"""What a model may add to what the review tools found: findings in files that a model wrote, and nowhere else."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field as Attribute

from pipeline.agents.privacy import shown_to_models
from pipeline.agents.role import Said
from pipeline.agents.wording import LONGEST_LINE, one_line
from pipeline.contracts.base import Contract
from pipeline.contracts.findings import MODEL_TOOL, Finding, Severity
from pipeline.contracts.work import SourceFile

MOST_FINDINGS, MOST_SHOWN_BYTES = 12, 60_000


class ToolFinding(Contract):
    """What a tool found already."""

    where: str
    message: str


class ReviewEvidence(Contract):
    """The files in which there is something that a model wrote, each line after its number, and what tools found."""

    files: tuple[SourceFile, ...]
    found: tuple[ToolFinding, ...]


class ModelFinding(Contract):
    """A mistake at a line of one of the files."""

    path: Annotated[str, Attribute(max_length=120)]
    line: int
    severity: Severity
    kind: Literal["issue", "suggestion", "security", "performance"] = "issue"
    message: Annotated[str, Attribute(min_length=1, max_length=2 * LONGEST_LINE)]


class ReviewSuggestion(Contract):
    """Findings that the tools do not have."""

    findings: tuple[ModelFinding, ...] = Attribute(default=(), max_length=MOST_FINDINGS)


def review_evidence(files: tuple[SourceFile, ...], findings: Iterable[Finding]) -> ReviewEvidence | None:
    """The bounded view of files that a model wrote parts of, None where there is no such file."""
    shown: list[SourceFile] = []
    room = MOST_SHOWN_BYTES
    for file in files:
        text = "\n".join(f"{number}: {line}" for number, line in enumerate(file.content.splitlines(), 1))
        if len(text) <= room:
            room -= len(text)
            shown.append(SourceFile(path=file.path, content=shown_to_models(text, MOST_SHOWN_BYTES)))
    paths = {file.path for file in shown}
    found = [
        ToolFinding(where=each.place, message=shown_to_models(each.message, LONGEST_LINE))
        for each in findings
        if each.path in paths and not each.fixed
    ]
    return ReviewEvidence(files=tuple(shown), found=tuple(found[:MOST_FINDINGS])) if shown else None


def sound_findings(files: tuple[SourceFile, ...], answer: Said, gravest: Severity) -> list[tuple[str, Finding]]:
    """A model's findings that lead to a line of a file, by kind; none is worse than `gravest`."""
    said: ReviewSuggestion = answer.document
    lines = {file.path: file.content.count("\n") + 1 for file in files}
    return [
        (each.kind, _finding(each, answer.model, gravest))
        for each in said.findings
        if _is_there(each, lines, answer.report)
    ]


def _is_there(found: ModelFinding, lines: Mapping[str, int], report: Callable[[str], None]) -> bool:
    is_there = found.path in lines and 1 <= found.line <= lines[found.path] and bool(one_line(found.message))
    if not is_there:
        report(f"A finding of the model leads to no line of a file that it was shown ({one_line(found.path, 80)}).")
    return is_there


def _finding(found: ModelFinding, model: str, gravest: Severity) -> Finding:
    severity = Severity.MEDIUM if found.severity is Severity.HIGH and gravest is not Severity.HIGH else found.severity
    return Finding(
        tool=f"{MODEL_TOOL}{model}",
        rule=found.kind,
        severity=severity,
        path=found.path,
        line=found.line,
        message=one_line(found.message),
    )
