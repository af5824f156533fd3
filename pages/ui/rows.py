"""The rows of a CSV file, a page at a time, straight from the file: it may be larger than memory."""

from math import ceil
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.ui.understood import headings
from pipeline.contracts.data import Column, Dataset
from pipeline.data.paging import read_rows, row_index
from pipeline.data.personal.pii import mask
from pipeline.data.report.amounts import shortened
from pipeline.inputs import RECORDS

PAGE = 50
LONGEST_CELL = 2_000
JUMPED = "jumped_to"


def show_rows(folder: Path, data: Dataset) -> None:
    """One page of rows, and the way to the others."""
    records = folder / RECORDS
    if not records.is_file():
        st.text("The rows are not there any more.")
        return
    shows_personal, row = show_controls(data)
    page = show_pages(max(ceil(data.rows / PAGE), 1), row)
    first = (page - 1) * PAGE
    with st.spinner("Finding the rows…"):
        found = read_rows(records, row_index(records), first, PAGE)
    cells = [_cells(line, data.columns, shows_personal=shows_personal) for line in found]
    table = pd.DataFrame(cells, columns=headings([column.label for column in data.columns]))
    st.caption(f"Rows {first + 1:,} to {first + len(table):,} of {data.rows:,}")
    table.index = pd.Index([_number(number, row) for number in range(first + 1, first + 1 + len(table))])
    st.dataframe(table, height=520)


def show_controls(data: Dataset) -> tuple[bool, int | None]:
    """Whether personal data is to be shown, and the row that is asked for."""
    shows_personal = False
    with st.container(horizontal=True, vertical_alignment="bottom", key="row_controls"):
        row = st.number_input(
            "Go to row",
            min_value=1,
            max_value=data.rows,
            value=None,
            step=1,
            key="row",
            bind="query-params",
            placeholder=f"1 to {data.rows:,}",
            width=200,
        )
        if any(column.pii for column in data.columns):
            shows_personal = st.toggle("Show personal data", key="personal")
    return shows_personal, None if row is None else int(row)


def show_pages(pages: int, row: int | None) -> int:
    """The page to show: the one with the row that is asked for, until another is chosen."""
    if row is not None and st.session_state.get(JUMPED) != row:
        st.session_state["page"] = (row - 1) // PAGE + 1
    st.session_state[JUMPED] = row
    if pages == 1:
        return 1
    return st.pagination(pages, key="page", bind="query-params", on_change=_forget_row)


def _forget_row() -> None:
    st.session_state["row"] = st.session_state[JUMPED] = None


def _number(number: int, wanted: int | None) -> str:
    return f"→ {number}" if number == wanted else str(number)


def _cells(line: list[str], columns: tuple[Column, ...], *, shows_personal: bool) -> list[str]:
    """The cells as they are shown: personal data is covered, and a very long text is cut."""
    return [
        mask(cell, column.pii.kind) if column.pii and cell and not shows_personal else shortened(cell, LONGEST_CELL)
        for cell, column in zip(line, columns, strict=True)
    ]
