"""Names with their values, side by side where there is room. The values may hold any text."""

from collections.abc import Mapping
from html import escape

import streamlit as st

LONG = 60
ROW_PX = 33
"""The height of a row of a table in this theme."""
COUNTS = {"rows": st.column_config.NumberColumn(format="localized")}
"""How a table shows numbers of rows."""


def show_facts(facts: Mapping[str, str]) -> None:
    """A list of facts; those without a value are left out."""
    parts = [_fact(name, value) for name, value in facts.items() if value]
    if parts:
        st.html(f'<dl class="factsheet">{"".join(parts)}</dl>')


def _fact(name: str, value: str) -> str:
    place = ' class="wide"' if len(value) > LONG else ""
    return f"<div{place}><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
