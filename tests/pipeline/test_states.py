"""The state machine: its order, its arcs back, and that they are bounded."""

import itertools

import pytest

from pipeline.states import DEVELOPMENT, MAX_RETRIES, Exhausted, State, Taken, attempt_of, next_transition


def walk(objections: dict[State, list[str]]) -> list[State]:
    """Every state reached in order, when each listed state objects in turn with the listed reasons."""
    left = {state: iter(reasons) for state, reasons in objections.items()}
    history: list[Taken] = []
    for _ in itertools.count():
        transition = next_transition(history)
        if transition is None:
            return [taken.state for taken in history]
        history.append(Taken(transition.state, next(left.get(transition.state, iter(())), "")))
    raise AssertionError


def test_without_an_objection_every_state_is_reached_once_in_order() -> None:
    reached = walk({})
    order = list(State)
    assert reached == order[1 : order.index(State.AWAITING_APPROVAL) + 1]


@pytest.mark.parametrize(
    ("state", "back_to"),
    [
        (State.CODE_REVIEWED, State.PROMPT_ENGINEERED),
        (State.SECURITY_VALIDATED, State.CODE_GENERATED),
        (State.TESTS_EXECUTED, State.CODE_GENERATED),
        (State.INFRASTRUCTURE_GENERATED, State.INFRASTRUCTURE_GENERATED),
        (State.QUALITY_APPROVED, State.ARCHITECTURE_DESIGNED),
    ],
)
def test_an_objection_sends_the_run_back(state: State, back_to: State) -> None:
    reached = walk({state: ["first"]})
    first = reached.index(state)
    assert reached[first + 1] is back_to
    assert reached[-1] is State.AWAITING_APPROVAL
    assert reached.count(state) == 2


@pytest.mark.parametrize("transition", DEVELOPMENT, ids=lambda transition: transition.state)
def test_the_same_objection_twice_ends_the_run(transition: object) -> None:
    state = transition.state  # type: ignore[attr-defined]
    with pytest.raises(Exhausted, match="same"):
        walk({state: ["same", "same"]})


def test_what_going_back_cannot_change_ends_the_run_at_once() -> None:
    history = [Taken(State.TESTS_EXECUTED, "too slow", is_final=True)]
    with pytest.raises(Exhausted, match="too slow"):
        next_transition(history)


def test_a_state_sends_a_run_back_a_bounded_number_of_times() -> None:
    different = [f"objection {number}" for number in range(20)]
    with pytest.raises(Exhausted, match=f"objection {MAX_RETRIES}"):
        walk({State.TESTS_EXECUTED: different})


def test_attempts_are_counted_by_state() -> None:
    history = [Taken(State.CODE_GENERATED), Taken(State.CODE_REVIEWED, "x"), Taken(State.CODE_GENERATED)]
    assert attempt_of(history, State.CODE_GENERATED) == 3
    assert attempt_of(history, State.TESTS_EXECUTED) == 1
