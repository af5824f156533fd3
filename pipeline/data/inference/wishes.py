"""A column as the kind that a person asks for."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.contracts.data import FieldType, Format, Kind
from pipeline.data.inference import moments
from pipeline.data.inference.infer import Evidence
from pipeline.data.inference.numbers import Habits, read_numbers
from pipeline.data.inference.reading import Reading, text_reading
from pipeline.data.inference.words import read_booleans

_NUMBERS = (
    Kind.INTEGER, Kind.DECIMAL, Kind.FLOAT, Kind.PERCENTAGE, Kind.CURRENCY, Kind.LATITUDE, Kind.LONGITUDE,
    Kind.IDENTIFIER,
)  # fmt: skip
_MOMENTS = (Kind.DATE, Kind.DATETIME, Kind.ZONED)


def read_as(evidence: Evidence, before: Reading, kind: Kind, pattern: str) -> Reading | None:
    """How a column would be read as `kind`, None where its cells are not of it; its missing values stay missing."""
    cells = [cell for cell in evidence.counts if cell not in before.tokens]
    reading = _read(cells, kind, pattern, evidence.label, before)
    if reading is None:
        return None
    form = reading.format.model_copy(update={"null": before.format.null})
    return replace(reading, tokens=before.tokens, evidence=before.evidence, format=form)


def _read(cells: Sequence[str], kind: Kind, pattern: str, label: str, before: Reading) -> Reading | None:
    if kind is Kind.BOOLEAN:
        return _boolean(cells)
    if kind in _MOMENTS:
        return _moment(cells, kind, pattern, label)
    if kind in _NUMBERS and (kind is not Kind.IDENTIFIER or before.type.is_number):
        return _number(cells, kind, pattern)
    return text_reading(kind)


def _boolean(cells: Sequence[str]) -> Reading | None:
    if cells and {cell.strip() for cell in cells} <= {"0", "1"}:
        return Reading(Kind.BOOLEAN, FieldType.BOOLEAN, Format(true="1", false="0"), rule=r"[ \t]*[01][ \t]*")
    return read_booleans(cells) if cells else None


def _moment(cells: Sequence[str], kind: Kind, pattern: str, label: str) -> Reading | None:
    reading = moments.read_as(cells, pattern) if pattern else moments.read_moments(cells, label) if cells else None
    if reading is None or reading.choices:
        return None
    if kind is Kind.DATETIME and reading.type is FieldType.DATE:
        return replace(reading, kind=kind, type=FieldType.DATETIME)
    return reading if (kind is Kind.DATE) == (reading.type is FieldType.DATE) else None


def _point(choice: str) -> str:
    """The decimal point that a choice means; a plain point if there was none."""
    if "=" not in choice:
        return "."
    mark = choice[0]
    return mark if choice.endswith("1.234") else "," if mark == "." else "."


def _number(cells: Sequence[str], kind: Kind, pattern: str) -> Reading | None:
    reading = read_numbers(cells, Habits(_point(pattern))) if cells else None
    if reading is None or reading.choices:
        return None
    if kind is Kind.INTEGER and reading.type is not FieldType.INTEGER:
        return None
    if kind is Kind.FLOAT and reading.type is not FieldType.FLOAT:
        form = reading.format.model_copy(update={"decimals": None})
        return replace(reading, kind=kind, type=FieldType.FLOAT, scale=0, format=form)
    if kind is Kind.DECIMAL and reading.type is FieldType.INTEGER:
        return replace(reading, kind=kind, type=FieldType.DECIMAL, scale=0)
    return replace(reading, kind=kind)
