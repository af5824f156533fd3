"""What was spent: by day, agent and provider, and every call."""

from decimal import Decimal

import pandas as pd
import streamlit as st

from pages.ui import charts, chrome, core, reuses, words
from pipeline.models.providers import Provider
from storage.rows import LedgerEntry

HONEST = "The built-in engine works on this computer and costs nothing; no model was called."


def table(entries: list[LedgerEntry]) -> pd.DataFrame:
    """Every call, newest first."""
    rows = [
        {
            "time": entry.at[:19].replace("T", " "),
            "run": entry.run_id,
            "agent": entry.agent,
            "role": entry.role,
            "provider": entry.provider,
            "model": entry.model,
            "input tokens": entry.input_tokens or 0,
            "output tokens": entry.output_tokens or 0,
            "cost (USD)": str(entry.cost_usd),
            "state": "paid" if entry.settled else "reserved",
        }
        for entry in reversed(entries)
    ]
    return pd.DataFrame(rows)


def show_numbers(entries: list[LedgerEntry]) -> None:
    """The sums."""
    spent = sum((entry.cost_usd for entry in entries if entry.settled), Decimal(0))
    reserved = sum((entry.cost_usd for entry in entries if not entry.settled), Decimal(0))
    runs = len({entry.run_id for entry in entries})
    with st.container(horizontal=True, key="numbers"):
        st.metric("Spent", words.usd(spent), width="content")
        st.metric("Reserved", words.usd(reserved), width="content")
        st.metric("Calls", f"{len(entries):,}", width="content")
        st.metric("A run on average", words.usd(spent / runs if runs else Decimal(0)), width="content")


def show_charts(entries: list[LedgerEntry], budget_usd: Decimal) -> None:
    """Where the money went."""
    st.subheader("By day", anchor=False)
    figure = charts.cost_by_day(entries, budget_usd)
    st.plotly_chart(figure, key="by_day", config=charts.CONFIG, alt="Cost by day and provider")
    left, right = st.columns(2)
    with left:
        st.subheader("By agent", anchor=False)
        st.plotly_chart(charts.cost_by(entries, "agent"), key="by_agent", config=charts.CONFIG, alt="Cost by agent")
    with right:
        st.subheader("By provider", anchor=False)
        figure = charts.cost_by(entries, "provider")
        st.plotly_chart(figure, key="by_provider", config=charts.CONFIG, alt="Cost by provider")


quintet = core.require_service()
budget_usd = core.default_budget_usd(quintet)
chrome.title("Costs", f"Each run may spend {words.usd(budget_usd)} unless you say otherwise when you start it.")
entries = quintet.store.ledger.entries()
if not entries:
    chrome.empty("$0.00 so far", HONEST, "pages/new_run.py", "New run", ":material/add:")
    st.stop()
show_numbers(entries)
if all(entry.provider == Provider.BUILTIN for entry in entries):
    st.info(f"{words.usd(Decimal(0))}. {HONEST}", icon=":material/savings:")
show_charts(entries, budget_usd)
st.subheader("Calls", anchor=False)
calls = table(entries)
st.dataframe(calls, hide_index=True, height=420 if len(calls) > 10 else "auto")
st.download_button(
    "Download as CSV", lambda: calls.to_csv(index=False).encode(), "quintet-costs.csv", "text/csv",
    icon=":material/download:", on_click="ignore",
)  # fmt: skip
reuses.show_figures(quintet)
