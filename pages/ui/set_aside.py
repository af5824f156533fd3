"""Rows that do not fit the columns, by line, and why."""

import pandas as pd
import streamlit as st

from pages.ui import chrome, words
from pipeline.contracts.data import Dataset, SetAside


def show_set_aside(data: Dataset) -> None:
    """The tab."""
    if not data.set_aside_rows:
        chrome.empty("Every row fits", "No row had to be set aside.")
        return
    st.text(f"{words.count(data.set_aside_rows, 'row')} did not fit the columns and are not part of the application.")
    if data.set_aside_rows > len(data.set_aside):
        st.caption(f"The first {len(data.set_aside)} are listed.")
    show_listed(data.set_aside)


def show_listed(rows: tuple[SetAside, ...]) -> None:
    """The rows themselves."""
    listed = [{"line": row.line, "reason": row.reason, "begins with": row.text} for row in rows]
    st.dataframe(pd.DataFrame(listed), hide_index=True)
