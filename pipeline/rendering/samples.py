"""Records to test an entity's service with: two that are accepted, and values that are not."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.contracts.data import Field, FieldType
from pipeline.rendering.entities import EntityView

MAX_SCALE = 18  # no digit is left before the point
_EXACT_DIGITS = 12  # as many as a JSON number carries safely behind the point

_INVALID: dict[FieldType, tuple[str, ...]] = {
    FieldType.INTEGER: ('"one"', "1.5", "True", "2**63", "[]"),
    FieldType.DECIMAL: ('"one"', "True", '"NaN"', '"Infinity"', "{}"),
    FieldType.FLOAT: ('"one"', "True", "[]"),
    FieldType.BOOLEAN: ('"true"', "1", "[]"),
    FieldType.DATE: ('"2024-02-30"', '"yesterday"', "0", '"2024-01-01T00:00:00"'),
    FieldType.DATETIME: ('"2024-02-30T00:00:00"', '"now"', "0", '"2024-01-01T00:00:00Z"'),
    FieldType.TEXT: ("1", "[]", "{}", "True"),
}


@dataclass(frozen=True)
class Sample:
    """Python literals: two records without references, and the tables that references lead to."""

    plural: str
    first: tuple[tuple[str, str], ...]
    second: tuple[tuple[str, str], ...]
    parents: tuple[tuple[str, str], ...]
    required: tuple[str, ...]


def sample(view: EntityView, ancestors: dict[str, set[str]]) -> Sample:
    """Records for an entity; a reference that leads back to it is left out, so that parents can be made first."""
    plain = [item.field for item in view.fields if not item.field.references]
    return Sample(
        plural=view.plural,
        first=tuple((field.name, _literal(field, 1)) for field in plain),
        second=tuple((field.name, _literal(field, 2)) for field in plain),
        parents=tuple(
            (item.field.name, item.field.references)
            for item in view.fields
            if item.field.references and view.plural not in ancestors[item.field.references]
        ),
        required=tuple(item.field.name for item in view.fields if item.field.required),
    )


def ancestor_tables(views: tuple[EntityView, ...]) -> dict[str, set[str]]:
    """For each table itself and every table that its references lead to."""
    found = {
        view.plural: {view.plural} | {f.field.references for f in view.fields if f.field.references} for view in views
    }
    for _ in views:
        for tables in found.values():
            tables |= {ancestor for table in tuple(tables) for ancestor in found[table]}
    return found


def invalid_values(views: tuple[EntityView, ...]) -> Iterator[tuple[str, str, str]]:
    """Table, field and Python literal of values that must be refused."""
    for view in views:
        for item in view.fields:
            for literal in _INVALID[item.field.type]:
                yield view.plural, item.field.name, literal
            if item.field.type is FieldType.DECIMAL:
                yield view.plural, item.field.name, f'"0.{"0" * item.field.scale}1"'


def _literal(field: Field, number: int) -> str:
    match field.type:
        case FieldType.TEXT:
            return f'"{field.name.replace("_", " ").capitalize()} {number}"'
        case FieldType.INTEGER:
            return str(10 + number)
        case FieldType.DECIMAL:
            return _decimal(field.scale, number)
        case FieldType.FLOAT:
            return f"{number}.5"
        case FieldType.BOOLEAN:
            return "True" if number == 1 else "False"
        case FieldType.DATE:
            return f'"2024-05-{10 + number}"'
        case FieldType.DATETIME:
            return f'"2024-05-{10 + number}T13:45:00"'


def _decimal(scale: int, number: int) -> str:
    """A number with all of its decimal places, as a string where a JSON number could not carry them."""
    places = f"{number}23456789123456789"[:scale]
    whole = 0 if scale == MAX_SCALE else number
    text = f"{whole}.{places}" if scale else str(number)
    return text if scale <= _EXACT_DIGITS else f'"{text}"'
