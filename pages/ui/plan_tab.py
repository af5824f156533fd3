"""The plan of a run: what is made, why, and what a person would rather have made in the next revision."""

import pandas as pd
import streamlit as st

from pages.ui import core, opinions, plan, plan_editor, reflow, words
from pipeline.complexity import formula
from pipeline.contracts.plan import Architecture, PlanChanges, ProjectType, RequirementsAnalysis
from pipeline.handoffs import find
from pipeline.service import Service
from storage.rows import Run

REVISED = "revised"


def show_plan_tab(quintet: Service, run: Run) -> None:
    """The tab."""
    analysis = find(quintet.store.runs, run.id, RequirementsAnalysis)
    if analysis is None:
        st.text("The plan is made when the input was read.")
        return
    show_type(analysis)
    show_decisions(analysis)
    architecture = find(quintet.store.runs, run.id, Architecture)
    if architecture:
        show_architecture(architecture)
    plan.show_endpoints(analysis.analysis.project_type, analysis.entities)
    plan.show_access(analysis.access)
    show_changes(quintet, run, analysis)


def show_type(analysis: RequirementsAnalysis) -> None:
    """What is made, and why this."""
    made = analysis.analysis
    st.subheader(made.project_type.label, anchor=False)
    st.text("\n".join([made.project_type_reason, *analysis.project_plan.goals]))
    if made.alternatives:
        with st.popover("What else fits", type="tertiary"):
            plan.show_fits(made.alternatives)


def show_decisions(analysis: RequirementsAnalysis) -> None:
    """What was decided about the data, each with its reason."""
    if not analysis.decisions:
        return
    st.subheader("What was decided, and why", anchor=False)
    st.dataframe(pd.DataFrame([one.model_dump() for one in analysis.decisions]), hide_index=True)


def show_architecture(made: Architecture) -> None:
    """What it is built with, and how complex it is, with the parts of that sum."""
    stack = made.tech_stack
    st.subheader("Built with", anchor=False)
    st.text(f"{stack.language}, {stack.framework}, {stack.database}; {', '.join(stack.tools)}")
    opinions.show_opinion("What could go wrong", made.risks)
    with st.expander(f"Tasks ({len(made.task_breakdown)})"):
        reflow.show_table([{"task": task.id, "what": task.title, "agent": task.agent} for task in made.task_breakdown])
    with st.expander(f"Complexity {made.complexity.score:.2f} of 1"):
        parts = [part.model_dump() for part in made.complexity.parts]
        st.caption(words.plain(f"Complexity = {formula()}."))
        st.dataframe(pd.DataFrame(parts), hide_index=True)


def show_changes(quintet: Service, run: Run, analysis: RequirementsAnalysis) -> None:
    """Another type, other records or another column to predict, for the next revision."""
    st.subheader("Make it otherwise", anchor=False)
    key = f"plan_{run.id}"
    before = analysis.analysis.project_type
    wanted = st.selectbox(
        "Makes",
        list(ProjectType),
        index=list(ProjectType).index(before),
        format_func=lambda kind: kind.label,
        key=f"{key}_type",
    )
    wanted = wanted or before
    made, error = plan_editor.edited(key, analysis.entities) if analysis.entities else ((), "")
    kept = quintet.run_request(run.id).changes
    target = choose_target(analysis, wanted, kept, key)
    put_back = choose_put_back(analysis, wanted, kept, key)
    changes = kept.model_copy(update={"entities": made or kept.entities, **target, **put_back})
    if error:
        st.error(words.plain(error), icon=":material/error:")
    # Not a callback: a text that is being typed when the button is clicked is only known once the fields are drawn.
    if st.button(
        "Make the next revision with this plan",
        type="primary",
        icon=":material/play_arrow:",
        disabled=bool(error) or (wanted is before and changes == kept),
    ):
        revise(quintet, run.id, wanted, changes)
    core.show_notice()


def choose_target(analysis: RequirementsAnalysis, wanted: ProjectType, kept: PlanChanges, key: str) -> dict[str, str]:
    """The column that a model learns to predict, where the type learns from a table."""
    if wanted != "ml" or analysis.dataset is None:
        return {}
    labels = {column.name: column.label for column in analysis.dataset.columns}
    return plan.choose_target(labels, kept, key)


def choose_put_back(
    analysis: RequirementsAnalysis, wanted: ProjectType, kept: PlanChanges, key: str
) -> dict[str, tuple[str, ...]]:
    """The columns to learn from of those that were left out because they seem to give the target away."""
    if wanted != "ml" or analysis.dataset is None or analysis.learning is None:
        return {}
    left_out = {one.column for one in analysis.learning.removed if one.gives_away} | set(kept.put_back)
    labels = {column.name: column.label for column in analysis.dataset.columns if column.name in left_out}
    if not labels:
        return {}
    chosen: list[str] = st.multiselect(
        "Learns from, although it seems to give the answer away",
        list(labels),
        default=[name for name in kept.put_back if name in labels],
        format_func=labels.__getitem__,
        key=f"{key}_put_back",
        help="Only what is known before the answer is. The reasons are among the decisions.",
    )
    return {"put_back": tuple(chosen)}


def revise(quintet: Service, run_id: int, wanted: ProjectType, changes: PlanChanges) -> None:
    """Start the next revision; where that is not possible, nothing on the page is lost."""
    run = core.attempt(quintet.revise_plan, run_id, wanted, changes)
    if run is not None:
        st.session_state[REVISED] = run.id
        st.rerun()
