"""How good the data is: the score with its parts, what lowers it, and personal data."""

import pandas as pd
import streamlit as st

from pages.ui import links, words
from pages.ui.chrome import Colour
from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Finding, Quality

PAGE = 20
ORDER = {"high": 0, "medium": 1, "low": 2}
COLOURS: dict[str, Colour] = {"high": "red", "medium": "orange", "low": "gray"}
PARTS = {
    "value": st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent"),
    "points": st.column_config.NumberColumn(format="%.1f"),
}
PERSONAL = {"share": st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent")}


def show_quality(data: Dataset, quality: Quality) -> None:
    """The tab."""
    st.metric("Quality", f"{quality.score:.1f} of 100")
    show_parts(quality)
    show_findings(quality.findings, {column.name: column.label for column in data.columns})
    show_personal(data)


def show_parts(quality: Quality) -> None:
    """What the score is the sum of."""
    if not quality.parts:
        return
    st.caption("The sum of each part's value times its weight.")
    rows = [
        {
            "part": part.name,
            "value": part.value,
            "weight": part.weight,
            "points": part.value * part.weight,
        }
        for part in quality.parts
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=PARTS)
    st.text("\n".join(f"{part.name} = {part.formula}" for part in quality.parts))


def show_findings(findings: tuple[Finding, ...], labels: dict[str, str]) -> None:
    """What a person should look at, worst first, some at a time."""
    st.subheader("Findings", anchor=False)
    if not findings:
        st.text("Nothing was found.")
        return
    ordered = sorted(findings, key=lambda finding: ORDER[finding.severity])
    pages = -(-len(ordered) // PAGE)
    page = st.pagination(pages, key="findings_page") if pages > 1 else 1
    for number, finding in enumerate(ordered[(page - 1) * PAGE : page * PAGE]):
        show_finding(finding, labels.get(finding.column, finding.column), f"{page}_{number}")


def show_finding(finding: Finding, label: str, key: str) -> None:
    """One finding, with the way to its first rows."""
    with st.container(border=True, key=f"one_finding_{key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(finding.severity, color=COLOURS[finding.severity])
            about = [label, words.count(finding.rows, "row") if finding.rows else "", finding.rule]
            st.caption(words.plain(" · ".join(part for part in about if part)), width="stretch")
        st.text(finding.message)
        links.show_rows(finding.examples, key)


def show_personal(data: Dataset) -> None:
    """Which columns hold personal data, and how much of it."""
    st.subheader("Personal data", anchor=False)
    rows = [
        {"column": column.label, "kind": column.pii.kind, "share": column.pii.share}
        for column in data.columns
        if column.pii
    ]
    if not rows:
        st.text("None was recognised.")
        return
    st.caption("Its share of the filled cells. The values are covered here and in what is exported.")
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=PERSONAL)
