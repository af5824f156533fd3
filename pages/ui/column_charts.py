"""Charts of one column's values."""

from datetime import datetime, timedelta

import plotly.graph_objects as go

from pages.ui import charts
from pipeline.contracts.profile import ColumnProfile, Share
from pipeline.data.report.amounts import shortened

EPOCH = datetime(1970, 1, 1)
LONGEST_LABEL = 32


def chart_of(column: ColumnProfile) -> go.Figure | None:
    """A histogram of a measure, or the most frequent values of anything else; None where neither says anything."""
    if column.histogram and column.distinct > 1:
        return histogram(column)
    return frequencies(column.top) if column.top else None


def bars(column: ColumnProfile) -> list[int]:
    """The same in numbers alone, for a small chart."""
    parts = column.histogram if column.histogram and column.distinct > 1 else column.top
    return [part.rows for part in parts]


def histogram(column: ColumnProfile) -> go.Figure:
    """Rows by range of values."""
    middles = [(part.start + part.end) / 2 for part in column.histogram]
    xs = [EPOCH + timedelta(seconds=middle) for middle in middles] if column.type.is_moment else middles
    counts = [part.rows for part in column.histogram]
    figure = charts.bare(go.Figure(go.Bar(x=xs, y=counts, hovertemplate="%{y:,} rows<extra></extra>")), 300)
    figure.update_layout(bargap=0.06)
    figure.update_yaxes(title="rows")
    figure.update_xaxes(title=escaped(column.unit) or None)
    return charts.legible(figure)


def frequencies(shares: tuple[Share, ...]) -> go.Figure:
    """The most frequent values, the first on top."""
    return ranked([share.value for share in shares], [share.rows for share in shares], "rows")


def ranked(names: list[str], values: list[float] | list[int], title: str, hover: str = "%{x:,} rows") -> go.Figure:
    """A bar for each name, in order. Names may repeat, and hold any text."""
    places = list(range(len(names)))[::-1]
    bar = go.Bar(y=places, x=values, orientation="h", hovertemplate=f"{hover}<extra></extra>")
    figure = charts.bare(go.Figure(bar), 90 + charts.ROW_PX * len(names))
    labels = [escaped(shortened(name, LONGEST_LABEL)) for name in names]
    figure.update_yaxes(tickmode="array", tickvals=places, ticktext=labels)
    figure.update_xaxes(title=title, rangemode="tozero")
    return charts.legible(figure)


def escaped(text: str) -> str:
    """Text that Plotly shows as it is: it reads a little HTML, such as links and line breaks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
