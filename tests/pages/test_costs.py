"""The Costs page with calls of every state, many calls, and what is taken away from it."""

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import cycle

import pytest

from pipeline import costs
from pipeline.models.providers import Provider
from pipeline.service import Service
from storage.rows import CallOutcome, now
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run

STATES = {
    CallOutcome.ANSWERED: "paid",
    CallOutcome.SHARED: "shared with other runs",
    CallOutcome.CACHED: "cached",
    CallOutcome.MATCHED: "cached, same meaning",
    CallOutcome.FAILED: "failed, not billed",
    CallOutcome.LOST: "lost, counted in full",
    CallOutcome.OPEN: "reserved",
}


def seed_calls(service: Service, run_id: int, number: int, **values: object) -> None:
    """So many calls, of all states in turn."""
    with service.store.database.transaction() as db:
        db.table("ledger").insert_all(
            {
                "run_id": run_id,
                "call_key": f"{each}",
                "at": now(),
                "agent": "Code Generator",
                "role": "CodeGenerator",
                "provider": "openai",
                "model": "gpt-6-luna",
                "input_tokens": 100,
                "output_tokens": 10,
                "reserved_nusd": 2_000_000,
                "cost_nusd": {"cached": 0, "matched": 0, "failed": 0, "": None}.get(outcome, 1_000_000),
                "duration_s": 0.5,
                "settled": outcome != CallOutcome.OPEN,
                "outcome": outcome,
                "label": f"team {each % 3}",
                "tier": "economic",
                "complexity": 0.4,
                "reason": "complexity 0.40 is from 0.30 to below 0.50",
                "premium_nusd": 20_000_000,
                **values,
            }
            for each, outcome in zip(range(number), cycle(STATES), strict=False)
        )


def test_every_state_has_its_word_and_savings_are_told(show: Open, service: Service) -> None:
    seed_calls(service, seed_run(service).id, len(STATES))
    app = show("costs")
    assert list(app.dataframe[0].value["state"])[::-1] == list(STATES.values())
    assert {metric.label: metric.value for metric in app.metric} == {
        "Spent": "$0.003", "Reserved": "$0.002", "Calls": "5", "Used again": "2", "Drafts by rules": "0",
        "At the best model": "$0.08", "Saved": "96%",
    }  # fmt: skip
    assert "No budget is set for the month" in words(app)


def test_the_budget_of_the_month_is_shown_with_how_much_is_used(show: Open, service: Service) -> None:
    seed_calls(service, seed_run(service).id, len(STATES))
    service.store.settings.save("month_budget_usd", "0.005")
    said = words(show("costs"))
    assert "Its budget is $0.005" in said
    assert "one tier less is asked" in said


def test_ten_thousand_calls(show: Open, service: Service) -> None:
    seed_calls(service, seed_run(service).id, 10_000, label="<b>x</b>", model="=1+1")
    app = show("costs")
    assert len(app.dataframe[0].value) == 1000
    assert "The newest 1,000 are shown." in words(app)
    app.segmented_control(key="by").set_value("Label").run()
    assert not app.exception


def test_what_is_taken_away_has_every_call_and_no_formula(service: Service) -> None:
    seed_calls(service, seed_run(service).id, 30, model="=1+1", label="+team")
    rows = list(csv.DictReader(io.StringIO(costs.to_csv(service.store.ledger.entries()))))
    assert len(rows) == 30
    assert {(row["model"], row["label"]) for row in rows} == {("'=1+1", "'+team")}
    paid = sum(Decimal(row["cost (USD)"]) for row in rows if row["state"] != STATES[CallOutcome.OPEN])
    assert paid == costs.comparison(service.store.ledger).paid_usd


@pytest.mark.parametrize(("by", "names"), [("label", {"team 0", "team 1", "team 2"}), ("state", set(STATES))])
def test_calls_are_added_up_by(service: Service, by: str, names: set[str]) -> None:
    seed_calls(service, seed_run(service).id, 30)
    totals = service.store.ledger.totals(by)  # type: ignore[arg-type]
    assert {total.name for total in totals} == names
    assert sum(total.calls + total.reused for total in totals) == 30


def test_drafts_by_rules_are_no_calls(service: Service) -> None:
    seed_calls(service, seed_run(service).id, 3, provider="builtin", outcome="answered")
    seed_calls(service, seed_run(service).id, 2, outcome="answered")
    totals = service.store.ledger.totals("agent", "provider")
    assert [(total.names[1], total.calls, total.drafts) for total in totals] == [("builtin", 0, 3), ("openai", 2, 0)]


def test_the_forecast_goes_on_with_the_mean_of_the_days_so_far(service: Service) -> None:
    seed_calls(service, seed_run(service).id, 1, at="2026-02-03T10:00:00.000000+00:00", cost_nusd=3_000_000_000)
    found = costs.forecast(service.store.ledger, date(2026, 2, 7))
    assert (found.spent_usd, found.days, found.expected_usd) == (Decimal(3), 28, Decimal(12))


def test_what_an_older_version_entered_has_a_state(service: Service) -> None:
    seed_calls(service, seed_run(service).id, 1, outcome="")
    (entry,) = service.store.ledger.entries()
    assert costs.state_of(entry) == "paid"
    assert costs.state_of(entry.model_copy(update={"cost_nusd": 0})) == "free"
    assert [total.name for total in service.store.ledger.totals("state")] == [CallOutcome.ANSWERED]


def test_the_budget_of_the_month_is_saved_checked_and_taken_away(show: Open, service: Service) -> None:
    app = show("settings")
    for typed, saved, told in (
        ("12.5", "12.5", "All runs may spend $12.50 in a month; $12.50 of this month's is left."),
        ("much", "12.5", "not an amount"),
        ("", "", "Nothing limits what all runs may spend in a month."),
    ):
        app.text_input(key="month_budget").set_value(typed)
        next(button for button in app.button if button.label == "Save the month's budget").click().run()
        assert service.store.settings.all()["month_budget_usd"] == saved
        assert told in words(app).replace("\\", "")
    assert service.policy().month_usd is None


def test_a_save_says_what_is_in_force(show: Open, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def saved(label: str) -> str:
        next(button for button in app.button if button.label == label).click().run()
        assert not app.exception
        return words(app).replace("\\", "")

    app = show("settings")
    app.text_input(key="default_budget").set_value("2")
    assert "A new run may spend $2.00, unless you say otherwise" in saved("Save the budget")
    app.text_input(key="model_prices").set_value('{"openai/m": {"input_usd": 1, "output_usd": 2}}')
    assert "openai/m at $1 and $2. Published prices hold for all others." in saved("Save the prices")
    app.text_input(key="model_prices").set_value("[")
    assert "at $1" not in saved("Save the prices")
    app.text_input(key="value_OPENAI_API_KEY").set_value("sk-one")
    next(button for button in app.button if button.key == "save_OPENAI_API_KEY").click().run()
    assert "OPENAI_API_KEY is saved, and used from the next question on." in words(app).replace("\\", "")
    monkeypatch.setenv("QUINTET_RUN_BUDGET_USD", "7")
    app.text_input(key="default_budget").set_value("3")
    told = saved("Save the budget")
    assert "may spend $7.00" in told
    assert "QUINTET_RUN_BUDGET_USD is set, and counts more" in told


def test_a_new_run_tells_what_it_will_probably_cost(show: Open, service: Service) -> None:
    service.keys.save("OPENAI_API_KEY", "sk-test")
    app = show()
    app.segmented_control(key="way").set_value("text").run()
    app.text_area(key="text_text").set_value("A library lends books. Each book has a title. Send an e-mail daily.")
    app.run()
    assert "It will cost $0.00" in words(app)
    app.selectbox(key="provider").select(Provider.OPENAI).run()
    assert "SystemArchitect is always asked at the tier high performance" in words(app)
    assert "without a budget only engines that are free are asked" in words(app).replace("\\", "")
    app.text_input(key="complexity").set_value("0.6")
    app.text_input(key="budget").set_value("2").run()
    assert "It will probably cost $" in words(app).replace("\\", "")
    app.text_input(key="complexity").set_value("2").run()
    assert "use a number from 0 to 1" in words(app)
    assert not app.exception
