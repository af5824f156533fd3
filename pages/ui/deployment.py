"""A deployment's card: its state, address, health, probe and log, and what can be done with it."""

import streamlit as st

from pages.ui import chrome, core, words
from pipeline.service import Service
from storage.rows import Deployment, DeploymentState

LOG_LINES = 200


def show_deployment(quintet: Service, deployment: Deployment, *, is_alone: bool = False) -> None:
    """One deployment."""
    with st.container(border=True, key=f"deployment_{deployment.id}"):
        show_heading(deployment)
        with st.container(horizontal=True, key=f"facts_{deployment.id}"):
            for label, value in facts(quintet, deployment).items():
                with st.container(width="content", gap=None):
                    st.caption(label)
                    st.text(value)
        show_way_in(quintet, deployment)
        if deployment.reason:
            st.warning(words.plain(deployment.reason), icon=":material/info:")
        show_actions(quintet, deployment)
        with st.expander("Log", expanded=is_alone, key=f"log_{deployment.id}", on_change="rerun") as log:
            if log.open:
                text = quintet.deployment_log(deployment.id, LOG_LINES)
                st.code(text or "It has written nothing yet.", language=None, height=320 if text else "content")


def show_heading(deployment: Deployment) -> None:
    """Its name, state and address."""
    with st.container(horizontal=True, vertical_alignment="center"):
        title = f"{deployment.project} · revision {deployment.revision}"
        st.page_link("pages/run.py", label=f"**{title}**", query_params={"run": str(deployment.run_id)})
        st.badge(deployment.state.label, color=chrome.DEPLOYMENT_COLOURS[deployment.state])
        if deployment.url and deployment.state.is_live:
            with st.container(horizontal=True, horizontal_alignment="right"):
                st.link_button("Open", deployment.url, icon=":material/open_in_new:", help=deployment.url)


def show_way_in(quintet: Service, deployment: Deployment) -> None:
    """Where the first key or account of an application is, which it made itself; never what it is."""
    found = quintet.deployment_first_secret(deployment.id) if deployment.state.is_live else None
    if found:
        st.caption(f"Sign in with the {found.kind}: {words.plain(found.where)}")


def facts(quintet: Service, deployment: Deployment) -> dict[str, str]:
    """What is known about it, short."""
    known = {"Runs on": chrome.target_label(deployment.target)}
    if deployment.state.is_live:
        uptime = quintet.deployment_uptime_s(deployment.id)
        known["Address"] = deployment.url or "none yet"
        known["Up for"] = "not running" if uptime is None else words.duration(uptime)
        known["Health"] = quintet.deployment_health(deployment.id).detail
    elif deployment.ended_at:
        known["Ended"] = words.when(deployment.ended_at)
    known["Released"] = words.when(deployment.created_at)
    if deployment.commit_hash:
        known["Commit"] = f"{deployment.commit_hash[:10]} on {deployment.branch}"
    return known


def show_actions(quintet: Service, deployment: Deployment) -> None:
    """Stop, start or go back."""
    key = deployment.id
    with st.container(horizontal=True, vertical_alignment="center"):
        if deployment.state.is_live:
            st.button(
                "Stop", key=f"stop_{key}", icon=":material/stop_circle:", on_click=core.attempt,
                args=(quintet.stop_deployment, key),
            )  # fmt: skip
            if deployment.replaces:
                st.button(
                    "Roll back", key=f"back_{key}", icon=":material/undo:", on_click=core.attempt,
                    args=(quintet.roll_back, key), help=f"Go back to deployment {deployment.replaces}.",
                )  # fmt: skip
        elif deployment.state is DeploymentState.STOPPED:
            st.button(
                "Start", key=f"start_{key}", icon=":material/play_arrow:", on_click=core.attempt,
                args=(quintet.start_deployment, key),
            )  # fmt: skip
        st.page_link("pages/review.py", label="Review", query_params={"run": str(deployment.run_id)})
