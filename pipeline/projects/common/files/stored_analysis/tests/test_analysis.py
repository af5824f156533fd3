"""Aggregations and exports of records whose sums and groups are known."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.aggregation import METRICS, parse_aggregate
from app.dialect import PostgreSqlDialect
from app.downloads import parse_export
from app.export import BATCH_ROWS, MAX_EXPORTS, MEDIA_TYPES, export
from app.fields import FieldType
from app.grouping import aggregate
from app.listing import parse_list
from app.query import QueryError, indexed
from app.store import Store, UnavailableError
from app.tables import Table, TableField
from tests.databases import opened

SALES = Table(
    name="sales_of_a_test",
    singular="sale",
    label="Sale",
    fields=(
        TableField(name="sold", label="Sold", type=FieldType.DATE),
        TableField(name="paid", label="Paid", type=FieldType.DATETIME),
        TableField(name="price", label="Price", type=FieldType.DECIMAL, scale=2),
        TableField(name="pieces", label="Pieces", type=FieldType.INTEGER),
        TableField(name="weight", label="Weight", type=FieldType.FLOAT),
        TableField(name="new", label="New", type=FieldType.BOOLEAN),
        TableField(name="town", label="Town", type=FieldType.TEXT),
    ),
)
NAMES = [field.name for field in SALES.fields]
ROWS: list[tuple[int | float | str | None, ...]] = [
    ("2024-01-01", "2024-02-29T23:59:59.5", 1990, 3, 0.5, 1, "Bonn"),
    ("2023-12-31", "2024-03-01T00:00:00", 10, 1, 1.5, 0, 'a "quoted", town'),
    ("2024-11-30", None, None, None, None, None, None),
    ("2024-12-02", "2024-12-31T10:20:30", -2050, 2**62, 4.0, 1, "Bonn"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path, [SALES]) as backend:
        filled = Store(backend, [SALES])
        for row in ROWS:
            filled.create(SALES, dict(zip(NAMES, row, strict=True)))
        yield filled


def groups(store: Store, **parameters: str) -> list[dict[str, Any]]:
    """The groups of an aggregation, with numbers as they are written."""
    query = parse_aggregate(indexed(SALES.fields), list(parameters.items()))
    answer = json.loads(aggregate(store, SALES, query), parse_int=str, parse_float=str)
    found: list[dict[str, Any]] = answer["groups"]
    return found


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("count", "4"),
        ("count:price", "3"),
        ("distinct:town", "2"),
        ("sum:price", "-0.50"),
        ("min:price", "-20.50"),
        ("max:price", "19.90"),
        ("avg:price", str(-0.5 / 3)),
        ("sum:weight", "6.0"),
        ("avg:weight", "2.0"),
        ("sum:pieces", str(2**62 + 4)),
        ("min:sold", "2023-12-31"),
        ("max:paid", "2024-12-31T10:20:30"),
        ("min:new", False),
        ("max:new", True),
        ("max:town", 'a "quoted", town'),
    ],
)
def test_metrics(store: Store, term: str, expected: object) -> None:
    (group,) = groups(store, metric=term)
    assert group["values"] == {}
    assert list(group["results"]) == [term]
    result = group["results"][term]
    assert result == expected or float(result) == pytest.approx(float(str(expected)), rel=1e-12)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("sold:year", ["2023-01-01", "2024-01-01"]),
        ("sold:quarter", ["2023-10-01", "2024-01-01", "2024-10-01"]),
        ("sold:month", ["2023-12-01", "2024-01-01", "2024-11-01", "2024-12-01"]),
        ("sold:week", ["2023-12-25", "2024-01-01", "2024-11-25", "2024-12-02"]),
        ("sold:day", ["2023-12-31", "2024-01-01", "2024-11-30", "2024-12-02"]),
        ("paid:month", [None, "2024-02-01", "2024-03-01", "2024-12-01"]),
        ("paid:hour", [None, "2024-02-29T23:00:00", "2024-03-01T00:00:00", "2024-12-31T10:00:00"]),
        ("town", [None, "Bonn", 'a "quoted", town']),
        ("price", [None, "-20.50", "0.10", "19.90"]),
    ],
)
def test_groups(store: Store, term: str, expected: list[str | None]) -> None:
    assert [group["values"][term] for group in groups(store, group_by=term, order="values")] == expected


def test_the_greatest_result_comes_first_and_ties_by_value(store: Store) -> None:
    found = groups(store, group_by="town", metric="count,sum:pieces", limit="2")
    assert [group["values"]["town"] for group in found] == ["Bonn", None]
    assert found[0]["results"] == {"count": "2", "sum:pieces": str(2**62 + 3)}
    assert [group["values"]["town"] for group in groups(store, group_by="town", price__gt="0")] == [
        "Bonn",
        'a "quoted", town',
    ]


def test_nothing_has_no_metrics_but_a_count(store: Store) -> None:
    (group,) = groups(store, id="4711", metric=",".join(["count", *(f"{name}:pieces" for name in METRICS)]))
    assert group["results"].pop("count") == "0"
    known = {name for name, value in group["results"].items() if value is not None}
    assert known == {"count:pieces", "distinct:pieces"}
    assert groups(store, id="4711", group_by="town") == []


@pytest.mark.parametrize(("kind", "sort"), [("csv", "price"), ("json", "-sold")])
def test_exports_have_every_record_in_order(store: Store, kind: str, sort: str) -> None:
    query = parse_export(indexed(SALES.fields), MEDIA_TYPES, [("format", kind), ("sort", sort)])
    text = b"".join(export(store, SALES, query)).decode()
    page = json.loads(store.page(SALES, parse_list(indexed(SALES.fields), [("sort", sort)])), parse_float=str)
    if kind == "json":
        assert json.loads(text, parse_float=str) == page["items"]
        return
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert lines[0] == ["id", *NAMES]
    assert [line[0] for line in lines[1:]] == [str(item["id"]) for item in page["items"]]
    assert lines[1][1:] == ["2024-12-02", "2024-12-31T10:20:30", "-20.50", str(2**62), "4.0", "true", "Bonn"]
    assert lines[-1][1:] == ["2024-11-30", *[""] * 6]


def test_a_formula_is_made_harmless_unless_it_is_to_be_kept(store: Store) -> None:
    hostile = "=1+1\r2"
    number, _ = store.create(SALES, {"town": hostile, "price": -100})
    for asked, written in (([], f"'{hostile}"), ([("formulas", "keep")], hostile)):
        query = parse_export(indexed(SALES.fields), MEDIA_TYPES, [*asked, ("id", str(number))])
        text = b"".join(export(store, SALES, query)).decode()
        (line,) = csv.DictReader(io.StringIO(text, newline=""))
        assert (line["town"], line["price"]) == (written, "-1.00")


def test_an_export_of_nothing(store: Store) -> None:
    for kind, expected in (("csv", ",".join(["id", *NAMES]) + "\r\n"), ("json", "[]\n")):
        query = parse_export(indexed(SALES.fields), MEDIA_TYPES, [("format", kind), ("id", "4711")])
        assert b"".join(export(store, SALES, query)).decode() == expected


def test_an_export_of_many_records_goes_out_in_blocks(store: Store) -> None:
    with store.backend.writing() as connection:
        connection.execute(sa.insert(store.backend.table(SALES)), [{"pieces": 1}] * (BATCH_ROWS + 1))
    for kind in MEDIA_TYPES:
        asked = [("format", kind), ("pieces", "1"), ("town__null", "true")]
        query = parse_export(indexed(SALES.fields), MEDIA_TYPES, asked)
        text = b"".join(export(store, SALES, query)).decode()
        assert len(json.loads(text) if kind == "json" else text.splitlines()[1:]) == BATCH_ROWS + 1


def test_too_many_exports_at_a_time_are_refused(store: Store) -> None:
    query = parse_export(indexed(SALES.fields), MEDIA_TYPES, [])
    running = [export(store, SALES, query) for _ in range(MAX_EXPORTS)]
    for blocks in running:
        next(blocks)
    with pytest.raises(UnavailableError, match="Too many exports"):
        next(export(store, SALES, query))
    for blocks in running:
        list(blocks)
    assert b"".join(export(store, SALES, query))


def test_an_unknown_kind_of_file() -> None:
    with pytest.raises(QueryError, match="format must be one of csv, json"):
        parse_export(indexed(SALES.fields), MEDIA_TYPES, [("format", "exe")])


def test_a_sum_that_no_number_of_the_database_holds(tmp_path: Path) -> None:
    with opened(tmp_path, [SALES]) as backend:
        store = Store(backend, [SALES])
        for _ in range(2):
            store.create(SALES, {"pieces": 2**63 - 1})
        if backend.engine.dialect.name == "postgresql":
            assert groups(store, metric="sum:pieces")[0]["results"] == {"sum:pieces": str(2**64 - 2)}
        else:
            with pytest.raises(QueryError, match="too large a number"):
                groups(store, metric="sum:pieces")


def test_postgresql_is_asked_in_its_own_words() -> None:
    dialect, column = PostgreSqlDialect(), sa.column("sold", sa.Date)
    for name, kind in (("week", "DATE"), ("hour", "TIMESTAMP WITHOUT TIME ZONE")):
        asked = dialect.span(column, name).compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
        assert re.fullmatch(rf"CAST\(date_trunc\(.+, CAST\(sold AS TIMESTAMP .+\)\) AS {kind}\)", str(asked))
        assert list(asked.params.values()) == [name]
    assert str(dialect.average(column, SALES.fields[0])).startswith("CAST(avg(sold) AS ")
