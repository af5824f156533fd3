"""What the tools and the attack found, what a person says of it, and the way to take it elsewhere."""

import pandas as pd
import streamlit as st

from pages.ui import chrome, core, words
from pages.ui.evidence import NOT_YET
from pipeline.contracts.findings import Finding, ToolRun
from pipeline.review.findings import Judged, Standing, counts, judged, pending, tools_of
from pipeline.review.sarif import sarif_text
from pipeline.service import Service
from storage.rows import Run

REASON = "dismissal_reason"


def show_findings(quintet: Service, run: Run) -> None:
    """Every finding, gravest first, what can be said of the chosen one, and which tools ran."""
    tools = tools_of(quintet.store.runs, run.id)
    if not tools:
        chrome.empty("Not reviewed yet", NOT_YET)
        return
    found = judged(quintet.store, run.id)
    numbers = counts(found)
    if lacking := pending(quintet.store.runs, run):
        st.info(lacking, icon=":material/hourglass_empty:")
    st.text(", ".join(f"{number:,} {standing}" for standing, number in numbers.items()) + ".")
    if found:
        show_list(quintet, run, found)
    with st.container(horizontal=True):
        st.download_button(
            "Export as SARIF", lambda: sarif_text(found, tools),
            f"{run.project}-r{run.revision}.sarif", "application/sarif+json", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
    st.subheader("Tools", anchor=False)
    st.dataframe(pd.DataFrame([_tool(tool) for tool in tools]), hide_index=True)


def show_list(quintet: Service, run: Run, found: list[Judged]) -> None:
    """The findings; a chosen row opens below."""
    rows = pd.DataFrame([_row(each) for each in found])
    chosen = st.dataframe(rows, hide_index=True, key="findings", on_select="rerun", selection_mode="single-row")
    places = chosen["selection"]["rows"]
    if not places or places[0] >= len(found):
        st.caption("Choose a row to see why it matters and how to mend it, or to dismiss it with a reason.")
        return
    show_one(quintet, run, found[places[0]])


def show_one(quintet: Service, run: Run, each: Judged) -> None:
    """One finding in full."""
    finding = each.finding
    with st.container(border=True):
        st.text(f"{finding.message}\n{finding.place}, {finding.tool} {finding.rule}, {finding.confidence} confidence")
        for label, text in (("Why it matters", finding.why), ("How to mend it", finding.fix)):
            if text:
                st.caption(words.plain(f"{label}: {text}"))
        if finding.request:
            st.code(finding.request, language=None, wrap_lines=True)
        if each.standing is Standing.OPEN:
            show_dismissal(quintet, run, finding)
        elif each.dismissal and each.standing is Standing.DISMISSED:
            said = f"{each.dismissal.who} dismissed it at {words.when(each.dismissal.at)}: {each.dismissal.reason}"
            st.caption(words.plain(said))
            st.button("Open it again", on_click=core.attempt, args=(quintet.reopen, run.id, finding.key))


def show_dismissal(quintet: Service, run: Run, finding: Finding) -> None:
    """Set it aside, with a reason."""
    with st.form("dismissal", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Why it does not count", key=REASON, max_chars=300)
        st.form_submit_button("Dismiss", on_click=dismiss, args=(quintet, run.id, finding.key))
    st.caption("It stays in the list as dismissed, here and in later revisions. What it blocks stays blocked.")


def dismiss(quintet: Service, run_id: int, key: str) -> None:
    """Store the reason that was typed."""
    core.attempt(quintet.dismiss, run_id, key, str(st.session_state.get(REASON) or ""))


def _row(each: Judged) -> dict[str, str]:
    finding = each.finding
    return {
        "severity": finding.severity,
        "status": each.standing,
        "where": finding.place,
        "message": finding.message,
        "rule": f"{finding.tool} {finding.rule}",
    }


def _tool(tool: ToolRun) -> dict[str, str]:
    outcome = words.count(tool.findings, "finding") if tool.ran else f"did not run: {tool.reason}"
    time = words.duration(tool.duration_s) if tool.ran else ""
    return {"tool": tool.name, "version": tool.version, "result": outcome, "time": time}
