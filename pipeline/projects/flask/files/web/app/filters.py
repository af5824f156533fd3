"""The filters of a list: inputs to choose them, and chips that say which are chosen."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from app.catalogue import fields_of, is_moment, layout_of, target_of
from app.fields import FieldType
from app.forms import SHORT_LIST
from app.listing import Selection
from app.query import ID, LIST, Condition, Operator, Parameters
from app.rows import Rows
from app.tables import Table, TableField
from app.texts import shown

MOST_FIELDS = 12

SEARCH = "q"
"""The parameter with the words that are searched for."""

_MEANINGS: dict[Operator, str] = {
    "eq": "is",
    "not": "is not",
    "gt": "is more than",
    "gte": "is at least",
    "lt": "is less than",
    "lte": "is at most",
    "contains": "contains",
    "prefix": "begins with",
}

Kind = Literal["select", "number", "date", "text"]
Options = Sequence[tuple[str, str]]


class FilterInput(NamedTuple):
    """An input whose name is a parameter of the list."""

    name: str
    label: str
    kind: Kind
    value: str
    options: Options = ()


class Chip(NamedTuple):
    """A filter in words, and the parameters of the list without it."""

    text: str
    without: Parameters


def filter_inputs(rows: Rows, table: Table, parameters: Parameters) -> list[FilterInput]:
    """Inputs for the first fields, with what was chosen."""
    chosen = dict(parameters)
    fields = [field for field in table.fields if field.name not in layout_of(table).prose][:MOST_FIELDS]
    return [
        FilterInput(name, f"{field.label}{words}", kind, chosen.get(name, ""), options)
        for field in fields
        for name, words, kind, options in _inputs(rows, field)
    ]


def other_parameters(inputs: Sequence[FilterInput], parameters: Parameters) -> Parameters:
    """The parameters to keep that no input has; what is chosen anew begins on the first page."""
    names = {item.name for item in inputs} | {SEARCH, "offset"}
    return [(name, text) for name, text in parameters if name not in names]


def chips(rows: Rows, table: Table, selection: Selection, parameters: Parameters) -> list[Chip]:
    """The conditions of a selection in words, each with the parameters of the list without it."""
    return [
        Chip(
            _words(rows, table, condition),
            [item for item in parameters if item[0] not in (*_keys(condition), "offset")],
        )
        for condition in selection.conditions
    ]


def _keys(condition: Condition) -> tuple[str, ...]:
    """The parameters that a condition can have come from."""
    name, operator = condition.field.name, condition.operator
    return (name, f"{name}__eq", f"{name}__{LIST}") if operator == "eq" else (f"{name}__{operator}",)


def _inputs(rows: Rows, field: TableField) -> list[tuple[str, str, Kind, Options]]:
    """For each input of a field its name, what follows the field's label, its kind and options."""
    if options := _options(rows, field):
        return [(f"{field.name}__eq", "", "select", options)]
    if field.references:
        return []
    if field.type is FieldType.TEXT:
        return [(f"{field.name}__contains", " contains", "text", ())]
    kind: Kind = "date" if is_moment(field) else "number"
    return [(f"{field.name}__gte", ", at least", kind, ()), (f"{field.name}__lte", ", at most", kind, ())]


def _options(rows: Rows, field: TableField) -> Options:
    """The values to choose from, where they are known and few."""
    if field.type is FieldType.BOOLEAN:
        return (("true", "Yes"), ("false", "No"))
    target = target_of(field)
    if target and rows.count(target) <= SHORT_LIST:
        return rows.options(target, Selection(), SHORT_LIST)
    return [(choice, choice) for choice in field.choices]


def _words(rows: Rows, table: Table, condition: Condition) -> str:
    """A condition as a person would say it."""
    label, values = condition.field.label, condition.values
    if condition.operator == "null":
        return f"{label} is {'missing' if values[0] else 'there'}"
    texts = [str(value) for value in values] if condition.field is ID else _texts(rows, table, condition)
    return f"{label} {_MEANINGS[condition.operator]} {' or '.join(texts)}"


def _texts(rows: Rows, table: Table, condition: Condition) -> list[str]:
    (field,) = fields_of(table, (condition.field.name,))
    target = target_of(field)
    ids = [int(value) for value in condition.values] if target and condition.operator in ("eq", "not") else []
    titles = rows.titles(target, ids) if target else {}
    return [titles[int(value)] if value in titles else shown(field, value) for value in condition.values]
