"""What Quintet understood of an input, shown before anything is started."""

import pandas as pd
import streamlit as st

from pages.ui import words
from pipeline.contracts.data import Entity, Field
from pipeline.contracts.plan import Requirement
from pipeline.errors import InputError
from pipeline.service import Checked, Service, Submission

KEY = "checked"


def check(quintet: Service, submission: Submission) -> Checked | None:
    """The check of a submission; a refusal is shown as its sentence. The last answer is kept, since reruns are many."""
    # A name that is half typed must not hide what was understood of the input; Start checks it.
    submission = submission.model_copy(update={"project_name": "", "budget_usd": "0"})
    kept = st.session_state.get(KEY)
    if kept is None or kept[0] != submission:
        kept = (submission, _ask(quintet, submission))
        st.session_state[KEY] = kept
    answer = kept[1]
    if isinstance(answer, Checked):
        return answer
    st.error(words.plain(answer), icon=":material/error:")
    return None


def _ask(quintet: Service, submission: Submission) -> Checked | str:
    try:
        return quintet.check(submission)
    except InputError as error:
        return str(error)


def show(checked: Checked) -> None:
    """The columns and first rows of a file, or the entities and requirements of a text."""
    if checked.dataset_preview is not None:
        show_preview(checked.dataset_preview)
    if checked.entities:
        st.subheader("Records it will keep", anchor=False)
        for entity in checked.entities:
            show_entity(entity)
    if checked.requirements:
        show_requirements(checked.requirements)


def show_entity(entity: Entity) -> None:
    """An entity's fields."""
    st.text(f"{entity.label} · {words.count(len(entity.fields), 'field')}")
    st.dataframe(pd.DataFrame([_field(field) for field in entity.fields]), hide_index=True)


def _field(field: Field) -> dict[str, str]:
    rules = [word for word, holds in (("required", field.required), ("unique", field.unique)) if holds]
    refers = [f"one of {field.references}"] if field.references else []
    return {"field": field.label, "type": field.type, "rules": ", ".join(rules + refers)}


def show_requirements(requirements: tuple[Requirement, ...]) -> None:
    """The sentences that will be traced to files and tests."""
    st.subheader("What was asked for", anchor=False)
    rows = [{"id": asked.id, "requirement": asked.text, "from": asked.source} for asked in requirements]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def show_preview(preview: object) -> None:
    """The first rows of a CSV file."""
