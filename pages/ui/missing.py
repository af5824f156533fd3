"""Empty cells: how many each column has, and which columns are empty together."""

import pandas as pd
import streamlit as st

from pages.ui import charts, column_charts, words
from pages.ui.factsheet import COUNTS
from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Missing
from pipeline.data.report import amounts as amounts

MOST_BARS = 30


def show_missing(data: Dataset, missing: tuple[Missing, ...]) -> None:
    """The tab."""
    holed = sorted((column for column in data.columns if column.nulls), key=lambda column: -column.nulls)
    if not holed:
        st.text("No cell is empty.")
        return
    full = len(data.columns) - len(holed)
    st.text(f"{words.count(len(holed), 'column has', 'columns have')} empty cells, {full:,} {_none(full)} none.")
    shown = holed[:MOST_BARS]
    if len(holed) > MOST_BARS:
        st.caption(f"The {MOST_BARS} with the most are drawn.")
    shares = [100 * column.nulls / data.rows for column in shown]
    figure = column_charts.ranked([column.label for column in shown], shares, "% of rows empty", "%{x:.1f}%")
    st.plotly_chart(figure, key="missing", config=charts.CONFIG, alt="Empty cells by column")
    show_together(data, missing)


def _none(full: int) -> str:
    return "has" if full == 1 else "have"


def show_together(data: Dataset, missing: tuple[Missing, ...]) -> None:
    """Combinations of columns that are empty in the same rows."""
    st.subheader("Empty together", anchor=False)
    labels = {column.name: column.label for column in data.columns}
    rows = [
        {
            "columns": ", ".join(labels.get(name, name) for name in found.columns),
            "rows": found.rows,
            "share of rows": amounts.share(found.rows / data.rows),
        }
        for found in missing
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=COUNTS)
    else:
        st.text("No columns are empty in the same rows.")
