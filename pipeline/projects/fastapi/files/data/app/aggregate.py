"""Aggregations as SQL."""

from collections.abc import Callable

from app.aggregation import AggregateQuery, Group, Metric
from app.fields import Field, FieldType
from app.statements import select
from app.typed import json_sql


def aggregate_sql(query: AggregateQuery, where: str, group_sql: Callable[[Field], str]) -> str:
    """One row a group, of JSON texts: the greatest first result first, or in the order of the groups' values.

    `group_sql` names the column by which the values of a field are grouped.
    """
    terms = [
        (f"g{place}", _group_sql(group, group_sql(group.field)), group.result)
        for place, group in enumerate(query.groups)
    ]
    terms += [(f"m{place}", _metric_sql(metric), metric.result) for place, metric in enumerate(query.metrics)]
    inner = ", ".join(f"{sql} AS {name}" for name, sql, _ in terms)
    outer = ", ".join(json_sql(result, name) for name, _, result in terms)
    places = ", ".join(str(place) for place, _ in enumerate(query.groups, 1))
    grouping = f" GROUP BY {places}" if places else ""
    order = ["m0 DESC NULLS LAST"] if query.by_results else []
    order += [f"g{place} ASC NULLS FIRST" for place, _ in enumerate(query.groups)]
    ordering = f" ORDER BY {', '.join(order)}" if query.groups else ""
    grouped = select(inner, f"{where}{grouping}")
    return select(outer, f"{ordering} LIMIT {query.limit}", f"({grouped}) AS grouped")


def _group_sql(group: Group, name: str) -> str:
    """The group of a record."""
    if not group.bucket:
        return name
    start = f"date_trunc('{group.bucket}', CAST({name} AS TIMESTAMP))"
    return start if group.bucket == "hour" else f"CAST({start} AS DATE)"


def _metric_sql(metric: Metric) -> str:
    """The metric of a group."""
    name = metric.field.sql_name
    if metric.metric == "distinct":
        return f"count(DISTINCT {name})"
    if metric.metric == "avg":
        return f"CAST(sum({name}) AS DOUBLE PRECISION) / count({name})"
    if metric.metric in ("min", "max") and metric.field.type is FieldType.BOOLEAN:
        return f"bool_{'and' if metric.metric == 'min' else 'or'}({name})"
    return f"{metric.metric}({name})"
