"""The rules that a value must keep by itself."""

from app.fields import Stored, parse_value
from app.tables import TableField


class ValueRefusedError(ValueError):
    """A value that breaks a rule; its text is one sentence for the person who wrote it."""


def check_value(field: TableField, text: str) -> Stored | None:
    """The stored form of what a person wrote, None for nothing; ValueRefusedError if it breaks a rule of the field."""
    if field.required and not text.strip():
        raise ValueRefusedError("A value is required.")
    if not text:
        return None
    try:
        value = parse_value(field, text)
    except ValueError as error:
        raise ValueRefusedError(f"This must be {error}.") from None
    _check_text(field, text)
    _check_bounds(field, value)
    if field.choices and text not in field.choices:
        raise ValueRefusedError("This must be one of the values of the list.")
    return value


def _check_text(field: TableField, text: str) -> None:
    if field.max_length is not None and len(text) > field.max_length:
        raise ValueRefusedError(f"This must have at most {field.max_length:,} characters; it has {len(text):,}.")
    if "\x00" in text:
        raise ValueRefusedError("This has a character that cannot be kept.")


def _check_bounds(field: TableField, value: Stored) -> None:
    if field.at_least is not None and _is_less(value, parse_value(field, field.at_least)):
        raise ValueRefusedError(f"This must be at least {field.at_least}.")
    if field.at_most is not None and _is_less(parse_value(field, field.at_most), value):
        raise ValueRefusedError(f"This must be at most {field.at_most}.")


def _is_less(value: Stored, other: Stored) -> bool:
    """Whether one of two stored values of the same field is less."""
    if isinstance(value, str) or isinstance(other, str):
        return str(value) < str(other)
    return value < other
