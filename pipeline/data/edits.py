"""Changes to the columns of a file that a person asks for, in words or in the schema."""

# ruff: noqa: S608 - every statement is made of readings and column names

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.contracts.data import ColumnEdit, FieldType, Kind
from pipeline.data.engine import Engine
from pipeline.data.inference.infer import Evidence, evidence_of, faults_of
from pipeline.data.inference.reading import Reading, text_reading
from pipeline.data.inference.wishes import read_as
from pipeline.data.names import safe_name, unique
from pipeline.data.reading.raw import TABLE
from pipeline.errors import InputError

_LISTED = 30


@dataclass(frozen=True)
class Shown:
    """A column that is kept: its cells are in `cell` of the table `raw`.

    `origin` and `header` are its name and its label in the unchanged file; `told` are the missing values that a person
    named.
    """

    cell: str
    origin: str
    header: str
    name: str
    label: str
    reading: Reading
    told: tuple[str, ...] = ()


def apply_edits(engine: Engine, columns: Sequence[Shown], edits: Sequence[ColumnEdit]) -> list[Shown]:
    """The columns that are left, as `edits` change them, the later edit winning.

    InputError: there is no such column, its values cannot be read as that kind, or no column is left.
    """
    kept = {column.origin: column for column in columns}
    for edit in sorted(_standing(edits), key=lambda edit: edit.action != "nulls"):
        origin = _origin(columns, edit.column)
        if origin in kept:
            _apply(engine, kept, edit.model_copy(update={"column": origin}))
    if not kept:
        raise InputError("No column would be left; keep at least one.")
    return list(kept.values())


def _standing(edits: Sequence[ColumnEdit]) -> list[ColumnEdit]:
    """The edits without those that a later one takes back."""
    shown = {edit.column: at for at, edit in enumerate(edits) if edit.action == "show"}
    return [
        edit
        for at, edit in enumerate(edits)
        if edit.action != "show" and not (edit.action == "hide" and at < shown.get(edit.column, -1))
    ]


def _origin(columns: Sequence[Shown], name: str) -> str:
    """The field's name of a column that is called by it, or by what the file calls it."""
    found = [column.origin for column in columns if column.origin == name]
    found = found or [column.origin for column in columns if column.header.strip().lower() == name.strip().lower()]
    if len(found) != 1:
        known = ", ".join(column.origin for column in columns[:_LISTED])
        raise InputError(f"There is no column “{name}”, or more than one; there are {known}.")
    return found[0]


def answer(column: str, choice: str) -> ColumnEdit:
    """The edit that takes one of a question's choices."""
    if "%" not in choice:
        kind = Kind.INTEGER if choice.endswith("= 1234") else Kind.DECIMAL
    else:
        kind = Kind.DATETIME if any(part in choice for part in ("%H", "%I")) else Kind.DATE
    return ColumnEdit(action="retype", column=column, kind=kind, pattern=choice)


def hidden(edits: Sequence[ColumnEdit]) -> tuple[str, ...]:
    """The columns that `edits` leave out."""
    return tuple(dict.fromkeys(edit.column for edit in _standing(edits) if edit.action == "hide"))


def _apply(engine: Engine, kept: dict[str, Shown], edit: ColumnEdit) -> None:
    column = kept[edit.column]
    match edit.action:
        case "hide":
            del kept[edit.column]
        case "rename":
            taken = {other.name for other in kept.values() if other is not column}
            name = edit.name or safe_name(edit.label, column.name)
            kept[edit.column] = replace(column, name=unique(name, taken), label=edit.label or edit.name)
        case "unit":
            kept[edit.column] = replace(column, reading=replace(column.reading, unit=edit.unit))
        case "nulls":
            kept[edit.column] = replace(
                column, reading=_with_tokens(engine, column, edit.tokens), told=tuple(sorted(edit.tokens))
            )
        case "retype":
            kept[edit.column] = replace(column, reading=_reread(engine, column, edit))


def _reread(engine: Engine, column: Shown, edit: ColumnEdit) -> Reading:
    """The column as another kind; the cells that stood for no value still do."""
    if edit.kind is None or (edit.kind is column.reading.kind and not edit.pattern):
        return column.reading
    evidence = evidence_of(engine, column.cell, column.label)
    reading = read_as(evidence, column.reading, edit.kind, edit.pattern)
    if reading and reading.type is FieldType.TEXT and column.reading.type is not FieldType.TEXT:
        # As text, a cell is what it says, unless the person said that it stands for no value.
        reading = text_reading(edit.kind, column.told)
    faults = faults_of(engine, column.cell, reading) if reading else ()
    if reading is None or faults:
        example = f", such as “{faults[0][:40]}”" if faults else ""
        raise InputError(
            f"Column “{column.label}” holds values that cannot be read as {edit.kind.value}{example}; "
            "keep its type, or name those cells as missing values."
        )
    return reading


def _with_tokens(engine: Engine, column: Shown, tokens: Sequence[str]) -> Reading:
    """The column with other cells as missing values, and the type that its remaining cells have."""
    known = tuple(sorted({token for token in tokens if token}))
    evidence = evidence_of(engine, column.cell, column.label)
    filled = Counter({cell: count for cell, count in evidence.counts.items() if cell not in known})
    plain = text_reading(Kind.TEXT, known, column.reading.format.null if column.reading.format.null in known else "")
    for kind in (column.reading.kind, Kind.BOOLEAN, Kind.DECIMAL, Kind.DATE):
        reading = read_as(Evidence(column.label, filled, evidence.rows), plain, kind, "")
        if reading and reading.type is not FieldType.TEXT and not faults_of(engine, column.cell, reading):
            return reading
    (count,) = engine.row(f"SELECT count(*) FROM {TABLE} WHERE {plain.null_sql(column.cell)}")
    kept = column.reading if column.reading.type is FieldType.TEXT else plain
    return replace(kept, tokens=known if count else (), evidence="")
