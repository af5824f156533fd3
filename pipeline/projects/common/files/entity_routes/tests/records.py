"""Answers as exact text, and the records that tests begin with."""

import json
from typing import Any

from starlette.testclient import TestClient

from app.schema import TABLES
from app.store import Store
from tests.samples import FIRST, PARENTS, SECOND, WRITES
from tests.stored import as_stored

Values = dict[str, Any]


def ask(client: TestClient, path: str, parameters: dict[str, str] | None = None) -> Any:
    """The JSON at a path, with each number as the text that it was sent as."""
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return exact(response.text)


def exact(text: str) -> Any:
    """JSON, with each number as the text that it is written as."""
    return json.loads(text, parse_int=str, parse_float=str)


def as_answered(values: Values) -> Values:
    """Values that were sent, as `exact` reads them in an answer."""
    return {name: str(value) if type(value) in (int, float) else value for name, value in values.items()}


class Records:
    """Makes sample records, each with the records that it refers to."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._ids: dict[tuple[str, int], int] = {}

    def values(self, table: str, number: int) -> Values:
        """The values of a sample, which is the first or the second of its table."""
        parents = {field: self.create(parent, number) for field, parent in PARENTS[table].items()}
        return {**(FIRST, SECOND)[number - 1][table], **parents}

    def create(self, table: str, number: int) -> int:
        """The id of a sample, which is added if it is not there yet."""
        if (table, number) not in self._ids:
            self._ids[table, number] = self.add(table, self.values(table, number))
        return self._ids[table, number]

    def add(self, table: str, values: Values) -> int:
        """Add a record: by a request, or where clients cannot, to the store."""
        if "create" in WRITES[table]:
            response = self._client.post(f"/api/{table}", json=values)
            assert response.status_code == 201, response.text
            return int(response.json()["id"])
        store: Store = self._client.app.state.store  # type: ignore[attr-defined]
        target = next(each for each in TABLES if each.name == table)
        return store.create(target, as_stored(target, values))[0]
