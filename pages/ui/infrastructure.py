"""What was written to bring a project to where it runs: the place, what was checked, and what is to be filled in."""

import itertools

import pandas as pd
import streamlit as st

from pages.ui import chrome, reflow, words
from pages.ui.evidence import NOT_YET
from pipeline.contracts.delivery import FillIn
from pipeline.contracts.work import Check, Infrastructure
from pipeline.delivery_files import DeliveryFile, cost_of, delivery_files
from pipeline.handoffs import find, plan_of
from pipeline.infrastructure.rendering import to_fill_in
from pipeline.infrastructure.topology import topology_of
from pipeline.service import Service
from storage.rows import Run


def show_infrastructure(quintet: Service, run: Run) -> None:
    """The place, the checks, the values to fill in, the cost, and the files."""
    written = find(quintet.store.runs, run.id, Infrastructure)
    if written is None:
        chrome.empty("Not written yet", NOT_YET)
        return
    workspace = quintet.workspace(run.id)
    files = delivery_files(workspace, written.deployment_files)
    topology = topology_of(plan_of(quintet.store.runs, run.id))
    target = chrome.target_label(topology.target)
    st.text(f"{words.count(len(files), 'file')} for {topology.cloud.label}, deployed to {target}.")
    show_checks(written.checks)
    show_values(to_fill_in(topology))
    show_cost(cost_of(workspace))
    show_groups(files)


def show_checks(checks: tuple[Check, ...]) -> None:
    """How many passed, and each, what hinders a release first."""
    if not checks:
        return
    outcomes = [check.outcome for check in checks]
    counted = ", ".join(f"{outcomes.count(each)} {each}" for each in dict.fromkeys(("passed", *outcomes)))
    st.subheader("Checks", anchor=False)
    st.text(f"{counted}.")
    rows = [
        {"about": check.group, "check": check.name, "result": check.outcome, "evidence": check.evidence}
        for check in checks
    ]
    reflow.show_table(rows)


def show_values(values: tuple[FillIn, ...]) -> None:
    """What only the person knows."""
    if values:
        with st.expander(f"To fill in ({words.count(len(values), 'value')})"):
            reflow.show_table([{"where": each.place, "what": each.about} for each in values])


def show_values_of(quintet: Service, run: Run) -> None:
    """The same for the release of a run, as far as it is planned."""
    if find(quintet.store.runs, run.id, Infrastructure) is not None:
        show_values(to_fill_in(topology_of(plan_of(quintet.store.runs, run.id))))


def show_cost(text: str) -> None:
    """The estimate of what a month costs."""
    if text:
        with st.expander("What it costs a month"):
            st.code(text, language="markdown", wrap_lines=True)


def show_groups(files: list[DeliveryFile]) -> None:
    """The files by group, a line each."""
    st.subheader("Files", anchor=False)
    for group, found in itertools.groupby(files, key=lambda each: each.group):
        members = list(found)
        with st.expander(f"{group}: {words.count(len(members), 'file')}", expanded=len(members) == len(files)):
            rows = [{"file": each.path, "what it is for": each.about} for each in members]
            st.dataframe(pd.DataFrame(rows), hide_index=True)
