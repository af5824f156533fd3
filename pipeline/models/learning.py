"""How outcomes move the thresholds of a role, within bounds.

An answer is worth 1; ½ if it had to be mended; 0 if it was of no use, if gates dropped it, if the run failed, or if the
person's thumb is down. A thumb up makes it worth 1. Runs that go on, and those that were stopped, do not count yet; an
answer that adds nothing to the draft says nothing of a tier.

A threshold stands between two tiers. What counts are the answers of the lower one whose complexity is at most 0.2 away:

    worth = (3 + sum of what they are worth) / (4 + their number)
    shift = 0.6 x (worth - 0.75), at most 0.15 either way

So a tier that does well gets harder questions, and one that does badly gets fewer. Without answers nothing moves, and
neither does a threshold that is set to 0: nothing is to go below it.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.contracts.base import Contract
from pipeline.models.tiers import Thresholds, Tier
from storage.rows import Outcome, RunStatus

NEAR, MOST, GAIN = 0.2, 0.15, 0.6
PRIOR_WORTH, PRIOR_NUMBER = 3, 4
NEWEST = 500
"""Outcomes that are looked at."""
BELOW = {"local_below": Tier.LOCAL, "standard_from": Tier.ECONOMIC, "high_above": Tier.STANDARD}
"""By threshold: the tier below it."""


class Shift(Contract):
    """How far a role's threshold moved, and by how many answers that are worth how much."""

    threshold: str
    tier: Tier
    before: float
    after: float
    answers: int
    worth: float

    @property
    def text(self) -> str:
        """In a sentence."""
        if self.after == self.before:
            return f"{self.before:.2f}, as it is set"
        way = "raised" if self.after > self.before else "lowered"
        each = f"{self.answers} answer{'' if self.answers == 1 else 's'} of the tier {self.tier.label}"
        return f"{way} from {self.before:.2f} to {self.after:.2f} by {each}, worth {self.worth:.2f} on average"


def worth(outcome: Outcome) -> float | None:
    """What an answer is worth, from 0 to 1; None while that is not known."""
    if outcome.status in (RunStatus.NOT_STARTED, RunStatus.RUNNING, RunStatus.CANCELLED):
        return None
    if not outcome.usable or outcome.passed is False or outcome.status is RunStatus.FAILED or outcome.thumb == 0:
        return 0.0
    return 1.0 if outcome.thumb == 1 or outcome.requests <= 1 else 0.5


def shifts(base: Thresholds, outcomes: Sequence[Outcome]) -> tuple[Shift, ...]:
    """The thresholds of a role by its outcomes, in ascending order."""
    found, lowest = [], 0.0
    for name, tier in BELOW.items():
        before: float = getattr(base, name)
        values = [
            value
            for each in outcomes
            if each.tier == tier and abs(each.complexity - before) <= NEAR and (value := worth(each)) is not None
        ]
        shift = GAIN * ((PRIOR_WORTH + sum(values)) / (PRIOR_NUMBER + len(values)) - PRIOR_WORTH / PRIOR_NUMBER)
        shift = shift if before else 0.0
        after = min(1.0, max(lowest, round(before + min(MOST, max(-MOST, shift)), 2)))
        lowest = after
        mean = sum(values) / len(values) if values else 0.0
        found.append(Shift(threshold=name, tier=tier, before=before, after=after, answers=len(values), worth=mean))
    return tuple(found)


def learned(base: Thresholds, outcomes: Iterable[Outcome]) -> Mapping[str, Thresholds]:
    """The thresholds of each role whose outcomes moved them."""
    by_role: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_role.setdefault(outcome.role, []).append(outcome)
    moved = {}
    for role, mine in by_role.items():
        found = shifts(base, mine)
        if any(each.after != each.before for each in found):
            why = "; ".join(each.text for each in found if each.after != each.before)
            moved[role] = Thresholds(**{each.threshold: each.after for each in found}, why=f"learned: {why}")
    return moved
