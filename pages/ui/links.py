"""Ways from one tab of the Data page to another."""

from collections.abc import Sequence

import streamlit as st

MOST = 5


def go_to_row(row: int) -> None:
    """Open the Rows tab at a row, by its number from 1."""
    st.session_state["tab"] = "Rows"
    st.session_state["row"] = row


def show_rows(rows: Sequence[int], key: str) -> None:
    """A button for each of the first rows that something was found in."""
    if not rows:
        return
    with st.container(horizontal=True, key=f"finding_{key}"):
        for row in rows[:MOST]:
            st.button(f"Row {row:,}", key=f"{key}_{row}", on_click=go_to_row, args=(row,), type="tertiary")
