"""What was tried to make a project better: each patch, mending and retry as a diff with the reason, newest first."""

import streamlit as st

from pages.ui import chrome, words
from pages.ui.patches import named
from pipeline.attempts import Kind, Tried, history, told
from pipeline.contracts.patches import Attempt
from storage.store import Store

MOST = 30
"""Attempts on the page; the command line tells all."""
TALL_LINES, TALL_PX = 24, 480
ICONS = {
    Kind.PATCH: ":material/smart_toy:",
    Kind.MENDING: ":material/build:",
    Kind.RETRY: ":material/undo:",
}


def show_attempts(store: Store, run_id: int) -> None:
    """Everything that was tried in a run."""
    tried = history(store.runs, run_id)
    if not tried:
        chrome.empty(
            "Nothing had to be mended", "Patches by models, repairs by tools and retries appear here with their diffs."
        )
        return
    st.text(_counted(tried))
    for number, one in enumerate(tried[:MOST]):
        _show(one, is_open=number == 0)
    if len(tried) > MOST:
        older = words.count(len(tried) - MOST, "older one")
        st.caption(f"{older}: `python -m pipeline attempts {run_id}` tells of all.")


def _counted(tried: list[Tried]) -> str:
    patches = [one.patch for one in tried if one.patch]
    others = [one.kind for one in tried]
    accepted = sum(patch.is_accepted for patch in patches)
    said = []
    if patches:
        counted = words.count(len(patches), "patch", "patches")
        said.append(
            f"{accepted or 'None'} of {counted} passed every gate and {'are' if accepted > 1 else 'is'} in the project."
        )
    if mended := others.count(Kind.MENDING):
        said.append(f"Tools mended the project {words.count(mended, 'time')}.")
    if retries := others.count(Kind.RETRY):
        said.append(f"A gate did not let it pass {words.count(retries, 'time')}.")
    return " ".join(said)


def _show(one: Tried, *, is_open: bool) -> None:
    title = words.plain(f"{one.title} ({one.outcome})")
    with st.expander(title, expanded=is_open, icon=ICONS[one.kind]):
        st.caption(words.plain(f"{one.kind.capitalize()}, {words.when(one.at)}{_by(one)}"))
        if one.patch and one.patch.packages:
            verb = "Adds" if one.patch.is_accepted else "Would add"
            st.text(f"{verb} {named(one.patch)} to what the project installs.")
        if one.reason:
            st.code(one.reason, language=None, wrap_lines=True)
        if one.patch and one.patch.tests:
            st.text("\n".join(["These tests fail without the change:", *one.patch.tests]))
        if one.diff:
            show_diff(one.diff)
        else:
            st.text("No file was changed.")
        if one.patch and one.patch.mended:
            _show_mended(one.patch)


def _show_mended(patch: Attempt) -> None:
    st.text("Tools mended in it, before it was tried:")
    st.code(told(patch.mended), language=None, wrap_lines=True)
    if patch.mending:
        show_diff(patch.mending)


def _by(one: Tried) -> str:
    return f". By {one.patch.model}: {', '.join(one.patch.files)}" if one.patch else ""


def show_diff(text: str) -> None:
    """A unified diff, in a box of its own where it is long."""
    st.code(text, language="diff", height=TALL_PX if text.count("\n") > TALL_LINES else "content")
