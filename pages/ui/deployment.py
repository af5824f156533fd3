"""A deployment's card: its state, address, health, probe and log, and what can be done with it."""

from collections.abc import Callable

import streamlit as st

from pages.ui import availability, chrome, core, words
from pipeline.counting import count
from pipeline.service import Service
from storage.rows import Deployment, DeploymentState, RunStatus

LOG_LINES = 200
SHOWN_OF_IMAGE = 40
UNDER_WAY = (DeploymentState.PUSHED, DeploymentState.BUILDING, DeploymentState.DEPLOYING)


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
        with st.expander("Availability", key=f"availability_{deployment.id}", on_change="rerun") as history:
            if history.open:
                availability.show_history(quintet.store.health_checks, deployment.id)
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
        if seen := availability.sentence(quintet.store.health_checks, deployment.id):
            known["Available"] = seen
        if deployment.restarts:
            known["Started again"] = count(deployment.restarts, "time")
    elif deployment.ended_at:
        known["Ended"] = words.when(deployment.ended_at)
    known["Released"] = words.when(deployment.created_at)
    if deployment.commit_hash:
        known["Commit"] = f"{deployment.commit_hash[:10]} on {deployment.branch}"
    if deployment.image:
        known["Image"] = deployment.image.removeprefix("sha256:").rpartition("/")[2][:SHOWN_OF_IMAGE]
    return known


def show_actions(quintet: Service, deployment: Deployment) -> None:
    """Cancel, stop, start, start anew or go back."""
    key = deployment.id
    with st.container(horizontal=True, vertical_alignment="center"):
        if deployment.state in UNDER_WAY:
            show_cancel(quintet, deployment)
        elif deployment.state.is_live:
            show_action("Stop", f"stop_{key}", ":material/stop_circle:", quintet.stop_deployment, key)
            if deployment.replaces:
                says = f"Go back to deployment {deployment.replaces}."
                show_action("Roll back", f"back_{key}", ":material/undo:", quintet.roll_back, key, says)
        elif deployment.state is DeploymentState.STOPPED:
            show_action("Start", f"start_{key}", ":material/play_arrow:", quintet.start_deployment, key)
        if deployment.healthy_at and deployment.state not in (*UNDER_WAY, DeploymentState.STOPPED):
            says = "Start it anew, in place of the one that serves."
            show_action("Redeploy", f"again_{key}", ":material/refresh:", quintet.redeploy, key, says)
        st.page_link("pages/review.py", label="Review", query_params={"run": str(deployment.run_id)})
        show_record(quintet, deployment)


def show_action(
    label: str, key: str, icon: str, act: Callable[[int], Deployment], deployment_id: int, says: str = ""
) -> None:
    """A button that does something with a deployment."""
    st.button(label, key=key, icon=icon, on_click=core.attempt, args=(act, deployment_id), help=says or None)


def show_cancel(quintet: Service, deployment: Deployment) -> None:
    """A button that stops a release under way, as long as it is."""
    if quintet.store.runs.get(deployment.run_id).status is RunStatus.RELEASING:
        stop = ("The release was over before it could be stopped.", quintet.cancel, deployment.run_id)
        st.button(
            "Cancel", key=f"cancel_{deployment.id}", icon=":material/stop_circle:", on_click=core.attempt_or_say,
            args=stop, help="The release before it serves again then.",
        )  # fmt: skip


def show_record(quintet: Service, deployment: Deployment) -> None:
    """The signed record, to keep."""
    if quintet.records.path(deployment.run_id).is_file():
        st.download_button(
            "Record", lambda: quintet.records.read(deployment.run_id), key=f"record_{deployment.id}",
            file_name=f"{deployment.project}-r{deployment.revision}-release.json", mime="application/json",
            icon=":material/verified:", on_click="ignore", help="Who approved what, and what came of it, signed.",
        )  # fmt: skip
