"""What will be made of an input, and why: the type of project, what it keeps, and what was asked for."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.ui import factsheet, plan_editor, words
from pipeline.contracts.data import Access, Entity
from pipeline.contracts.plan import Fit, PlanChanges, ProjectType, Requirement
from pipeline.projects import kind_of

AUTOMATIC = "what the data suggests"
BEST = "What fits best"
TASKS = {"": "what its values suggest", "regression": "a number", "classification": "one of its values"}
MOST_OPEN, MOST_ROWS_SEEN = 12, 30
CHANGES = "plan_changes"
ERROR = "plan_error"


def choose_type(fits: Sequence[Fit], key: str = "project_type") -> ProjectType | None:
    """A choice between the types, none of which is the one that fits best; with the reason for it."""
    chosen: ProjectType | None = st.selectbox(
        "Makes",
        [None, *ProjectType],
        format_func=lambda kind: kind.label if kind else BEST,  # by which Streamlit knows what was chosen
        key=key,
    )
    if fits and chosen is None:
        st.caption(words.plain(f"{fits[0].project_type.label}. {fits[0].reason}"))
    if len(fits) > 1:
        with st.popover("Why, and what else fits", type="tertiary"):
            show_fits(fits)
    return chosen


def wanted(key: str = "project_type") -> ProjectType | None:
    """The type that was chosen, None where it is left to what fits best."""
    value = st.session_state.get(key)
    return next((kind for kind in ProjectType if kind == value), None)


def show_fits(fits: Sequence[Fit]) -> None:
    """Every type with how well it fits, and why."""
    rows = [{"type": fit.project_type.label, "fit": fit.score, "reason": fit.reason} for fit in fits]
    config = {"fit": st.column_config.ProgressColumn("fit", min_value=0, max_value=1, format="percent")}
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=config)


def choose_target(labels: Mapping[str, str], kept: PlanChanges, key: str) -> dict[str, str]:
    """The column to predict and the task, as changes to a plan; empty where they are left to the data."""
    twice = {label for label in labels.values() if list(labels.values()).count(label) > 1}
    shown = {name: f"{label} ({name})" if label in twice else label for name, label in labels.items()}
    with st.container(horizontal=True):
        target: str = st.selectbox(
            "Predicts",
            ["", *labels],
            index=["", *labels].index(kept.target) if kept.target in labels else 0,
            format_func=lambda name: shown.get(name, AUTOMATIC),
            key=f"{key}_target",
        )
        task: str = st.selectbox(
            "As",
            list(TASKS),
            index=list(TASKS).index(kept.task),
            format_func=TASKS.__getitem__,
            key=f"{key}_task",
            disabled=not target,
        )
    return {"target": target, "task": task if target else ""}


def show_target(key: str, labels: Mapping[str, str]) -> None:
    """What a model is to predict; the choice is kept for `changes`."""
    st.subheader("What it predicts", anchor=False)
    st.caption("Choose a column, or leave it to what the words ask for and the data suggests.")
    kept = PlanChanges.model_validate(choose_target(labels, changes(key), key))
    st.session_state[f"{key}_{CHANGES}"] = kept


def show_records(key: str, entities: Sequence[Entity]) -> None:
    """The kinds of records, which can be changed; the changes are kept for `changes`."""
    st.subheader("Records it will keep", anchor=False)
    st.caption("Change names, fields and rules here, or leave them as they were understood.")
    made, error = plan_editor.edited(key, entities, is_new=True)
    st.session_state[f"{key}_{CHANGES}"] = PlanChanges(entities=made)
    st.session_state[f"{key}_{ERROR}"] = error
    if error:
        st.error(words.plain(error), icon=":material/error:")
    elif made:
        st.caption("Your changes take the place of what was understood.")


def changes(key: str) -> PlanChanges:
    """What was changed about the plan."""
    kept = st.session_state.get(f"{key}_{CHANGES}")
    return kept if isinstance(kept, PlanChanges) else PlanChanges()


def problem(key: str) -> str:
    """Why the changed plan cannot be used, empty if it can."""
    return str(st.session_state.get(f"{key}_{ERROR}", ""))


def forget(key: str) -> None:
    """Leave the plan as it was understood: another input begins."""
    for name in (f"{key}_{CHANGES}", f"{key}_{ERROR}", f"{key}_plan"):
        st.session_state.pop(name, None)


def show_endpoints(chosen: ProjectType | None, entities: Sequence[Entity]) -> None:
    """What the application can be asked for: it follows from its type, and from what people can do with each record."""
    if chosen is None:
        return
    endpoints = kind_of(chosen).endpoints(tuple(entities))
    with st.expander(f"Endpoints ({len(endpoints)})"):
        st.dataframe(pd.DataFrame([one.model_dump() for one in endpoints]), hide_index=True)


def show_access(access: Access) -> None:
    """Who may do what."""
    if not access.sign_in and not access.roles:
        return
    st.subheader("Who may use it", anchor=False)
    if access.sign_in:
        st.text("People sign in.")
    for role in access.roles:
        may = "; ".join(f"{', '.join(rule.writes)} {rule.entity}" for rule in role.may)
        st.text(f"{role.label} may read everything{f', and {may}' if may else ''}.")


def show_requirements(requirements: Sequence[Requirement]) -> None:
    """The sentences, each with what was understood of it and what will answer it."""
    st.subheader("What was asked for", anchor=False)
    rows = [
        {
            "id": asked.id,
            "requirement": asked.text,
            "answer": _answer(asked),
            "asks for": ", ".join(need.value for need in asked.needs),
        }
        for asked in requirements
    ]
    open_ones = [asked for asked in requirements if asked.note and not asked.covered_by]
    if open_ones:
        lines = [f"{asked.id}: {asked.text}. {asked.note}" for asked in open_ones[:MOST_OPEN]]
        more = [f"and {len(open_ones) - MOST_OPEN} more"] if len(open_ones) > MOST_OPEN else []
        st.warning(words.plain("\n\n".join(["Not covered:", *lines, *more])), icon=":material/info:")
    height = factsheet.ROW_PX * (min(len(rows), MOST_ROWS_SEEN) + 1) + 2
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=height)


def _answer(asked: Requirement) -> str:
    if asked.covered_by:
        return " ".join(filter(None, [asked.caveat, ", ".join(asked.covered_by)]))
    return f"not covered: {asked.note}" if asked.note else asked.caveat or "decided when the plan is made"
