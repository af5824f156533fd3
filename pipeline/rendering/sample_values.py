"""Values to test the rules of a field with: two that keep them, and those that are just beyond a limit."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.contracts.data import Field, FieldType
from pipeline.rendering.literals import python_literal
from pipeline.rendering.ranks import below, ranks
from pipeline.rendering.rules import INTEGER_LIMIT, measure

MAX_SCALE = 18  # no digit is left before the point
_RARE = "98760"
_EXACT_DIGITS = 15  # as many as a JSON number carries safely

_GAPS = {
    FieldType.INTEGER: 10,
    FieldType.DECIMAL: 10,
    FieldType.FLOAT: 10,
    FieldType.DATE: 10,
    FieldType.DATETIME: 36_000,
}
"""How far, in whole units, days or seconds, values that have to be in order lie apart."""


def rule_breakers(field: Field) -> Iterator[str]:
    """Python literals of values that are of the right type and break a rule of the field."""
    ends = (str(-INTEGER_LIMIT), str(INTEGER_LIMIT - 1))  # nothing is kept beyond them anyway
    for limit, steps in ((field.at_least, -1), (field.at_most, 1)):
        if limit is not None and limit not in ends and (beyond := _moved(field, limit, steps)) != limit:
            yield as_literal(field, beyond)
    if field.choices:
        yield '"none of these"' if field.type is FieldType.TEXT else str(max(map(int, field.choices)) + 1)
    elif field.max_length is not None:
        yield f'"a" * {field.max_length + 1}'


def sample_texts(fields: Sequence[Field]) -> tuple[dict[str, str], dict[str, str]]:
    """Canonical texts of two records; values that have to be in order are so in every mixture of both."""
    first, second = ({field.name: sample_text(field, number) for field in fields} for number in (1, 2))
    rank = ranks(fields)
    for field in sorted(fields, key=lambda one: rank[one.name]):
        for name in below(field):
            if min(measure(field, texts[field.name]) for texts in (first, second)) <= measure(field, second[name]):
                gap = _GAPS[field.type] * 10**field.scale
                first[field.name], second[field.name] = (_moved(field, second[name], gap * times) for times in (1, 2))
    return first, second


def sample_text(field: Field, number: int) -> str:
    """Canonical text of a value that keeps the field's own rules: the first or the second of its table."""
    if field.choices:
        return field.choices[(number - 1) % len(field.choices)]
    text = _plain(field, number)
    if field.max_length is not None:
        return text[-field.max_length :]
    return _within(field, text, number)


def _within(field: Field, text: str, number: int) -> str:
    """The text itself, or another value where that would be out of bounds; a second value is next to a bound."""
    low, high = field.at_least, field.at_most
    if low is not None and measure(field, text) < measure(field, low):
        text = low if number == 1 else _moved(field, low, 1)
    if high is not None and measure(field, text) > measure(field, high):
        text = high if number == 2 else _moved(field, high, -1)
    return low if low is not None and measure(field, text) < measure(field, low) else text


def _moved(field: Field, text: str, steps: int) -> str:
    """A value so many of the smallest steps of its type further on; the same one at the end of all days."""
    try:
        return _shifted(field, text, steps)
    except OverflowError:
        return text


def _shifted(field: Field, text: str, steps: int) -> str:
    match field.type:
        case FieldType.DATE:
            return (dt.date.fromisoformat(text) + dt.timedelta(days=steps)).isoformat()
        case FieldType.DATETIME:
            return (dt.datetime.fromisoformat(text) + dt.timedelta(seconds=steps)).isoformat()
        case FieldType.FLOAT:
            return _moved_float(float(text), steps)
        case _:
            return f"{Decimal(text) + steps * Decimal(1).scaleb(-field.scale):.{field.scale}f}"


def _moved_float(number: float, steps: int) -> str:
    """By whole numbers, or to the next number where those no longer make a difference."""
    moved = number + steps if number + steps != number else math.nextafter(number, steps * math.inf)
    if math.isinf(moved):
        raise OverflowError
    return repr(moved)


def _plain(field: Field, number: int) -> str:
    """Canonical text of a value of a field without rules; one that hardly any file has where it has to be unique."""
    year = 9024 if field.unique else 2024
    match field.type:
        case FieldType.TEXT:
            return f"{field.name.replace('_', ' ').capitalize()} {number}"
        case FieldType.INTEGER:
            return str((987_654_320 if field.unique else 10) + number)
        case FieldType.DECIMAL:
            return _decimal(field.scale, number, is_rare=field.unique)
        case FieldType.FLOAT:
            return f"{98_760 + number if field.unique else number}.5"
        case FieldType.BOOLEAN:
            return "true" if number == 1 else "false"
        case FieldType.DATE:
            return f"{year}-05-{10 + number}"
        case FieldType.DATETIME:
            return f"{year}-05-{10 + number}T13:45:00"


def _decimal(scale: int, number: int, *, is_rare: bool) -> str:
    places = f"{number}23456789123456789"[:scale]
    whole = 0 if scale == MAX_SCALE else number
    if is_rare and scale <= MAX_SCALE - len(_RARE):
        whole += int(_RARE)
    return f"{whole}.{places}" if scale else str(number)


def as_literal(field: Field, text: str) -> str:
    """Canonical text as the Python literal of what a client sends: a decimal as text where a number loses digits."""
    match field.type:
        case FieldType.BOOLEAN:
            return "True" if text == "true" else "False"
        case FieldType.INTEGER | FieldType.FLOAT:
            return text.replace("e+", "e")
        case FieldType.DECIMAL:
            is_kept = "." not in text or repr(float(text)) == text
            return text if is_kept and len(text.lstrip("-").replace(".", "")) <= _EXACT_DIGITS else f'"{text}"'
        case _:
            return python_literal(text)
