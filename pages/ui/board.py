"""A run at a glance: facts that tick in the browser, and the five agents with their steps."""

import streamlit as st
from pydantic import BaseModel

from pages.ui.live_log import asset
from pages.ui.progress import AgentView

_COMPONENT = st.components.v2.component(
    "quintet_board", html=asset("board.html"), css=asset("board.css"), js=asset("board.js")
)


class Fact(BaseModel):
    """A number with its label. With `since_ms` it counts up from that moment, with `until_ms` down to it."""

    label: str
    text: str = ""
    since_ms: int | None = None
    until_ms: int | None = None


def board(run_id: int, facts: list[Fact], agents: list[AgentView]) -> None:
    """Draw the facts and the agents."""
    data = {"facts": [fact.model_dump() for fact in facts], "agents": [agent.model_dump() for agent in agents]}
    _COMPONENT(key=f"board_{run_id}", data=data)
