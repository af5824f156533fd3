"""What changed in the data since the revision before, and what that does to the application."""

import pandas as pd
import streamlit as st

from pages.ui import words
from pipeline.contracts.drift import Change
from storage.rows import Run

ORDER = {"breaking": 0, "warning": 1, "info": 2}
KINDS = {
    "added": "new column",
    "removed": "column gone",
    "retyped": "other type",
    "range": "other range",
    "nulls": "empty cells",
    "values": "other values",
    "rows": "rows",
}


def show_changes(run: Run, labels: dict[str, str], changes: tuple[Change, ...]) -> None:
    """The tab."""
    if run.revision == 1:
        st.text("This is the first revision, so there is nothing to compare it with.")
    elif changes:
        show_listed(changes, labels, "the revision before")
    else:
        st.text("The data is as it was in the revision before.")


def show_listed(changes: tuple[Change, ...], labels: dict[str, str], since: str) -> None:
    """The changes, worst first, and whether one of them breaks something."""
    breaking = sum(change.severity == "breaking" for change in changes)
    sentence = f"{words.count(len(changes), 'change')} since {since}"
    if breaking:
        said = "1 breaks" if breaking == 1 else f"{breaking:,} break"
        st.warning(f"{sentence}; {said} what the application answers now.", icon=":material/warning:")
    else:
        st.text(f"{sentence}; none breaks what the application answers now.")
    rows = [
        {
            "severity": change.severity,
            "column": labels.get(change.column, change.column),
            "what": KINDS[change.kind],
            "detail": change.detail,
            "effect on the application": change.effect,
        }
        for change in sorted(changes, key=lambda change: ORDER[change.severity])
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
