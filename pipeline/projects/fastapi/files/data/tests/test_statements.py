"""Questions as SQL, shown on a table that DuckDB holds in memory."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from app.aggregate import aggregate_sql
from app.aggregation import parse_aggregate
from app.fields import Field, FieldType, Stored
from app.histogram import HistogramQuery, bin_width, histogram_parameters, parse_histogram
from app.listing import Selection, parse_list
from app.query import ID, Order, QueryError, indexed
from app.statements import Clause, after_sql, condition_sql, order_sql, select, where_sql
from app.typed import bound, json_sql, record_sql, sql_type, text_sql

TOWN = Field(name="town", label="Town", type=FieldType.TEXT)
PRICE = Field(name="price", label="Price", type=FieldType.DECIMAL, scale=2)
SOLD = Field(name="sold", label="Sold", type=FieldType.DATETIME)
NEW = Field(name="new", label="New", type=FieldType.BOOLEAN)
WEIGHT = Field(name="weight", label="Weight", type=FieldType.FLOAT)
DAY = Field(name="day", label="Day", type=FieldType.DATE)
FIELDS = (TOWN, PRICE, SOLD, NEW, WEIGHT, DAY)
ROWS = [
    (1, "Bonn", "1.50", "2024-02-29 10:20:30.5", True, 0.5, "2024-01-01"),
    (2, 'ÄRGER "x"', None, "2024-03-01 00:00:00", False, float("inf"), "2023-12-31"),
    (3, None, "-2.00", None, None, None, None),
    (4, "bonn", "1.50", "2023-12-31 23:59:59", True, -4.0, "2024-01-01"),
]


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        columns = ", ".join(f"{field.sql_name} {sql_type(field)}" for field in FIELDS)
        connection.execute(f"CREATE TABLE records (id BIGINT, {columns})")
        connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
        yield connection


def ids(table: duckdb.DuckDBPyConnection, where: Clause, order: str = "id") -> list[int]:
    """The records that a clause finds."""
    rows = table.execute(select("id", f"{where.sql} ORDER BY {order}"), where.arguments).fetchall()
    return [number for (number,) in rows]


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("town", "Bonn", [1]),
        ("town__in", "Bonn,bonn", [1, 4]),
        ("town__not", "Bonn", [2, 3, 4]),
        ("town__null", "true", [3]),
        ("town__null", "false", [1, 2, 4]),
        ("town__contains", "ON", [1, 4]),
        ("town__contains", "ärger", []),
        ("town__contains", "Ärger", [2]),
        ("town__prefix", "bo", [1, 4]),
        ("town__prefix", "onn", []),
        ("town__contains", "", [1, 2, 4]),
        ("town__gt", "Bonn", [2, 4]),
        ("price", "1.5", [1, 4]),
        ("price__gt", "-2", [1, 4]),
        ("price__gte", "-2", [1, 3, 4]),
        ("price__lt", "1.5", [3]),
        ("price__lte", "1.5", [1, 3, 4]),
        ("sold__lt", "2024-02-29T10:20:30.5", [4]),
        ("sold__lte", "2024-02-29T10:20:30.5", [1, 4]),
        ("new", "false", [2]),
        ("weight__lt", "0.5", [4]),
        ("id__not", "1", [2, 3, 4]),
    ],
)
def test_a_condition_finds_its_records(
    table: duckdb.DuckDBPyConnection, key: str, text: str, expected: list[int]
) -> None:
    (condition,) = parse_list(indexed(FIELDS), [(key, text)]).selection.conditions
    assert ids(table, where_sql([condition_sql(condition)])) == expected


def test_conditions_must_all_hold(table: duckdb.DuckDBPyConnection) -> None:
    assert where_sql([]) == where_sql([Clause()]) == Clause()
    both = where_sql([Clause("id > ?", (1,)), Clause(), Clause("id < ?", (4,))])
    assert both == Clause(" WHERE id > ? AND id < ?", (1, 4))
    assert ids(table, both) == [2, 3]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([Order(TOWN), Order(ID)], [1, 4, 2, 3]),
        ([Order(TOWN, descending=True), Order(ID)], [2, 4, 1, 3]),
        ([Order(PRICE), Order(ID, descending=True)], [3, 4, 1, 2]),
        ([Order(NEW), Order(PRICE), Order(ID)], [2, 1, 4, 3]),
        ([Order(ID, descending=True)], [4, 3, 2, 1]),
    ],
)
def test_what_comes_after_each_record(
    table: duckdb.DuckDBPyConnection, orders: list[Order], expected: list[int]
) -> None:
    order = order_sql(orders)
    assert ids(table, Clause(), order) == expected
    stored: dict[int, dict[str, Stored | None]] = {
        1: {"id": 1, "town": "Bonn", "price": 150, "new": 1},
        2: {"id": 2, "town": 'ÄRGER "x"', "price": None, "new": 0},
        3: {"id": 3, "town": None, "price": -200, "new": None},
        4: {"id": 4, "town": "bonn", "price": 150, "new": 1},
    }
    for place, number in enumerate(expected, 1):
        clause = after_sql(orders, [stored[number][each.field.name] for each in orders])
        assert ids(table, where_sql([clause]), order) == expected[place:]


def test_a_record_is_json(table: duckdb.DuckDBPyConnection) -> None:
    rows = table.execute(select(record_sql([ID, *FIELDS]), " ORDER BY id")).fetchall()
    found = [json.loads(text, parse_float=str) for (text,) in rows]
    assert found[0] == {
        "id": 1,
        "town": "Bonn",
        "price": "1.50",
        "sold": "2024-02-29T10:20:30.500000",
        "new": True,
        "weight": "0.5",
        "day": "2024-01-01",
    }
    assert (found[1]["town"], found[1]["weight"], found[1]["sold"]) == ('ÄRGER "x"', None, "2024-03-01T00:00:00")
    assert found[2] == {"id": 3, "town": None, "price": "-2.00", **dict.fromkeys(("sold", "new", "weight", "day"))}


def test_a_value_is_bound_with_as_many_digits_as_it_has(table: duckdb.DuckDBPyConnection) -> None:
    assert bound(PRICE, 150) == ("CAST(? AS NUMERIC(18, 2))", "1.50")
    assert bound(PRICE, 10**18) == ("CAST(? AS NUMERIC(36, 2))", "10000000000000000.00")
    assert bound(DAY, "2024-01-01") == ("CAST(? AS DATE)", "2024-01-01")
    assert table.execute(select(f"{text_sql(NEW, 'new')}, {json_sql(NEW, 'new')}", " WHERE id = 3")).fetchall() == [
        (None, "null")
    ]


def aggregated(table: duckdb.DuckDBPyConnection, **asked: str) -> list[tuple[Any, ...]]:
    """The rows of an aggregation of all records."""
    return table.execute(
        aggregate_sql(parse_aggregate(indexed(FIELDS), list(asked.items())), "", lambda field: field.sql_name)
    ).fetchall()


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("count", "4"),
        ("count:town", "3"),
        ("distinct:price", "2"),
        ("sum:price", "1.00"),
        ("min:price", "-2.00"),
        ("max:day", '"2024-01-01"'),
        ("min:new", "false"),
        ("max:new", "true"),
        ("avg:id", "2.5"),
    ],
)
def test_a_metric(table: duckdb.DuckDBPyConnection, metric: str, expected: str) -> None:
    assert aggregated(table, metric=metric) == [(expected,)]


def test_groups_are_in_order_and_limited(table: duckdb.DuckDBPyConnection) -> None:
    assert aggregated(table, group_by="price") == [("1.50", "2"), ("null", "1"), ("-2.00", "1")]
    assert aggregated(table, group_by="price", limit="2") == [("1.50", "2"), ("null", "1")]
    by_value = aggregated(table, group_by="day,price", order="values", metric="max:id,count")
    assert [row[2:] for row in by_value] == [("3", "1"), ("2", "1"), ("4", "2")]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("day:year", ["null", '"2023-01-01"', '"2024-01-01"']),
        ("day:week", ["null", '"2023-12-25"', '"2024-01-01"']),
        ("sold:quarter", ["null", '"2023-10-01"', '"2024-01-01"']),
        ("sold:hour", ["null", '"2023-12-31T23:00:00"', '"2024-02-29T10:00:00"', '"2024-03-01T00:00:00"']),
    ],
)
def test_groups_by_spans_of_time(table: duckdb.DuckDBPyConnection, term: str, expected: list[str]) -> None:
    assert [row[0] for row in aggregated(table, group_by=term, order="values")] == expected


def test_a_histogram(table: duckdb.DuckDBPyConnection) -> None:
    query = parse_histogram(indexed(FIELDS), [("field", "price"), ("bins", "7"), ("bins", "200")])
    assert query == HistogramQuery(Selection(), PRICE, 200)
    assert table.execute(query.range_sql("")).fetchall() == [(-2.0, 1.5, 3)]
    halves = HistogramQuery(Selection(), PRICE, 2)
    assert sorted(table.execute(halves.counts_sql(""), ("-2.0", "1.75")).fetchall()) == [(0, 1), (1, 2)]
    assert parse_histogram(indexed(FIELDS), [("field", "id")]).bins == 20
    assert bin_width(1.0, 2.0, 4) == 0.25


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, r'Unknown field "" in field\.'),
        ({"field": "town"}, r"A histogram needs a numeric field, and town is of type text\."),
        ({"field": "price", "bins": "0"}, r"bins must be a whole number from 1 to 200\."),
        ({"field": "price", "bins": "201"}, r"bins must be a whole number from 1 to 200\."),
    ],
)
def test_a_histogram_that_makes_no_sense(asked: dict[str, str], sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^{sentence}$"):
        parse_histogram(indexed(FIELDS), list(asked.items()))


def test_numbers_too_far_apart_have_no_histogram() -> None:
    with pytest.raises(QueryError, match=r"^The numbers are too far apart for a histogram\.$"):
        bin_width(-1.7e308, 1.7e308, 1)


def test_a_histogram_is_described() -> None:
    field, bins, *others = histogram_parameters(indexed(FIELDS), {"town": "Bonn"})
    assert (field["name"], field["required"]) == ("field", True)
    assert field["schema"] == {"type": "string", "enum": ["id", "price", "weight"]}
    assert (bins["name"], bins["required"]) == ("bins", False)
    assert bins["schema"] == {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}
    assert [entry["name"] for entry in others][:3] == ["q", "id", "id__in"]
    assert all(entry["description"].endswith(".") for entry in (field, bins))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (ID, "BIGINT"),
        (PRICE, "NUMERIC(18, 2)"),
        (WEIGHT, "DOUBLE PRECISION"),
        (NEW, "BOOLEAN"),
        (DAY, "DATE"),
        (SOLD, "TIMESTAMP"),
        (TOWN, "TEXT"),
    ],
)
def test_the_type_of_a_column(field: Field, expected: str) -> None:
    assert sql_type(field) == expected
