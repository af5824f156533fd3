"""Aggregations and exports over HTTP, and questions that make no sense."""

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.records import Records, ask
from tests.samples import FIRST
from tests.service import running_service

every_table = pytest.mark.parametrize("table", FIRST)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with running_service(tmp_path_factory.mktemp("data")) as service:
        records = Records(service)
        for table in FIRST:
            for number in (1, 2):
                records.create(table, number)
        yield service


@every_table
def test_records_are_counted_by_group(client: TestClient, table: str) -> None:
    (together,) = ask(client, f"/api/aggregate/{table}", {"metric": "count,max:id,avg:id"})["groups"]
    assert together["values"] == {}
    ids = [int(item["id"]) for item in ask(client, f"/api/{table}")["items"]]
    assert together["results"]["count"] == str(len(ids))
    assert together["results"]["max:id"] == str(max(ids))
    assert float(together["results"]["avg:id"]) == sum(ids) / len(ids)
    asked = {"group_by": "id", "id__in": f"{ids[0]},{ids[1]}", "order": "values"}
    groups = ask(client, f"/api/aggregate/{table}", asked)
    assert groups["groups"] == [{"values": {"id": str(ids[n])}, "results": {"count": "1"}} for n in (0, 1)]


@every_table
def test_what_was_found_is_downloaded(client: TestClient, table: str) -> None:
    items = client.get(f"/api/{table}?sort=-id").json()["items"]
    as_json = client.get(f"/api/export/{table}?format=json&sort=-id")
    assert as_json.headers["Content-Type"] == "application/json"
    assert as_json.headers["Content-Disposition"] == f'attachment; filename="{table}.json"'
    assert json.loads(as_json.text) == items
    as_csv = client.get(f"/api/export/{table}?id={items[0]['id']}")
    assert as_csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert as_csv.headers["Content-Disposition"] == f'attachment; filename="{table}.csv"'
    header, line = csv.reader(io.StringIO(as_csv.text))
    assert header == list(items[0])
    assert line[0] == str(items[0]["id"])


@every_table
@pytest.mark.parametrize(
    "query",
    [
        "aggregate/{}?metric=median:id",
        "aggregate/{}?metric=sum",
        "aggregate/{}?metric=count,count",
        "aggregate/{}?group_by=nothing",
        "aggregate/{}?group_by=id:month",
        "aggregate/{}?order=sideways",
        "aggregate/{}?limit=0",
        "export/{}?format=exe",
        "export/{}?sort=nothing",
        "export/{}?limit=1",
        "{}?q=" + "a" * 201,
        "{}?after=!",
        "{}?id__null=maybe",
        "{}?id__contains=1",
    ],
    ids=lambda query: query[:40],
)
def test_a_question_that_makes_no_sense(client: TestClient, table: str, query: str) -> None:
    response = client.get(f"/api/{query.format(table)}")
    assert response.status_code == 422
    assert re.fullmatch(r".+\.", response.json()["detail"])
