"""What a model wrote of a project, or tried to: files, packages, and each patch with what the gates said."""

import streamlit as st

from pages.ui import words
from pipeline.contracts.patches import Attempt
from pipeline.contracts.work import GeneratedCode
from pipeline.handoffs import find
from storage.store import Store

MARK = "written or changed by a model"


def model_files(store: Store, run_id: int) -> frozenset[str]:
    """The files of a run in which there is something that a model wrote."""
    code = find(store.runs, run_id, GeneratedCode)
    return frozenset(code.model_files) if code else frozenset()


def show_model_files(store: Store, run_id: int) -> None:
    """Which files hold what a model wrote, where there are any, and the packages that it added."""
    code = find(store.runs, run_id, GeneratedCode)
    if code is None or not code.model_files:
        return
    told = code.model_part
    brought = [_brought(attempt) for attempt in code.accepted if attempt.packages]
    st.info(words.plain(" ".join([told, *brought])), icon=":material/smart_toy:")
    query = {"run": str(run_id), "tab": "Requirements"}
    st.page_link("pages/review.py", label="What the model changed", query_params=query)


def show_attempts(store: Store, run_id: int) -> None:
    """Every patch that was tried, the newest attempt at each requirement last."""
    code = find(store.runs, run_id, GeneratedCode)
    if code is None or not code.attempts:
        return
    st.subheader("What a model tried", anchor=False)
    counted = words.count(len(code.attempts), "patch", "patches")
    verb = "is" if len(code.accepted) == 1 else "are"
    st.text(f"{len(code.accepted)} of {counted} passed every gate and {verb} in the project.")
    for attempt in code.attempts:
        _show(attempt)


def _brought(attempt: Attempt) -> str:
    return f"Its patch for {attempt.requirement} adds {_named(attempt)} to what the project installs."


def _named(attempt: Attempt) -> str:
    kind = "package" if len(attempt.packages) == 1 else "packages"
    return f"the {kind} {', '.join(attempt.packages)}"


def _show(attempt: Attempt) -> None:
    verdict = "accepted" if attempt.is_accepted else f"dropped: {attempt.dropped_by}"
    title = f"{attempt.requirement}, attempt {attempt.round} ({verdict}): {attempt.summary}"
    with st.expander(words.plain(title)):
        st.caption(words.plain(f"By {attempt.model}. {', '.join(attempt.files)}"))
        if attempt.packages:
            st.text(f"{'Adds' if attempt.is_accepted else 'Would add'} {_named(attempt)} to what the project installs.")
        if attempt.reason:
            st.code(attempt.reason, language=None, wrap_lines=True)
        if attempt.tests:
            st.text("\n".join(["These tests fail without the change:", *attempt.tests]))
        st.code(attempt.diff, language="diff", height=480 if attempt.diff.count("\n") > 24 else "content")
