"""Aggregation: metrics of fields for each combination of the values of others, independent of any database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.fields import Field, FieldType
from app.listing import Selection, parse_selection
from app.query import ID, Fields, Parameters, QueryError, find_field, parse_number, quoted, split

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


def groups_json(query: AggregateQuery, rows: Iterable[Sequence[str]]) -> str:
    """The answer made of rows of JSON texts: the values of the groups, then the metrics."""
    split_at = len(query.groups)
    items = (
        f'{{"values": {_object(query.groups, row[:split_at])}, "results": {_object(query.metrics, row[split_at:])}}}'
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
