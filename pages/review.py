"""Read what was made, see the evidence, and decide."""

import io
import zipfile
from collections.abc import Callable

import streamlit as st

from pages.ui import (
    attempts,
    chrome,
    core,
    evidence,
    files,
    findings,
    infrastructure,
    model_changes,
    patches,
    plan_tab,
)
from pages.ui.decision import show_decision
from pipeline.service import Service
from pipeline.workspace import Workspace
from storage.rows import Run


def archive(workspace: Workspace) -> bytes:
    """The project as a ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, content in workspace.read_all().items():
            bundle.writestr(path, content)
    return target.getvalue()


def show_files(quintet: Service, run: Run) -> None:
    """Every file."""
    files.show_files(quintet.workspace(run.id), patches.model_files(quintet.store, run.id))


TABS: dict[str, Callable[[Service, Run], None]] = {
    "Release": show_decision,
    "Plan": plan_tab.show_plan_tab,
    "Files": show_files,
    "Changes": files.show_changes,
    "Findings": findings.show_findings,
    "Infrastructure": infrastructure.show_infrastructure,
    "Attempts": lambda quintet, run: attempts.show_attempts(quintet.store, run.id),
    "Tests": lambda quintet, run: evidence.show_tests(quintet.store, run.id),
    "Requirements": lambda quintet, run: evidence.show_requirements(quintet.store, run.id),
    "Score": lambda quintet, run: evidence.show_score(quintet.store, run.id),
    "Models": model_changes.show_changes,
}

quintet, run = core.require_run()
if revised := st.session_state.pop(plan_tab.REVISED, None):
    st.switch_page("pages/run.py", query_params={"run": str(revised)})
workspace = quintet.workspace(run.id)
made = workspace.root.is_dir() and workspace.paths()
with chrome.run_heading(run, "review"):
    if made:
        st.download_button(
            "Download ZIP",
            lambda: archive(workspace),
            f"{run.project}-r{run.revision}.zip",
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
        )
core.show_notice()
if not made:
    chrome.empty(
        "Nothing to review yet",
        "The files appear here when the Code Generator has written them.",
        "pages/run.py",
        "Follow the run",
        ":material/arrow_forward:",
        run=run.id,
    )
    st.stop()
for tab, show in zip(st.tabs(list(TABS), key="tab", bind="query-params"), TABS.values(), strict=True):
    if tab.open:
        with tab:
            show(quintet, run)
