"""The rules on values that a JSON document states, checked against the type of their field."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.briefs.document import FieldRequirement, Limit
from pipeline.contracts.data import FieldType
from pipeline.data.records import Value, render
from pipeline.errors import InputError

_LIMITED = tuple(kind for kind in FieldType if kind.is_number or kind.is_moment)
_MOST_DIGITS = 18


def scale_of(wanted: FieldRequirement, scale: int) -> int:
    """As many decimal places as the rules of a decimal field have, and `scale` at least."""
    stated = [one for one in (wanted.at_least, wanted.at_most, *wanted.choices) if isinstance(one, int | float)]
    places = max((-int(Decimal(str(one)).as_tuple().exponent) for one in stated), default=0)
    return min(max(scale, places), _MOST_DIGITS)


def limits_of(place: str, wanted: FieldRequirement, kind: FieldType, scale: int) -> tuple[str | None, str | None]:
    """The canonical text of the smallest and the largest value. InputError: the field can have no such limit."""
    if wanted.max_length is not None and kind is not FieldType.TEXT:
        raise InputError(
            f"{place}.max_length is {wanted.max_length}; only a text has a length, and this is {kind.value}."
        )
    found: dict[str, Any] = {}
    for name in ("at_least", "at_most"):
        given = getattr(wanted, name)
        if given is None:
            continue
        if kind not in _LIMITED or wanted.references:
            raise InputError(f"{place}.{name} is {given!r}; only numbers, dates and times have limits.")
        found[name] = _value(f"{place}.{name}", given, kind)
    low, high = found.get("at_least"), found.get("at_most")
    if low is not None and high is not None and low > high:
        raise InputError(f"{place}.at_least is {wanted.at_least!r}, which is more than its at_most {wanted.at_most!r}.")
    return _text(low, scale), _text(high, scale)


def choices_of(place: str, wanted: FieldRequirement, kind: FieldType, scale: int) -> tuple[str, ...]:
    """The canonical text of all allowed values. InputError: one of them is not of the field's type."""
    if wanted.choices and (kind is FieldType.BOOLEAN or wanted.references):
        raise InputError(f"{place}.choices is not possible for {'a reference' if wanted.references else kind.value}.")
    values = [
        str(given) if kind is FieldType.TEXT else _text(_value(f"{place}.choices[{at}]", given, kind), scale)
        for at, given in enumerate(wanted.choices)
    ]
    return tuple(dict.fromkeys(value for value in values if value))


def _value(place: str, given: Limit, kind: FieldType) -> Value:
    readers: dict[FieldType, Callable[[str], Value]] = {
        FieldType.INTEGER: _integer,
        FieldType.DECIMAL: _decimal,
        FieldType.FLOAT: _float,
        FieldType.DATE: date.fromisoformat,
        FieldType.DATETIME: _moment,
    }
    try:
        return readers[kind](str(given))
    except (ValueError, InvalidOperation) as error:
        raise InputError(f"{place} is {given!r}, which is no {kind.value} that can be kept.") from error


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or value.adjusted() >= _MOST_DIGITS or int(value.as_tuple().exponent) < -_MOST_DIGITS:
        raise ValueError(text)
    return value or abs(value)  # zero has no sign


def _float(text: str) -> float:
    value = float(text)
    return value or abs(value)


def _integer(text: str) -> int:
    value = _decimal(text)
    if value != value.to_integral_value():
        raise ValueError(text)
    return int(value)


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is not None:
        raise ValueError(text)
    return value


def _text(value: Value | None, scale: int) -> str | None:
    return None if value is None else render(value, scale)
