"""Plotly figures, bare of clutter: the theme gives the colours, light or dark."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import plotly.graph_objects as go
import streamlit as st

from pages.ui.words import count, usd
from pipeline.costs import state_of
from pipeline.models.tiers import Tier
from pipeline.states import DEVELOPMENT, Agent, State
from storage.rows import NANO, LedgerEntry, Outcome, Step, Total

CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}
TITLES: dict[str, str] = {transition.state: transition.title for transition in DEVELOPMENT}
TITLES[State.RELEASING] = "Release it"
ROW_PX = 26
MOST_BARS = 20
LONGEST_NAME = 28
SHORTEST_S = 0.05
"""What a call takes at least in a drawing, so that it can be seen."""
NO_NAME = "none"
ROOM_FOR_TEXT = 1.18
GREY = "#8895a1"


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
    longest = max([step.elapsed_s or 0.0 for step in steps], default=0.0)
    # Room beside the longest bar for its number, which stands outside of it.
    figure.update_xaxes(ticksuffix=" s", range=[0, ROOM_FOR_TEXT * (longest or 1.0)])
    return bare(figure, 110 + ROW_PX * len(steps), legend=True)


def _step_name(step: Step) -> str:
    name = TITLES.get(step.state, step.state)
    return f"{name} ({step.attempt})" if step.attempt > 1 else name


def cost_by(totals: Sequence[Total]) -> go.Figure:
    """A bar for each name, dearest first, labelled with its amount and its number of calls."""
    ordered = sorted(totals, key=lambda total: (total.cost_nusd, total.calls))[-MOST_BARS:]
    names = [shorten(total.name or NO_NAME) for total in ordered]
    amounts = [float(total.cost_usd) for total in ordered]
    labels = [f"{usd(total.cost_usd)} · {count(total.calls, 'call')}" for total in ordered]
    template = "%{y}: $%{x:.6f}<extra></extra>"
    figure = go.Figure(
        go.Bar(y=names, x=amounts, orientation="h", text=labels, textposition="outside", hovertemplate=template)
    )
    figure.update_traces(cliponaxis=False)
    figure.update_xaxes(title="US dollars", tickprefix="$", range=[0, 1.6 * max(amounts, default=0) or 1])
    return bare(figure, 90 + ROW_PX * max(len(names), 2))


def cost_by_day(totals: Sequence[Total], budget_usd: Decimal | None) -> go.Figure:
    """A stacked bar a day, by provider; `totals` are by both. A month's budget is a line, if it is near."""
    figure = go.Figure()
    for provider in sorted({total.names[1] for total in totals}):
        mine = [total for total in totals if total.names[1] == provider]
        template = "%{x}: $%{y:.6f}<extra>" + provider + "</extra>"
        amounts = [float(total.cost_usd) for total in mine]
        figure.add_bar(x=[total.name for total in mine], y=amounts, name=provider, hovertemplate=template)
    highest = max(_by_name(totals).values(), default=0.0)
    if budget_usd and float(budget_usd) < 4 * highest:
        figure.add_hline(
            y=float(budget_usd), line_dash="dash", line_color=GREY, annotation_text=f"month's budget: {usd(budget_usd)}"
        )
    figure.update_layout(barmode="stack")
    figure.update_yaxes(tickprefix="$", range=None if highest else [0, 1])
    figure.update_xaxes(type="category", categoryorder="category ascending")
    return bare(figure, 300, legend=True)


def waterfall(entries: Sequence[LedgerEntry]) -> go.Figure:
    """The calls of a run in the order of time, from its first call on, coloured by how they ended."""
    figure = go.Figure()
    began = datetime.fromisoformat(entries[0].at)
    names = [f"{number}. {entry.role}" for number, entry in enumerate(entries, 1)]
    for state in dict.fromkeys(map(state_of, entries)):
        mine = [(name, entry) for name, entry in zip(names, entries, strict=True) if state_of(entry) == state]
        figure.add_bar(
            y=[name for name, _ in mine],
            base=[(datetime.fromisoformat(entry.at) - began).total_seconds() for _, entry in mine],
            x=[max(entry.duration_s or 0.0, SHORTEST_S) for _, entry in mine],
            name=state,
            orientation="h",
            text=[_price_and_tokens(entry) for _, entry in mine],
            textposition="outside",
            cliponaxis=False,
            customdata=[[shorten(entry.model), entry.duration_s or 0.0, _price_and_tokens(entry)] for _, entry in mine],
            hovertemplate="%{y}: %{customdata[0]}, %{customdata[1]:.3f} s, %{customdata[2]}<extra>"
            + state
            + "</extra>",
        )
    last = max((datetime.fromisoformat(each.at) - began).total_seconds() + (each.duration_s or 0) for each in entries)
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    figure.update_xaxes(ticksuffix=" s", range=[0, 1.9 * max(last, SHORTEST_S)])
    return bare(figure, 110 + ROW_PX * len(entries), legend=True)


def cost_against_quality(known: Sequence[tuple[Outcome, float]]) -> go.Figure:
    """A mark for each role and tier of answers with their worth: the mean cost across, the mean worth upwards."""
    figure = go.Figure()
    groups: dict[str, dict[str, list[tuple[Outcome, float]]]] = defaultdict(lambda: defaultdict(list))
    for outcome, value in known:
        groups[outcome.tier][outcome.role].append((outcome, value))
    for tier, roles in groups.items():
        numbers = [len(each) for each in roles.values()]
        figure.add_scatter(
            x=[sum(outcome.cost_nusd for outcome, _ in each) / len(each) / float(NANO) for each in roles.values()],
            y=[sum(value for _, value in each) / len(each) for each in roles.values()],
            mode="markers+text",
            textposition="top center",
            cliponaxis=False,
            name=Tier(tier).label,
            marker={"size": [min(40, 8 + 3 * number) for number in numbers]},
            text=list(roles),
            customdata=[count(number, "answer") for number in numbers],
            hovertemplate="%{text}: %{customdata}, $%{x:.5f} each, worth %{y:.2f}<extra></extra>",
        )
    figure.update_xaxes(title="US dollars an answer", tickprefix="$", rangemode="tozero")
    figure.update_yaxes(title="worth", range=[-0.1, 1.15])
    return bare(figure, 340, legend=True).update_layout(legend_y=1.12)


def _price_and_tokens(entry: LedgerEntry) -> str:
    tokens = (entry.input_tokens or 0) + (entry.output_tokens or 0)
    return f"{usd(entry.cost_usd)} · {count(tokens, 'token')}" if tokens or entry.cost_usd else usd(entry.cost_usd)


def _by_name(totals: Sequence[Total]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for total in totals:
        sums[total.name] += float(total.cost_usd)
    return sums


def shorten(text: str) -> str:
    """A text that fits beside a bar, of which nothing is markup."""
    short = text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;")
