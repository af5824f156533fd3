"""What a service of the data must answer, computed from the records by DuckDB."""

# ruff: noqa: S608 - names are safe identifiers of the data contract; values are bound

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from pipeline.contracts.data import Column, DataChecks, Dataset, FieldType, FilterCheck, GroupCheck, SortCheck
from pipeline.data.engine import Engine, identifier
from pipeline.data.records import column_sql, text_sql
from pipeline.data.typed import RECORDS, open_records

MOST_FILTERS, MOST_SORTS, MOST_GROUPS = 12, 6, 6
SORTED_VALUES = 5
LONGEST_VALUE = 200
FEWEST_GROUPS, MOST_VALUES = 2, 50

_WORD = re.compile(r"[A-Za-z]{3,8}")
_ASCII_LOWER = "translate({0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_ORDERED = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.FLOAT, FieldType.DATE, FieldType.DATETIME)


def derive(records: Path, dataset: Dataset) -> DataChecks:
    """A handful of answers about `records`, spread over its columns; the same for the same records.

    They become tests in the project's repository, so no value of a column with personal data is among them.

    Text is compared by code point. `contains` does not tell A-Z from a-z, and no other letters from each other's case.
    `null` finds the rows without a value; its own value is "true". Groups of one size are in the order of their
    values, null first.
    """
    columns = _spread(dataset.columns)
    with open_records(records, dataset) as engine:
        return DataChecks(
            filters=_take_turns([_filters(engine, column) for column in columns], MOST_FILTERS),
            sorts=tuple(_sorts(engine, columns))[:MOST_SORTS],
            groups=tuple(_groups(engine, columns))[:MOST_GROUPS],
        )


def _spread(columns: Sequence[Column]) -> list[Column]:
    """The columns that are asked about: one of each type first, then others evenly from all over the table."""
    filled = [column for column in columns if column.distinct and not column.pii]
    firsts = {column.type: column for column in reversed(filled)}
    step = max(1, len(filled) // MOST_FILTERS)
    return list(dict.fromkeys([*reversed(firsts.values()), *filled[::step]]))[: 2 * MOST_FILTERS]


def _take_turns(found: Sequence[Iterator[FilterCheck]], most: int) -> tuple[FilterCheck, ...]:
    """The first check of every column, then the second of each, until there are enough."""
    checks: list[FilterCheck] = []
    for turn in zip_longest(*found):
        checks.extend(check for check in turn if check is not None)
        if len(checks) >= most:
            break
    return tuple(checks[:most])


def _filters(engine: Engine, column: Column) -> Iterator[FilterCheck]:
    if column.nulls and column.type is not FieldType.TEXT:
        yield _filter(engine, column, "null", "true", f"{identifier(column.name)} IS NULL AND ? = 'true'")
    if column.type in _ORDERED:
        for operator, share, sign in (("gte", 0.5, ">="), ("lte", 0.25, "<=")):
            value = _quantile(engine, column, share)
            yield _filter(engine, column, operator, value, f"{identifier(column.name)} {sign} {_bound(column)}")
    if column.type is not FieldType.FLOAT:
        for value in _most_frequent(engine, column):
            yield _filter(engine, column, "eq", value, f"{identifier(column.name)} = {_bound(column)}")
    if column.type is FieldType.TEXT:
        yield from _contains(engine, column)
        if column.nulls:
            yield _filter(engine, column, "null", "true", f"{identifier(column.name)} IS NULL AND ? = 'true'")


def _filter(engine: Engine, column: Column, operator: str, value: str, condition: str) -> FilterCheck:
    (rows,) = engine.row(f"SELECT count(*) FROM {RECORDS} WHERE {condition}", [value])
    return FilterCheck.model_validate(
        {"field": column.name, "operator": operator, "value": value, "expected_rows": rows}
    )


def _bound(column: Column) -> str:
    return f"CAST(? AS {column_sql(column.type, column.scale)})"


def _text(column: Column, value: str | None = None) -> str:
    return text_sql(value or identifier(column.name), column.type)


def _quantile(engine: Engine, column: Column, share: float) -> str:
    value = f"quantile_disc({identifier(column.name)}, {share})"
    (text,) = engine.row(f"SELECT {_text(column, value)} FROM {RECORDS}")
    return str(text)


def _most_frequent(engine: Engine, column: Column) -> list[str]:
    name, text = identifier(column.name), _text(column)
    found = engine.rows(
        f"SELECT {text} FROM {RECORDS} WHERE {name} IS NOT NULL AND length({text}) <= {LONGEST_VALUE} "
        f"GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT 1"
    )
    return [str(text) for (text,) in found]


def _contains(engine: Engine, column: Column) -> Iterator[FilterCheck]:
    name = identifier(column.name)
    query = f"SELECT {name} FROM {RECORDS} WHERE regexp_matches({name}, '[A-Za-z]{{3}}') ORDER BY {name} LIMIT 1"
    for (text,) in engine.rows(query):
        match = _WORD.search(text)
        assert match is not None
        # Written in the other case than the data, so that a service which minds the case is found out.
        part = match[0].swapcase()
        condition = f"contains({_ASCII_LOWER.format(name)}, {_ASCII_LOWER.format('?')})"
        yield _filter(engine, column, "contains", part, condition)


def _sorts(engine: Engine, columns: Sequence[Column]) -> Iterator[SortCheck]:
    for at, column in enumerate(columns):
        name, descending = identifier(column.name), at % 2 == 1
        found = engine.rows(
            f"SELECT {_text(column)} FROM {RECORDS} WHERE {name} IS NOT NULL "
            f"ORDER BY {name} {'DESC' if descending else 'ASC'} LIMIT {SORTED_VALUES}"
        )
        values = tuple(str(text) for (text,) in found)
        if all(len(value) <= LONGEST_VALUE for value in values):
            yield SortCheck(field=column.name, descending=descending, expected_first=values)


def _groups(engine: Engine, columns: Sequence[Column]) -> Iterator[GroupCheck]:
    for column in columns:
        if column.type is FieldType.FLOAT or not FEWEST_GROUPS <= column.distinct <= MOST_VALUES:
            continue
        name = identifier(column.name)
        found = engine.rows(
            f"SELECT {_text(column)}, count(*) FROM {RECORDS} GROUP BY {name} "
            f"ORDER BY count(*) DESC, {name} NULLS FIRST"
        )
        if all(len(value or "") <= LONGEST_VALUE for value, _ in found):
            yield GroupCheck(field=column.name, expected=tuple(found))
