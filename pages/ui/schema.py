"""The schema editor: what a person changes in it becomes the next revision of the same file."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import core, factsheet, questions, schema_edits, words
from pages.ui.schema_edits import SchemaRow
from pipeline.contracts.data import ColumnEdit, Dataset, Kind, Question
from pipeline.data.edits import hidden
from pipeline.errors import InputError
from pipeline.service import Service
from storage.rows import Run

REVISED = "revised"
ANSWER = "schema_answer_"
KINDS = [kind.value for kind in Kind if kind is not Kind.EMPTY]
PATTERNS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S")
MOST_LISTED = 12
MOST_ROWS_SEEN = 14
HELP = {
    "pattern": "For dates only: %d is the day, %m the month, %Y the year, %H the hour, %M the minute, %S the second.",
    "tokens": "Cells that mean nothing, such as N/A, separated by commas.",
    "unit": "What the numbers count, such as USD or km.",
}


def show_schema(quintet: Service, run: Run, data: Dataset) -> None:
    """The tab."""
    before = schema_edits.rows_of(data)
    for question in data.questions:
        questions.show_question(question, ANSWER)
    made, error = found(before, edited(run.id, before, patterns(data)))
    made = with_answers(made, data.questions) + brought_back(quintet, run)
    show_found(made, error)
    # Not a callback: a cell that is being typed when the button is clicked is only known once the table is drawn.
    if st.button(
        "Make the next revision with these changes",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not made or bool(error),
    ):
        revise(quintet, run.id, made)
    core.show_notice()


def brought_back(quintet: Service, run: Run) -> tuple[ColumnEdit, ...]:
    """The columns that an earlier change left out and that are wanted again."""
    left_out = hidden(quintet.run_request(run.id).edits)
    if not left_out:
        return ()
    wanted = st.multiselect("Left out by an earlier change; bring back", left_out, key=f"schema_back_{run.id}")
    return tuple(ColumnEdit(action="show", column=column) for column in wanted)


def patterns(data: Dataset) -> list[str]:
    """The date patterns to choose from: those of this file first."""
    own = [choice for question in data.questions for choice in question.choices if "%" in choice]
    own += [column.format.pattern for column in data.columns if column.format.pattern]
    return list(dict.fromkeys(["", *own, *PATTERNS]))


def edited(run_id: int, before: list[SchemaRow], choices: list[str]) -> list[SchemaRow]:
    """The table as the person has it now; it is kept while other tabs are looked at."""
    editor, start, now = (f"schema_{part}_{run_id}" for part in ("editor", "start", "now"))
    if editor not in st.session_state or start not in st.session_state:
        st.session_state[start] = st.session_state.get(now, before)
    table = pd.DataFrame([row.model_dump() for row in st.session_state[start]])
    given = st.data_editor(
        table,
        key=editor,
        hide_index=True,
        num_rows="fixed",
        disabled=["column"],
        column_config=config(choices),
        height=factsheet.ROW_PX * (min(len(table), MOST_ROWS_SEEN) + 1) + 2,
    )
    rows = given.astype(object).where(given.notna(), "").to_dict("records")
    st.session_state[now] = [SchemaRow.model_validate(row) for row in rows]
    return list(st.session_state[now])


def config(choices: list[str]) -> dict[str, Any]:
    """How each column of the editor is edited."""
    return {
        "column": st.column_config.TextColumn("field"),
        "keep": st.column_config.CheckboxColumn(width="small"),
        "label": st.column_config.TextColumn("name", max_chars=200),
        "kind": st.column_config.SelectboxColumn("type", options=KINDS, required=True),
        "pattern": st.column_config.SelectboxColumn("date pattern", options=choices, help=HELP["pattern"]),
        "tokens": st.column_config.TextColumn("read as empty", help=HELP["tokens"]),
        "unit": st.column_config.TextColumn("unit", max_chars=30, help=HELP["unit"]),
    }


def with_answers(made: tuple[ColumnEdit, ...], asked: tuple[Question, ...]) -> tuple[ColumnEdit, ...]:
    """The changes with the answers to questions; a type that was chosen in the table stands instead."""
    chosen = {edit.column for edit in made if edit.action in ("retype", "hide")}
    given = questions.answered((question.column for question in asked), ANSWER)
    return (*made, *(edit for edit in given if edit.column not in chosen))


def found(before: list[SchemaRow], after: list[SchemaRow]) -> tuple[tuple[ColumnEdit, ...], str]:
    """The changes, or why there can be none."""
    try:
        return schema_edits.revised(before, after), ""
    except InputError as error:
        return (), str(error)


def show_found(made: tuple[ColumnEdit, ...], error: str) -> None:
    """What the next revision would change, in words."""
    if error:
        st.error(words.plain(error), icon=":material/error:")
        return
    if not made:
        st.caption("Change a name, a type or another cell of the table; the file is then read again from the start.")
        return
    lines = [schema_edits.described(edit) for edit in made[:MOST_LISTED]]
    more = [f"and {len(made) - MOST_LISTED:,} more"] if len(made) > MOST_LISTED else []
    st.text("The next revision would " + "; ".join(lines + more) + ".")


def revise(quintet: Service, run_id: int, made: tuple[ColumnEdit, ...]) -> None:
    """Start the next revision; where that is not possible, nothing on the page is lost."""
    dialect = quintet.run_request(run_id).dialect
    run = core.attempt(quintet.revise_data, run_id, made, dialect)
    if run is not None:
        st.session_state[REVISED] = run.id
        for part in ("editor", "start", "now"):
            st.session_state.pop(f"schema_{part}_{run_id}", None)
        st.rerun()
