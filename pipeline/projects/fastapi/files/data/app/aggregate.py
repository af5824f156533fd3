"""Aggregation: metrics of fields for each combination of the values of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.backend import Row
from app.fields import Field, FieldType
from app.listing import Selection, parse_selection
from app.query import ID, Fields, Parameters, QueryError, find_field, parse_number, quoted, split
from app.statements import select
from app.typed import json_sql

PARAMETERS = frozenset({"group_by", "metric", "order", "limit", "q"})
METRICS = ("count", "distinct", "sum", "min", "max", "avg")
BUCKETS = ("year", "quarter", "month", "week", "day", "hour")
ORDERS = ("results", "values")
MAX_GROUPS = DEFAULT_GROUPS = 10_000
MAX_TERMS = 8


@dataclass(frozen=True)
class Group:
    """What records are grouped by: a field, or with a bucket the span of time that its value lies in."""

    name: str
    field: Field
    bucket: str = ""

    @property
    def sql(self) -> str:
        """The group of a record."""
        if not self.bucket:
            return self.field.sql_name
        start = f"date_trunc('{self.bucket}', CAST({self.field.sql_name} AS TIMESTAMP))"
        return start if self.bucket == "hour" else f"CAST({start} AS DATE)"

    @property
    def result(self) -> Field:
        """What its values are: a bucket is named by the day, or the hour, that it begins with."""
        if not self.bucket:
            return self.field
        return _field(FieldType.DATETIME if self.bucket == "hour" else FieldType.DATE)


@dataclass(frozen=True)
class Metric:
    """What is computed of a field for each group."""

    name: str
    metric: str
    field: Field

    @property
    def sql(self) -> str:
        """The metric of a group."""
        name = self.field.sql_name
        if self.metric == "distinct":
            return f"count(DISTINCT {name})"
        if self.metric == "avg":
            return f"CAST(sum({name}) AS DOUBLE PRECISION) / count({name})"
        if self.metric in ("min", "max") and self.field.type is FieldType.BOOLEAN:
            return f"bool_{'and' if self.metric == 'min' else 'or'}({name})"
        return f"{self.metric}({name})"

    @property
    def result(self) -> Field:
        """What its values are."""
        if self.metric in ("count", "distinct"):
            return ID
        return _field(FieldType.FLOAT) if self.metric == "avg" else self.field


@dataclass(frozen=True)
class AggregateQuery:
    """Metrics of the records of a selection by groups, or of all together if there are none."""

    selection: Selection
    groups: tuple[Group, ...]
    metrics: tuple[Metric, ...]
    by_results: bool
    limit: int

    def sql(self, where: str) -> str:
        """One row a group, of JSON texts: the greatest first result first, or in the order of the groups' values."""
        terms: list[tuple[str, Group | Metric]] = [(f"g{place}", group) for place, group in enumerate(self.groups)]
        terms += [(f"m{place}", metric) for place, metric in enumerate(self.metrics)]
        inner = ", ".join(f"{term.sql} AS {name}" for name, term in terms)
        outer = ", ".join(json_sql(term.result, name) for name, term in terms)
        places = ", ".join(str(place) for place, _ in enumerate(self.groups, 1))
        grouping = f" GROUP BY {places}" if places else ""
        order = ["m0 DESC NULLS LAST"] if self.by_results else []
        order += [f"g{place} ASC NULLS FIRST" for place, _ in enumerate(self.groups)]
        ordering = f" ORDER BY {', '.join(order)}" if self.groups else ""
        grouped = select(inner, f"{where}{grouping}")
        return select(outer, f"{ordering} LIMIT {self.limit}", f"({grouped}) AS grouped")

    def json(self, rows: Iterable[Row]) -> str:
        """The groups of the rows that the statement gives."""
        split_at = len(self.groups)
        items = (
            f'{{"values": {_object(self.groups, row[:split_at])}, "results": {_object(self.metrics, row[split_at:])}}}'
            for row in rows
        )
        return f'{{"groups": [{", ".join(items)}]}}'


def buckets_of(field: Field) -> tuple[str, ...]:
    """The spans of time that the values of a field can be grouped by."""
    return {FieldType.DATE: BUCKETS[:-1], FieldType.DATETIME: BUCKETS}.get(field.type, ())


def is_measurable(metric: str, field: Field) -> bool:
    """Whether a metric of the field makes sense."""
    return field.is_number or metric not in ("sum", "avg")


def parse_aggregate(fields: Fields, parameters: Parameters) -> AggregateQuery:
    """Read the parameters of an aggregation; QueryError if any is unknown, malformed or missing."""
    settings, others = split(parameters, PARAMETERS)
    order = settings.get("order", ["results"])[-1]
    if order not in ORDERS:
        raise QueryError(f"order must be one of {', '.join(ORDERS)}, not {quoted(order)}.")
    return AggregateQuery(
        selection=parse_selection(fields, settings, others),
        groups=tuple(_group(fields, term) for term in _terms("group_by", settings.get("group_by", []))),
        metrics=tuple(_metric(fields, term) for term in _terms("metric", settings.get("metric", ["count"]))),
        by_results=order == "results",
        limit=parse_number("limit", settings.get("limit", []), default=DEFAULT_GROUPS, low=1, high=MAX_GROUPS),
    )


def _terms(name: str, texts: list[str]) -> list[str]:
    """Terms that are separated by commas or given one by one."""
    terms = ",".join(texts).split(",") if texts else []
    if len(terms) > MAX_TERMS or len(set(terms)) < len(terms):
        raise QueryError(f"{name} must name at most {MAX_TERMS} different terms.")
    return terms


def _group(fields: Fields, term: str) -> Group:
    name, colon, bucket = term.partition(":")
    field = find_field(fields, name, "group_by")
    if colon and bucket not in buckets_of(field):
        raise QueryError(f"{field.name} is of type {field.type} and has no groups called {quoted(bucket)}.")
    return Group(term, field, bucket)


def _metric(fields: Fields, term: str) -> Metric:
    metric, _, name = term.partition(":")
    if metric not in METRICS:
        raise QueryError(f"metric must be one of {', '.join(METRICS)}, not {quoted(metric)}.")
    if term == "count":
        return Metric(term, metric, ID)
    field = find_field(fields, name, "metric")
    if not is_measurable(metric, field):
        raise QueryError(f"metric {metric} needs a numeric field, and {field.name} is of type {field.type}.")
    return Metric(term, metric, field)


def _field(kind: FieldType) -> Field:
    return Field(name="result", label="result", type=kind)


def _object(terms: Sequence[Group | Metric], texts: Sequence[str]) -> str:
    pairs = (f'"{term.name}": {text}' for term, text in zip(terms, texts, strict=True))
    return f"{{{', '.join(pairs)}}}"
