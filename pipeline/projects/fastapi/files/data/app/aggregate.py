"""Aggregation: a metric of one field for each value of another."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.fields import Field, FieldType, Stored, encoder
from app.query import ID, Fields, Parameters, QueryError, find_field, parse_conditions, parse_number, quoted, split
from app.statements import Filter, filter_sql

PARAMETERS = frozenset({"group_by", "metric", "field", "limit"})
METRICS = ("count", "distinct", "sum", "min", "max", "avg")
MAX_GROUPS = 10_000

Row = tuple[Stored | None, ...]

_HALF = 10**9  # sums are taken in two halves, neither of which can exceed 64 bits


@dataclass(frozen=True)
class AggregateQuery:
    """A metric of `field` by the values of `group_by`, or of all records together if that is None."""

    group_by: Field | None
    metric: str
    field: Field
    filter: Filter
    limit: int

    @property
    def sql(self) -> str:
        """One row a group: its value, then the parts that `result` puts together."""
        group = self.group_by.sql_name if self.group_by else "NULL"
        grouping = f" GROUP BY {group}" if self.group_by else ""
        return f"SELECT {group}, {self._parts} FROM records{self.filter.where}{grouping}"  # noqa: S608  # nosec B608: built of quoted column names

    @property
    def _parts(self) -> str:
        name = self.field.sql_name
        if self.metric == "distinct":
            return f"count(DISTINCT {name})"
        if self.metric in ("sum", "avg") and self.field.type is not FieldType.FLOAT:
            return f"count({name}), sum({name} / {_HALF}), sum({name} % {_HALF})"
        return f"{self.metric}({name})"

    def result(self, row: Row) -> Stored | None:
        """The metric of a group, as it is stored; an average is a float."""
        if len(row) == 2:
            return row[1]
        count, high, low = row[1:]
        if not count or high is None or low is None:
            return None
        total = int(high) * _HALF + int(low)
        return total / (int(count) * 10**self.field.scale) if self.metric == "avg" else total


def parse_aggregate(fields: Fields, parameters: Parameters) -> AggregateQuery:
    """Read the parameters of an aggregation; QueryError if any is unknown, malformed or missing."""
    settings, conditions = split(parameters, PARAMETERS)
    group_by = settings.get("group_by", [""])[-1]
    metric = settings.get("metric", ["count"])[-1]
    return AggregateQuery(
        group_by=find_field(fields, group_by, "group_by") if group_by else None,
        metric=metric,
        field=_measured(fields, metric, settings.get("field", [""])[-1]),
        filter=filter_sql(parse_conditions(fields, conditions)),
        limit=parse_number("limit", settings.get("limit", []), default=MAX_GROUPS, low=1, high=MAX_GROUPS),
    )


def groups_json(query: AggregateQuery, rows: Iterable[Row]) -> str:
    """The groups with the greatest results first, ties by value, null before others."""
    groups = [(row[0], query.result(row)) for row in rows]
    groups.sort(key=lambda group: _null_first(group[0]))
    groups.sort(key=lambda group: _null_first(group[1]), reverse=True)
    encode_value = encoder(query.group_by or ID)
    encode_result = encoder(_result_field(query))
    items = (
        f'{{"value": {encode_value(value)}, "result": {encode_result(result)}}}'
        for value, result in groups[: query.limit]
    )
    return f'{{"groups": [{", ".join(items)}]}}'


def _measured(fields: Fields, metric: str, name: str) -> Field:
    if metric not in METRICS:
        raise QueryError(f"metric must be one of {', '.join(METRICS)}, not {quoted(metric)}.")
    if not name:
        if metric != "count":
            raise QueryError(f"metric {metric} needs a field.")
        return ID
    field = find_field(fields, name, "field")
    if metric in ("sum", "avg") and not field.is_number:
        raise QueryError(f"metric {metric} needs a numeric field, and {field.name} is of type {field.type}.")
    return field


def _result_field(query: AggregateQuery) -> Field:
    if query.metric in ("count", "distinct"):
        return ID
    if query.metric == "avg":
        return Field(name="avg", label="avg", type=FieldType.FLOAT)
    return query.field


def _null_first(value: Stored | None) -> tuple[bool, Stored]:
    return (value is not None, 0 if value is None else value)
