"""Tells on every open page, by a toast, when a deployment has ended, broken or is well again."""

import streamlit as st

from pages.ui import core, words
from pipeline.release.notices import sentence
from pipeline.unusable import UNUSABLE
from storage.rows import DeploymentState

LOOK_S = 5.0
SEEN = "deployment_states"
ICONS = {
    DeploymentState.HEALTHY: ":material/check_circle:",
    DeploymentState.UNHEALTHY: ":material/error:",
    DeploymentState.FAILED: ":material/error:",
    DeploymentState.ROLLED_BACK: ":material/undo:",
    DeploymentState.ROLLBACK_FAILED: ":material/error:",
}
"""The states that are told, and how they look."""
NEWEST = 50


@st.fragment(run_every=LOOK_S)
def watch() -> None:
    """Show a toast for each deployment that has changed to such a state since this page last looked."""
    try:
        newest = core.service().store.deployments.newest(NEWEST)
    except UNUSABLE:  # the page itself says that the home cannot be opened
        return
    before = st.session_state.get(SEEN)
    st.session_state[SEEN] = {each.id: each.state for each in newest}
    if before is None:
        return
    for each in newest:
        if each.state in ICONS and before.get(each.id) != each.state:
            st.toast(words.plain(sentence(each)), icon=ICONS[each.state], duration="long")
