"""All findings of a run in one list: of tools and the attack, without doubles, with what a person said of them."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from pipeline.contracts.findings import Finding, ToolRun
from pipeline.contracts.work import Documentation, GeneratedCode, Infrastructure, Review, SecurityReview, TestReport
from pipeline.handoffs import find
from pipeline.states import State
from storage.rows import Dismissal, Run
from storage.runs import Runs
from storage.store import Store

DANGERS = {
    "code-injection": "102 307",
    "command-injection": "602 603 604 605 606 607 609",
    "debug-mode": "201",
    "hard-coded-credentials": "105 106 107",
    "insecure-deserialization": "301 302 403 506 614",
    "missing-timeout": "113",
    "path-traversal": "202",
    "sql-injection": "608 610 611",
    "ssrf": "310",
    "weak-cryptography": "303 304 305 311 324 413 501 502 503 504 505 509",
    "xss": "701 702 703 704",
}
"""What rules of bandit warn of, by number: <https://bandit.readthedocs.io/en/latest/plugins/>. Ruff numbers alike."""
TO_COME = "This list is not final: the tests, and the attack on the running application, are still to come."
UNDELIVERED = "This list is not final: what is written for delivery is still to be read."
NEVER_TESTED = "The run ended before the tests and the attack, so what they would find is not in this list."
BY_NUMBER = {number: danger for danger, numbers in DANGERS.items() for number in numbers.split()}


class Standing(StrEnum):
    """How a finding stands."""

    OPEN = "open"
    DISMISSED = "dismissed"
    FIXED = "fixed"


class Judged(NamedTuple):
    """A finding, and the dismissal of it, None where there is none."""

    finding: Finding
    dismissal: Dismissal | None

    @property
    def standing(self) -> Standing:
        """A finding that a tool has mended stands as fixed, whatever was said of it."""
        if self.finding.fixed:
            return Standing.FIXED
        return Standing.DISMISSED if self.dismissal else Standing.OPEN


def judged(store: Store, run_id: int) -> list[Judged]:
    """Each finding of a run, gravest first, open ones before the others."""
    said = store.dismissals.of_project(store.runs.get(run_id).project)
    found = [Judged(finding, said.get(finding.key)) for finding in findings_of(store.runs, run_id)]
    order = list(Standing)
    return sorted(found, key=lambda each: (order.index(each.standing), *_rank(each.finding)))


def findings_of(runs: Runs, run_id: int) -> list[Finding]:
    """What every tool and the attack saw; empty before the review."""
    review, security = find(runs, run_id, Review), find(runs, run_id, SecurityReview)
    report, code = find(runs, run_id, TestReport), find(runs, run_id, GeneratedCode)
    delivery, documents = find(runs, run_id, Infrastructure), find(runs, run_id, Documentation)
    attack = report.boot.attack if report and report.boot else None
    every = (
        *(security.findings if security else ()),
        *(attack.findings if attack else ()),
        *(delivery.findings if delivery else ()),
        *(documents.findings if documents else ()),
        *(review.review_results.every if review else ()),
        *(finding for attempt in (code.accepted if code and review else ()) for finding in attempt.mended),
    )
    return without_doubles(every)


def pending(runs: Runs, run: Run) -> str:
    """What the findings of a run still lack, in a sentence; empty once the list is final.

    What was seen before the run was sent back says nothing of the code that is written now.
    """
    steps = [step for step in runs.steps(run.id) if step.handoff]
    is_active = run.status.is_active
    renewed = [step.state == State.CODE_GENERATED or (is_active and bool(step.error)) for step in steps]
    since = max((at for at, is_new in enumerate(renewed, 1) if is_new), default=0)
    reached = {step.state for step in steps[since:]}
    if State.TESTS_EXECUTED not in reached:
        return TO_COME if is_active else NEVER_TESTED
    return UNDELIVERED if is_active and State.DOCUMENTATION_GENERATED not in reached else ""


def tools_of(runs: Runs, run_id: int) -> tuple[ToolRun, ...]:
    """The tools that looked at a run."""
    review, security = find(runs, run_id, Review), find(runs, run_id, SecurityReview)
    delivery, documents = find(runs, run_id, Infrastructure), find(runs, run_id, Documentation)
    return tuple(tool for looked in (review, security, delivery, documents) if looked for tool in looked.tools)


def without_doubles(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each thing that is wrong on a line: the gravest, and of several such the first.

    What was mended is no double of what is open, which may have come to its line since.
    """
    kept: dict[tuple[str, int, str, bool], Finding] = {}
    for finding in findings:
        place = (finding.path, finding.line, _about(finding), finding.fixed)
        other = kept.get(place)
        if other is None or finding.severity.rank < other.severity.rank:
            kept[place] = finding
    return list(kept.values())


def counts(found: Iterable[Judged]) -> Mapping[Standing, int]:
    """How many stand how."""
    standings = [each.standing for each in found]
    return {standing: standings.count(standing) for standing in Standing}


def _rank(finding: Finding) -> tuple[int, str, int, str]:
    return finding.severity.rank, finding.path, finding.line, finding.rule


def _about(finding: Finding) -> str:
    """What is wrong, whichever tool says it."""
    numbered = re.fullmatch(r"[BS](\d{3})", finding.rule)
    if numbered:
        return BY_NUMBER.get(numbered[1], numbered[1])
    danger = next((danger for danger in DANGERS if finding.rule.startswith(danger)), "")
    return danger or f"{finding.tool} {finding.rule} {finding.message}"
