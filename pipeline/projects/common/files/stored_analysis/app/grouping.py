"""Aggregations (see `app.aggregation`) of stored records."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.aggregation import AggregateQuery, Group, Metric, groups_json
from app.database.backend import Backend
from app.dialect import Dialect, PostgreSqlDialect, SqliteDialect
from app.fields import FieldType, encoder
from app.selection import selected
from app.store import Store, refusals
from app.tables import Table

Expression = sa.ColumnElement[Any]

_DIALECTS: dict[str, type[Dialect]] = {"sqlite": SqliteDialect, "postgresql": PostgreSqlDialect}


def aggregate(store: Store, table: Table, query: AggregateQuery) -> str:
    """The groups of a table's records as JSON."""
    encoders = [encoder(group.result) for group in query.groups] + [encoder(each.result) for each in query.metrics]
    with refusals(), store.backend.reading() as connection:
        rows = connection.execute(_statement(store.backend, table, query)).all()
    texts = ([encode(value) for encode, value in zip(encoders, row, strict=True)] for row in rows)
    return groups_json(query, texts)


def _statement(backend: Backend, table: Table, query: AggregateQuery) -> sa.Select[Any]:
    """The values of the groups, then the metrics: the greatest first result first, or in the order of the values."""
    columns = backend.table(table)
    dialect = _DIALECTS[backend.engine.dialect.name]()
    groups = [_group(dialect, columns, group).label(f"g{place}") for place, group in enumerate(query.groups)]
    metrics = [_metric(dialect, columns, metric).label(f"m{place}") for place, metric in enumerate(query.metrics)]
    grouped = sa.select(*groups, *metrics).where(*selected(backend, table, query.selection))
    if not groups:
        return grouped.select_from(columns)
    return grouped.group_by(*groups).order_by(*_orders(query, groups, metrics)).limit(query.limit)


def _orders(query: AggregateQuery, groups: list[Any], metrics: list[Any]) -> Iterator[Expression]:
    if query.by_results:
        yield metrics[0].desc().nulls_last()
    yield from (group.asc().nulls_first() for group in groups)


def _group(dialect: Dialect, columns: sa.Table, group: Group) -> Expression:
    column = columns.c[group.field.name]
    return dialect.span(column, group.bucket) if group.bucket else column


def _metric(dialect: Dialect, columns: sa.Table, metric: Metric) -> Expression:
    column = columns.c[metric.field.name]
    match metric.metric:
        case "count":
            return sa.func.count(column)
        case "distinct":
            return sa.func.count(column.distinct())
        case "sum":
            return sa.func.sum(column)
        case "avg":
            return dialect.average(column, metric.field)
    ordered = sa.cast(column, sa.Integer) if metric.field.type is FieldType.BOOLEAN else column
    return sa.func.min(ordered) if metric.metric == "min" else sa.func.max(ordered)
