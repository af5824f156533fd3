"""Whether the rules of a field agree with each other, and with what generated services can keep."""

from collections.abc import Iterator
from decimal import ROUND_FLOOR

from pipeline.contracts.data import Field, FieldType
from pipeline.errors import InputError
from pipeline.rendering.rules import EXACT_INTEGER, bound, measure


def check_rules(place: str, field: Field) -> None:
    """InputError: one sentence that begins with `place` and names the rule that cannot be kept."""
    for reason in (*_beyond_storage(field), *_without_room(field), *_forbidden_choices(field)):
        raise InputError(f"{place} {reason}")


def _beyond_storage(field: Field) -> Iterator[str]:
    numbers = (field.at_least, field.at_most, *field.choices) if field.type.is_number else ()
    for text in numbers:
        if text is not None and bound(field, text, ROUND_FLOOR) is None:
            yield f"has the value {text}, which is more than its type {field.type.value} can keep; choose another."


def _without_room(field: Field) -> Iterator[str]:
    """Whole numbers end where JSON no longer carries each of them, unless both bounds say otherwise."""
    if field.type is not FieldType.INTEGER:
        return
    if field.at_least is not None and field.at_most is None and int(field.at_least) >= EXACT_INTEGER:
        yield f"is at least {field.at_least}, where whole numbers end without a greatest one; add it, or start lower."
    if field.at_most is not None and field.at_least is None and int(field.at_most) <= -EXACT_INTEGER:
        yield f"is at most {field.at_most}, where whole numbers end without a least one; add it, or end higher."


def _forbidden_choices(field: Field) -> Iterator[str]:
    for text in field.choices:
        if field.max_length is not None and len(text) > field.max_length:
            yield f"has the choice {text}, which is longer than its limit of {field.max_length:,} characters."
        if field.at_least is not None and measure(field, text) < measure(field, field.at_least):
            yield f"has the choice {text}, which is less than its limit, at least {field.at_least}."
        if field.at_most is not None and measure(field, text) > measure(field, field.at_most):
            yield f"has the choice {text}, which is more than its limit, at most {field.at_most}."
