"""What a file leaves open, such as which number of a date is the month, and what a person answers."""

import streamlit as st

from pages.ui import words
from pages.ui.schema_edits import kind_of
from pipeline.contracts.data import ColumnEdit, Question

PREFIX = "answer_"
ASKED = "asked"


def answers() -> tuple[ColumnEdit, ...]:
    """What was answered, as changes to the columns."""
    state = st.session_state
    given = {name: state.get(PREFIX + name) for name in state.get(ASKED, {})}
    return tuple(
        ColumnEdit(action="retype", column=name, kind=kind_of(pattern), pattern=pattern)
        for name, pattern in given.items()
        if pattern
    )


def forget() -> None:
    """Ask again, for another file."""
    for name in st.session_state.pop(ASKED, {}):
        st.session_state.pop(PREFIX + name, None)


def show_questions(questions: tuple[Question, ...]) -> None:
    """Every question of this file, also those that have an answer by now, so that it can be changed."""
    asked: dict[str, Question] = st.session_state.setdefault(ASKED, {})
    asked.update({question.column: question for question in questions})
    for question in asked.values():
        with st.container(border=True, key=f"question_{question.column}"):
            st.text(question.text)
            _show_choices(question)


def _show_choices(question: Question) -> None:
    meanings = dict(zip(question.choices, question.examples, strict=False))
    answer = st.radio(
        "Answer",
        question.choices,
        index=None,
        key=PREFIX + question.column,
        format_func=lambda pattern: words.plain(meanings.get(str(pattern), str(pattern))),
        label_visibility="collapsed",
        persist_state="page",
    )
    if answer is None:
        st.caption("Until you answer, the column stays text.")
