"""How many fields of a record have to hold less than each of them."""

from collections.abc import Sequence

from pipeline.contracts.data import Field


def below(field: Field) -> tuple[str, ...]:
    """The names of the fields that a field is compared with."""
    return tuple(filter(None, (field.more_than, field.not_less_than)))


def ranks(fields: Sequence[Field]) -> dict[str, int]:
    """How many fields have to hold less than each, one below the other; in a circle, as many as there are fields."""
    found = {field.name: 0 for field in fields}
    for _ in fields:
        for field in fields:
            found[field.name] = max([found[field.name], *(found[name] + 1 for name in below(field) if name in found)])
    return found
