"""A run's data: what is in it, how good it is, row by row and column by column, and how it should be read."""

import streamlit as st

from pages.ui import (
    associations,
    chrome,
    columns,
    core,
    data_quality,
    drift,
    exports,
    missing,
    over_time,
    overview,
    profiles,
    rows,
    schema,
    set_aside,
)
from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.service import Service
from storage.rows import Run

OF_THE_PROFILE = ("Quality", "Missing", "Associations", "Time")
TABS = ("Overview", "Columns", "Rows", *OF_THE_PROFILE, "Changes", "Schema", "Set aside", "Export")
LOOK_AGAIN_S = 2.0


def show_tab(name: str, quintet: Service, run: Run, data: Dataset) -> None:
    """The contents of one tab."""
    profile = profiles.profile_of(quintet, run.id)
    match name:
        case "Overview":
            overview.show_overview(data, profile)
        case "Columns":
            columns.show_columns(data, profile)
        case "Rows":
            rows.show_rows(quintet.settings.run_folder(run.id), data)
        case "Changes":
            labels = {column.name: column.label for column in data.columns}
            drift.show_changes(run, labels, quintet.data_changes(run.id))
        case "Schema":
            schema.show_schema(quintet, run, data)
        case "Set aside":
            set_aside.show_set_aside(data)
        case "Export":
            exports.show_exports(data, profile, f"{run.project}-r{run.revision}")
        case _ if profile is None:
            chrome.empty("No profile", "This run kept no profile of its data.")
        case _:
            show_profile_tab(name, data, profile)


def show_profile_tab(name: str, data: Dataset, profile: Profile) -> None:
    """The contents of a tab that needs the profile."""
    match name:
        case "Quality":
            data_quality.show_quality(data, profile.quality)
        case "Missing":
            missing.show_missing(data, profile.missing)
        case "Associations":
            associations.show_associations(profile)
        case "Time":
            over_time.show_over_time(profile)


@st.fragment(run_every=LOOK_AGAIN_S)
def look_again(quintet: Service, run_id: int) -> None:
    """Draw the page as soon as the file has been read."""
    if profiles.analysis_of(quintet, run_id) or not quintet.store.runs.get(run_id).status.is_active:
        st.rerun()


def show_nothing(quintet: Service, run: Run, *, has_analysis: bool) -> None:
    """Why there is no data, and what to do."""
    heading, message = "No data", "The file was not read before the run ended."
    if has_analysis:
        message = "This run started from words, not from a file."
    elif run.status.is_active:
        heading, message = "The file is being read", "What it holds appears here as soon as that is done."
        look_again(quintet, run.id)
    chrome.empty(heading, message, "pages/run.py", "Follow the run", ":material/arrow_forward:", run=run.id)


quintet, run = core.require_run()
if revised := st.session_state.pop(schema.REVISED, None):
    st.switch_page("pages/run.py", query_params={"run": str(revised)})
st.html(chrome.ASSETS / "data.css")
chrome.run_heading(run, "data")
analysis = profiles.analysis_of(quintet, run.id)
if analysis is None or analysis.dataset is None:
    show_nothing(quintet, run, has_analysis=analysis is not None)
    st.stop()
for tab, name in zip(st.tabs(list(TABS), key="tab", bind="query-params"), TABS, strict=True):
    if tab.open:
        with tab:
            show_tab(name, quintet, run, analysis.dataset)
