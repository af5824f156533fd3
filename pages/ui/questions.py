"""What a file leaves open, such as which number of a date is the month, and what a person answers."""

from collections.abc import Iterable

import streamlit as st

from pages.ui import words
from pipeline.contracts.data import ColumnEdit, Question
from pipeline.data.edits import answer

PREFIX = "answer_"
ASKED = "asked"


def answers() -> tuple[ColumnEdit, ...]:
    """What was answered, as changes to the columns."""
    return answered(st.session_state.get(ASKED, {}), PREFIX)


def answered(columns: Iterable[str], prefix: str) -> tuple[ColumnEdit, ...]:
    """The answers about these columns, as changes to them."""
    given = ((name, st.session_state.get(prefix + name)) for name in columns)
    return tuple(answer(name, choice) for name, choice in given if choice)


def forget() -> None:
    """Ask again: it is another file, or its columns are others."""
    for name in st.session_state.pop(ASKED, {}):
        st.session_state.pop(PREFIX + name, None)


def show_questions(questions: Iterable[Question]) -> None:
    """Every question of this file, also those that have an answer by now, so that it can be changed."""
    asked: dict[str, Question] = st.session_state.setdefault(ASKED, {})
    asked.update({question.column: question for question in questions})
    for question in asked.values():
        show_question(question, PREFIX)


def show_question(question: Question, prefix: str) -> None:
    """A question with its choices, none of which is taken before a person does."""
    meanings = dict(zip(question.choices, question.examples, strict=False))
    with st.container(border=True, key=f"question_{question.column}"):
        st.text(question.text)
        answer = st.radio(
            "Answer",
            question.choices,
            index=None,
            key=prefix + question.column,
            format_func=lambda pattern: words.plain(meanings.get(str(pattern), str(pattern))),
            label_visibility="collapsed",
            persist_state="page",
        )
        if answer is None:
            st.caption("Until you answer, the column stays text.")
