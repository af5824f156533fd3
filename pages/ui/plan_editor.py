"""The kinds of records of a plan, to be changed before anything is generated from it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import words
from pipeline.contracts.data import Entity, FieldType, Write
from pipeline.errors import InputError
from pipeline.plan_rows import WRITES, EntityRow, FieldRow, entities_of, rows_of

ACTIONS: dict[Write, str] = {"create": "add", "update": "change", "delete": "remove"}
COLUMNS = ("label", "type", "required", "unique", "references", "at_least", "at_most", "choices", "max_length")
MOST_OPEN = 3
"""With more kinds of records than this, each is opened on request: an editor is a heavy thing to draw."""
HELP = {
    "references": "The kind of record that this field names one of.",
    "choices": "The only values that are allowed, separated by commas.",
    "at_least": "The least value: a number, or a date such as 2024-05-31.",
    "at_most": "The greatest value: a number, or a date such as 2024-05-31.",
}


def edited(key: str, before: Sequence[Entity], *, is_new: bool = False) -> tuple[tuple[Entity, ...], str]:
    """The entities as a person has changed them, none where nothing was; and why they make no plan, if they don't.

    `key` tells one editor from another. What was changed is kept until the plan that it was made of is another.
    """
    state = _state(key, before)
    for number in list(state["rows"]):
        _show_entity(key, state, number)
    st.button("Add a kind of record", icon=":material/add:", key=f"{key}_add", on_click=_add, args=(state,))
    rows = tuple(state["rows"].values())
    if rows == tuple(rows_of(before)):
        return (), ""
    try:
        return entities_of(rows, before, is_new=is_new), ""
    except InputError as error:
        return (), str(error)


def _state(key: str, before: Sequence[Entity]) -> dict[str, Any]:
    """Rows by number as they are now, and the field tables as they were when their editors began."""
    kept: dict[str, Any] | None = st.session_state.get(f"{key}_plan")
    if kept is None or kept["of"] != tuple(before):
        round_ = kept["round"] + 1 if kept else 0
        rows = dict(enumerate(rows_of(before)))
        kept = {"of": tuple(before), "round": round_, "rows": rows, "tables": {}, "next": len(rows)}
        st.session_state[f"{key}_plan"] = kept
    return kept


def _add(state: dict[str, Any]) -> None:
    state["rows"][state["next"]] = EntityRow(label="", fields=(FieldRow(label="name", required=True),))
    state["next"] += 1


def _remove(state: dict[str, Any], number: int) -> None:
    state["rows"].pop(number, None)


def _show_entity(key: str, state: dict[str, Any], number: int) -> None:
    row: EntityRow = state["rows"][number]
    place = f"{key}_{state['round']}_{number}"
    heading = f"{row.label or 'A new kind of record'} · {words.count(len(row.fields), 'field')}"
    starts_open = len(state["rows"]) <= MOST_OPEN or not row.label
    box = st.expander(words.plain(heading), expanded=starts_open, key=f"{place}_box", on_change="rerun")
    if not box.open:
        state["tables"][number] = row.fields  # what its editor begins with when it is opened again
        return
    with box:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            label = st.text_input("Name", row.label, key=f"{place}_label", max_chars=60, placeholder="book")
            can = st.pills(
                "People can",
                list(ACTIONS),
                default=list(row.writes),
                format_func=lambda write: ACTIONS[write],
                selection_mode="multi",
                key=f"{place}_writes",
                help="Everything can be listed and read. What is not chosen has no form and no endpoint.",
            )
            st.button("Remove", icon=":material/delete:", key=f"{place}_remove", on_click=_remove, args=(state, number))
        labels = [other.label for other in (*state["rows"].values(), *state["of"]) if other.label.strip()]
        fields = _fields(place, state["tables"].setdefault(number, row.fields), list(dict.fromkeys(labels)))
    writes = tuple(write for write in WRITES if write in can)
    state["rows"][number] = row.model_copy(update={"label": label or "", "fields": fields, "writes": writes})


def _fields(place: str, before: tuple[FieldRow, ...], labels: list[str]) -> tuple[FieldRow, ...]:
    """The table of fields as it is now; a row that came from the plan keeps its name and scale."""
    table = pd.DataFrame([row.model_dump(mode="json") for row in before], columns=list(FieldRow.model_fields))
    table["max_length"] = table["max_length"].astype("Int64")
    given = st.data_editor(
        table,
        key=f"{place}_fields",
        hide_index=True,
        num_rows="dynamic",
        column_order=COLUMNS,
        column_config=_config(labels),
    )
    records = given.astype(object).where(given.notna(), None).to_dict("records")
    return tuple(
        FieldRow.model_validate({name: value for name, value in record.items() if value is not None})
        for record in records
    )


def _config(labels: list[str]) -> dict[str, Any]:
    column = st.column_config
    return {
        "label": column.TextColumn("field", max_chars=60),
        "type": column.SelectboxColumn("type", options=[kind.value for kind in FieldType], default="text"),
        "required": column.CheckboxColumn("required", default=False, width="small"),
        "unique": column.CheckboxColumn("unique", default=False, width="small"),
        "references": column.SelectboxColumn("one of", options=["", *labels], help=HELP["references"]),
        "at_least": column.TextColumn("at least", width="small", help=HELP["at_least"]),
        "at_most": column.TextColumn("at most", width="small", help=HELP["at_most"]),
        "choices": column.TextColumn("one of these values", help=HELP["choices"]),
        "max_length": column.NumberColumn("longest", min_value=1, step=1, width="small"),
    }
