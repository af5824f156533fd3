"""The table of the schema editor, and the changes to columns that a person makes in it. Pure functions."""

from collections.abc import Sequence

from pipeline.contracts.base import Contract
from pipeline.contracts.data import Column, ColumnEdit, Dataset, Kind
from pipeline.errors import InputError

TIMES = ("%H", "%I", "%M", "%S")
MOMENTS = (Kind.DATE, Kind.TIME, Kind.DATETIME, Kind.ZONED)


class SchemaRow(Contract):
    """A column as the editor shows it: `column` is its name in the contract of the unchanged file."""

    column: str
    keep: bool = True
    label: str
    kind: str
    pattern: str = ""
    tokens: str = ""
    unit: str = ""


def rows_of(data: Dataset) -> list[SchemaRow]:
    """The columns as they are now."""
    return [_row(column) for column in data.columns]


def _row(column: Column) -> SchemaRow:
    return SchemaRow(
        column=column.origin or column.name,
        label=column.label,
        kind=column.kind.value,
        pattern=column.format.pattern if column.kind in MOMENTS else "",
        tokens=", ".join(column.null_tokens),
        unit=column.unit,
    )


def revised(before: Sequence[SchemaRow], after: Sequence[SchemaRow]) -> tuple[ColumnEdit, ...]:
    """What differs, as changes to the file's columns; raises InputError."""
    if not any(row.keep for row in after):
        raise InputError("No column would be left; keep at least one.")
    return tuple(edit for old, new in zip(before, after, strict=True) for edit in changes(old, new))


def changes(old: SchemaRow, new: SchemaRow) -> list[ColumnEdit]:
    """What a person changed in one row; raises InputError."""
    if not new.keep:
        return [ColumnEdit(action="hide", column=new.column)]
    made = []
    if new.label.strip() != old.label:
        made.append(_rename(new))
    if (new.kind, new.pattern.strip()) != (old.kind, old.pattern):
        made.append(_retype(old, new))
    if _tokens(new) != _tokens(old):
        made.append(ColumnEdit(action="nulls", column=new.column, tokens=_tokens(new)))
    if new.unit.strip() != old.unit:
        made.append(ColumnEdit(action="unit", column=new.column, unit=new.unit.strip()))
    return made


def _rename(row: SchemaRow) -> ColumnEdit:
    label = row.label.strip()
    if not label:
        raise InputError(f"Column “{row.column}” needs a name.")
    return ColumnEdit(action="rename", column=row.column, label=label)


def _retype(old: SchemaRow, new: SchemaRow) -> ColumnEdit:
    pattern, kind = new.pattern.strip(), Kind(new.kind)
    if kind not in MOMENTS and new.kind == old.kind:
        # Only the pattern was given: that makes it a date.
        kind = kind_of(pattern)
    return ColumnEdit(action="retype", column=new.column, kind=kind, pattern=pattern if kind in MOMENTS else "")


def kind_of(pattern: str) -> Kind:
    """What a pattern reads: a moment where it names a time of day, else a date."""
    return Kind.DATETIME if any(part in pattern for part in TIMES) else Kind.DATE


def _tokens(row: SchemaRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token.strip() for token in row.tokens.split(",") if token.strip()))


def described(edit: ColumnEdit) -> str:
    """A change in a few words."""
    match edit.action:
        case "hide":
            return f"leave out {edit.column}"
        case "show":
            return f"bring back {edit.column}"
        case "rename":
            return f"call {edit.column} “{edit.label}”"
        case "retype":
            as_kind = f"read {edit.column} as {edit.kind.value if edit.kind else 'it is'}"
            return f"{as_kind}, written {edit.pattern}" if edit.pattern else as_kind
        case "nulls":
            return f"read {', '.join(edit.tokens) or 'no word'} in {edit.column} as empty"
        case _:
            return f"let {edit.column} count {edit.unit or 'nothing'}"
