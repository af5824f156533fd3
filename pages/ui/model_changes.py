"""What the model of each role changed about what the rules had drafted."""

import streamlit as st

from pages.ui import chrome, outcome, reflow, words
from pipeline.models.changes import RoleChanges
from pipeline.service import Service
from storage.rows import Improved, Run

NOTHING = "The rules drafted all of this run; no model changed anything about it."
UNKNOWN = "No change by a model is on record: none was of use, or an earlier version of Quintet made this run."
ELSEWHERE = "Patches, which change the code, are among the attempts, each with what the gates said."


def show_changes(quintet: Service, run: Run) -> None:
    """By role, in the order of the steps."""
    found = quintet.store.improvements.of_run(run.id)
    outcome.show_unanswered(quintet, run.id)
    if not found and not quintet.store.ledger.is_by_model(run.id):
        chrome.empty("No model", NOTHING)
        return
    st.caption(ELSEWHERE)
    if not found:
        st.text(UNKNOWN)
    for improved in found:
        show_role(improved)


def show_role(improved: Improved) -> None:
    """Each place with what the rules said and what the model says."""
    changes = RoleChanges.model_validate_json(improved.changes).changes
    st.subheader(improved.role, anchor=False)
    st.caption(words.plain(f"{improved.model} · {words.count(len(changes), 'change')}"))
    reflow.show_table([{"where": each.place, "the rules": each.before, "the model": each.after} for each in changes])
