"""Texts that are nearly all dates or numbers: a few cells keep the rest from being read as such."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from dataclasses import dataclass
from typing import Literal

from pipeline.contracts.data import Column, FieldType, Kind
from pipeline.data.profiling.source import Source, value_sql

NEARLY_ALL = 0.9
"""The share of the different values that fit."""
FEWEST_VALUES = 10
_FIRST = 2_000
_LIKELY = 0.5
_KINDS = (Kind.IDENTIFIER, Kind.TEXT, Kind.CATEGORY)
_TIME = r"([T ][0-9]{1,2}:[0-9]{2}(:[0-9.]+)?( ?[AaPp][Mm])?(Z|[-+][0-9:]+)?)?"
_DATES = (
    (rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}", r"\1-\2-\3"),
    (rf"([0-9]{{1,2}})[./-]([0-9]{{1,2}})[./-]([0-9]{{4}}){_TIME}", r"\3-\2-\1"),
    (rf"([0-9]{{1,2}})[./-]([0-9]{{1,2}})[./-]([0-9]{{4}}){_TIME}", r"\3-\1-\2"),
)
_SIGN, _UNIT = r"[-+]?([$€£¥] ?)?", r"( ?(%|[$€£¥]|[A-Z]{3}))?"
_NUMBERS = tuple(
    rf"{_SIGN}([1-9][0-9]{{0,2}}({thousands}[0-9]{{3}})+|0|[1-9][0-9]{{0,14}})({point}[0-9]{{1,15}})?{_UNIT}"
    for thousands, point in ((",", r"\."), (r"[. ']", ","))
)


@dataclass(frozen=True)
class Nearly:
    """What most cells of a text column are; `condition` is SQL for the `others` of its `filled` cells.

    `row` is the number of the first of these, None where rows have no numbers, and `cell` what it holds.
    """

    what: Literal["dates", "numbers"]
    filled: int
    others: int
    condition: str
    row: int | None
    cell: str


def nearly_typed(source: Source, column: Column) -> Nearly | None:
    """The one simple pattern of dates or numbers that nearly all, but not all, of a column's values have."""
    if column.type is not FieldType.TEXT or column.kind not in _KINDS:
        return None
    shapes = [("dates", _date_sql(column, *shape)) for shape in _DATES]
    if column.pii is None:
        shapes += [("numbers", _number_sql(column, shape)) for shape in _NUMBERS]
    for what, fits in shapes:
        if _is_likely(source, column, fits) and (found := _one(source, column, what, fits)):
            return found
    return None


def _date_sql(column: Column, pattern: str, iso: str) -> str:
    name = value_sql(column)
    day = f"TRY_CAST(regexp_replace({name}, '^{pattern}$', '{iso}') AS DATE)"
    return f"(regexp_full_match({name}, '{pattern}') AND {day} IS NOT NULL)"


def _number_sql(column: Column, pattern: str) -> str:
    quoted = pattern.replace("'", "''")
    return f"regexp_full_match({value_sql(column)}, '{quoted}')"


def _is_likely(source: Source, column: Column, fits: str) -> bool:
    """Whether the first cells are worth a look at all."""
    name = value_sql(column)
    (share,) = source.engine.row(
        f"SELECT avg(CAST({fits} AS INTEGER)) FROM "
        f"(SELECT {name} FROM {source.table} WHERE {name} IS NOT NULL LIMIT {_FIRST})"
    )
    return share is not None and share >= _LIKELY


def _one(source: Source, column: Column, what: str, fits: str) -> Nearly | None:
    name = value_sql(column)
    values, fitting, filled, others = source.engine.row(
        f"SELECT count(*), countif({fits}), sum(rows), coalesce(sum(rows) FILTER (NOT {fits}), 0) FROM "
        f"(SELECT {name}, count(*) AS rows FROM {source.table} WHERE {name} IS NOT NULL GROUP BY 1)"
    )
    if values < FEWEST_VALUES or not NEARLY_ALL * values <= fitting < values:
        return None
    condition = f"({name} IS NOT NULL AND NOT {fits})"
    rows = source.examples(condition)
    table, where = (source.numbered, f"row = {rows[0]}") if rows else (source.table, condition)
    (cell,) = source.engine.row(f"SELECT {name} FROM {table} WHERE {where} LIMIT 1")
    kind: Literal["dates", "numbers"] = "dates" if what == "dates" else "numbers"
    return Nearly(kind, int(filled), int(others), condition, rows[0] if rows else None, cell)
