"""What a model says beside the evidence: shown as its words, and told apart from what ran."""

from collections.abc import Sequence

import streamlit as st


def show_opinion(about: str, remarks: Sequence[str]) -> None:
    """Remarks of a model, where it made any."""
    if remarks:
        st.caption(f"{about}, as a model sees it:")
        st.text("\n".join(f"• {remark}" for remark in remarks))
