"""Measures over time with their trend and season, and how the end of the file differs from its beginning."""

from datetime import datetime

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui import charts, words
from pages.ui.charts import legible
from pipeline.contracts.profile import Profile, Series, Shift
from pipeline.data.profiling.seasons import grain_of
from pipeline.data.report import amounts as amounts

SHIFTED, STABLE = 0.25, 0.1
SHIFTS = {"psi": st.column_config.NumberColumn(format="%.3f")}


def show_over_time(profile: Profile) -> None:
    """The tab."""
    labels = {column.name: column.label for column in profile.columns}
    if profile.series:
        show_series(profile.series, labels)
    else:
        st.text("No column gives the rows a time, or there are too few of them.")
    show_shifts(profile.shifts, labels)


def show_series(found: tuple[Series, ...], labels: dict[str, str]) -> None:
    """One measure over time, chosen where there are several."""
    names = [f"{labels.get(one.measure, one.measure)} by {labels.get(one.time, one.time)}" for one in found]
    place = 0
    if len(found) > 1:
        place = st.selectbox("Measure", range(len(found)), format_func=names.__getitem__, key="series")
    series = found[place]
    st.caption(words.plain(f"{names[place]}, {series.period} by {series.period}"))
    st.plotly_chart(line(series), key="over_time", config=charts.CONFIG, alt="A measure over time")
    st.text(trend_line(series))


def trend_line(series: Series) -> str:
    """The trend and the season in a sentence each."""
    sign = "rises" if series.trend > 0 else "falls"
    change = f"The fitted line {sign} by {amounts.number(abs(series.trend))} over the whole span"
    if not series.trend:
        change = "The fitted line is level"
    parts = [f"{change} and explains {amounts.share(series.trend_r2)} of the variance."]
    if series.season:
        of_what = f"of its mean by {grain_of(series.season) or series.period}"
        explained = amounts.share(series.season_strength)
        parts.append(f"It repeats by {series.season}, which explains {explained} {of_what}.")
    return " ".join(parts)


def line(series: Series) -> go.Figure:
    """The mean by period with its fitted line; the number of rows where nothing is measured.

    The line is broken where a period has no mean; what lies alone between two such periods is seen by its marker.
    """
    measured = any(point.mean is not None for point in series.points)
    ys = [point.mean if measured else float(point.rows) for point in series.points]
    xs = [datetime.fromisoformat(point.at) for point in series.points]
    mode = "lines+markers" if len(xs) < 3 or None in ys else "lines"
    figure = go.Figure(go.Scatter(x=xs, y=ys, mode=mode, connectgaps=False, name="mean"))
    figure.update_traces(hovertemplate="%{x}: %{y:,.4g}<extra></extra>")
    known = [(x, y) for x, y in zip(xs, ys, strict=True) if y is not None]
    if len(known) > 1 and measured:
        ends = [xs[0], xs[-1]]
        figure.add_scatter(x=ends, y=fitted(known, series.trend), mode="lines", name="trend", line_dash="dash")
    figure = charts.bare(figure, 320, legend=measured)
    figure.update_yaxes(title="mean" if measured else "rows")
    return legible(figure)


def fitted(points: list[tuple[datetime, float]], trend: float) -> list[float]:
    """Both ends of the fitted line, which goes through the means of time and measure and rises by `trend`."""
    seconds = [(at - points[0][0]).total_seconds() for at, _ in points]
    middle = sum(seconds) / len(seconds) / (seconds[-1] or 1)
    mean = sum(value for _, value in points) / len(points)
    return [mean - trend * middle, mean + trend * (1 - middle)]


def show_shifts(shifts: tuple[Shift, ...], labels: dict[str, str]) -> None:
    """How the last fifth of the rows differs from the first."""
    st.subheader("From the first rows to the last", anchor=False)
    if not shifts:
        st.text("The last fifth of the rows is like the first.")
        return
    st.caption("Population stability index of the last fifth against the first: below .1 is stable, above .25 a shift.")
    rows = [
        {
            "column": labels.get(shift.column, shift.column),
            "psi": shift.psi,
            "reading": reading(shift.psi),
            "detail": shift.detail,
        }
        for shift in shifts
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=SHIFTS)


def reading(psi: float) -> str:
    """What an index is taken to mean."""
    return "shift" if psi > SHIFTED else "some change" if psi >= STABLE else "stable"
