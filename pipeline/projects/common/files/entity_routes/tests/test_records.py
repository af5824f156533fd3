"""Records of every table can be added, read, listed, replaced, changed and removed, and outlive a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.records import Records, as_answered, ask, exact
from tests.samples import FIRST, PARENTS
from tests.service import running_service

every_table = pytest.mark.parametrize("table", FIRST)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with running_service(tmp_path) as service:
        yield service


@every_table
def test_create_and_read(client: TestClient, table: str) -> None:
    values = Records(client).values(table, 1)
    response = client.post(f"/api/{table}", json=values)
    record = exact(response.text)
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/{table}/{record['id']}"
    assert {name: record[name] for name in values} == as_answered(values)
    assert ask(client, f"/api/{table}/{record['id']}") == record


@every_table
def test_replace(client: TestClient, table: str) -> None:
    records = Records(client)
    record_id = records.create(table, 1)
    values = records.values(table, 2)
    response = client.put(f"/api/{table}/{record_id}", json=values)
    assert response.status_code == 200
    record = ask(client, f"/api/{table}/{record_id}")
    assert record == exact(response.text)
    assert {name: record[name] for name in values} == as_answered(values)


@every_table
def test_change_of_each_field_leaves_the_others(client: TestClient, table: str) -> None:
    records = Records(client)
    record_id = records.create(table, 1)
    expected = ask(client, f"/api/{table}/{record_id}")
    for name, value in records.values(table, 2).items():
        response = client.patch(f"/api/{table}/{record_id}", json={name: value})
        assert response.status_code == 200, response.text
        expected |= as_answered({name: value})
        assert ask(client, f"/api/{table}/{record_id}") == expected


@every_table
def test_an_empty_change_changes_nothing(client: TestClient, table: str) -> None:
    record_id = Records(client).create(table, 1)
    before = ask(client, f"/api/{table}/{record_id}")
    assert exact(client.patch(f"/api/{table}/{record_id}", json={}).text) == before


@every_table
def test_delete(client: TestClient, table: str) -> None:
    records = Records(client)
    removed, kept = records.create(table, 1), records.create(table, 2)
    assert client.delete(f"/api/{table}/{removed}").status_code == 204
    assert client.get(f"/api/{table}/{removed}").status_code == 404
    assert [item["id"] for item in ask(client, f"/api/{table}")["items"]] == [str(kept)]


@every_table
def test_the_id_of_a_removed_record_is_not_used_again(client: TestClient, table: str) -> None:
    records = Records(client)
    removed = records.create(table, 1)
    values = records.values(table, 1)
    client.delete(f"/api/{table}/{removed}")
    assert client.post(f"/api/{table}", json=values).json()["id"] > removed


@every_table
def test_paging_and_order(client: TestClient, table: str) -> None:
    records = Records(client)
    ids = [str(records.create(table, number)) for number in (1, 2)]
    pages = [ask(client, f"/api/{table}", {"limit": "1", "offset": str(offset)}) for offset in range(3)]
    assert [[item["id"] for item in page["items"]] for page in pages] == [[ids[0]], [ids[1]], []]
    assert [(page["total"], page["limit"], page["offset"]) for page in pages] == [("2", "1", str(n)) for n in range(3)]
    assert [item["id"] for item in ask(client, f"/api/{table}", {"sort": "-id"})["items"]] == ids[::-1]


@every_table
def test_filter_by_each_field(client: TestClient, table: str) -> None:
    records = Records(client)
    ids = [str(records.create(table, number)) for number in (1, 2)]
    first = ask(client, f"/api/{table}/{ids[0]}")
    for name in [*FIRST[table], *PARENTS[table]]:
        text = {True: "true", False: "false"}.get(first[name], first[name])
        found = ask(client, f"/api/{table}", {name: text})
        assert [item["id"] for item in found["items"]] == ids[:1], name
        assert ask(client, f"/api/{table}", {f"{name}__null": "true"})["total"] == "0"


@every_table
def test_records_outlive_a_restart(tmp_path: Path, table: str) -> None:
    with running_service(tmp_path) as client:
        record_id = Records(client).create(table, 1)
        before = ask(client, f"/api/{table}/{record_id}")
    with running_service(tmp_path) as client:
        assert ask(client, f"/api/{table}/{record_id}") == before


@every_table
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_record_that_is_not_there(client: TestClient, table: str, method: str) -> None:
    body = Records(client).values(table, 1) if method in ("PUT", "PATCH") else None
    response = client.request(method, f"/api/{table}/4711", json=body)
    assert (response.status_code, response.json()) == (404, {"detail": f"There is no record 4711 in {table}."})
