"""Changes that a person asks for to the columns of a file: hide, rename, read as another type."""

# ruff: noqa: S608 - every statement is made of expressions that `infer` built

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.contracts.base import Contract
from pipeline.contracts.data import FieldType
from pipeline.data.engine import Engine
from pipeline.data.infer import Reading, survives_double
from pipeline.data.load import TABLE
from pipeline.data.names import unique
from pipeline.errors import InputError


class ColumnEdit(Contract):
    """A change to a column of a CSV file: hide it, give it another name, or read it as another type.

    `column` is the field's name in the data contract of the unchanged file. `name` and `label` are for `rename`, and
    `name` is safe as an identifier; `type` is for `retype`.
    """

    action: Literal["hide", "rename", "retype"]
    column: str
    name: str = ""
    label: str = ""
    type: FieldType | None = None


@dataclass(frozen=True)
class Shown:
    """A column that is kept: its cells are in the column `cell` of the table `raw`."""

    cell: str
    name: str
    label: str
    reading: Reading


def apply_edits(engine: Engine, columns: Sequence[Shown], edits: Sequence[ColumnEdit]) -> list[Shown]:
    """The columns that are left, as `edits` change them, the later edit winning.

    InputError: there is no such column, its values cannot be read as that type, or no column is left.
    """
    kept = {column.name: column for column in columns}
    for edit in edits:
        column = kept.get(edit.column)
        if column is None and not any(edit.column == known.name for known in columns):
            raise InputError(f"There is no column “{edit.column}”; use one of the file's own columns.")
        if column is None:
            continue
        if edit.action == "hide":
            del kept[edit.column]
        elif edit.action == "rename":
            taken = {other.name for other in kept.values() if other is not column}
            kept[edit.column] = replace(column, name=unique(edit.name, taken), label=edit.label or edit.name)
        elif edit.type is not None:
            kept[edit.column] = replace(column, reading=_reread(engine, column, edit.type))
    if not kept:
        raise InputError("No column would be left; keep at least one.")
    return list(kept.values())


def _reread(engine: Engine, column: Shown, kind: FieldType) -> Reading:
    reading = column.reading
    if kind is reading.kind:
        return reading
    if kind is FieldType.TEXT:
        return Reading(FieldType.TEXT, column.cell)
    if kind is FieldType.DATETIME and reading.kind is FieldType.DATE:
        return replace(reading, kind=kind, sql=f"CAST({reading.sql} AS TIMESTAMP)")
    if kind is FieldType.BOOLEAN and reading.kind is FieldType.INTEGER and _is_zero_or_one(engine, reading):
        return replace(reading, kind=kind, sql=f"({reading.sql} = 1)")
    exact = reading.kind in (FieldType.INTEGER, FieldType.DECIMAL)
    if kind is FieldType.FLOAT and exact and survives_double(engine, f"CAST({reading.sql} AS VARCHAR)"):
        return Reading(kind, f"CAST({reading.sql} AS DOUBLE)", has_tokens=reading.has_tokens)
    raise InputError(
        f"Column “{column.label}” holds {reading.kind.value} values, which cannot be read as {kind.value}; "
        "keep its type or read it as text."
    )


def _is_zero_or_one(engine: Engine, reading: Reading) -> bool:
    least, most = engine.row(f"SELECT min({reading.sql}), max({reading.sql}) FROM {TABLE}")
    return (least, most) in ((0, 0), (0, 1), (1, 1))
