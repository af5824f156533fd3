"""How outcomes move thresholds: by the written rule, within its bounds, and never out of order."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models.learning import BELOW, MOST, learned, shifts, worth
from pipeline.models.providers import Provider
from pipeline.models.router import Policy
from pipeline.models.tiers import Thresholds, Tier
from storage.rows import Outcome, RunStatus
from tests.pipeline.models.provider_server import Reply, provider_server
from tests.pipeline.models.questions import BETTER, DRAFT, desk

BASE = Thresholds()


def outcome(**values: object) -> Outcome:
    given = {"run_id": 1, "position": 1, "role": "CodeGenerator", "model": "m", "usable": True, "requests": 1}
    given |= {"cost_nusd": 1, "status": RunStatus.AWAITING_APPROVAL, "tier": Tier.ECONOMIC, "complexity": 0.45}
    return Outcome.model_validate(given | values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, 1.0),
        ({"requests": 2}, 0.5),
        ({"requests": 3, "thumb": 1}, 1.0),
        ({"usable": False}, 0.0),
        ({"passed": False}, 0.0),
        ({"passed": True}, 1.0),
        ({"thumb": 0}, 0.0),
        ({"status": RunStatus.FAILED}, 0.0),
        ({"status": RunStatus.RUNNING}, None),
        ({"status": RunStatus.CANCELLED}, None),
    ],
)
def test_what_an_answer_is_worth(values: dict[str, object], expected: float | None) -> None:
    assert worth(outcome(**values)) == expected


def test_without_answers_nothing_moves() -> None:
    assert [shift.after for shift in shifts(BASE, [])] == [0.3, 0.5, 0.7]
    assert learned(BASE, []) == {}


def test_a_tier_that_does_well_gets_harder_questions_and_one_that_does_badly_fewer() -> None:
    well, badly = [outcome()] * 6, [outcome(usable=False)] * 6
    assert shifts(BASE, well)[1].after == pytest.approx(0.5 + 0.6 * (9 / 10 - 0.75))
    assert shifts(BASE, badly)[1].after == pytest.approx(0.35)
    assert shifts(BASE, badly)[1].text == (
        "lowered from 0.50 to 0.35 by 6 answers of the tier economic, worth 0.00 on average"
    )


def test_answers_of_other_tiers_and_complexities_do_not_count() -> None:
    far = [outcome(complexity=0.9), outcome(tier=Tier.HIGH, complexity=0.5), outcome(tier=Tier.LOCAL, complexity=0.6)]
    assert learned(BASE, far * 9) == {}


def test_each_role_learns_for_itself() -> None:
    found = learned(BASE, [outcome(usable=False)] * 6 + [outcome(role="CodeReviewer")] * 6)
    assert found["CodeGenerator"].standard_from < 0.5 < found["CodeReviewer"].standard_from
    assert found["CodeGenerator"].why.startswith("learned: lowered")


OUTCOMES = st.lists(
    st.builds(
        outcome,
        tier=st.sampled_from(list(BELOW.values())),
        complexity=st.floats(0, 1),
        usable=st.booleans(),
        requests=st.integers(0, 3),
        thumb=st.sampled_from([None, 0, 1]),
    ),
    max_size=60,
)
POINTS = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(outcomes=OUTCOMES, points=POINTS)
def test_thresholds_stay_in_order_and_within_bounds(outcomes: list[Outcome], points: list[float]) -> None:
    base = Thresholds(local_below=points[0], standard_from=points[1], high_above=points[2])
    found = shifts(base, outcomes)
    after = [shift.after for shift in found]
    assert after == sorted(after)
    assert all(0 <= each <= 1 for each in after)
    lowest = 0.0
    for shift in found:
        # Only what keeps the order may move a threshold further than outcomes may.
        assert abs(shift.after - shift.before) <= MOST + 0.005 + 1e-9 or shift.after == lowest
        lowest = shift.after
    assert found == shifts(base, outcomes), "the same outcomes give the same thresholds"


def test_what_was_learned_decides_and_is_said(tmp_path: Path) -> None:
    taught = learned(BASE, [outcome(role="RequirementsAnalyst", complexity=0.5)] * 9)
    with provider_server() as server:
        asking = desk(tmp_path, Provider.OPENAI, server.address, policy=Policy(learned=taught))
        asking.model, asking.complexity = "", 0.55
        server.script = lambda _asked, number: Reply(f'{{"value": {BETTER + number}}}' if number else "{}")
        asking.ask()
    assert {entry.tier for entry in asking.paid()} == {"economic"}
    assert "learned: raised from 0.50 to 0.60 by 9 answers" in asking.paid()[0].reason
    (kept,) = asking.store.outcomes.newest(10)
    assert (kept.tier, kept.usable, kept.requests, kept.complexity) == ("economic", True, 2, 0.55)
    assert kept.cost_nusd == sum(entry.cost_nusd or 0 for entry in asking.paid())


def test_an_answer_that_adds_nothing_teaches_nothing(tmp_path: Path) -> None:
    with provider_server() as server:
        asking = desk(tmp_path, Provider.OPENAI, server.address)
        asking.model, asking.complexity = "", 0.55
        server.reply(Reply(f'{{"value": {DRAFT}}}'))
        assert asking.ask() == DRAFT
    assert asking.store.outcomes.newest(10) == []
    assert any("adds nothing" in line for line in asking.told)


def test_a_thumb_and_the_gates_of_patches_are_kept(tmp_path: Path) -> None:
    store = desk(tmp_path, Provider.OPENAI, "http://127.0.0.1:1").store
    store.outcomes.record(outcome())
    store.outcomes.judge(1, 1, "CodeGenerator", passed=False)
    for value in (1, 0, None):
        store.outcomes.set_thumb(1, value)
        assert store.outcomes.thumb(1) == value
    store.outcomes.set_thumb(1, 1)
    (kept,) = store.outcomes.newest(10)
    assert (kept.passed, kept.thumb) == (False, 1)
    assert store.outcomes.newest(10, since="9999") == []
