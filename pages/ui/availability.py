"""How a deployment was over time: whether it answered, and how fast."""

import plotly.graph_objects as go
import streamlit as st

from pages.ui import charts, words
from storage.health_checks import HealthChecks
from storage.rows import HealthCheck

SHOWN = 1000
"""Looks in the chart, the newest: a working day at one every ten seconds has three times as many."""
HEIGHT_PX = 160


def sentence(checks: HealthChecks, deployment_id: int) -> str:
    """Availability and mean latency, empty before the first look."""
    found = checks.summary(deployment_id)
    if found.availability is None:
        return ""
    latency = "" if found.latency_ms is None else f", {found.latency_ms:.0f} ms on average"
    return f"{found.availability:.2%} of {words.count(found.looks, 'look')}{latency}"


def show_history(checks: HealthChecks, deployment_id: int) -> None:
    """The newest looks as a chart."""
    found = checks.of(deployment_id, SHOWN)
    if not found:
        st.text("It has not been looked at yet.")
        return
    st.plotly_chart(
        latency(found), key=f"latency_{deployment_id}", config=charts.CONFIG, alt="Milliseconds to answer, over time"
    )
    bad = sum(not each.ok for each in found)
    st.caption(f"Milliseconds to answer, of the newest {len(found):,} looks; {bad:,} found it not well (crosses).")


def latency(found: list[HealthCheck]) -> go.Figure:
    """A line of answers, and a cross where there was none or a bad one."""
    figure = go.Figure()
    figure.add_scatter(
        x=[each.at for each in found],
        y=[each.latency_ms if each.ok else None for each in found],
        mode="lines",
        name="answered",
        hovertemplate="%{x}: %{y:.0f} ms<extra></extra>",
    )
    bad = [each for each in found if not each.ok]
    figure.add_scatter(
        x=[each.at for each in bad],
        y=[0] * len(bad),
        mode="markers",
        marker={"symbol": "x", "color": st.get_option("theme.redColor") or "#c0392b"},
        name="not well",
        hovertemplate="%{x}: not well<extra></extra>",
    )
    figure.update_yaxes(ticksuffix=" ms", rangemode="tozero")
    return charts.bare(figure, HEIGHT_PX)
