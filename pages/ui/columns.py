"""A column of a CSV file: its facts, and a chart of its values."""

from datetime import UTC, datetime

import plotly.graph_objects as go
import streamlit as st

from pages.ui import charts, words
from pipeline.contracts.data import Column, FieldType
from pipeline.data.statistics import ColumnProfile

MOMENTS = (FieldType.DATE, FieldType.DATETIME)


def facts(column: Column) -> dict[str, str | int]:
    """A row of the table of columns."""
    return {
        "column": column.label,
        "type": column.type,
        "empty": column.nulls,
        "different": column.distinct,
        "smallest": column.minimum or "",
        "largest": column.maximum or "",
        "sum": column.total or "",
        "read as empty": ", ".join(column.null_tokens),
    }


def show_chart(column: ColumnProfile) -> None:
    """A histogram of a measure or the most frequent values of a text, with the numbers that go with it."""
    if column.histogram and column.distinct > 1:
        figure = histogram(column)
    elif column.top:
        figure = frequencies(column)
    else:
        st.text("Every value is different, so there is nothing to count." if column.distinct else "It is empty.")
        return
    # Nothing here is Markdown: the label may hold any character.
    st.plotly_chart(figure, key=f"chart_{column.name}", config=charts.CONFIG, alt=f"Distribution of {column.name}")
    st.text(" · ".join(_numbers(column)))


def _numbers(column: ColumnProfile) -> list[str]:
    parts = [words.count(column.distinct, "different value"), f"{column.nulls:,} empty"]
    if column.mean is not None:
        parts.append(f"mean {column.mean:g}")
    parts += [f"{name} below {value}" for name, value in column.quantiles.items() if name in ("25%", "50%", "75%")]
    if column.longest is not None:
        parts.append(f"{column.shortest} to {column.longest} characters")
    return parts


def histogram(column: ColumnProfile) -> go.Figure:
    """Rows by range of values."""
    middles = [(part.start + part.end) / 2 for part in column.histogram]
    is_moment = column.type in MOMENTS
    xs = [datetime.fromtimestamp(middle, UTC).replace(tzinfo=None) for middle in middles] if is_moment else middles
    figure = go.Figure(
        go.Bar(x=xs, y=[part.rows for part in column.histogram], hovertemplate="%{y:,} rows<extra></extra>")
    )
    figure = charts.bare(figure, 300)
    figure.update_layout(bargap=0.06)
    figure.update_yaxes(title="rows")
    return figure


def frequencies(column: ColumnProfile) -> go.Figure:
    """The most frequent values."""
    shares = column.top[::-1]
    values = [escaped(share.value if len(share.value) <= 40 else share.value[:39] + "…") for share in shares]
    places = list(range(len(shares)))
    figure = go.Figure(
        go.Bar(
            y=places, x=[share.rows for share in shares], orientation="h", hovertemplate="%{x:,} rows<extra></extra>"
        )
    )
    figure = charts.bare(figure, 90 + charts.ROW_PX * len(shares))
    figure.update_yaxes(tickmode="array", tickvals=places, ticktext=values)
    figure.update_xaxes(title="rows")
    return figure


def escaped(text: str) -> str:
    """Text that Plotly shows as it is: it reads a little HTML, such as links and line breaks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
