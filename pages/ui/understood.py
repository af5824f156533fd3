"""What Quintet understood of an input, shown before anything is started."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import drafts, drift, plan, questions, schema_edits, set_aside, words
from pages.ui.overview import dialect_line
from pipeline.contracts.data import Column
from pipeline.contracts.plan import PlanChanges, ProjectType
from pipeline.data.concealed import counted
from pipeline.data.personal.pii import mask
from pipeline.data.preview import Preview
from pipeline.data.report import amounts as amounts
from pipeline.errors import InputError
from pipeline.inputs import Checked
from pipeline.service import Service
from pipeline.submissions import Submission, project_name


def check(quintet: Service, submission: Submission) -> Checked | None:
    """The check of a submission; a refusal is shown as its sentence. The last answer is kept, since reruns are many."""
    # A name that is half typed must not hide what was understood of the input; Start checks it.
    name = submission.project_name if is_known(quintet, submission.project_name) else ""
    unread = {"budget_usd": "0", "label": "", "complexity": None, "provider": "builtin", "model": ""}
    submission = submission.model_copy(update={"project_name": name, "changes": PlanChanges(), **unread})
    kept = st.session_state.get(drafts.CHECKED)
    if kept is None or kept[0] != submission:
        kept = (submission, _ask(quintet, submission))
        st.session_state[drafts.CHECKED] = kept
    answer = kept[1]
    if isinstance(answer, Checked):
        return answer
    st.error(words.plain(answer), icon=":material/error:")
    return None


def is_known(quintet: Service, name: str) -> bool:
    """Whether there is a project of that name, which a file is compared with."""
    try:
        return bool(name) and bool(quintet.store.runs.of_project(project_name(name, "")))
    except InputError:
        return False


def _ask(quintet: Service, submission: Submission) -> Checked | str:
    try:
        with st.spinner("Reading the beginning of the file…"):
            return quintet.check(submission)
    except InputError as error:
        return str(error)


def show(checked: Checked) -> None:
    """The columns and first rows of a file, or the plan that a text makes."""
    if checked.dataset_preview is not None:
        show_preview(checked.dataset_preview)
        if plan.wanted() is ProjectType.ML:
            labels = {field.name: field.label for field in checked.dataset_preview.fields}
            plan.show_target(drafts.PLAN, labels)
        if checked.inherited or st.session_state.get(drafts.FORGETS):
            said = "; ".join(schema_edits.described(edit) for edit in checked.inherited) or "nothing"
            st.checkbox("Forget the earlier changes to its columns", key=drafts.FORGETS, persist_state="page")
            st.caption(words.plain(f"Kept from the revision before: {said}."))
        if checked.changes:
            labels = {field.name: field.label for field in checked.dataset_preview.fields}
            drift.show_listed(checked.changes, labels, f"run {checked.compared_with} of this project")
    if checked.entities:
        plan.show_records(drafts.PLAN, checked.entities)
        made = plan.wanted() or checked.fits[0].project_type
        plan.show_endpoints(made, plan.changes(drafts.PLAN).entities or checked.entities)
    plan.show_access(checked.access)
    if checked.requirements:
        plan.show_requirements(checked.requirements)


def show_preview(preview: Preview) -> None:
    """What a CSV file holds: its columns with their types, its first rows as they are written, and what is open."""
    rows = words.count(preview.rows_seen, "row")
    seen = rows if preview.is_whole_file else f"more than {rows}"
    size, columns = words.size(preview.total_bytes), words.count(len(preview.fields), "column")
    st.subheader("What was understood", anchor=False)
    st.caption(f"{seen} · {columns} · {size} · {words.plain(dialect_line(preview.dialect))}")
    show_left_out(preview)
    questions.show_questions(preview.questions)
    shows_personal = any(field.pii for field in preview.fields) and st.toggle("Show personal data", key="personal")
    sample = [covered(line, preview.fields, shows_personal=shows_personal) for line in preview.sample]
    table = pd.DataFrame(sample, columns=headings([field.label for field in preview.fields]))
    types = {
        name: st.column_config.TextColumn(f"{name} ({amounts.kind_label(field.kind, field.unit)})")
        for name, field in zip(table.columns, preview.fields, strict=True)
    }
    st.dataframe(table, hide_index=True, height=320, column_config=types)


def covered(line: Sequence[str], columns: Sequence[Column], *, shows_personal: bool) -> list[str]:
    """The cells of a row; personal data is covered unless it is to be shown."""
    return [
        mask(cell, column.pii.kind) if column.pii and cell and not shows_personal else cell
        for cell, column in zip(line, columns, strict=True)
    ]


def show_left_out(preview: Preview) -> None:
    """How many lines are no rows of the table, the first of them, and the rows that had to be put right."""
    if preview.repaired_rows:
        left = words.count(preview.repaired_rows, "row")
        with st.expander(f"{left} put right", key="rows_repaired", icon=":material/build:"):
            set_aside.show_listed(preview.repaired)
    if any(field.concealed for field in preview.fields):
        held = counted((field.label, field.concealed) for field in preview.fields)
        told = f"Credentials stand in {held}: they are taken out of all that is made of the file."
        st.warning(words.plain(told), icon=":material/key_off:")
    if not preview.set_aside_rows:
        return
    say = st.warning if preview.misfit_rows else st.info
    say(f"{set_aside.counted(preview)} part of the table.", icon=":material/info:")
    if preview.aside:
        with st.expander("Lines set aside", key="rows_aside"):
            set_aside.show_listed(preview.aside)


def headings(labels: list[str]) -> list[str]:
    """The labels, told apart where two are the same: a table needs different ones."""
    seen: dict[str, int] = {}
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
    counts: dict[str, int] = {}
    headings = []
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
        headings.append(f"{label} [{counts[label]}]" if seen[label] > 1 else label)
    return headings
