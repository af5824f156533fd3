"""The audit log: who did what that matters for safety, and whether anybody changed what was written."""

import pandas as pd
import streamlit as st

from pages.ui import chrome, core, words
from pipeline.service import Service
from storage.rows import AuditEntry, AuditEvent

SHOWN = 1000
"""Entries in the table; the download has all of them."""
FEW = 12
"""Rows that are shown without scrolling."""


def show_chain(quintet: Service) -> None:
    """Whether every entry is as it was written, now and when the app was started."""
    chain = quintet.store.audit.verify()
    if problem := chain.problem or quintet.audit_at_start.problem:
        st.error(words.plain(problem), icon=":material/link_off:")
        st.caption("Compare it with an export from before, and with a backup of the database.")
    else:
        entries = words.count(chain.entries, "entry", "entries")
        st.caption(f"{entries}, each as it was written: every one holds the hash of the one before it.")


def show_entries(quintet: Service) -> None:
    """The newest entries, newest first, and all of them as a file."""
    found = quintet.store.audit.newest(SHOWN)
    if not found:
        chrome.empty("Nothing yet", "Runs, keys, decisions and releases are written down here from the first one on.")
        return
    rows = pd.DataFrame([_shown(entry) for entry in found])
    st.dataframe(rows, hide_index=True, height="content" if len(found) <= FEW else 460)
    st.download_button(
        "Export", lambda: "".join(quintet.store.audit.exported()), "quintet-audit.jsonl",
        "application/jsonl", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.caption("One JSON object a line, in order. Keep it elsewhere: it tells if the database is ever written anew.")


def _shown(entry: AuditEntry) -> dict[str, str]:
    return {
        "When (UTC)": entry.at[:19].replace("T", " "),
        "Run": str(entry.run_id or ""),
        "Who": entry.who,
        "What": AuditEvent(entry.event).label if entry.event in set(AuditEvent) else entry.event,
        "Which": entry.subject,
        "More": entry.detail,
    }


quintet = core.require_service()
chrome.title("Audit log", "What was run, decided, released and used. An entry is never changed or deleted.")
show_chain(quintet)
show_entries(quintet)
