"""Whether a release could go through now: each check with what to do, and a way to check again."""

import streamlit as st

from pages.ui import words
from pipeline.contracts.work import Check
from pipeline.service import Service

WAIT_S, PERIOD_S = 0.8, 1.0
"""How long a page waits for checks before it is shown without them, and how often it then looks again."""
CHECKING = "Whether the release can go through is still being checked."


def show_preflight(quintet: Service, run_id: int) -> str:
    """The checks of a release; gives why it is not to be approved, empty where it may."""
    checks = quintet.preflight(run_id, WAIT_S)
    if checks is None:
        st.fragment(_wait, run_every=PERIOD_S)(quintet, run_id)
        return CHECKING
    failed = [check for check in checks if not check.passed]
    for check in failed:
        st.error(words.plain(f"{check.name}: no. {check.evidence}"), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.expander(f"Checked before the release ({len(checks) - len(failed)} of {len(checks)} passed)"):
            st.text("\n".join(map(_line, checks)))
        st.button("Check again", icon=":material/refresh:", on_click=_again, args=(quintet, run_id))
    return failed[0].evidence if failed else ""


def _line(check: Check) -> str:
    return f"{'✓' if check.passed else '✗'} {check.name}: {check.evidence}"


def _again(quintet: Service, run_id: int) -> None:
    quintet.preflight(run_id, 0, again=True)


def _wait(quintet: Service, run_id: int) -> None:
    if quintet.preflight(run_id, 0) is not None:
        st.rerun()
    st.info(CHECKING, icon=":material/hourglass_empty:")
