"""What a model wrote of a project: files and packages."""

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
    query = {"run": str(run_id), "tab": "Attempts"}
    st.page_link("pages/review.py", label="What the model changed", query_params=query)


def _brought(attempt: Attempt) -> str:
    return f"Its patch for {attempt.requirement} adds {named(attempt)} to what the project installs."


def named(attempt: Attempt) -> str:
    """The packages of a patch."""
    kind = "package" if len(attempt.packages) == 1 else "packages"
    return f"the {kind} {', '.join(attempt.packages)}"
