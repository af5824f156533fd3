"""The entities of a plan as rows that a person edits, and back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import Field as Attribute

from pipeline.briefs.words import plural
from pipeline.contracts.base import Contract
from pipeline.contracts.data import Entity, Field, FieldType, Write
from pipeline.data.names import label_key, safe_name, unique
from pipeline.errors import InputError
from pipeline.rendering.feasibility import check_rules
from pipeline.rendering.orders import ORDERS, keepable

MONEY_SCALE = 2
MOST_ENTITIES, MOST_FIELDS = 100, 200
WRITES: tuple[Write, ...] = ("create", "update", "delete")


class FieldRow(Contract):
    """One field. `name` is the one that it had, empty for a new one; `references` and `choices` are as people write.

    `more_than` and `not_less_than` hold the `name` of the field of the same kind of record that it is compared with.
    """

    name: str = ""
    label: str = ""
    type: FieldType = FieldType.TEXT
    required: bool = False
    unique: bool = False
    references: str = ""
    at_least: str = ""
    at_most: str = ""
    choices: str = ""
    max_length: int | None = None
    more_than: str = ""
    not_less_than: str = ""
    scale: int = Attribute(default=MONEY_SCALE, ge=0, le=18)


class EntityRow(Contract):
    """One kind of record, with what people can do with it besides reading."""

    name: str = ""
    label: str = ""
    fields: tuple[FieldRow, ...] = ()
    writes: tuple[Write, ...] = WRITES


def rows_of(entities: Sequence[Entity]) -> tuple[EntityRow, ...]:
    """The entities of a plan as rows."""
    labels = {entity.name: entity.label for entity in entities}
    return tuple(
        EntityRow(
            name=entity.name,
            label=entity.label,
            fields=tuple(_field_row(field, labels) for field in entity.fields),
            writes=entity.writes,
        )
        for entity in entities
    )


def _field_row(field: Field, labels: dict[str, str]) -> FieldRow:
    return FieldRow(
        name=field.name,
        label=field.label,
        type=field.type,
        required=field.required,
        unique=field.unique,
        references=labels.get(field.references or "", ""),
        at_least=field.at_least or "",
        at_most=field.at_most or "",
        choices=", ".join(field.choices),
        max_length=field.max_length,
        more_than=field.more_than or "",
        not_less_than=field.not_less_than or "",
        scale=field.scale,
    )


def entities_of(rows: Sequence[EntityRow], before: Sequence[Entity], *, is_new: bool = False) -> tuple[Entity, ...]:
    """The entities that rows describe; `before` are those that the rows were made of.

    They keep their names, under which records may be stored; in a project that `is_new`, what has another label gets
    another name.

    InputError: one sentence that names the kind of record, the field and what to change.
    """
    rows = [row for row in rows if row.label.strip()]
    given, rows = rows, _named_anew(rows, before) if is_new else rows
    if not rows:
        raise InputError("The plan has no kind of record left; keep at least one.")
    if len(rows) > MOST_ENTITIES:
        raise InputError(f"The plan has {len(rows)} kinds of records and {MOST_ENTITIES} are possible; leave some out.")
    names = _names(rows, {entity.name for entity in before})
    plurals = _plurals(names, {entity.name: entity.plural for entity in before})
    # A reference may still call a kind of record as it was called before it was renamed.
    labels = {entity.name: entity.label for entity in before}
    by_label = {label_key(labels[row.name]): name for row, name in zip(given, names, strict=True) if row.name in labels}
    by_label |= {label_key(row.label): name for row, name in zip(rows, names, strict=True)}
    return tuple(
        Entity(
            name=name,
            plural=plurals[name],
            label=row.label.strip(),
            fields=_in_order(_fields(row, by_label), whole),
            writes=row.writes,
        )
        for row, whole, name in zip(rows, given, names, strict=True)
    )


def _named_anew(rows: Sequence[EntityRow], before: Sequence[Entity]) -> list[EntityRow]:
    """The rows without the names of what has another label now."""
    labels = {entity.name: entity.label for entity in before}
    fields = {(entity.name, field.name): field.label for entity in before for field in entity.fields}
    return [
        row.model_copy(
            update={
                "name": row.name if labels.get(row.name) == row.label else "",
                "fields": tuple(
                    field
                    if fields.get((row.name, field.name)) == field.label
                    else field.model_copy(update={"name": ""})
                    for field in row.fields
                ),
            }
        )
        for row in rows
    ]


def _names(rows: Sequence[EntityRow], kept: set[str]) -> list[str]:
    seen: set[str] = set()
    labels: set[str] = set()
    names = []
    for number, row in enumerate(rows, 1):
        if label_key(row.label) in labels:
            raise InputError(f"Two kinds of records are called {row.label.strip()}; rename one of them.")
        labels.add(label_key(row.label))
        name = row.name if row.name in kept - seen else unique(safe_name(row.label, f"record_{number}"), seen | kept)
        seen.add(name)
        names.append(name)
    return names


def _plurals(names: Sequence[str], kept: dict[str, str]) -> dict[str, str]:
    taken = {kept[name] for name in names if name in kept}
    plurals = {}
    for name in names:
        plurals[name] = kept.get(name) or unique(safe_name(plural(name.replace("_", " ")), f"{name}_list"), taken)
        taken.add(plurals[name])
    return plurals


def _fields(row: EntityRow, by_label: dict[str, str]) -> tuple[Field, ...]:
    given = [field for field in row.fields if field.label.strip()]
    if not given:
        raise InputError(f"{row.label.strip()} has no field; give it one, or remove it.")
    if len(given) > MOST_FIELDS:
        raise InputError(f"{row.label.strip()} has {len(given)} fields and {MOST_FIELDS} are possible; leave some out.")
    names: set[str] = set()
    fields = []
    for number, field in enumerate(given, 1):
        if label_key(field.label) in {label_key(other.label) for other in given[: number - 1]}:
            raise InputError(f"{row.label.strip()} has two fields called {field.label.strip()}; rename one of them.")
        name = field.name or safe_name(field.label, f"field_{number}")
        fields.append(_field(row, field, unique(name, names), by_label))
        names.add(fields[-1].name)
    return tuple(fields)


def _in_order(fields: tuple[Field, ...], row: EntityRow) -> tuple[Field, ...]:
    """The fields with the orders that they had, as far as what they are compared with is still there to be compared."""
    rows = [field for field in row.fields if field.label.strip()]
    names = {before.name: field.name for before, field in zip(rows, fields, strict=True) if before.name}
    ordered = (
        field.model_copy(update={rule: names.get(getattr(before, rule)) for rule in ORDERS})
        for before, field in zip(rows, fields, strict=True)
    )
    return keepable(tuple(ordered))


def _field(owner: EntityRow, row: FieldRow, name: str, by_label: dict[str, str]) -> Field:
    place = f"{row.label.strip()} of {owner.label.strip()}"
    target = by_label.get(label_key(row.references)) if row.references.strip() else None
    if row.references.strip() and target is None:
        raise InputError(f"{place} refers to {row.references.strip()}, and no kind of record is called so.")
    kind = FieldType.INTEGER if target else row.type
    values = [part.strip() for part in row.choices.split(",") if part.strip()]
    low, high = (_bound(place, kind, text) for text in (row.at_least, row.at_most))
    if low is not None and high is not None and _ordered(kind, low) > _ordered(kind, high):
        raise InputError(f"{place} is to be at least {low} and at most {high}; no value is both.")
    field = Field(
        name=name,
        label=row.label.strip(),
        type=kind,
        required=row.required,
        unique=row.unique,
        scale=row.scale if kind is FieldType.DECIMAL else 0,
        references=target,
        at_least=low,
        at_most=high,
        choices=_choices(place, kind, values),
        max_length=row.max_length if kind is FieldType.TEXT else None,
    )
    check_rules(place, field)
    return field


def _bound(place: str, kind: FieldType, text: str) -> str | None:
    if not text.strip():
        return None
    if kind in (FieldType.TEXT, FieldType.BOOLEAN):
        raise InputError(f"{place} is {kind.value}, which has no least or greatest value; leave those empty.")
    try:
        return str(_ordered(kind, text.strip())).replace(" ", "T")
    except (ValueError, InvalidOperation) as error:
        raise InputError(f"{place} has the limit {text.strip()}, which is no {kind.value}; correct it.") from error


def _ordered(kind: FieldType, text: str) -> Any:
    """The number or moment that canonical text stands for; raises ValueError or InvalidOperation."""
    match kind:
        case FieldType.INTEGER:
            return int(text)
        case FieldType.DATE:
            return date.fromisoformat(text)
        case FieldType.DATETIME:
            return datetime.fromisoformat(text)
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    return number or abs(number)  # zero has no sign


def _choices(place: str, kind: FieldType, values: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(values))
    if found and kind is not FieldType.TEXT:
        raise InputError(f"{place} is {kind.value}; only text can be one of a list.")
    return found
