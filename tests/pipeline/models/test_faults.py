"""What providers do wrong: the draft stands or the answer is mended, money is right, and the person is told."""

import json
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from pipeline.errors import RunCancelled
from pipeline.models import metered
from pipeline.models.providers import Provider
from storage.rows import CallOutcome
from tests.pipeline.models.provider_server import ProviderServer, Reply
from tests.pipeline.models.questions import BETTER, DRAFT, KEY, PRICE, Desk, desk

GOOD = Reply(f'{{"value": {BETTER}}}')
PROVIDERS = [Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA]


@dataclass(frozen=True)
class Fault:
    """Replies in turn, what comes of them, how many requests are made, and words that the person is told."""

    replies: tuple[Reply, ...]
    answer: int
    requests: int
    told: str


FAULTS = {
    "429 with a wait": Fault((Reply("busy", 429, {"Retry-After": "0.1"}), GOOD), BETTER, 2, "Trying again"),
    "429 without": Fault((Reply("busy", 429), GOOD), BETTER, 2, "takes no more requests"),
    "429 for good": Fault((Reply("busy", 429),), DRAFT, metered.ATTEMPTS, "answer stands"),
    "500": Fault((Reply("oops", 500), GOOD), BETTER, 2, "has a fault (status 500)"),
    "529": Fault((Reply("overloaded", 529), GOOD), BETTER, 2, "has a fault (status 529)"),
    "reset at once": Fault((Reply(cut_at=0), GOOD), BETTER, 2, "ended the connection"),
    "reset in the middle": Fault((Reply(cut_at=40), GOOD), BETTER, 2, "ended the connection"),
    "no protocol": Fault((Reply(body=b"<html>gateway</html>"), GOOD), BETTER, 2, "something else"),
    "truncated": Fault((Reply('{"value": 1', stop="length"), GOOD), BETTER, 2, ""),
    "wrong schema": Fault((Reply('{"number": 15}'), GOOD), BETTER, 2, ""),
    "wrong schema for good": Fault((Reply('{"number": 15}'),), DRAFT, 3, "does not meet the schema"),
    "in prose": Fault((Reply('Gladly {here}: {"value": 15} is it.'),), BETTER, 1, ""),
    "in a fence": Fault((Reply('```json\n{"value": 15}\n```'),), BETTER, 1, ""),
    "empty": Fault((Reply(""), GOOD), BETTER, 2, ""),
    "another language": Fault((Reply("Die Antwort ist fünfzehn."), GOOD), BETTER, 2, ""),
    "refusal": Fault((Reply("I'm sorry, but I can't help with that."),), DRAFT, 1, "declines"),
    "10 MB": Fault((Reply("x" * 10_000_000),), DRAFT, 1, "10,000,000 characters"),
    "expired key": Fault((Reply(f"Incorrect API key {KEY}", 401),), DRAFT, 1, "does not accept"),
    "unknown model": Fault((Reply("no such model", 404),), DRAFT, 1, "has no model"),
    "context too long": Fault((Reply("maximum context length is 8192 tokens", 400),), DRAFT, 1, "too long"),
    "nonsense usage": Fault((Reply(GOOD.text, input_tokens=10**12, output_tokens=-5),), BETTER, 1, ""),
}


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts are short here."""
    monkeypatch.setattr(metered, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(metered, "LONGEST_WAIT_S", 0.05)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault(name: str, provider: Provider, server: ProviderServer, tmp_path: Path) -> None:
    fault, asking = FAULTS[name], desk(tmp_path, provider, server.address)
    server.reply(*fault.replies)
    assert asking.ask() == fault.answer
    assert len(server.asked) == fault.requests == len(asking.paid())
    told = " ".join(asking.told)
    assert fault.told in told
    assert ("answer stands" in told) == (fault.answer == DRAFT)
    assert KEY not in told
    assert all(entry.settled for entry in asking.paid())
    assert asking.store.ledger.spent_usd(asking.run_id) <= asking.budget_usd


def test_an_answer_is_paid_to_the_last_token(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(Reply("{}", input_tokens=120, output_tokens=7), Reply(GOOD.text, input_tokens=300, output_tokens=9))
    asking.ask()
    assert [entry.cost_nusd for entry in asking.paid()] == [PRICE.cost_nusd(120, 7), PRICE.cost_nusd(300, 9)]
    assert [entry.outcome for entry in asking.paid()] == [CallOutcome.ANSWERED] * 2


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nobody_there(provider: Provider, tmp_path: Path) -> None:
    asking = desk(tmp_path, provider, "http://127.0.0.1:1")
    assert asking.ask() == DRAFT
    assert "cannot be reached" in " ".join(asking.told)
    assert {entry.outcome for entry in asking.paid()} == {CallOutcome.FAILED}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "reply",
    [Reply(GOOD.text, delay_s=5), Reply(GOOD.text, drips=True), Reply(GOOD.text, stalls_at=30)],
    ids=["silent", "drips", "stalls"],
)
def test_a_step_never_takes_longer_than_its_deadline(
    provider: Provider, reply: Reply, server: ProviderServer, tmp_path: Path
) -> None:
    asking = desk(tmp_path, provider, server.address, deadline_s=0.6)
    server.reply(reply)
    assert asking.ask() == DRAFT
    assert "did not answer in time" in " ".join(asking.told)
    (entry,) = asking.paid()
    assert (entry.outcome, entry.cost_nusd) == (CallOutcome.LOST, entry.reserved_nusd)


def test_the_person_stops_the_run_during_a_call(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(Reply(GOOD.text, delay_s=5))
    threading.Timer(0.3, setattr, (asking, "is_cancelled", True)).start()
    began = time.monotonic()
    with pytest.raises(RunCancelled):
        asking.ask()
    assert time.monotonic() - began < 4
    assert [entry.outcome for entry in asking.paid()] == [CallOutcome.LOST]


def test_a_provider_that_keeps_failing_is_left_alone(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.ANTHROPIC, server.address)
    server.reply(Reply("no", 401))
    assert [asking.ask(position) for position in range(1, 6)] == [DRAFT] * 5
    assert len(server.asked) == 3


def test_the_same_question_is_paid_for_once(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(GOOD)
    assert [asking.ask(1), asking.ask(2)] == [BETTER] * 2
    assert len(server.asked) == 1
    assert [entry.outcome for entry in asking.paid()] == [CallOutcome.ANSWERED, CallOutcome.CACHED]


def test_a_bad_answer_is_not_remembered_for_other_runs(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(Reply("{}"))
    assert asking.ask() == DRAFT
    asking.run_id = asking.store.runs.create("shop", "{}", "Initialized").id
    server.reply(GOOD)
    assert asking.ask() == BETTER


def test_a_step_that_is_taken_again_pays_no_call_twice(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(Reply("{}"), GOOD)
    assert [asking.ask(1), asking.ask(1)] == [BETTER] * 2
    assert len(server.asked) == 2


def test_no_request_that_could_cost_more_than_is_left(server: ProviderServer, tmp_path: Path) -> None:
    asking: Desk = desk(tmp_path, Provider.OPENAI, server.address)
    asking.budget_usd = PRICE.output_usd / 1000
    assert asking.ask() == DRAFT
    assert server.asked == []
    assert "of the budget is left" in " ".join(asking.told)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "trouble", [Reply("{}"), Reply("maximum context length is 8192 tokens", 400)], ids=["repairs fail", "too long"]
)
def test_a_smaller_question_comes_before_the_draft_stands(
    trouble: Reply, provider: Provider, server: ProviderServer, tmp_path: Path
) -> None:
    asking = desk(tmp_path, provider, server.address)
    asking.items = ("one", "two", "three")
    server.script = lambda asked, _number: trouble if "three" in json.dumps(asked) else GOOD
    assert asking.ask() == BETTER
    assert "A smaller question is asked" in " ".join(asking.told)
    assert "two" in json.dumps(server.asked[-1])
    assert len(server.asked) == len(asking.paid()) == (4 if trouble.status == 200 else 2)


TROUBLE = (
    *(reply for fault in FAULTS.values() for reply in fault.replies if len(reply.text) < 10_000),
    Reply(cut_at=1),
    Reply(body=b"null"),
    Reply(body=b"[]"),
    Reply(status=404, body=b""),
    Reply(status=302, headers={"Location": "/elsewhere"}),
    Reply('{"value": NaN}'),
    Reply("{" * 5000),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    provider=strategies.sampled_from(PROVIDERS), replies=strategies.lists(strategies.sampled_from(TROUBLE), max_size=9)
)
def test_calls_and_money_are_bounded_whatever_comes_back(
    provider: Provider, replies: list[Reply], server: ProviderServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asking = desk(tmp_path_factory.mktemp("home"), provider, server.address)
    asking.items, asking.budget_usd = ("one", "two"), 60 * PRICE.output_usd / 1000
    before = len(server.asked)
    server.reply(*replies, Reply("not now", 503))
    assert asking.ask() in (DRAFT, BETTER)
    assert len(server.asked) - before <= metered.MOST_REQUESTS
    assert all(entry.settled for entry in asking.paid())
    assert asking.store.ledger.spent_usd(asking.run_id) <= asking.budget_usd
