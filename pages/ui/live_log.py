"""The live log of a run: a component that follows the run's events over a WebSocket."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parent / "assets"


def asset(name: str) -> str:
    """The text of a file beside this module."""
    return (ASSETS / name).read_text(encoding="utf-8")


_COMPONENT = st.components.v2.component(
    "quintet_live_log", html=asset("live_log.html"), css=asset("live_log.css"), js=asset("live_log.js")
)


def _nothing() -> None:
    """The rerun itself is what a change asks for."""


def live_log(run_id: int, on_change: Callable[[], None] = _nothing) -> None:
    """Show a run's log. Inside a fragment, a change of the run's state runs that fragment again."""
    _COMPONENT(key=f"live_log_{run_id}", data={"run": run_id}, on_changed_change=on_change)
