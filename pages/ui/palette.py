"""One colour for one thing in all charts, from the theme's own, light or dark."""

from collections.abc import Sequence

import streamlit as st

from pipeline.models.providers import Provider
from pipeline.models.tiers import Tier
from pipeline.states import Agent
from storage.rows import CallOutcome

PLACES: dict[str, int] = {
    **{agent.value: place for place, agent in enumerate(Agent)},
    Provider.OPENAI.value: 6,
    Provider.ANTHROPIC.value: 7,
    Provider.OLLAMA.value: 8,
    Provider.BUILTIN.value: 9,
}
"""By an agent's or provider's name, the place among the theme's categorical colours; others have `OTHER`."""
OTHER = 5
TIERS = {Tier.LOCAL: 2, Tier.ECONOMIC: 4, Tier.STANDARD: 6, Tier.HIGH: 8}
"""The place among the theme's sequential colours: the more a tier can do, the stronger."""
OUTCOMES = {
    CallOutcome.OPEN: "yellow",
    CallOutcome.ANSWERED: "blue",
    CallOutcome.SHARED: "violet",
    CallOutcome.CACHED: "green",
    CallOutcome.MATCHED: "green",
    CallOutcome.FAILED: "red",
    CallOutcome.LOST: "orange",
}
FREE = "gray"


def named(name: str) -> str:
    """The colour of an agent or a provider; one for all other names."""
    return _listed("Categorical")[PLACES.get(name, OTHER)]


def of_tier(tier: Tier) -> str:
    """The colour of a tier."""
    return _listed("Sequential")[TIERS.get(tier, 0)]


def of_outcome(outcome: CallOutcome, *, is_free: bool) -> str:
    """The colour of how a call ended."""
    return str(st.get_option(f"theme.{_theme()}.{FREE if is_free else OUTCOMES[outcome]}Color"))


def _listed(kind: str) -> Sequence[str]:
    colours: Sequence[str] = st.get_option(f"theme.{_theme()}.chart{kind}Colors")
    return colours


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
