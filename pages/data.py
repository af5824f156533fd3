"""A run's data: what is in it, column by column and row by row."""

import pandas as pd
import streamlit as st

from pages.ui import chrome, columns, core, rows, words
from pipeline.contracts.data import Dataset
from pipeline.contracts.plan import RequirementsAnalysis
from pipeline.data.profile import Profile
from pipeline.handoffs import find


def show_facts(data: Dataset) -> None:
    """The file in four numbers and one line."""
    nulls = sum(column.nulls for column in data.columns)
    numbers = {
        "Rows": f"{data.rows:,}",
        "Columns": f"{len(data.columns):,}",
        "Empty cells": f"{nulls:,}",
        "Rows set aside": f"{data.set_aside_rows:,}",
    }
    with st.container(horizontal=True, key="numbers"):
        for label, value in numbers.items():
            st.metric(label, value, width="content")
    st.text(f"{data.file_name} · {words.size(data.size_bytes)} · {data.dialect.encoding} · sha256 {data.sha256[:16]}…")


def show_columns(data: Dataset, profile: Profile | None) -> None:
    """The table of columns, and a chart of the one that is chosen."""
    if profile:
        st.text("\n".join(f"• {insight}" for insight in profile.key_insights))
    st.dataframe(pd.DataFrame([columns.facts(column) for column in data.columns]), hide_index=True)
    if profile is None:
        return
    labels = [column.label for column in profile.columns]
    chosen = st.selectbox("Chart of", range(len(labels)), format_func=labels.__getitem__, key="column")
    columns.show_chart(profile.columns[chosen])


def show_set_aside(data: Dataset) -> None:
    """Rows that do not fit, by line, and why."""
    if not data.set_aside_rows:
        chrome.empty("Every row fits", "No row had to be set aside.")
        return
    st.text(f"{words.count(data.set_aside_rows, 'row')} did not fit the columns and are not part of the application.")
    if data.set_aside_rows > len(data.set_aside):
        st.caption(f"The first {len(data.set_aside)} are listed.")
    listed = [{"line": row.line, "reason": row.reason} for row in data.set_aside]
    st.dataframe(pd.DataFrame(listed), hide_index=True)


quintet, run = core.require_run()
chrome.run_heading(run, "data")
analysis = find(quintet.store.runs, run.id, RequirementsAnalysis)
if analysis is None or analysis.dataset is None:
    message = "The file has not been read yet." if analysis is None else "This run started from words, not from a file."
    chrome.empty("No data", message, "pages/run.py", "Follow the run", ":material/arrow_forward:", run=run.id)
    st.stop()
data = analysis.dataset
show_facts(data)
overview, table, aside = st.tabs(["Columns", "Rows", "Set aside"], key="tab", bind="query-params")
if overview.open:
    with overview:
        show_columns(data, quintet.profile(run.id))
if table.open:
    with table:
        rows.show_rows(quintet.settings.run_folder(run.id), data)
if aside.open:
    with aside:
        show_set_aside(data)
