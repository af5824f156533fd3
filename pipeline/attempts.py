"""Everything that was tried to make a project better: patches, what tools mended, and what came of sending it back."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding
from pipeline.contracts.patches import Attempt
from pipeline.contracts.work import GeneratedCode, Review
from pipeline.counting import count
from pipeline.handoffs import HANDOFFS
from pipeline.states import DEVELOPMENT, State, Transition
from storage.rows import Step
from storage.runs import Runs

MOST_REASONS = 20
"""Findings that are named as the reason of a mending."""


class Kind(StrEnum):
    """What was tried."""

    PATCH = "patch by a model"
    MENDING = "mending by tools"
    RETRY = "retry"


class Tried(Contract):
    """Something that was tried at a time (ISO 8601): what became of it, why, and what changed as a unified diff.

    `patch` is the patch that was tried, None for what is none.
    """

    kind: Kind
    at: str
    title: str
    outcome: str
    reason: str = ""
    diff: str = ""
    patch: Attempt | None = None


def history(runs: Runs, run_id: int) -> list[Tried]:
    """What was tried in a run, the newest first."""
    steps = runs.steps(run_id)
    found = [each for number, step in enumerate(steps) for each in _of_step(step, steps[number + 1 :])]
    return found[::-1]


def _of_step(step: Step, later: Sequence[Step]) -> Iterator[Tried]:
    if step.handoff and step.state == HANDOFFS[GeneratedCode]:
        yield from _patches(step, later)
    if step.handoff and step.state == HANDOFFS[Review]:
        yield from _mending(step)
    if step.handoff and step.error:
        yield _retry(step, later)


def _patches(step: Step, later: Sequence[Step]) -> Iterator[Tried]:
    """The patches that this step tried, each with what was said of it in the end."""
    code = _code(step)
    following = next((_code(each) for each in later if _is_code(each)), None)
    over = following.attempts[: following.earlier] if following else ()
    for attempt in code.attempts[code.earlier :]:
        known = next((each for each in over if _is_same(each, attempt)), attempt)
        yield Tried(
            kind=Kind.PATCH,
            at=step.finished_at or step.started_at,
            title=f"{known.requirement}, attempt {known.round}: {known.summary}",
            outcome="accepted" if known.is_accepted else f"dropped: {known.dropped_by}",
            reason=known.reason,
            diff=known.diff,
            patch=known,
        )


def _mending(step: Step) -> Iterator[Tried]:
    review = Review.model_validate_json(step.handoff or "")
    if review.refactored_files:
        fixed = [finding for finding in review.review_results.every if finding.fixed]
        yield Tried(
            kind=Kind.MENDING,
            at=step.finished_at or step.started_at,
            title=f"{count(len(review.refactored_files), 'file')} of the project",
            outcome="mended",
            reason=told(fixed),
            diff=review.refactoring,
        )


def _retry(step: Step, later: Sequence[Step]) -> Tried:
    """A step that sent the run back, with what the next writing of the code changed."""
    transition = _transition(step.state)
    again = next((_code(each) for each in later if _is_code(each)), None)
    back_to = _transition(transition.retry_to) if transition.retry_to and later else None
    return Tried(
        kind=Kind.RETRY,
        at=step.finished_at or step.started_at,
        title=f"{transition.title}, attempt {step.attempt}",
        outcome=f"sent back to “{back_to.title}”" if back_to else "ended the run",
        reason=step.error,
        diff=again.repair if again else "",
    )


def told(findings: Sequence[Finding]) -> str:
    """Findings in a line each."""
    lines = [f"{each.place} {each.rule}: {each.message}" for each in findings[:MOST_REASONS]]
    left = len(findings) - MOST_REASONS
    return "\n".join([*lines, f"… and {left:,} more."] if left > 0 else lines)


def _is_same(one: Attempt, other: Attempt) -> bool:
    """Whether both are the same trial, whatever was said of it later."""
    return (one.requirement, one.round, one.diff) == (other.requirement, other.round, other.diff)


def _is_code(step: Step) -> bool:
    return step.state == HANDOFFS[GeneratedCode] and step.handoff is not None


def _code(step: Step) -> GeneratedCode:
    return GeneratedCode.model_validate_json(step.handoff or "")


def _transition(state: str) -> Transition:
    return next(each for each in DEVELOPMENT if each.state == State(state))
