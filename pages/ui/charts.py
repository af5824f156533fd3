"""Plotly figures, bare of clutter: the theme gives the colours, light or dark."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

import plotly.graph_objects as go
import streamlit as st

from pages.ui.words import count
from pipeline.states import DEVELOPMENT, Agent, State
from storage.rows import LedgerEntry, Step

CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}
TITLES: dict[str, str] = {transition.state: transition.title for transition in DEVELOPMENT}
TITLES[State.RELEASING] = "Release it"
ROW_PX = 26


def bare(figure: go.Figure, height: int, *, legend: bool = False) -> go.Figure:
    """A figure without frame, menu or zoom."""
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        showlegend=legend,
        legend={"orientation": "h", "y": -0.15, "x": 0, "title": None},
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
            orientation="h",
            text=[f"{value:.1f}" for value in seconds],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.2f} s<extra></extra>",
        )
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    figure.update_xaxes(title="seconds", rangemode="tozero")
    return bare(figure, 110 + ROW_PX * len(steps), legend=True)


def _step_name(step: Step) -> str:
    name = TITLES.get(step.state, step.state)
    return f"{name} ({step.attempt})" if step.attempt > 1 else name


def cost_by(entries: Iterable[LedgerEntry], what: Literal["agent", "provider"]) -> go.Figure:
    """A bar for each agent or provider, dearest first, labelled with its amount and its number of calls."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    calls: Counter[str] = Counter()
    for entry in entries:
        totals[getattr(entry, what)] += entry.cost_usd
        calls[getattr(entry, what)] += 1
    names = sorted(totals, key=lambda name: (totals[name], calls[name]))
    amounts = [float(totals[name]) for name in names]
    labels = [f"${totals[name]:,.2f} · {count(calls[name], 'call')}" for name in names]
    template = "%{y}: $%{x:.4f}<extra></extra>"
    figure = go.Figure(
        go.Bar(y=names, x=amounts, orientation="h", text=labels, textposition="outside", hovertemplate=template)
    )
    figure.update_traces(cliponaxis=False)
    figure.update_xaxes(title="US dollars", tickprefix="$", range=[0, 1.4 * max(amounts, default=0) or 1])
    return bare(figure, 90 + ROW_PX * max(len(names), 2))


def cost_by_day(entries: Iterable[LedgerEntry], budget_usd: Decimal) -> go.Figure:
    """A stacked bar a day, by provider, and the budget of a run as a line."""
    days: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for entry in entries:
        days[entry.provider][entry.at[:10]] += entry.cost_usd
    figure = go.Figure()
    for provider, amounts in sorted(days.items()):
        xs = sorted(amounts)
        template = "%{x}: $%{y:.4f}<extra>" + provider + "</extra>"
        figure.add_bar(x=xs, y=[float(amounts[x]) for x in xs], name=provider, hovertemplate=template)
    label = f"budget of a run: ${budget_usd:,.2f}"
    figure.add_hline(y=float(budget_usd), line_dash="dash", annotation_text=label)
    figure.update_layout(barmode="stack")
    nothing = not any(amount for amounts in days.values() for amount in amounts.values())
    figure.update_yaxes(tickprefix="$", range=[0, max(1.0, 1.2 * float(budget_usd))] if nothing else None)
    figure.update_xaxes(type="category", categoryorder="category ascending")
    return bare(figure, 300, legend=True)
