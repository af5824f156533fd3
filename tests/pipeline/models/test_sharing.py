"""Runs that ask the same of one engine at the same time share a request, and nothing else."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RunCancelled
from pipeline.models.calls import Calls
from pipeline.models.prices import most_tokens
from pipeline.models.providers import Provider
from pipeline.models.shares import split
from pipeline.models.sharing import Sharing
from storage.rows import CallOutcome
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server
from tests.pipeline.models.questions import PRICE, Desk, desk

LONG_S = 20.0
SHARED, ANSWERED = CallOutcome.SHARED, CallOutcome.ANSWERED
PROVIDERS = (Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA)


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with provider_server() as running:
        running.script = lambda asked, _number: Reply(answer_to(asked), input_tokens=301, output_tokens=77)
        yield running


def document_of(asked: dict[str, Any]) -> dict[str, Any]:
    first = next(message for message in asked["messages"] if message["role"] == "user")
    found: dict[str, Any] = json.loads(first["content"])
    return found


def inputs_of(asked: dict[str, Any]) -> dict[str, Any]:
    """The inputs of a shared request by their numbers; nothing where one run asks."""
    given = document_of(asked)["input"]
    return {} if "value" in given else given


def better(given: dict[str, Any]) -> dict[str, int]:
    """What the model makes of a draft: a number that tells whose it was."""
    return {"value": given["value"] + 1000}


def answer_to(asked: dict[str, Any], **instead: object) -> str:
    """A right answer; `instead` has other parts for a shared one by number, None for one that is left out."""
    inputs = inputs_of(asked)
    if not inputs:
        return json.dumps(better(document_of(asked)["input"]))
    parts = {name: better(given) for name, given in inputs.items()} | instead
    return json.dumps({"answers": {name: part for name, part in parts.items() if part is not None}})


def several(
    tmp_path: Path, server: ProviderServer, number: int, window_s: float = LONG_S, provider: Provider = Provider.OPENAI
) -> list[Desk]:
    """Runs of one process; each asks about a number of its own."""
    first = desk(tmp_path, provider, server.address)
    calls = Calls(first.store, first.calls._known, first.calls._policy, deadline_s=LONG_S, sharing=Sharing(window_s))
    runs = [first.store.runs.create("shop", "{}", "Initialized").id for _ in range(number)]
    return [replace(first, calls=calls, run_id=run, number=10 + place, told=[]) for place, run in enumerate(runs)]


def ask_all(desks: Sequence[Desk]) -> list[int | str]:
    """What all of them get at the same time, or the name of the error."""
    found: list[int | str] = [""] * len(desks)

    def ask(place: int) -> None:
        try:
            found[place] = desks[place].ask()
        except RunCancelled as error:
            found[place] = type(error).__name__

    with ExitStack() as work:
        for each in desks:
            work.enter_context(each.calls._sharing.at_work(each.run_id))
        threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(desks))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def right(desks: Sequence[Desk]) -> list[int]:
    return [2 * each.number + 1000 for each in desks]


def outcomes(asking: Desk) -> list[CallOutcome]:
    return [entry.outcome for entry in asking.paid()]


@pytest.mark.parametrize(("number", "provider"), [(2, provider) for provider in PROVIDERS] + [(5, Provider.OPENAI)])
def test_runs_share_one_request_and_its_bill(
    number: int, provider: Provider, server: ProviderServer, tmp_path: Path
) -> None:
    desks = several(tmp_path, server, number, provider=provider)
    assert ask_all(desks) == right(desks)
    assert len(server.asked) == 1
    entries = [entry for each in desks for entry in each.paid()]
    assert [entry.outcome for entry in entries] == [SHARED] * number
    assert sum(entry.cost_nusd or 0 for entry in entries) == PRICE.cost_nusd(301, 77)
    assert sum(entry.input_tokens or 0 for entry in entries) == 301
    assert sum(entry.output_tokens or 0 for entry in entries) == 77
    assert all(0 < (entry.cost_nusd or 0) <= entry.reserved_nusd for entry in entries)
    assert all(f"for {number} runs" in " ".join(each.told) for each in desks)


def test_a_sixth_run_goes_alone(server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 6, window_s=0.5)
    assert ask_all(desks) == right(desks)
    assert sorted(len(inputs_of(asked)) for asked in server.asked) == [0, 5]


def test_the_document_has_what_is_common_once_and_costs_no_more_than_was_set_aside(
    server: ProviderServer, tmp_path: Path
) -> None:
    desks = several(tmp_path, server, 2)
    ask_all(desks)
    (asked,) = server.asked
    document = document_of(asked)
    answers = document["answer_schema"]["properties"]["answers"]
    assert set(answers["required"]) == set(document["input"]) == {"1", "2"}
    assert document["answer_schema"]["$defs"]["One"]["title"] == "Number"
    prompt = "\n".join(str(message["content"]) for message in asked["messages"])
    per_token = PRICE.cost_nusd(1, 0)
    reserved = sum(entry.reserved_nusd for each in desks for entry in each.paid())
    assert most_tokens(prompt) * per_token + 2 * PRICE.cost_nusd(0, 4000) <= reserved


def test_wrong_counts_of_a_provider_are_not_paid_beyond_what_was_set_aside(
    server: ProviderServer, tmp_path: Path
) -> None:
    desks = several(tmp_path, server, 3)
    server.script = lambda asked, _number: Reply(answer_to(asked), input_tokens=10**9, output_tokens=10**9)
    assert ask_all(desks) == right(desks)
    assert all((entry.cost_nusd or 0) <= entry.reserved_nusd for each in desks for entry in each.paid())


@pytest.mark.parametrize("broken", [None, {"value": "many"}, "no", {"value": 1, "other": 2}])
def test_a_broken_part_is_mended_by_its_run_alone(broken: object, server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 3)
    server.script = lambda asked, number: Reply(answer_to(asked) if number else answer_to(asked, **{"2": broken}))
    assert ask_all(desks) == right(desks)
    assert len(server.asked) == 2
    assert sorted(outcomes(each) for each in desks) == [[SHARED], [SHARED], [SHARED, ANSWERED]]


@pytest.mark.parametrize("text", ["", "I cannot help with that.", '{"value": 15}', '{"answers": {"1": {"val'])
def test_where_no_part_can_be_told_apart_each_asks_alone(text: str, server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 2)
    server.script = lambda asked, number: Reply(answer_to(asked) if number else text)
    assert ask_all(desks) == right(desks)
    assert [outcomes(each) for each in desks] == [[SHARED, ANSWERED]] * 2


@pytest.mark.parametrize(
    ("failure", "outcome"), [(Reply("busy", 529), CallOutcome.FAILED), (Reply(cut_at=5), CallOutcome.LOST)]
)
def test_where_the_request_fails_each_asks_alone(
    failure: Reply, outcome: CallOutcome, server: ProviderServer, tmp_path: Path
) -> None:
    desks = several(tmp_path, server, 2)
    server.script = lambda asked, _number: failure if inputs_of(asked) else Reply(answer_to(asked))
    assert ask_all(desks) == right(desks)
    assert [outcomes(each) for each in desks] == [[outcome, ANSWERED]] * 2
    assert len(server.asked) == 3


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_run_that_is_cancelled_hurts_no_other(place: int, server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 3)

    def script(asked: dict[str, Any], _number: int) -> Reply:
        desks[place].is_cancelled = True
        return Reply(answer_to(asked), delay_s=1.0)

    server.script = script
    found = ask_all(desks)
    assert found.pop(place) == "RunCancelled"
    gone = desks.pop(place)
    assert found == right(desks)
    assert outcomes(gone) == [CallOutcome.LOST]
    assert [outcomes(each) for each in desks] == [[SHARED]] * 2
    assert len(server.asked) == 1


def test_a_run_that_is_cancelled_while_it_waits_owes_nothing(server: ProviderServer, tmp_path: Path) -> None:
    (waiting, _), found = several(tmp_path, server, 2, window_s=3.0), []

    def ask() -> None:
        try:
            waiting.ask()
        except RunCancelled:
            found.append("cancelled")

    with waiting.calls._sharing.at_work(waiting.run_id), waiting.calls._sharing.at_work(0):
        thread = threading.Thread(target=ask)
        thread.start()
        until(lambda: bool(waiting.paid()))
        waiting.is_cancelled = True
        thread.join()
    assert found == ["cancelled"]
    assert waiting.paid() == []
    assert server.asked == []


def until(true: Any, most_s: float = 10.0) -> None:
    ends = time.monotonic() + most_s
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_run_without_budget_falls_out(server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 3, window_s=1.0)
    desks[1].budget_usd = Decimal("0.001")
    assert ask_all(desks) == [1020, 22, 1024]
    assert outcomes(desks[1]) == []
    assert "of the budget is left" in " ".join(desks[1].told)
    assert [len(inputs_of(asked)) for asked in server.asked] == [2]


def test_alone_a_run_waits_for_nobody(server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 2, window_s=LONG_S)
    began = time.monotonic()
    assert ask_all(desks[:1]) == right(desks[:1])
    assert time.monotonic() - began < LONG_S / 2
    assert outcomes(desks[0]) == [ANSWERED]


def test_where_nobody_comes_within_the_window_a_run_asks_alone(server: ProviderServer, tmp_path: Path) -> None:
    (asking, busy) = several(tmp_path, server, 2, window_s=0.05)
    with asking.calls._sharing.at_work(busy.run_id):
        assert ask_all([asking]) == right([asking])
    assert outcomes(asking) == [ANSWERED]
    assert len(server.asked) == 1
    assert inputs_of(server.asked[0]) == {}


@pytest.mark.parametrize("change", [{"model": "large"}, {"words": "w" * 16_000}])
def test_another_engine_or_a_long_question_is_not_shared(
    change: dict[str, str], server: ProviderServer, tmp_path: Path
) -> None:
    desks = several(tmp_path, server, 2, window_s=0.2)
    desks[1] = replace(desks[1], **change)  # type: ignore[arg-type]
    assert ask_all(desks) == right(desks)
    assert [inputs_of(asked) for asked in server.asked] == [{}, {}]


def test_each_remembers_its_own_answer(server: ProviderServer, tmp_path: Path) -> None:
    desks = several(tmp_path, server, 2)
    ask_all(desks)
    for each in desks:
        again = replace(each, run_id=each.store.runs.create("shop", "{}", "Initialized").id, told=[])
        assert again.ask() == 2 * each.number + 1000
        assert outcomes(again) == [CallOutcome.CACHED]
    assert len(server.asked) == 1


def test_a_shared_answer_is_not_used_for_other_words_of_the_same_meaning(
    server: ProviderServer, tmp_path: Path
) -> None:
    desks = [replace(each, meaning="double") for each in several(tmp_path, server, 2)]
    ask_all(desks)
    other = replace(desks[0], run_id=desks[0].store.runs.create("else", "{}", "Initialized").id, words="please")
    assert [other.ask(), outcomes(other)] == [right([other])[0], [ANSWERED]]


def test_a_part_that_was_cut_off_counts_in_full(server: ProviderServer, tmp_path: Path) -> None:
    """As after a crash: the reservation of each run is under its own key."""
    desks = several(tmp_path, server, 2)
    seen: list[list[bool]] = []

    def script(asked: dict[str, Any], _number: int) -> Reply:
        seen.append([entry.settled for each in desks for entry in each.paid()])
        for each in desks:
            each.store.ledger.close_interrupted(each.run_id, "1/RequirementsAnalyst/")
            seen.append([entry.cost_nusd == entry.reserved_nusd for entry in each.paid()])
        return Reply(answer_to(asked))

    server.script = script
    ask_all(desks)
    assert seen == [[False, False], [True], [True]]


@given(st.data())
def test_a_bill_is_split_to_the_last_unit_and_within_every_bound(data: st.DataObject) -> None:
    most = data.draw(st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
    weights = data.draw(st.lists(st.integers(0, 10**9), min_size=len(most), max_size=len(most)))
    total = data.draw(st.integers(0, sum(most)))
    parts = split(total, weights, most)
    assert sum(parts) == total
    assert all(0 <= part <= bound for part, bound in zip(parts, most, strict=True))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.integers(0, 10**6))
def test_a_bill_that_fits_is_split_by_weight(weights: list[int], total: int) -> None:
    parts = split(total, weights, [total] * len(weights))
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - fair) < len(weights) for part, fair in zip(parts, exact, strict=True))
