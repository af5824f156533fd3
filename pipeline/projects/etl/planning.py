"""The cleaning plan of a table: the steps that its columns call for, how rows are known again, and how files divide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.contracts.cleaning import CleaningPlan, CleaningStep, StepKind
from pipeline.contracts.data import Column, Dataset, FieldType, Kind
from pipeline.projects.etl.checking import STATED, checks
from pipeline.projects.etl.partitioning import partition_of
from pipeline.projects.etl.schedules import schedule_of

ASKED = "You asked for it."
MOST_REPEATED = 0.1
"""Up to this share of rows, those that repeat others are taken for copies; beyond, for events that are alike."""
_FEWEST_COLUMNS = 3
_IDENTIFYING = ("id", "key", "code", "no", "number", "nr", "sku", "isbn", "uuid", "guid")
_NUMBERS = {
    FieldType.INTEGER: "a whole number",
    FieldType.DECIMAL: "an exact decimal number",
    FieldType.FLOAT: "a floating-point number",
}


@dataclass(frozen=True)
class Seen:
    """What only the rows themselves tell: cells with spaces around them, spellings of one value, and repeated rows.

    `spellings` lists, by column, each value with its variants and how many rows have one of these.
    """

    spaced: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, tuple[tuple[str, tuple[str, ...], int], ...]] = field(default_factory=dict)
    repeated: int = 0
    aside: dict[tuple[StepKind, str], int] = field(default_factory=dict)
    """How many rows a check of a column sets aside."""
    fine: int | None = None
    """How many rows are left by the checks of single columns; None for all."""


def plan_cleaning(dataset: Dataset, seen: Seen, text: str = "") -> CleaningPlan:
    """The plan for a data contract; `text` is what the person said, in lower case."""
    key, key_reason, whole = _key(dataset, seen, text)
    checked = (_counted(step, seen) for step in checks(dataset))
    once = [*_stated_once(dataset, seen, key), *([whole] if whole else [])]
    steps = [*_reading(dataset, seen), *checked, *once, *_masks(dataset, text)]
    schedule, schedule_reason = schedule_of(text)
    return CleaningPlan(
        steps=tuple(steps),
        partition=partition_of(dataset),
        key=key,
        key_reason=key_reason,
        rows=(dataset.rows if seen.fine is None else seen.fine) - sum(step.rows for step in once),
        schedule=schedule,
        schedule_reason=schedule_reason,
    )


def _reading(dataset: Dataset, seen: Seen) -> Iterator[CleaningStep]:
    columns = dataset.columns
    yield from (_trim(column, seen.spaced[column.name]) for column in columns if seen.spaced.get(column.name))
    yield from (_missing(column) for column in columns if _tokens(column))
    yield from (_number(column) for column in columns if column.type.is_number)
    yield from (_moment(column, seen) for column in columns if column.type.is_moment)
    yield from (_boolean(column) for column in columns if column.type is FieldType.BOOLEAN)
    for column in columns:
        for value, variants, rows in seen.spellings.get(column.name, ()):
            yield CleaningStep(
                kind=StepKind.SPELLING,
                columns=(column.name,),
                values=(value, *variants),
                sentence=f"Write {len(variants)} other spellings of “{value}” in {column.name} alike.",
                reason=f"{_rows(rows)} of the file spelled it otherwise.",
                rows=rows,
            )

    yield from (_letters(column) for column in columns if column.letters)


def _letters(column: Column) -> CleaningStep:
    return CleaningStep(
        kind=StepKind.LETTERS,
        columns=(column.name,),
        values=(column.letters,),
        sentence=f"Write {column.name} in {'capital' if column.letters == 'upper' else 'small'} letters.",
        reason=STATED,
    )


def _trim(column: Column, rows: int) -> CleaningStep:
    return CleaningStep(
        kind=StepKind.TRIM,
        columns=(column.name,),
        sentence=f"Remove the spaces around {column.name}.",
        reason=f"{_rows(rows)} of the file had spaces there.",
        rows=rows,
    )


def _tokens(column: Column) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for token in (*column.null_tokens, column.format.null) if token))


def _missing(column: Column) -> CleaningStep:
    return CleaningStep(
        kind=StepKind.MISSING,
        columns=(column.name,),
        values=_tokens(column),
        sentence=f"Take the cells of {column.name} that stand for no value as missing.",
        reason=column.null_evidence or "The file writes missing values so.",
    )


def _number(column: Column) -> CleaningStep:
    unit = f", in {column.unit}" if column.unit else ""
    return CleaningStep(
        kind=StepKind.NUMBER,
        columns=(column.name,),
        sentence=f"Read {column.name} as {_NUMBERS[column.type]}{unit}.",
        reason="Every cell of the file is one.",
    )


def _moment(column: Column, seen: Seen) -> CleaningStep:
    """Where rows of the file name no day, its cells are kept as they are written."""
    impossible = seen.aside.get((StepKind.MOMENT, column.name), 0)
    kind = "a date" if column.type is FieldType.DATE else "a timestamp"
    reason = f"Every cell of the file is written as one; {_rows(impossible)} of it name no day of the calendar."
    return CleaningStep(
        kind=StepKind.MOMENT,
        columns=(column.name,),
        sentence=f"Read {column.name} as {kind}.",
        reason=reason if impossible else "Every cell of the file is one.",
        rows=impossible,
    )


def _boolean(column: Column) -> CleaningStep:
    return CleaningStep(
        kind=StepKind.BOOLEAN,
        columns=(column.name,),
        sentence=f"Read {column.name} as true or false.",
        reason="The file has only two words there.",
    )


def _counted(step: CleaningStep, seen: Seen) -> CleaningStep:
    return step.model_copy(update={"rows": seen.aside.get((step.kind, step.columns[0]), 0)})


def _stated_once(dataset: Dataset, seen: Seen, key: tuple[str, ...]) -> Iterator[CleaningStep]:
    """A step for each column whose values are to be unique; that of the key has one of its own."""
    for column in dataset.columns:
        if column.is_told_unique and key != (column.name,):
            yield _once((column.name,), STATED, seen.aside.get((StepKind.ONCE, column.name), 0))


def _key(dataset: Dataset, seen: Seen, text: str) -> tuple[tuple[str, ...], str, CleaningStep | None]:
    """The columns by which a row is known again, why, and the step that drops repetitions in one file."""
    names = tuple(column.name for column in dataset.columns)
    if stated := next((column.name for column in dataset.columns if column.is_told_unique and not column.nulls), None):
        return (
            (stated,),
            f"The requirements say that {stated} is unique.",
            _once((stated,), STATED, seen.aside.get((StepKind.ONCE, stated), 0)),
        )
    if natural := _natural_key(dataset):
        reason = f"Every row of the file has a {natural[0]} of its own."
        return natural, reason, _once(natural, reason, 0)
    share = seen.repeated / dataset.rows
    if "duplicat" in text or not seen.repeated or (share <= MOST_REPEATED and len(names) >= _FEWEST_COLUMNS):
        found = f"{_rows(seen.repeated)} of the file repeat" if seen.repeated != 1 else "One row of the file repeats"
        reason = (
            f"{found} an earlier one in every column." if seen.repeated else "No two rows of the file are the same."
        )
        return names, f"No column tells the rows apart. {reason}", _once(names, reason, seen.repeated)
    reason = (
        f"{share:.0%} of the rows repeat another one in every column, which copies rarely do: they are kept, and only "
        "whole files are known again."
    )
    return (), reason, None


def _once(key: tuple[str, ...], reason: str, rows: int) -> CleaningStep:
    same = f"the same {key[0]}" if len(key) == 1 else "the same values in every column"
    return CleaningStep(
        kind=StepKind.ONCE,
        columns=key,
        sentence=f"Of rows with {same}, keep the first and set the others aside.",
        reason=reason,
        rows=rows,
    )


def _natural_key(dataset: Dataset) -> tuple[str, ...]:
    """The column that names rows, or is their moment; a column that is different in every row by chance is none."""
    columns = {column.name: column for column in dataset.columns}
    single = [columns[key[0]] for key in dataset.keys if len(key) == 1]
    named = [column for column in single if _names_rows(column)]
    timed = [column for column in single if column.type.is_moment and column.pii is None]
    return tuple(column.name for column in [*named, *timed][:1])


def _names_rows(column: Column) -> bool:
    return column.kind is Kind.IDENTIFIER or column.name.rpartition("_")[2] in _IDENTIFYING


def _masks(dataset: Dataset, text: str) -> Iterator[CleaningStep]:
    """The columns that were named; where something else is said of personal data, all that hold any."""
    texts = [column for column in dataset.columns if column.type is FieldType.TEXT]
    named = [column for column in texts if column.is_masked]
    is_meant = any(word in text for word in ("anonymi", "pseudonymi", "gdpr", "personal data"))
    for column in named or [column for column in texts if column.pii and is_meant]:
        yield CleaningStep(
            kind=StepKind.MASK,
            columns=(column.name,),
            sentence=f"Replace {column.name} by a digest.",
            reason=ASKED if column.is_masked or not column.pii else f"It holds personal data ({column.pii.kind}).",
        )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def columns_of(steps: Sequence[CleaningStep], kind: StepKind) -> frozenset[str]:
    """The columns that have a step of this kind."""
    return frozenset(column for step in steps if step.kind is kind for column in step.columns)
