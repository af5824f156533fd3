"""The steps that check single columns: limits, lengths, choices and gaps."""

from collections.abc import Iterator

from pipeline.contracts.cleaning import CleaningStep, StepKind
from pipeline.contracts.data import Column, Dataset, FieldType, Kind, Letters

STATED = "The requirements say so."
_NEVER_NEGATIVE = frozenset((
    "price", "cost", "amount", "quantity", "qty", "count", "age", "salary", "wage", "weight", "height", "width",
    "length", "distance", "population", "stock", "pages", "total", "fee", "rent", "area", "duration", "votes", "views",
    "seats",
))  # fmt: skip


def checks(dataset: Dataset) -> Iterator[CleaningStep]:
    """The steps that check single columns, in their order."""
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
        if column.max_length and column.type is FieldType.TEXT:
            yield CleaningStep(
                kind=StepKind.LENGTH,
                columns=(column.name,),
                values=(str(column.max_length),),
                sentence=f"Set rows aside whose {column.name} has more than {column.max_length:,} characters.",
                reason=STATED,
            )
    for column in dataset.columns:
        if column.choices and column.type is FieldType.TEXT:
            yield CleaningStep(
                kind=StepKind.CHOICES,
                columns=(column.name,),
                values=tuple(dict.fromkeys(lettered(value, column.letters) for value in column.choices)),
                sentence=f"Set rows aside whose {column.name} is not one of its {len(column.choices)} values.",
                reason="The requirements list them.",
            )
    for column in dataset.columns:
        if column.required:
            yield CleaningStep(
                kind=StepKind.REQUIRED,
                columns=(column.name,),
                sentence=f"Set rows aside without {column.name}.",
                reason=STATED if column.nulls else "No row of the file lacks it.",
            )


def lettered(text: str, letters: Letters) -> str:
    """A text in capital or small letters, if it is to be."""
    return text.upper() if letters == "upper" else text.lower() if letters == "lower" else text


def _limits(column: Column) -> tuple[str, str, str] | None:
    """The least, the most ("" where there is none), and why; only limits that the whole file keeps."""
    if column.kind in (Kind.LATITUDE, Kind.LONGITUDE):
        most = "90" if column.kind is Kind.LATITUDE else "180"
        return f"-{most}", most, "No place on Earth lies beyond."
    if column.at_least is not None or column.at_most is not None:
        return column.at_least or "", column.at_most or "", STATED
    words = set(column.name.split("_"))
    is_amount = column.type.is_number and (column.kind is Kind.CURRENCY or bool(words & _NEVER_NEGATIVE))
    if is_amount and column.minimum is not None and not column.minimum.startswith("-"):
        return "0", "", "It counts or measures something, and no row of the file is below zero."
    return None
