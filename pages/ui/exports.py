"""What is known about the data, to take away."""

from collections.abc import Callable

import streamlit as st

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.data import contract
from pipeline.data.report import page as report


def show_exports(data: Dataset, profile: Profile | None, name: str) -> None:
    """A button for each document. They are written when they are asked for."""
    if profile is None:
        st.text("This run kept no profile, so there is nothing to take away.")
        return
    st.subheader("Profile", anchor=False)
    st.caption("What the columns hold. Personal data is covered.")
    with st.container(horizontal=True):
        offer("HTML report", lambda: report.to_html(data, profile), f"{name}-profile.html", "text/html")
        offer("Profile as JSON", lambda: profile.model_dump_json(indent=2), f"{name}-profile.json", "application/json")
    st.subheader("Data contract", anchor=False)
    st.caption("How the file is read, and what every column must hold.")
    with st.container(horizontal=True):
        offer("Contract as JSON", lambda: contract.to_json(data, profile), f"{name}-contract.json", "application/json")
        offer("Contract as YAML", lambda: contract.to_yaml(data, profile), f"{name}-contract.yaml", "application/yaml")


def offer(label: str, write: Callable[[], str], file_name: str, media_type: str) -> None:
    """One document."""
    st.download_button(
        label,
        lambda: write().encode(),
        file_name,
        media_type,
        icon=":material/download:",
        on_click="ignore",
    )
