"""What calls cost is exact, told, and never above a budget; where they went is kept with the reason."""

import json
import threading
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.costs import comparison
from pipeline.models.budgets import Budget, Purse, alert_text
from pipeline.models.prices import published_price
from pipeline.models.providers import Provider
from pipeline.models.router import Policy
from storage.ledger import BudgetExceeded
from storage.rows import NANO, CallOutcome, LedgerEntry, now
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply
from tests.pipeline.models.questions import BETTER, DRAFT, MODEL, PRICE, desk

GOOD = Reply(f'{{"value": {BETTER}}}')


def test_a_route_and_its_reasons_are_kept_with_each_call(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.ANTHROPIC, server.address)
    asking.model, asking.complexity, asking.label = "", 0.6, "team-a"
    server.script = lambda asked, _: Reply("no", 404) if "sonnet" in asked["model"] else GOOD
    assert asking.ask() == BETTER
    first, second = asking.paid()
    assert [(each.tier, each.model, each.label) for each in (first, second)] == [
        ("standard", "claude-sonnet-5-5", "team-a"),
        ("economic", "claude-haiku-5-5", "team-a"),
    ]
    assert (first.complexity, first.reason) == (0.6, "complexity 0.60 is from 0.50 to 0.70")
    assert second.reason == f"{first.reason}; claude-sonnet-5-5 could not be asked or gave no answer"
    premium = published_price(Provider.ANTHROPIC, "claude-opus-5-5")
    assert premium
    assert second.premium_nusd == premium.cost_nusd(100, 50) > (second.cost_nusd or 0) > 0
    assert any("claude-haiku-5-5 of Anthropic" in line for line in asking.told)


def test_a_local_model_answers_where_the_rest_fails(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OLLAMA, server.address)
    asking.model, asking.complexity, asking.budget_usd = "", 0.9, Decimal(0)
    server.models = ["tiny"]
    server.reply(GOOD)
    assert asking.ask() == BETTER
    (entry,) = asking.paid()
    assert (entry.tier, entry.model, entry.cost_nusd) == ("local", "tiny", 0)
    assert entry.premium_nusd > 0


def test_simple_work_without_a_local_model_is_left_to_the_rules(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    asking.model, asking.complexity = "", 0.1
    assert asking.ask() == DRAFT
    assert server.asked == []
    (draft,) = asking.store.ledger.entries(asking.run_id)
    assert (draft.tier, draft.cost_nusd) == ("builtin", 0)
    assert draft.reason == "complexity 0.10 is below 0.30; there is no local model"
    assert draft.premium_nusd > 0


def test_a_remembered_answer_costs_nothing_and_tells_what_it_would_have_cost(
    server: ProviderServer, tmp_path: Path
) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(GOOD)
    assert [asking.ask(1), asking.ask(2)] == [BETTER] * 2
    paid, cached = asking.paid()
    assert (cached.outcome, cached.cost_nusd) == (CallOutcome.CACHED, 0)
    assert (cached.input_tokens, cached.premium_nusd) == (paid.input_tokens, paid.premium_nusd)


@pytest.mark.parametrize(
    "replies",
    [
        [Reply("no", 400)],
        [Reply("no")],
        [Reply("no"), Reply("no", 401)],
        [Reply(json.dumps({"value": DRAFT}))],
        [Reply(GOOD.text, cut_at=20)],
    ],
    ids=["failed", "of no use", "mended in vain", "adds nothing", "lost"],
)
def test_nothing_is_saved_by_what_was_of_no_use(replies: list[Reply], server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.ANTHROPIC, server.address)
    server.reply(*replies)
    assert asking.ask() == DRAFT
    found = comparison(asking.store.ledger)
    assert found.saved_usd == 0
    assert found.paid_usd == asking.store.ledger.spent_usd(asking.run_id)


def test_nothing_is_saved_where_there_is_no_key(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, "", key="")
    asking.model, asking.complexity = "", 0.9
    assert asking.ask() == DRAFT
    assert comparison(asking.store.ledger).saved_usd == 0


def test_a_request_that_no_longer_fits_is_tried_at_a_cheaper_tier(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.ANTHROPIC, server.address)
    asking.model, asking.complexity, asking.budget_usd = "", 0.9, Decimal("0.01")
    server.reply(GOOD)
    assert asking.ask() == BETTER
    assert [entry.model for entry in asking.paid()] == ["claude-haiku-5-5"]
    assert sum("of the budget is left" in line for line in asking.told) == 2


def test_the_budget_of_the_month_holds_for_all_runs(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address, policy=Policy(month_usd=Decimal("0.0415")))
    server.script = lambda _asked, number: Reply(f'{{"value": {BETTER + number}}}', output_tokens=300)
    assert asking.ask(1) == BETTER
    asking.run_id, asking.number = asking.store.runs.create("other", "{}", "Initialized").id, 5
    assert asking.ask(2) == 10
    assert "of the month's budget is left" in " ".join(asking.told)
    assert "is too little for the next request" in " ".join(asking.told)
    assert asking.store.ledger.spent_in_month_usd(now()[:7]) <= Decimal("0.0415")


def test_the_person_is_told_once_of_each_part_of_a_budget_that_is_used(tmp_path: Path) -> None:
    store = Store(tmp_path / "quintet.db", lambda: b"")
    run_id = store.runs.create("shop", "{}", "Initialized").id
    told: list[str] = []
    for number in range(10):
        purse = Purse(store.ledger, run_id, Decimal(1), Decimal(20), told.append)  # a new process knows it, too
        purse.reserve(call(run_id, str(number), 100_000_000))
        settle(store, run_id, str(number), 100_000_000)
        purse.check()
    with pytest.raises(BudgetExceeded):
        purse.reserve(call(run_id, "more", 1))
    assert [line.partition(":")[0] for line in told] == [
        "50 % of the run's budget is used",
        "80 % of the run's budget is used",
        "The run's budget is used up",
    ]


@pytest.mark.parametrize(
    ("spent", "limit", "said"), [("0.003", "0.004", "$0.003 of $0.004"), ("0.5", "1", "$0.50 of $1.00")]
)
def test_small_budgets_are_told_from_nothing(spent: str, limit: str, said: str) -> None:
    assert said in alert_text(Budget("run", Decimal(limit), Decimal(spent)), 50)
    assert "$0.00 " not in str(BudgetExceeded(Decimal(limit), Decimal(spent)))


def test_near_the_limit_one_tier_less_is_asked(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    asking.model, asking.complexity, asking.budget_usd = "", 0.9, Decimal(1)
    asking.store.ledger.reserve(call(asking.run_id, "before", 850_000_000), Decimal(1))
    settle(asking.store, asking.run_id, "before", 850_000_000)
    server.reply(GOOD)
    assert asking.ask() == BETTER
    newest = asking.paid()[-1]
    assert newest.tier == "standard"
    assert newest.reason.endswith("one tier lower, since 85% of the run's budget is used")


def test_a_price_that_is_not_known_is_refused_with_what_to_do(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    asking.model = "unheard-of"
    assert asking.ask() == DRAFT
    assert server.asked == []
    assert "enter it in Settings" in " ".join(asking.told)


def call(run_id: int, key: str, reserved_nusd: int) -> LedgerEntry:
    return LedgerEntry(
        id=0,
        run_id=run_id,
        call_key=key,
        at="",
        agent="a",
        role="r",
        provider=Provider.OPENAI,
        model=MODEL,
        input_tokens=None,
        output_tokens=None,
        reserved_nusd=reserved_nusd,
        cost_nusd=None,
        duration_s=None,
        settled=False,
    )


def settle(store: Store, run_id: int, key: str, cost_nusd: int) -> None:
    store.ledger.settle(run_id, key, cost_nusd=cost_nusd, input_tokens=1, output_tokens=1, duration_s=0.0)


COSTS = st.integers(0, 700_000_000)
CALLS = st.lists(st.tuples(st.integers(0, 2), COSTS, st.floats(0, 1), st.booleans()), min_size=1, max_size=12)
"""Calls of one thread: which run, what is reserved, which part of it is paid, and whether it is ever settled."""


@settings(max_examples=20, deadline=None)
@given(
    threads=st.lists(CALLS, min_size=2, max_size=4),
    budgets=st.lists(st.decimals(0, 2, places=3), min_size=3, max_size=3),
    month=st.none() | st.decimals(0, 3, places=3),
)
def test_no_interleaving_of_calls_of_threads_and_runs_goes_over_a_budget(
    threads: list[list[tuple[int, int, float, bool]]], budgets: list[Decimal], month: Decimal | None
) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "quintet.db", lambda: b"")
        runs = [store.runs.create(name, "{}", "Initialized").id for name in ("a", "b", "c")]
        seen: list[str] = []
        start = threading.Barrier(len(threads))

        def work(thread: int) -> None:
            start.wait()
            for number, (which, reserved, part, settles) in enumerate(threads[thread]):
                key = f"{thread}/{number}"
                try:
                    store.ledger.reserve(call(runs[which], key, reserved), budgets[which], month)
                except BudgetExceeded:
                    continue
                seen.extend(over(store, runs, budgets, month))
                if settles:
                    settle(store, runs[which], key, int(reserved * part))

        workers = [threading.Thread(target=work, args=(number,)) for number in range(len(threads))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert seen + over(store, runs, budgets, month) == []
        refused = {
            (thread, number)
            for thread, calls in enumerate(threads)
            for number, (which, reserved, _, _) in enumerate(calls)
            if reserved == 0 and f"{thread}/{number}" not in {e.call_key for e in store.ledger.entries(runs[which])}
        }
        assert refused == set(), "a call that costs nothing is always allowed"
        store.close()


def over(store: Store, runs: list[int], budgets: list[Decimal], month: Decimal | None) -> list[str]:
    """Which budgets are exceeded at this moment."""
    found = [
        f"run {run_id}: {store.ledger.spent_usd(run_id)} of {budget}"
        for run_id, budget in zip(runs, budgets, strict=True)
        if store.ledger.spent_usd(run_id) > budget
    ]
    spent = store.ledger.spent_in_month_usd(now()[:7])
    return found + ([f"month: {spent} of {month}"] if month is not None and spent > month else [])


def test_what_was_paid_adds_up_to_the_last_billionth(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.script = lambda _asked, number: Reply(f'{{"value": {number}}}', input_tokens=7, output_tokens=number)
    for asking.number in range(1, 8):
        asking.ask(asking.number)
    total = sum(entry.cost_nusd or 0 for entry in asking.paid())
    assert total == sum(PRICE.cost_nusd(entry.input_tokens or 0, entry.output_tokens or 0) for entry in asking.paid())
    assert asking.store.ledger.spent_usd(asking.run_id) == Decimal(total) / NANO
