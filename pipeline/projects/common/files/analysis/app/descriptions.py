"""The query parameters of aggregations and exports, for the OpenAPI document."""

from collections.abc import Iterable

from app.aggregation import DEFAULT_GROUPS, MAX_GROUPS, MAX_TERMS, METRICS, ORDERS, buckets_of, is_measurable
from app.aggregation import PARAMETERS as AGGREGATE_PARAMETERS
from app.downloads import FORMULAS
from app.downloads import PARAMETERS as EXPORT_PARAMETERS
from app.fields import Field
from app.openapi import (
    Examples,
    Parameter,
    choice,
    parameter,
    selection_parameters,
    several,
    sort_parameter,
    whole_number,
)
from app.query import Fields

_FORMULAS = "What becomes of texts of a CSV file that a spreadsheet would run: mark puts an apostrophe before them."


def aggregate_parameters(fields: Fields, examples: Examples) -> list[Parameter]:
    """What chooses groups and metrics."""
    groups = [term for field in fields.values() for term in _group_terms(field)]
    metrics = ["count", *(f"{name}:{field.name}" for field in fields.values() for name in _metrics(field))]
    described = "Fields whose values make the groups, dates also by spans of time; without it all records are one."
    return [
        parameter("group_by", described, several(choice(groups), MAX_TERMS)),
        parameter("metric", "What is computed; count if it is not given.", several(choice(metrics), MAX_TERMS)),
        parameter("order", "By the first metric, the greatest first, or by the groups' values.", choice(ORDERS)),
        parameter("limit", "At most so many groups.", whole_number(1, MAX_GROUPS, DEFAULT_GROUPS)),
        *selection_parameters(fields, AGGREGATE_PARAMETERS, examples),
    ]


def export_parameters(fields: Fields, formats: Iterable[str], examples: Examples) -> list[Parameter]:
    """What chooses the records of a file."""
    return [
        parameter("format", "The kind of file; csv if it is not given.", choice(formats)),
        parameter("formulas", _FORMULAS, choice(FORMULAS)),
        sort_parameter(fields),
        *selection_parameters(fields, EXPORT_PARAMETERS, examples),
    ]


def _group_terms(field: Field) -> list[str]:
    return [field.name, *(f"{field.name}:{bucket}" for bucket in buckets_of(field))]


def _metrics(field: Field) -> list[str]:
    return [name for name in METRICS if is_measurable(name, field)]
