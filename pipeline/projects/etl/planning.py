"""The cleaning plan of a table: the steps that its columns call for, how rows are known again, and how files divide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.contracts.cleaning import CleaningPlan, CleaningStep, StepKind
from pipeline.contracts.data import Column, Dataset, FieldType, Kind
from pipeline.projects.etl.partitioning import partition_of
from pipeline.projects.etl.schedules import schedule_of

MOST_REPEATED = 0.1
"""Up to this share of rows, those that repeat others are taken for copies; beyond, for events that are alike."""
_FEWEST_COLUMNS = 3
_IDENTIFYING = ("id", "key", "code", "no", "number", "nr", "sku", "isbn", "uuid", "guid")
_NEVER_NEGATIVE = frozenset((
    "price", "cost", "amount", "quantity", "qty", "count", "age", "salary", "wage", "weight", "height", "width",
    "length", "distance", "population", "stock", "pages", "total", "fee", "rent", "area", "duration", "votes", "views",
    "seats",
))  # fmt: skip
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


def plan_cleaning(dataset: Dataset, seen: Seen, text: str = "") -> CleaningPlan:
    """The plan for a data contract; `text` is what the person said, in lower case."""
    key, key_reason, once = _key(dataset, seen, text)
    steps = [*_reading(dataset, seen), *_checks(dataset), *([once] if once else []), *_masks(dataset, text)]
    schedule, schedule_reason = schedule_of(text)
    return CleaningPlan(
        steps=tuple(steps),
        partition=partition_of(dataset),
        key=key,
        key_reason=key_reason,
        rows=dataset.rows - (once.rows if once else 0),
        schedule=schedule,
        schedule_reason=schedule_reason,
    )


def _reading(dataset: Dataset, seen: Seen) -> Iterator[CleaningStep]:
    columns = dataset.columns
    yield from (_trim(column, seen.spaced[column.name]) for column in columns if seen.spaced.get(column.name))
    yield from (_missing(column) for column in columns if _tokens(column))
    yield from (_number(column) for column in columns if column.type.is_number)
    yield from (_moment(column) for column in columns if column.type.is_moment)
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


def _moment(column: Column) -> CleaningStep:
    kind = "a date" if column.type is FieldType.DATE else "a timestamp"
    return CleaningStep(
        kind=StepKind.MOMENT,
        columns=(column.name,),
        sentence=f"Read {column.name} as {kind}.",
        reason="Every cell of the file is one.",
    )


def _boolean(column: Column) -> CleaningStep:
    return CleaningStep(
        kind=StepKind.BOOLEAN,
        columns=(column.name,),
        sentence=f"Read {column.name} as true or false.",
        reason="The file has only two words there.",
    )


def _checks(dataset: Dataset) -> Iterator[CleaningStep]:
    for column in dataset.columns:
        if limits := _limits(column):
            low, high, reason = limits
            yield CleaningStep(
                kind=StepKind.BETWEEN,
                columns=(column.name,),
                values=(low, high),
                sentence=f"Set rows aside whose {column.name} is out of range.",
                reason=reason,
            )
    for column in dataset.columns:
        if column.choices and column.type is FieldType.TEXT:
            yield CleaningStep(
                kind=StepKind.CHOICES,
                columns=(column.name,),
                values=column.choices,
                sentence=f"Set rows aside whose {column.name} is not one of its {len(column.choices)} values.",
                reason="The requirements list them.",
            )
    for column in dataset.columns:
        if column.required:
            yield CleaningStep(
                kind=StepKind.REQUIRED,
                columns=(column.name,),
                sentence=f"Set rows aside without {column.name}.",
                reason="No row of the file lacks it.",
            )


def _limits(column: Column) -> tuple[str, str, str] | None:
    """The least, the most ("" where there is none), and why; only limits that the whole file keeps."""
    if column.kind in (Kind.LATITUDE, Kind.LONGITUDE):
        most = "90" if column.kind is Kind.LATITUDE else "180"
        return f"-{most}", most, "No place on Earth lies beyond."
    if column.at_least is not None or column.at_most is not None:
        return column.at_least or "", column.at_most or "", "The requirements say so."
    words = set(column.name.split("_"))
    is_amount = column.type.is_number and (column.kind is Kind.CURRENCY or bool(words & _NEVER_NEGATIVE))
    if is_amount and column.minimum is not None and not column.minimum.startswith("-"):
        return "0", "", "It counts or measures something, and no row of the file is below zero."
    return None


def _key(dataset: Dataset, seen: Seen, text: str) -> tuple[tuple[str, ...], str, CleaningStep | None]:
    """The columns by which a row is known again, why, and the step that drops repetitions in one file."""
    names = tuple(column.name for column in dataset.columns)
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
    if not any(word in text for word in ("mask", "anonymi", "pseudonymi", "gdpr", "personal data")):
        return
    for column in dataset.columns:
        if column.pii and column.type is FieldType.TEXT:
            yield CleaningStep(
                kind=StepKind.MASK,
                columns=(column.name,),
                sentence=f"Replace {column.name} by a digest.",
                reason=f"It holds personal data ({column.pii.kind}).",
            )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def columns_of(steps: Sequence[CleaningStep], kind: StepKind) -> frozenset[str]:
    """The columns that have a step of this kind."""
    return frozenset(column for step in steps if step.kind is kind for column in step.columns)
