"""The rules of fields, as far as values of their types can keep them, and as Python code."""

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation

from pipeline.contracts.data import Field, FieldType
from pipeline.rendering.literals import python_literal

MAX_TEXT = 10_000
MAX_UNIQUE_TEXT = 500  # what an index of PostgreSQL holds for sure
MAX_DIGITS = 18  # of a decimal, so that it fits in 64 bits whatever its scale
INTEGER_LIMIT = 2**63
EXACT_INTEGER = 2**53 - 1  # what a field of whole numbers without bounds holds: every reader of JSON keeps it exact

_NAMED_CHOICES = 12  # in a sentence
_CHOSEN = (FieldType.TEXT, FieldType.INTEGER)


def enforceable(field: Field) -> Field:
    """The field with the rules that its values can keep, bounds in canonical text; the others are dropped."""
    low, high = bound(field, field.at_least, ROUND_CEILING), bound(field, field.at_most, ROUND_FLOOR)
    if low is not None and high is not None and measure(field, low) > measure(field, high):
        low = high = None
    if field.type is FieldType.INTEGER and any(abs(int(text)) > EXACT_INTEGER for text in (low, high) if text):
        low, high = low or str(-INTEGER_LIMIT), high or str(INTEGER_LIMIT - 1)
    choices = _choices(field, low, high)
    return field.model_copy(
        update={
            "at_least": None if choices else low,
            "at_most": None if choices else high,
            "choices": choices,
            "max_length": text_limit(field),
            "unique": field.unique and len(choices) != 1 and (low is None or low != high),
        }
    )


def text_limit(field: Field) -> int | None:
    """How many characters a text may have; None for what is no text."""
    if field.type is not FieldType.TEXT:
        return None
    return field.max_length or (MAX_UNIQUE_TEXT if field.unique else MAX_TEXT)


def bound(field: Field, text: str | None, rounding: str) -> str | None:
    """A bound in canonical text, rounded to what the type can hold; None if the type has no such bound."""
    try:
        return None if text is None else _BOUNDS[field.type](field, text, rounding)
    except (KeyError, ValueError, InvalidOperation):
        return None


def rules_in_words(field: Field) -> str:
    """The rules of a field in words."""
    named = ", ".join(field.choices[:_NAMED_CHOICES]) + (", …" if len(field.choices) > _NAMED_CHOICES else "")
    rules = {
        "required": field.required,
        "unique": field.unique,
        f"a record of {field.references}": field.references,
        f"at least {field.at_least}": field.at_least is not None,
        f"at most {field.at_most}": field.at_most is not None,
        f"one of {named}": field.choices,
        f"at most {field.max_length or 0:,} characters": field.max_length and not field.choices,
        f"more than {field.more_than}": field.more_than,
        f"not less than {field.not_less_than}": field.not_less_than,
    }
    return "; ".join(words for words, holds in rules.items() if holds)


def measure(field: Field, text: str) -> tuple[Decimal, str]:
    """What canonical text is compared by."""
    return (Decimal(text), "") if field.type.is_number else (Decimal(0), text)


def value_code(field: Field, text: str) -> str:
    """Canonical text as Python code for the value."""
    match field.type:
        case FieldType.DECIMAL:
            return f'Decimal("{text}")'
        case FieldType.DATE:
            return f"dt.{dt.date.fromisoformat(text)!r}".replace("datetime.", "")
        case FieldType.DATETIME:
            return f"dt.{dt.datetime.fromisoformat(text)!r}".replace("datetime.datetime", "datetime")
        case FieldType.TEXT:
            return python_literal(text)
        case _:
            return text.replace("e+", "e")


def _choices(field: Field, low: str | None, high: str | None) -> tuple[str, ...]:
    if field.type not in _CHOSEN or field.references:
        return ()
    limit = field.max_length or MAX_TEXT
    found = (text for text in dict.fromkeys(field.choices) if _is_choice(field, text))
    if field.type is FieldType.TEXT:
        return tuple(text for text in found if len(text) <= limit)
    return tuple(
        text for text in found if (low is None or int(text) >= int(low)) and (high is None or int(text) <= int(high))
    )


def _is_choice(field: Field, text: str) -> bool:
    if field.type is FieldType.INTEGER:
        return bound(field, text, ROUND_FLOOR) == text
    return bool(text) and "\0" not in text


def _whole(_field: Field, text: str, rounding: str) -> str:
    number = int(Decimal(text).to_integral_value(rounding))
    if not -INTEGER_LIMIT <= number < INTEGER_LIMIT:
        raise ValueError(text)
    return str(number)


def _decimal(field: Field, text: str, rounding: str) -> str:
    number = Decimal(text).quantize(Decimal(1).scaleb(-field.scale), rounding)
    if abs(number) >= Decimal(10) ** (18 - field.scale):
        raise ValueError(text)
    return f"{number or abs(number):.{field.scale}f}"


def _float(_field: Field, text: str, _rounding: str) -> str:
    number = float(text)
    if number - number:
        raise ValueError(text)
    return repr(number or abs(number))  # zero has no sign


def _date(_field: Field, text: str, _rounding: str) -> str:
    return dt.date.fromisoformat(text).isoformat()


def _datetime(_field: Field, text: str, _rounding: str) -> str:
    return dt.datetime.fromisoformat(text).replace(tzinfo=None).isoformat()


_BOUNDS: dict[FieldType, Callable[[Field, str, str], str]] = {
    FieldType.INTEGER: _whole,
    FieldType.DECIMAL: _decimal,
    FieldType.FLOAT: _float,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
}
