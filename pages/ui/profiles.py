"""What is known about a run's data, parsed once however often its pages are drawn."""

import streamlit as st

from pipeline.contracts.data import Dataset
from pipeline.contracts.plan import RequirementsAnalysis
from pipeline.contracts.profile import Profile
from pipeline.handoffs import HANDOFFS
from pipeline.inputs import PROFILE
from pipeline.service import Service


def analysis_of(quintet: Service, run_id: int) -> RequirementsAnalysis | None:
    """What the first agent handed over, None where the run has not come so far."""
    text = quintet.store.runs.handoff(run_id, HANDOFFS[RequirementsAnalysis])
    return None if text is None else _analysis(text)


def profile_of(quintet: Service, run_id: int) -> Profile | None:
    """A run's profile, None where there is none."""
    path = quintet.settings.run_folder(run_id) / PROFILE
    return _profile(str(path), path.stat().st_mtime_ns, quintet, run_id) if path.is_file() else None


def empty_share(data: Dataset) -> float:
    """The share of cells that are empty."""
    return sum(column.nulls for column in data.columns) / (data.rows * len(data.columns))


@st.cache_resource(max_entries=8, show_spinner=False)
def _analysis(text: str) -> RequirementsAnalysis:
    return RequirementsAnalysis.model_validate_json(text)


@st.cache_resource(max_entries=8, show_spinner=False)
def _profile(path: str, modified_ns: int, _quintet: Service, _run_id: int) -> Profile | None:  # noqa: ARG001
    """The path and its time are not read here: they are what the profile is kept under."""
    return _quintet.profile(_run_id)
