"""The columns of a CSV file: a table of all, and the chart and facts of one."""

import pandas as pd
import streamlit as st

from pages.ui import charts, column_charts, column_facts, factsheet
from pages.ui.understood import headings
from pipeline.contracts.data import Column, Dataset
from pipeline.contracts.profile import ColumnProfile, Profile
from pipeline.data.report import amounts as amounts

MOST_ROWS_SEEN = 12
CONFIG = {
    "column": st.column_config.TextColumn(width="medium"),
    "empty": st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent"),
    "different": st.column_config.NumberColumn(format="localized"),
    "values": st.column_config.BarChartColumn(y_min=0),
}


def show_columns(data: Dataset, profile: Profile | None) -> None:
    """The table, narrowed by name and kind, and the column that is chosen."""
    names = headings([column.label for column in data.columns])
    profiles = {column.name: column for column in profile.columns} if profile else {}
    shown = narrowed(data, names)
    if not shown:
        st.text("No column has such a name and type.")
        return
    rows = [facts(data, data.columns[at], names[at], profiles.get(data.columns[at].name)) for at in shown]
    show_table(rows)
    with st.container(key="chosen_column"):
        chosen = st.selectbox("Column", names, key="column", bind="query-params")
        column = data.columns[names.index(chosen)]
        show_column(column, profiles.get(column.name))


def narrowed(data: Dataset, names: list[str]) -> list[int]:
    """The places of the columns that match the search and the kinds above the table."""
    present = sorted({column.kind.value for column in data.columns})
    if len(names) < 2:
        return list(range(len(names)))
    with st.container(horizontal=True, key="column_filter"):
        text = st.text_input("Find a column", key="find", type="search", live=True, bind="query-params") or ""
        kinds = st.multiselect("Type", present, key="kinds", placeholder="all", bind="query-params")
    wanted = text.strip().casefold()
    return [
        at
        for at, (name, column) in enumerate(zip(names, data.columns, strict=True))
        if wanted in name.casefold() and (not kinds or column.kind.value in kinds)
    ]


def facts(data: Dataset, column: Column, name: str, seen: ColumnProfile | None) -> dict[str, object]:
    """A row of the table."""
    mean = seen.mean if seen else None
    return {
        "column": name,
        "type": amounts.kind_label(column.kind, column.unit),
        "values": column_charts.bars(seen) if seen else [],
        "empty": column.nulls / data.rows,
        "different": column.distinct,
        "smallest": column.minimum or "",
        "largest": column.maximum or "",
        "mean": "" if mean is None else amounts.number(mean),
        "personal data": column.pii.kind if column.pii else "",
        "read as empty": ", ".join(column.null_tokens),
    }


def show_table(rows: list[dict[str, object]]) -> None:
    """The table; choosing a row chooses its column. Columns that say nothing of any row are left out."""
    table = pd.DataFrame(rows)
    spare = [name for name in ("mean", "personal data", "read as empty") if not any(table[name])]
    spare += [] if any(map(len, table["values"])) else ["values"]
    # Another selection of rows is another table: what was chosen in the one is not chosen in the other.
    key = f"columns_{hash(tuple(table['column'])):x}"
    st.dataframe(
        table.drop(columns=spare),
        hide_index=True,
        height=factsheet.ROW_PX * (min(len(rows), MOST_ROWS_SEEN) + 1) + 2,
        column_config=CONFIG,
        key=key,
        on_select=lambda: choose(key, list(table["column"])),
        selection_mode="single-row",
    )


def choose(key: str, names: list[str]) -> None:
    """Show the column whose row was chosen."""
    chosen = st.session_state[key]["selection"]["rows"]
    if chosen:
        st.session_state["column"] = names[chosen[0]]


def show_column(column: Column, seen: ColumnProfile | None) -> None:
    """A large chart and everything that is known about a column."""
    figure = column_charts.chart_of(seen) if seen else None
    if figure is not None:
        # Nothing here is Markdown: the label may hold any character.
        alt = f"Distribution of {column.name}"
        st.plotly_chart(figure, key=f"chart_{column.name}", config=charts.CONFIG, alt=alt)
    elif seen is None:
        st.text("No chart: this run kept no profile.")
    else:
        st.text("Every value is different, so there is nothing to count." if column.distinct else "It is empty.")
    factsheet.show_facts(column_facts.facts_of(column, seen))
    if seen:
        column_facts.show_shares(seen)
