"""A small table whose cells are read in full: they wrap, and on a narrow screen each row is a list of its cells."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st


def show_table(rows: Sequence[Mapping[str, str]]) -> None:
    """The rows, with the names of the first as headings. The cells may hold any text; empty ones are left out."""
    if not rows:
        return
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in rows[0])
    st.html(f'<table class="reflow"><thead><tr>{heads}</tr></thead><tbody>{"".join(map(_row, rows))}</tbody></table>')


def _row(row: Mapping[str, str]) -> str:
    cells = (f'<td data-name="{escape(name)}">{escape(text)}</td>' for name, text in row.items())
    return f"<tr>{''.join(cells)}</tr>"
