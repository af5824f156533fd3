"""The query parameters of each endpoint, for the OpenAPI document."""

from app.aggregate import DEFAULT_GROUPS, MAX_GROUPS, MAX_TERMS, METRICS, ORDERS, buckets_of, is_measurable
from app.aggregate import PARAMETERS as AGGREGATE_PARAMETERS
from app.export import MEDIA_TYPES
from app.export import PARAMETERS as EXPORT_PARAMETERS
from app.fields import Field
from app.histogram import DEFAULT_BINS, MAX_BINS
from app.histogram import PARAMETERS as HISTOGRAM_PARAMETERS
from app.listing import CURSOR, MAX_SEARCH
from app.listing import PARAMETERS as LIST_PARAMETERS
from app.openapi import (
    Parameter,
    choice,
    filter_parameters,
    page_parameters,
    parameter,
    several,
    sort_parameter,
    whole_number,
)
from app.query import Fields
from app.schema import COLUMNS, SEARCHED

EXAMPLES = {column.name: column.example for column in COLUMNS if column.example is not None}
"""A value of each column; there is none of personal data."""

_SEARCH = {"type": "string", "maxLength": MAX_SEARCH}
_AFTER = {"type": "string", "pattern": f"^{CURSOR.pattern}$"}


def list_parameters(fields: Fields) -> list[Parameter]:
    """What chooses a page of records."""
    after = parameter("after", "The value of next in the answer before this one; offset counts from there.", _AFTER)
    return [*page_parameters(fields), after, *_selection_parameters(fields, LIST_PARAMETERS)]


def aggregate_parameters(fields: Fields) -> list[Parameter]:
    """What chooses groups and metrics."""
    groups = [term for field in fields.values() for term in _group_terms(field)]
    metrics = ["count", *(f"{name}:{field.name}" for field in fields.values() for name in _metrics(field))]
    described = "Fields whose values make the groups, dates also by spans of time; without it all records are one."
    return [
        parameter("group_by", described, several(choice(groups), MAX_TERMS)),
        parameter("metric", "What is computed; count if it is not given.", several(choice(metrics), MAX_TERMS)),
        parameter("order", "By the first metric, the greatest first, or by the groups' values.", choice(ORDERS)),
        parameter("limit", "At most so many groups.", whole_number(1, MAX_GROUPS, DEFAULT_GROUPS)),
        *_selection_parameters(fields, AGGREGATE_PARAMETERS),
    ]


def histogram_parameters(fields: Fields) -> list[Parameter]:
    """What chooses the numbers that are counted."""
    numbers = choice(field.name for field in fields.values() if field.is_number)
    return [
        {**parameter("field", "The field whose numbers are counted.", numbers), "required": True},
        parameter("bins", "How many bins there are.", whole_number(1, MAX_BINS, DEFAULT_BINS)),
        *_selection_parameters(fields, HISTOGRAM_PARAMETERS),
    ]


def export_parameters(fields: Fields) -> list[Parameter]:
    """What chooses the records of a file."""
    return [
        parameter("format", "The kind of file; csv if it is not given.", choice(MEDIA_TYPES)),
        sort_parameter(fields),
        *_selection_parameters(fields, EXPORT_PARAMETERS),
    ]


def _selection_parameters(fields: Fields, settings: frozenset[str]) -> list[Parameter]:
    words = parameter("q", "Words, or beginnings of words, that the texts of a record have.", _SEARCH)
    return [*([words] if SEARCHED else []), *filter_parameters(fields, EXAMPLES, settings)]


def _group_terms(field: Field) -> list[str]:
    return [field.name, *(f"{field.name}:{bucket}" for bucket in buckets_of(field))]


def _metrics(field: Field) -> list[str]:
    return [name for name in METRICS if is_measurable(name, field)]
