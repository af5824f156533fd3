"""Plotly figures, bare of clutter: the theme gives the colours, light or dark."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.ui import palette
from pipeline.states import DEVELOPMENT, Agent, State
from storage.rows import Step

CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}
TITLES: dict[str, str] = {transition.state: transition.title for transition in DEVELOPMENT}
TITLES[State.RELEASING] = "Release it"
ROW_PX = 26
LEGEND_PX = -45
"""Where a legend begins below the drawing."""
LONGEST_NAME = 28
ROOM_FOR_TEXT = 1.18


def bare(figure: go.Figure, height: int, *, legend: bool = False) -> go.Figure:
    """A figure without frame, menu or zoom."""
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        showlegend=legend,
        legend={"orientation": "h", "y": LEGEND_PX / height, "x": 0, "title": None},
        bargap=0.3,
        dragmode=False,
        hoverlabel={"namelength": -1},
    )
    figure.update_xaxes(fixedrange=True, automargin=True)
    figure.update_yaxes(fixedrange=True, automargin=True)
    return legible(figure)


def legible(figure: go.Figure) -> go.Figure:
    """The figure with its axes in a grey that can be read: Streamlit's own is too faint for small text."""
    colour = "#9aa8b5" if st.context.theme.type == "dark" else "#52606d"
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont_color=colour, title_font_color=colour)
    return figure


def seconds_by_step(steps: Sequence[Step]) -> go.Figure:
    """A bar a step, in order, coloured by agent; a step that was repeated has one for each attempt."""
    figure = go.Figure()
    names = [_step_name(step) for step in steps]
    for agent in Agent:
        mine = [(name, step) for name, step in zip(names, steps, strict=True) if step.agent == agent]
        seconds = [step.elapsed_s or 0.0 for _, step in mine]
        figure.add_bar(
            y=[name for name, _ in mine],
            x=seconds,
            name=agent,
            marker_color=palette.named(agent),
            orientation="h",
            text=[f"{value:.1f}" for value in seconds],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.2f} s<extra></extra>",
        )
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    longest = max([step.elapsed_s or 0.0 for step in steps], default=0.0)
    # Room beside the longest bar for its number, which stands outside of it.
    figure.update_xaxes(ticksuffix=" s", range=[0, ROOM_FOR_TEXT * (longest or 1.0)])
    return bare(figure, 110 + ROW_PX * len(steps), legend=True)


def _step_name(step: Step) -> str:
    name = TITLES.get(step.state, step.state)
    return f"{name} ({step.attempt})" if step.attempt > 1 else name


def shorten(text: str) -> str:
    """A text that fits beside a bar, of which nothing is markup."""
    short = text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;")
