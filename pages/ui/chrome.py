"""The frame around every page: navigation, the look, and the heading that the pages of one run share."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from pages.ui import words
from pipeline.contracts.delivery import Target
from pipeline.contracts.plan import RunRequest
from storage.rows import DeploymentState, Run, RunStatus

ASSETS = Path(__file__).parent / "assets"
Colour = Literal["red", "orange", "blue", "green", "violet", "gray", "primary"]

STATUS_COLOURS: dict[RunStatus, Colour] = {
    RunStatus.NOT_STARTED: "gray",
    RunStatus.RUNNING: "blue",
    RunStatus.AWAITING_APPROVAL: "orange",
    RunStatus.RELEASING: "blue",
    RunStatus.COMPLETED: "green",
    RunStatus.FAILED: "red",
    RunStatus.REJECTED: "gray",
    RunStatus.CANCELLED: "gray",
}
DEPLOYMENT_COLOURS: dict[DeploymentState, Colour] = {
    DeploymentState.PUSHED: "blue",
    DeploymentState.BUILDING: "blue",
    DeploymentState.DEPLOYING: "blue",
    DeploymentState.HEALTHY: "green",
    DeploymentState.UNHEALTHY: "red",
    DeploymentState.STOPPED: "gray",
    DeploymentState.FAILED: "red",
    DeploymentState.REPLACED: "gray",
    DeploymentState.ROLLED_BACK: "orange",
    DeploymentState.ROLLBACK_FAILED: "red",
}


def navigation() -> StreamlitPage:
    """The page that the address names. The pages of one run are reached from its heading, not from the menu."""
    st.set_page_config(page_title="Quintet", page_icon=ASSETS / "icon.png", layout="wide")
    st.logo(ASSETS / "logo.svg", size="large")
    st.html(ASSETS / "frame.css")
    pages = [
        st.Page("pages/new_run.py", title="New run", default=True),
        st.Page("pages/runs.py", title="Runs"),
        st.Page("pages/deployments.py", title="Deployments"),
        st.Page("pages/costs.py", title="Costs"),
        st.Page("pages/routing.py", title="Routing"),
        st.Page("pages/audit.py", title="Audit"),
        st.Page("pages/settings.py", title="Settings"),
        st.Page("pages/run.py", title="Run", visibility="hidden"),
        st.Page("pages/review.py", title="Review", visibility="hidden"),
        st.Page("pages/data.py", title="Data", visibility="hidden"),
    ]
    return st.navigation(pages, position="top")


def title(text: str, below: str = "") -> None:
    """A page's heading, and one line on what it is for."""
    st.title(text, anchor=False)
    if below:
        st.caption(below)


def target_label(name: str) -> str:
    """Where a release goes, in plain words."""
    return next((target.label for target in Target if target == name), name)


def status_badge(status: RunStatus) -> None:
    """A run's status."""
    st.badge(status.label, color=STATUS_COLOURS[status])


def run_heading(run: Run, here: Literal["run", "review", "data"]) -> DeltaGenerator:
    """A run's name and status, and the way to its other pages; gives the place for the page's own buttons."""
    request = RunRequest.model_validate_json(run.request)
    with st.container(horizontal=True, vertical_alignment="center", key="run_heading"):
        st.title(run.project, anchor=False, width="content")
        status_badge(run.status)
        actions = st.container(horizontal=True, horizontal_alignment="right", width="stretch", key="run_actions")
    with st.container(horizontal=True, vertical_alignment="center", key="run_links"):
        for name, label in (("run", "Run"), ("review", "Review"), ("data", "Data")):
            if name != "data" or request.input_kind == "csv":
                address = {"run": str(run.id)}
                st.page_link(f"pages/{name}.py", label=f"**{label}**" if name == here else label, query_params=address)
        st.caption(
            f"Run {run.id} · revision {run.revision} · {words.plain(request.input_name)} · {words.when(run.created_at)}"
        )
    return actions


def empty(
    heading: str, what_to_do: str, page: str = "", label: str = "", icon: str = "", run: int | None = None
) -> None:
    """What stands where there is nothing yet: what would be here, and how to get it."""
    with st.container(border=True, key=f"empty_{len(heading)}"):
        st.subheader(heading, anchor=False)
        st.text(what_to_do)
        if page:
            address = None if run is None else {"run": str(run)}
            st.page_link(page, label=label, icon=icon or None, query_params=address)
