"""Figures about money: by day, by what it went to, call by call, and against what the answers were worth."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.ui import palette
from pages.ui.charts import ROW_PX, bare, legible, shorten
from pages.ui.words import count, usd
from pipeline.costs import FREE, state_of
from pipeline.models.tiers import Tier
from storage.rows import NANO, CallOutcome, LedgerEntry, Outcome, Total

MOST_BARS = 20
LEAST_SHARE = 0.008
"""Of a drawing's width, what a call takes at least, so that it can be seen."""
TWO_LINES_PX = ROW_PX + 12
NO_NAME = "none"
GREY = "#8895a1"
WIDEST_DAY = 0.35


def cost_by(totals: Sequence[Total]) -> go.Figure:
    """A bar for each name, dearest first, over its amount and what it was for.

    The last of a total's names, an agent, a provider or what has no colour of its own, gives the colour.
    """
    ordered = sorted(totals, key=lambda total: (total.cost_nusd, total.calls))[-MOST_BARS:]
    figure = go.Figure(
        go.Bar(
            y=[f"{shorten(total.name or NO_NAME)}<br>{usd(total.cost_usd)} · {_counted(total)}" for total in ordered],
            x=[float(total.cost_usd) for total in ordered],
            orientation="h",
            marker_color=[palette.named(total.names[-1]) for total in ordered],
            hovertemplate="%{y}: $%{x:.6f}<extra></extra>",
        )
    )
    highest = max((float(total.cost_usd) for total in ordered), default=0)
    figure.update_xaxes(tickprefix="$", range=[0, 1.04 * highest or 1], nticks=5)
    return bare(figure, 60 + TWO_LINES_PX * max(len(ordered), 2))


def _counted(total: Total) -> str:
    """What a total is made of; a draft by rules is no call to a model."""
    calls = [count(total.calls, "call")] if total.calls else []
    reused = [f"{total.reused:,} used again"] if total.reused else []
    return ", ".join([*calls, *reused]) or count(total.drafts, "draft by rules", "drafts by rules")


def cost_by_day(totals: Sequence[Total], budget_usd: Decimal | None) -> go.Figure:
    """A stacked bar a day, by provider; `totals` are by both. A month's budget is a line, if it is near."""
    figure = go.Figure()
    days = {total.name for total in totals}
    for provider in sorted({total.names[1] for total in totals if total.cost_nusd}):
        mine = [total for total in totals if total.names[1] == provider]
        figure.add_bar(
            x=[total.name for total in mine],
            y=[float(total.cost_usd) for total in mine],
            width=min(0.7, WIDEST_DAY * max(1, len(days) / 3)),
            name=provider,
            marker_color=palette.named(provider),
            hovertemplate="%{x}: $%{y:.6f}<extra>" + provider + "</extra>",
        )
    highest = max(_by_name(totals).values(), default=0.0)
    if budget_usd and float(budget_usd) < 4 * highest:
        figure.add_hline(
            y=float(budget_usd), line_dash="dash", line_color=GREY, annotation_text=f"month's budget: {usd(budget_usd)}"
        )
    figure.update_layout(barmode="stack")
    figure.update_yaxes(tickprefix="$", range=None if highest else [0, 1])
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=sorted(days))
    return bare(figure, 300, legend=True)


def waterfall(entries: Sequence[LedgerEntry]) -> go.Figure:
    """The calls of a run in the order of time, from its first call on, coloured by how they ended."""
    figure = go.Figure()
    began = datetime.fromisoformat(entries[0].at)
    last = max((datetime.fromisoformat(each.at) - began).total_seconds() + (each.duration_s or 0) for each in entries)
    names = [f"{at}. {each.role}<br>{_price_and_tokens(each)}" for at, each in enumerate(entries, 1)]
    for state in dict.fromkeys(map(state_of, entries)):
        mine = [(name, entry) for name, entry in zip(names, entries, strict=True) if state_of(entry) == state]
        is_free = state == FREE
        figure.add_bar(
            y=[name for name, _ in mine],
            base=[(datetime.fromisoformat(entry.at) - began).total_seconds() for _, entry in mine],
            x=[max(entry.duration_s or 0.0, LEAST_SHARE * (last or 1.0)) for _, entry in mine],
            name=state,
            orientation="h",
            marker_color=palette.of_outcome(mine[0][1].outcome, is_free=is_free),
            marker_opacity=0.6 if mine[0][1].outcome is CallOutcome.MATCHED else 1,
            customdata=[[shorten(entry.model), entry.duration_s or 0.0] for _, entry in mine],
            hovertemplate="%{y}: %{customdata[0]}, %{customdata[1]:.3f} s<extra>" + state + "</extra>",
        )
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    figure.update_xaxes(ticksuffix=" s", range=[0, 1.04 * (last or 1.0)], nticks=6)
    return bare(figure, 110 + TWO_LINES_PX * len(entries), legend=True)


class Group(NamedTuple):
    """Answers of one role at one tier: how many, what one cost in US dollars, and what they were worth."""

    role: str
    tier: Tier
    answers: int
    cost_usd: float
    worth: float


def groups_of(known: Sequence[tuple[Outcome, float]]) -> list[Group]:
    """Answers with their worth by role and tier, the dearest last."""
    found: dict[tuple[str, str], list[tuple[Outcome, float]]] = defaultdict(list)
    for outcome, value in known:
        found[outcome.role, outcome.tier].append((outcome, value))
    groups = [
        Group(
            role,
            Tier(tier),
            len(each),
            sum(outcome.cost_nusd for outcome, _ in each) / len(each) / float(NANO),
            sum(value for _, value in each) / len(each),
        )
        for (role, tier), each in found.items()
    ]
    return sorted(groups, key=lambda group: (group.cost_usd, group.role))


def cost_against_quality(known: Sequence[tuple[Outcome, float]]) -> go.Figure:
    """A row for each role and tier of answers with their worth: the mean cost on the left, the mean worth beside it."""
    groups = groups_of(known)
    figure = make_subplots(cols=2, shared_yaxes=True, horizontal_spacing=0.06)
    names = {group: f"{group.role}<br>{group.tier.label} · {count(group.answers, 'answer')}" for group in groups}
    for tier in Tier:
        mine = [group for group in groups if group.tier is tier]
        for column, value in enumerate(("cost_usd", "worth"), 1):
            figure.add_bar(
                y=[names[group] for group in mine],
                x=[getattr(group, value) for group in mine],
                orientation="h",
                name=tier.label,
                showlegend=column == 1 and bool(mine),
                marker_color=palette.of_tier(tier),
                hovertemplate="%{y}: " + ("$%{x:.6f}" if column == 1 else "%{x:.2f}") + "<extra></extra>",
                row=1,
                col=column,
            )
    highest = max((group.cost_usd for group in groups), default=0)
    bare(figure, 110 + TWO_LINES_PX * len(groups), legend=True)
    figure.update_layout(barmode="overlay", legend={"y": 1, "yanchor": "bottom"}, margin_t=40)
    figure.update_yaxes(categoryorder="array", categoryarray=[names[group] for group in groups])
    figure.update_xaxes(title="dollars an answer", tickprefix="$", nticks=4, range=[0, 1.04 * highest or 1], col=1)
    figure.update_xaxes(title="worth, of 1", range=[0, 1.04], nticks=4, col=2)
    return legible(figure)


def _price_and_tokens(entry: LedgerEntry) -> str:
    tokens = (entry.input_tokens or 0) + (entry.output_tokens or 0)
    return f"{usd(entry.cost_usd)} · {count(tokens, 'token')}" if tokens or entry.cost_usd else usd(entry.cost_usd)


def _by_name(totals: Sequence[Total]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for total in totals:
        sums[total.name] += float(total.cost_usd)
    return sums
