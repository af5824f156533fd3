"""The rows of a CSV file, a page at a time, straight from the file: it may be larger than memory."""

import csv
from itertools import islice
from math import ceil
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.ui.understood import headings
from pipeline.contracts.data import Dataset
from pipeline.inputs import RECORDS

PAGE = 50


def show_rows(folder: Path, data: Dataset) -> None:
    """One page of rows, and the way to the others."""
    records = folder / RECORDS
    if not records.is_file():
        st.text("The rows are not there any more.")
        return
    pages = max(ceil(data.rows / PAGE), 1)
    page = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    first = (page - 1) * PAGE
    table = pd.DataFrame(read(records, first, PAGE), columns=headings([column.label for column in data.columns]))
    st.caption(f"Rows {first + 1:,} to {first + len(table):,} of {data.rows:,}")
    table.index = pd.RangeIndex(first + 1, first + 1 + len(table))
    st.dataframe(table, height=520)


def read(records: Path, first: int, count: int) -> list[list[str]]:
    """Some rows, as canonical text. Earlier rows are passed over without being kept."""
    with records.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        next(lines, None)
        return list(islice(lines, first, first + count))
