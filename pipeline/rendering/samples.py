"""Records to test an entity's service with: two that are accepted, and values that are not."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.contracts.data import FieldType
from pipeline.rendering.entities import EntityView
from pipeline.rendering.literals import python_literal
from pipeline.rendering.sample_values import as_literal, rule_breakers, sample_texts

_INVALID: dict[FieldType, tuple[str, ...]] = {
    FieldType.INTEGER: ('"one"', "1.5", "True", "2**63", "[]"),
    FieldType.DECIMAL: ('"one"', "True", '"NaN"', '"Infinity"', "{}"),
    FieldType.FLOAT: ('"one"', "True", "[]"),
    FieldType.BOOLEAN: ('"true"', "1", "[]"),
    FieldType.DATE: ('"2024-02-30"', '"yesterday"', "0", '"2024-01-01T00:00:00"'),
    FieldType.DATETIME: (
        '"2024-02-30T00:00:00"',
        '"now"',
        "0",
        '"2024-01-01T00:00:00+25:00"',
        '"0001-01-01T00:00:00+14:00"',
    ),
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

    @property
    def varies(self) -> bool:
        """Whether the second record differs from the first: rules may leave a single value."""
        return bool(self.parents) or self.first != self.second


def sample(view: EntityView, ancestors: dict[str, set[str]]) -> Sample:
    """Records for an entity; a reference that leads back to it is left out, so that parents can be made first."""
    plain = [item.field for item in view.fields if not item.field.references]
    first, second = (
        tuple((field.name, as_literal(field, texts[field.name])) for field in plain) for texts in sample_texts(plain)
    )
    return Sample(
        plural=view.plural,
        first=first,
        second=second,
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
            if item.field.type is FieldType.TEXT and item.field.required:
                yield view.plural, item.field.name, python_literal(" \t\n")
    yield from broken_values(views)


def broken_values(views: tuple[EntityView, ...]) -> Iterator[tuple[str, str, str]]:
    """Table, field and Python literal of values of the right type that break a rule."""
    for view in views:
        for item in view.fields:
            for literal in rule_breakers(item.field):
                yield view.plural, item.field.name, literal
