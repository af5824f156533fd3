"""The parameters of aggregations and downloads: what each means, and what is said of those that make no sense."""

import json
import re
from typing import Any

import pytest

from app.aggregation import (
    AggregateQuery,
    Group,
    Metric,
    buckets_of,
    groups_json,
    is_measurable,
    parse_aggregate,
)
from app.descriptions import aggregate_parameters, export_parameters
from app.downloads import ExportQuery, parse_export
from app.fields import Field, FieldType
from app.listing import Selection
from app.query import ID, Condition, Order, Parameters, QueryError, indexed

TITLE = Field(name="title", label="Title", type=FieldType.TEXT)
PRICE = Field(name="price", label="Price", type=FieldType.DECIMAL, scale=2)
SOLD = Field(name="sold", label="Sold", type=FieldType.DATE)
PAID = Field(name="paid", label="Paid", type=FieldType.DATETIME)
FIELDS = indexed([TITLE, PRICE, SOLD, PAID])
DAYS = ("year", "quarter", "month", "week", "day")


def test_an_aggregation_without_parameters_counts_everything() -> None:
    assert parse_aggregate(FIELDS, []) == AggregateQuery(
        selection=Selection(), groups=(), metrics=(Metric("count", "count", ID),), by_results=True, limit=10_000
    )


def test_an_aggregation_with_all_of_its_parameters() -> None:
    asked = [("group_by", "title,sold:year"), ("group_by", "paid:hour"), ("metric", "count,sum:price"), ("q", "Word")]
    assert parse_aggregate(FIELDS, [*asked, ("order", "values"), ("limit", "10000"), ("price", "1")]) == AggregateQuery(
        selection=Selection((Condition(PRICE, "eq", (100,)),), ("word",)),
        groups=(Group("title", TITLE), Group("sold:year", SOLD, "year"), Group("paid:hour", PAID, "hour")),
        metrics=(Metric("count", "count", ID), Metric("sum:price", "sum", PRICE)),
        by_results=False,
        limit=10_000,
    )


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("order", "sideways", 'order must be one of results, values, not "sideways".'),
        ("limit", "0", "limit must be a whole number from 1 to 10000."),
        ("limit", "10001", "limit must be a whole number from 1 to 10000."),
        ("group_by", "", 'Unknown field "" in group_by.'),
        ("group_by", "title:year", 'title is of type text and has no groups called "year".'),
        ("group_by", "sold:hour", 'sold is of type date and has no groups called "hour".'),
        ("group_by", "sold:", 'sold is of type date and has no groups called "".'),
        ("group_by", "id,id", "group_by must name at most 8 different terms."),
        ("metric", "median:id", 'metric must be one of count, distinct, sum, min, max, avg, not "median".'),
        ("metric", "sum", 'Unknown field "" in metric.'),
        ("metric", "sum:title", "metric sum needs a numeric field, and title is of type text."),
        ("metric", "avg:sold", "metric avg needs a numeric field, and sold is of type date."),
        ("metric", ",".join(f"count:{name}" for name in "abcdefghi"), "metric must name at most 8 different terms."),
        ("sort", "id", 'Unknown parameter "sort".'),
    ],
)
def test_an_aggregation_that_makes_no_sense(key: str, text: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(sentence)}$"):
        parse_aggregate(FIELDS, [(key, text)])


def test_as_many_terms_as_are_allowed() -> None:
    terms = ["id", "title", "price", "sold", *(f"sold:{bucket}" for bucket in DAYS[:4])]
    assert [group.name for group in parse_aggregate(FIELDS, [("group_by", ",".join(terms))]).groups] == terms


def test_spans_of_time() -> None:
    assert [buckets_of(field) for field in (SOLD, PAID, TITLE)] == [DAYS, (*DAYS, "hour"), ()]


def test_what_groups_and_metrics_are() -> None:
    groups = (Group("price", PRICE), Group("sold:day", SOLD, "day"), Group("paid:hour", PAID, "hour"))
    assert [group.result.type for group in groups] == [FieldType.DECIMAL, FieldType.DATE, FieldType.DATETIME]
    kinds = {name: Metric(name, name, PRICE).result.type for name in ("count", "distinct", "sum", "min", "max", "avg")}
    assert kinds == {
        "count": FieldType.INTEGER,
        "distinct": FieldType.INTEGER,
        "sum": FieldType.DECIMAL,
        "min": FieldType.DECIMAL,
        "max": FieldType.DECIMAL,
        "avg": FieldType.FLOAT,
    }
    assert Metric("sum:price", "sum", PRICE).result.scale == 2
    assert [is_measurable(metric, TITLE) for metric in ("count", "min", "sum", "avg")] == [True, True, False, False]


def test_the_answer_names_every_term() -> None:
    query = parse_aggregate(FIELDS, [("group_by", "title,sold"), ("metric", "count,max:price")])
    text = groups_json(query, [('"a"', "null", "2", "19.90"), ("null", '"2024-01-01"', "1", "null")])
    assert json.loads(text, parse_float=str) == {
        "groups": [
            {"values": {"title": "a", "sold": None}, "results": {"count": 2, "max:price": "19.90"}},
            {"values": {"title": None, "sold": "2024-01-01"}, "results": {"count": 1, "max:price": None}},
        ]
    }
    assert json.loads(groups_json(query, [])) == {"groups": []}


def test_a_download_of_everything_and_of_a_part() -> None:
    assert parse_export(FIELDS, ("csv", "json"), []) == ExportQuery(Selection(), (Order(ID),), "csv")
    asked = [("format", "json"), ("sort", "-price"), ("q", "word"), ("title", "a"), ("formulas", "keep")]
    selection, orders = (
        Selection((Condition(TITLE, "eq", ("a",)),), ("word",)),
        (Order(PRICE, descending=True), Order(ID)),
    )
    assert parse_export(FIELDS, ("csv", "json"), asked) == ExportQuery(selection, orders, "json", keeps_formulas=True)
    assert not parse_export(FIELDS, ("csv", "json"), [("formulas", "mark")]).keeps_formulas


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ([("format", "exe")], 'format must be one of csv, json, not "exe".'),
        ([("formulas", "run")], 'formulas must be one of mark, keep, not "run".'),
        ([("sort", "nothing")], 'Unknown field "nothing" in sort.'),
        ([("limit", "1")], 'Unknown parameter "limit".'),
    ],
)
def test_a_download_that_makes_no_sense(parameters: Parameters, sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(sentence)}$"):
        parse_export(FIELDS, ("csv", "json"), parameters)


def test_aggregations_are_described() -> None:
    found = {entry["name"]: entry for entry in aggregate_parameters(FIELDS, {"title": "a"})}
    assert list(found)[:5] == ["group_by", "metric", "order", "limit", "q"]
    for name, terms in (("group_by", GROUP_TERMS), ("metric", METRIC_TERMS)):
        assert found[name]["schema"] == {
            "type": "array",
            "items": {"type": "string", "enum": terms},
            "minItems": 1,
            "maxItems": 8,
            "uniqueItems": True,
        }
    assert found["order"]["schema"]["enum"] == ["results", "values"]
    assert found["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 10_000}
    assert found["title"]["example"] == "a"
    assert all(entry["description"].endswith(".") for entry in found.values())


GROUP_TERMS = ["id", "title", "price", "sold", *(f"sold:{span}" for span in DAYS), "paid"]
GROUP_TERMS += [f"paid:{span}" for span in (*DAYS, "hour")]
METRIC_TERMS = ["count"]
for _field in (ID, TITLE, PRICE, SOLD, PAID):
    METRIC_TERMS += [
        f"{metric}:{_field.name}"
        for metric in ("count", "distinct", "sum", "min", "max", "avg")
        if _field in (ID, PRICE) or metric not in ("sum", "avg")
    ]


def test_every_described_term_is_understood() -> None:
    for name, terms in (("group_by", GROUP_TERMS), ("metric", METRIC_TERMS)):
        for term in terms:
            query = parse_aggregate(FIELDS, [(name, term)])
            assert [each.name for each in (query.groups if name == "group_by" else query.metrics)] == [term]


def test_downloads_are_described() -> None:
    found: dict[str, Any] = {entry["name"]: entry for entry in export_parameters(FIELDS, ("csv", "json"), {})}
    assert list(found)[:4] == ["format", "formulas", "sort", "q"]
    assert found["format"]["schema"] == {"type": "string", "enum": ["csv", "json"]}
    assert found["formulas"]["schema"] == {"type": "string", "enum": ["mark", "keep"]}
    assert "example" not in found["title"]
    assert all(entry["description"].endswith(".") for entry in found.values())
