"""What is not part of the table, and what had to be put right, by line, and why."""

import pandas as pd
import streamlit as st

from pages.ui import chrome, words
from pipeline.contracts.data import Dataset, SetAside
from pipeline.data.preview import Preview


def show_set_aside(data: Dataset) -> None:
    """The tab."""
    if not data.set_aside_rows and not data.repaired_rows:
        chrome.empty("Every row fits", "No row had to be set aside.")
    if data.set_aside_rows:
        st.text(f"{counted(data)} part of the application.")
        show_first(data.set_aside, data.set_aside_rows)
    if data.repaired_rows:
        st.text(f"{words.count(data.repaired_rows, 'row')} had to be put right, and are part of the application.")
        show_first(data.repaired, data.repaired_rows)


def counted(data: Dataset | Preview) -> str:
    """How many lines are left out, and what they are."""
    around = data.set_aside_rows - data.misfit_rows
    parts = [words.count(data.misfit_rows, "row") + " that do not fit the columns"] if data.misfit_rows else []
    parts += [words.count(around, "line") + " around the table"] if around else []
    return f"{' and '.join(parts)} {'is' if data.set_aside_rows == 1 else 'are'} not"


def show_first(rows: tuple[SetAside, ...], count: int) -> None:
    """The first of so many rows."""
    if count > len(rows):
        st.caption(f"The first {len(rows)} are listed.")
    show_listed(rows)


def show_listed(rows: tuple[SetAside, ...]) -> None:
    """The rows themselves."""
    listed = [{"line": row.line, "reason": row.reason, "begins with": row.text} for row in rows]
    st.dataframe(pd.DataFrame(listed), hide_index=True)
