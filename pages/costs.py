"""What was spent and saved: by day, agent, role, model and label, the budget of the month, and every call."""

from decimal import Decimal

import pandas as pd
import streamlit as st

from pages.ui import charts, chrome, core, cost_charts, reuses, words
from pipeline import costs
from pipeline.models.providers import Provider
from pipeline.service import Service
from storage.ledger import By

HONEST = "The built-in engine works on this computer and costs nothing; no model was called."
# Streamlit would show a text that stands alone.
SHOWN = 1000  # calls in the table; the download has all of them
COLUMNS = {
    "role": st.column_config.TextColumn(width=150),
    "state": st.column_config.TextColumn(width=110),
    "cost (USD)": st.column_config.TextColumn("cost, $", width=80),
    "at the best model (USD)": st.column_config.TextColumn("at the best, $", width=100),
    "input tokens": st.column_config.NumberColumn("tokens in", width=75, format="localized"),
    "output tokens": st.column_config.NumberColumn("out", width=60, format="localized"),
    "seconds": st.column_config.NumberColumn(width=75),
    "model": st.column_config.TextColumn(width=130),
    "run": st.column_config.NumberColumn(width=50),
    "time (UTC)": st.column_config.TextColumn(width=150),
    "label": st.column_config.TextColumn(width=100),
}
"""The table's, of all that is known: what a screen has room for, what matters most first."""
DRAWN = 60  # calls in a waterfall
WAYS: dict[str, tuple[By, ...]] = {
    "Agent": ("agent",),
    "Role": ("role", "agent"),
    "Model": ("model", "provider"),
    "Provider": ("provider",),
    "Label": ("label",),
}
"""What can be added up by, and then what it belongs to, which has a colour."""


def show_numbers(quintet: Service) -> None:
    """The sums, and what routing and the cache saved."""
    totals = {total.name: total for total in quintet.store.ledger.totals("state")}
    reserved = totals[""].cost_usd if "" in totals else Decimal(0)
    found = costs.comparison(quintet.store.ledger)
    kinds = {"Calls": "calls", "Used again": "reused", "Drafts by rules": "drafts"}
    numbers = {label: sum(getattr(total, kind) for total in totals.values()) for label, kind in kinds.items()}
    with st.container(horizontal=True, key="numbers"):
        st.metric("Spent", words.usd(found.paid_usd), width="content")
        st.metric("Reserved", words.usd(reserved), width="content")
        for label, number in numbers.items():
            st.metric(label, f"{number:,}", width="content")
        if found.premium_usd:
            st.metric("At the best model", words.usd(found.premium_usd), width="content")
            st.metric("Saved", f"{found.saved_share:.0%}", width="content")
    if found.premium_usd:
        st.caption(
            "At the best model: the same tokens at the price of the provider's model of the tier high performance,"
            " without cache. Where the rules answered what a model would have been asked, a short answer is assumed."
            " Nothing counts as saved by requests that failed or were lost, or whose answers were of no use."
        )


def show_month(quintet: Service) -> None:
    """The budget of the month, and where its spending leads."""
    expected = costs.forecast(quintet.store.ledger)
    limit = core.month_budget_usd(quintet)
    st.subheader("This month", anchor=False)
    so_far = f"{words.usd(expected.spent_usd)} in {words.count(expected.days_gone, 'day')} of {expected.month} (UTC)"
    text = f"{so_far}; at this pace {words.usd(expected.expected_usd.quantize(Decimal('0.000001')))} by its end."
    if limit is None:
        st.text(f"{text} No budget is set for the month.")
        return
    share = float(expected.spent_usd / limit) if limit else 1.0
    st.text(f"{text} Its budget is {words.usd(limit)}.")
    st.progress(min(share, 1.0), text=f"{share:.0%} of the month's budget is used")
    if share >= 0.8:
        st.warning(
            "From 80 % on one tier less is asked; a request that no longer fits is not sent.", icon=":material/savings:"
        )


def show_charts(quintet: Service) -> None:
    """Where the money went."""
    ledger = quintet.store.ledger
    st.subheader("By day", anchor=False)
    figure = cost_charts.cost_by_day(ledger.totals("day", "provider"), core.month_budget_usd(quintet))
    st.plotly_chart(figure, key="by_day", config=charts.CONFIG, alt="Cost by day and provider")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("By", anchor=False, width="content")
        way = st.segmented_control(
            "By", list(WAYS), default="Agent", required=True, key="by", label_visibility="collapsed", width="content"
        )
    totals = ledger.totals(*WAYS[way or "Agent"])
    st.plotly_chart(
        cost_charts.cost_by(totals), key="by_way", config=charts.CONFIG, alt=f"Cost by {(way or '').lower()}"
    )


def show_waterfall(quintet: Service) -> None:
    """The calls of one run, one after the other."""
    st.subheader("Calls of a run", anchor=False)
    newest = sorted((int(total.name) for total in quintet.store.ledger.totals("run")), reverse=True)
    run_id = st.selectbox("Run", newest, format_func=lambda each: f"Run {each}", key="run", width=240)
    if run_id is None:
        return
    drawn = [entry for entry in quintet.store.ledger.entries(run_id) if entry.provider != Provider.BUILTIN]
    if not drawn:
        st.text("No model was asked in this run: the rules drafted all of it.")
        return
    found = costs.comparison(quintet.store.ledger, run_id)
    saved = f", {words.usd(found.premium_usd)} at the best model" if found.premium_usd else ""
    st.text(f"{words.count(len(drawn), 'call')}, {words.usd(found.paid_usd)}{saved}")
    st.caption("Each bar is a call, over the seconds since the first of them. Drafts by rules are left out.")
    shown = drawn[:DRAWN]
    st.plotly_chart(cost_charts.waterfall(shown), key="waterfall", config=charts.CONFIG, alt="Calls of the run by time")
    if len(drawn) > len(shown):
        st.caption(f"The first {len(shown)} of {len(drawn):,} calls are drawn.")


def show_calls(quintet: Service) -> None:
    """The newest calls, and all of them to take away."""
    st.subheader("Calls", anchor=False)
    entries = quintet.store.ledger.newest(SHOWN + 1)
    table = pd.DataFrame(list(costs.rows(entries[:SHOWN])))[list(COLUMNS)]
    st.dataframe(table, hide_index=True, height=420 if len(table) > 10 else "auto", column_config=COLUMNS)
    more = f"The newest {SHOWN:,} are shown. " if len(entries) > SHOWN else ""
    st.caption(f"{more}The download also has the agent, the provider, the tier and the reason of each.")
    st.download_button(
        "Download all as CSV", lambda: costs.to_csv(quintet.store.ledger.entries()).encode(), "quintet-costs.csv",
        "text/csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


quintet = core.require_service()
budget_usd = core.default_budget_usd(quintet)
chrome.title("Costs", f"Each run may spend {words.usd(budget_usd)} unless you say otherwise when you start it.")
if not quintet.store.ledger.newest(1):
    chrome.empty("$0.00 so far", HONEST, "pages/new_run.py", "New run", ":material/add:")
    st.stop()
show_numbers(quintet)
if costs.is_free_only(quintet.store.ledger):
    st.info(f"{words.usd(Decimal(0))}. {HONEST}", icon=":material/savings:")
show_month(quintet)
show_charts(quintet)
show_waterfall(quintet)
show_calls(quintet)
reuses.show_figures(quintet)
