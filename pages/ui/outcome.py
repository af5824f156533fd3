"""What came of a run: who gave no answer, the release as it goes on, and the way to the running application."""

import streamlit as st

from pages.ui import words
from pipeline.service import Service
from storage.rows import Run, RunStatus

PERIOD_S = 1.0


def show_unanswered(quintet: Service, run_id: int) -> None:
    """Where the models that were chosen gave no answer."""
    if missing := quintet.unanswered(run_id):
        st.info(words.plain(missing), icon=":material/sms_failed:")


def show_release(quintet: Service, run: Run) -> None:
    """The release of an approved run, followed until it has ended."""
    releasing = run.status is RunStatus.RELEASING
    st.fragment(_follow, run_every=PERIOD_S if releasing else None)(quintet, run.id, releasing)


def _follow(quintet: Service, run_id: int, was_releasing: bool) -> None:
    run = quintet.store.runs.get(run_id)
    if (run.status is RunStatus.RELEASING) != was_releasing:
        st.rerun()
    if was_releasing:
        newest = quintet.store.events.last(run_id, 1)
        told = quintet.waits_for(run_id) or (newest[0].message if newest else "Releasing.")
        st.info(words.plain(told), icon=":material/rocket_launch:")
    elif run.status is RunStatus.COMPLETED:
        show_result(quintet, run)
    elif run.status is RunStatus.FAILED:
        st.error(words.plain(run.error or "The release failed."), icon=":material/error:")


def show_result(quintet: Service, run: Run) -> None:
    """The way to the running application."""
    deployment = quintet.store.deployments.of_run(run.id)
    if deployment is None:
        st.success("The run is complete.", icon=":material/check_circle:")
        return
    if deployment.state.is_live and deployment.url:
        st.success("The application is running.", icon=":material/check_circle:")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.link_button("Open the application", deployment.url, type="primary", icon=":material/open_in_new:")
            address = {"deployment": str(deployment.id)}
            st.page_link("pages/deployments.py", label="Its deployment", query_params=address)
    else:
        st.info(f"Its deployment is {deployment.state.label.lower()}.", icon=":material/info:")
        st.page_link("pages/deployments.py", label="Deployments", query_params={"deployment": str(deployment.id)})
