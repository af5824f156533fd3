"""What was released: where it runs, how it is, and how to stop, start or replace it."""

from math import ceil

import streamlit as st

from pages.ui import chrome, core
from pages.ui.deployment import show_deployment
from pipeline.service import Service
from storage.deployments import NoSuchDeployment
from storage.rows import Deployment

PAGE = 10
REFRESH_S = 5.0
LIVE, ALL = "Running", "All"


def chosen() -> int | None:
    """The deployment that the address names."""
    asked = st.query_params.get("deployment", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def show_one(quintet: Service, deployment_id: int) -> None:
    """A single deployment, from a link."""
    try:
        deployment = quintet.store.deployments.get(deployment_id)
    except NoSuchDeployment as error:
        st.subheader(str(error), anchor=False)
    else:
        show_deployment(quintet, deployment, is_alone=True)
    st.page_link("pages/deployments.py", label="All deployments", icon=":material/arrow_back:")


def show_all(quintet: Service) -> None:
    """Every deployment, or those that run, newest first."""
    deployments = quintet.store.deployments.newest()
    if not deployments:
        chrome.empty(
            "Nothing is deployed yet", "When you approve a run, its application appears here with its address.",
            "pages/runs.py", "See the runs", ":material/list:",
        )  # fmt: skip
        return
    live = [deployment for deployment in deployments if deployment.state.is_live]
    shown = st.segmented_control(
        "Show", [LIVE, ALL], key="show", default=LIVE if live else ALL, required=True, label_visibility="collapsed",
        format_func=lambda name: f"{name} ({len(live if name == LIVE else deployments)})",
    )  # fmt: skip
    show_page(quintet, live if shown == LIVE else deployments)


def show_page(quintet: Service, deployments: list[Deployment]) -> None:
    """Ten of them."""
    if not deployments:
        st.text("None is running. Choose All to start one again.")
        return
    pages, place = ceil(len(deployments) / PAGE), st.container()
    page = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    first = (min(page, pages) - 1) * PAGE
    with place:
        for deployment in deployments[first : first + PAGE]:
            show_deployment(quintet, deployment)


@st.fragment(run_every=REFRESH_S)
def show(quintet: Service) -> None:
    """The page; health and uptime are looked at again every few seconds."""
    core.show_notice()
    asked = chosen()
    if asked is None:
        show_all(quintet)
    else:
        show_one(quintet, asked)


quintet = core.require_service()
chrome.title("Deployments")
show(quintet)
