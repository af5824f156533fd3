"""How columns go together: a map of the strongest, and a table of all."""

from collections.abc import Sequence
from math import nan

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui import charts, words
from pages.ui.charts import legible
from pages.ui.column_charts import escaped
from pages.ui.factsheet import COUNTS
from pipeline.contracts.profile import Association, Profile
from pipeline.data.report.amounts import shortened

MOST_COLUMNS = 30
MOST_NAMED_ACROSS = 10
CELL_PX = 22
MEASURES = {"pearson": "Pearson's r", "cramers_v": "Cramér's V", "correlation_ratio": "correlation ratio"}
SCALES = {"light": ("#b45309", "#f1f4f7", "#0f6674"), "dark": ("#eda35a", "#1b242d", "#48b2bf")}
MEANING = (
    "Pearson's r tells how straight the line between two numbers is (-1 to 1); Cramér's V and the correlation ratio,"
    " how much a category says about another or about a number (0 to 1). Columns stand in one order across and down."
)

CHANCE = "Shown are the strongest of those that chance would not give among so many: p below 1 % over their number."


def show_associations(profile: Profile) -> None:
    """The tab."""
    found = profile.associations
    if not found:
        st.text("No two columns go together, or there are too few to compare.")
        if profile.pairs_compared:
            st.caption(f"{words.count(profile.pairs_compared, 'pair')} compared.")
        return
    st.caption(MEANING)
    if profile.pairs_compared:
        st.caption(f"{words.count(profile.pairs_compared, 'pair')} compared. {CHANCE}")
    labels = {column.name: column.label for column in profile.columns}
    figure = heat_map(found, labels)
    st.plotly_chart(figure, key="associations", config=charts.CONFIG, alt="How strongly columns go together")
    rows = [
        {
            "first": labels.get(pair.first, pair.first),
            "second": labels.get(pair.second, pair.second),
            "value": round(pair.value, 3),
            "measure": MEASURES[pair.measure],
            "rows": pair.rows,
        }
        for pair in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=COUNTS)


def strongest(found: Sequence[Association]) -> list[str]:
    """The columns of the strongest associations, in that order, no more than can be drawn."""
    names: dict[str, None] = {}
    for pair in sorted(found, key=lambda pair: -abs(pair.value)):
        new = [name for name in (pair.first, pair.second) if name not in names]
        if len(names) + len(new) <= MOST_COLUMNS:
            names.update(dict.fromkeys(new))
    return list(names)


def heat_map(found: Sequence[Association], labels: dict[str, str]) -> go.Figure:
    """A square for every two columns; one that was not computed is left blank."""
    names = strongest(found)
    values = {frozenset((pair.first, pair.second)): pair.value for pair in found}
    cells = [[1.0 if row == column else values.get(frozenset((row, column)), nan) for column in names] for row in names]
    low, middle, high = SCALES["dark" if st.context.theme.type == "dark" else "light"]
    figure = go.Figure(
        go.Heatmap(
            z=cells,
            zmin=-1,
            zmax=1,
            colorscale=[[0, low], [0.5, middle], [1, high]],
            xgap=1,
            ygap=1,
            hoverongaps=False,
            colorbar={"thickness": 10, "outlinewidth": 0},
            customdata=[[f"{_short(labels, row)}, {_short(labels, column)}" for column in names] for row in names],
            hovertemplate="%{customdata}: %{z:.2f}<extra></extra>",
        )
    )
    figure = charts.bare(figure, 120 + CELL_PX * max(len(names), 4))
    places, ticks = list(range(len(names))), [_short(labels, name) for name in names]
    few = len(names) <= MOST_NAMED_ACROSS
    figure.update_xaxes(
        tickmode="array", tickvals=places, ticktext=ticks, tickangle=-60, showgrid=False, showticklabels=few
    )
    figure.update_yaxes(tickmode="array", tickvals=places, ticktext=ticks, autorange="reversed", showgrid=False)
    return legible(figure)


def _short(labels: dict[str, str], name: str) -> str:
    return escaped(shortened(labels.get(name, name), 16))
