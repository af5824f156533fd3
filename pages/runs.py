"""Every run so far: search, filter, and open one."""

from math import ceil

import streamlit as st

from pages.ui import chrome, core, words
from pipeline.service import Service
from storage.rows import Run, RunStatus

PAGE = 20
ANY = "Any status"
COLUMNS = (0.42, 0.15, 0.19, 0.24)


def show_filters() -> tuple[str, RunStatus | None]:
    """What to look for; it stays in the address."""
    left, right = st.columns([0.7, 0.3])
    search = left.text_input(
        "Search", key="q", bind="query-params", live=True, type="search", placeholder="Search by project name",
        label_visibility="collapsed",
    )  # fmt: skip
    # The address holds what the list shows, so the labels themselves are the options.
    statuses = {ANY: None, **{status.label: status for status in RunStatus}}
    chosen = right.selectbox("Status", list(statuses), key="status", bind="query-params", label_visibility="collapsed")
    return (search or "").strip(), statuses.get(chosen or ANY)


def show_run(run: Run) -> None:
    """A line of the list."""
    name, status, took, pages = st.columns(COLUMNS, vertical_alignment="center")
    with name:
        label = f"**{run.project}** · revision {run.revision}"
        st.page_link("pages/run.py", label=label, query_params={"run": str(run.id)})
    with status:
        chrome.status_badge(run.status)
    took.caption(f"Run {run.id} · {words.when(run.created_at)}")
    if run.error:
        pages.caption(words.plain(run.error if len(run.error) < 90 else run.error[:89] + "…"))
    elif run.finished_at and run.started_at:
        pages.caption(f"took {words.duration(words.since_s(run.started_at) - words.since_s(run.finished_at))}")


def show_list(quintet: Service, search: str, status: RunStatus | None) -> None:
    """One page of runs, newest first."""
    found = quintet.store.runs.count(search, status)
    if not found:
        chrome.empty("Nothing matches", "Search for another name, or choose any status.")
        return
    pages = ceil(found / PAGE)
    page = 1
    st.caption(words.count(found, "run"))
    with st.container(border=True, gap=None, key="run_list"):
        rows = st.container(gap=None)
    if pages > 1:
        page = st.pagination(pages, key="page", bind="query-params")
    with rows:
        for run in quintet.store.runs.newest(PAGE, (min(page, pages) - 1) * PAGE, search, status):
            show_run(run)


quintet = core.require_service()
chrome.title("Runs")
if quintet.store.runs.count() == 0:
    chrome.empty(
        "No run yet", "A run turns a CSV file or a brief into a tested application. It takes about half a minute.",
        "pages/new_run.py", "Start the first one", ":material/add:",
    )  # fmt: skip
else:
    show_list(quintet, *show_filters())
