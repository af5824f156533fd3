"""Which of two fields of a record holds more: what can be kept, and how far sample values lie from each other."""

from collections.abc import Mapping, Sequence

from pipeline.contracts.data import Field
from pipeline.rendering.ranks import below, ranks
from pipeline.rendering.rules import measure
from pipeline.rendering.sample_values import sample_texts

ORDERS = ("more_than", "not_less_than")
"""The rules that name another field."""


def are_comparable(field: Field, other: Field) -> bool:
    """Whether values of two fields can be put in order: moments or numbers of one type, of no list."""
    is_ordered = field.type.is_moment or field.type.is_number
    is_free = not (field.choices or other.choices or field.references or other.references)
    is_same_type = (field.type, field.scale) == (other.type, other.scale)
    return is_ordered and is_free and is_same_type and field.name != other.name


def keepable(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields without those orders that their types or limits cannot keep."""
    named = {field.name: field for field in fields}
    return tuple(_with_orders(field, named) if below(field) else field for field in fields)


def _with_orders(field: Field, named: Mapping[str, Field]) -> Field:
    others = {rule: named.get(getattr(field, rule) or "") for rule in ORDERS}
    kept = {rule: other.name if other and _has_room(field, other, named) else None for rule, other in others.items()}
    return field.model_copy(update=kept)


def _has_room(field: Field, other: Field, named: Mapping[str, Field]) -> bool:
    """Whether their limits leave values to two fields that are in order, and no order leads in a circle."""
    fields = [one for one in named.values() if not one.references]
    if not are_comparable(field, other) or ranks(fields)[field.name] >= len(fields):
        return False
    first, second = sample_texts(fields)
    values = [measure(field, texts[name]) for name in (other.name, field.name) for texts in (first, second)]
    return sorted(set(values)) == values and (field.at_most is None or values[-1] <= measure(field, field.at_most))
