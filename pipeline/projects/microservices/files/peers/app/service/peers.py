"""What a service asks of the others, over HTTP and within the contract that `tests/test_contracts.py` holds them to.

A record may refer only to one that exists, and one that others refer to is not removed. Where the service that knows
cannot be asked, the change is refused with 503 before anything is written.
"""

from collections.abc import Callable, Mapping, Sequence

import httpx2

from app import token
from app.errors import ServiceError
from app.logs import request_id
from app.request_log import HEADER as REQUEST_ID
from app.settings import Settings
from app.store import ConflictError, DanglingError, Values
from app.tables import Table, TableField

PeerConnector = Callable[[Settings], Mapping[str, httpx2.Client]]

TIMEOUT = httpx2.Timeout(3.0, connect=1.0)


class PeerAwayError(ServiceError):
    """Another service has to be asked first, and does not answer."""

    status_code = 503


class Peers:
    """The services that one service knows, by the names of their tables."""

    def __init__(self, clients: Mapping[str, httpx2.Client], tables: Sequence[Table]) -> None:
        self._clients = clients
        self._tables = tables

    def check_references(self, table: Table, values: Values) -> None:
        """DanglingError if a value refers to a record that another service does not have."""
        for field in foreign_fields(table):
            value = values.get(field.name)
            if value is not None and not self._has(str(field.references), value):
                sentence = f"{field.name} refers to record {value} of {field.references}, which does not exist."
                raise DanglingError(sentence, field.name)

    def check_unused(self, table: Table, record_id: int) -> None:
        """ConflictError if a record of another service refers to this one."""
        for other in self._tables:
            for field in foreign_fields(other):
                if field.references == table.name and (user := self._user(other.name, field.name, record_id)):
                    raise ConflictError(f"Record {record_id} is still used by record {user} of {other.name}.")

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()

    def _has(self, service: str, record_id: object) -> bool:
        status_code = self._get(service, f"/api/{service}/{record_id}", (200, 404)).status_code
        return status_code == 200

    def _user(self, service: str, field: str, record_id: int) -> int | None:
        """The first record of a service whose field refers to a record."""
        answer = self._get(service, f"/api/{service}?{field}={record_id}&limit=1", (200,)).json()
        return int(answer["items"][0]["id"]) if answer["items"] else None

    def _get(self, service: str, path: str, expected: Sequence[int]) -> httpx2.Response:
        try:
            answer = self._clients[service].get(path, headers={REQUEST_ID: (request_id.get() or "").encode()})
        except (KeyError, httpx2.HTTPError):
            raise _away(service) from None
        if answer.status_code not in expected:
            raise _away(service)
        return answer


def foreign_fields(table: Table) -> list[TableField]:
    """The fields that refer to records of another service."""
    return [field for field in table.fields if field.references not in (None, table.name)]


def connect(settings: Settings) -> Mapping[str, httpx2.Client]:
    """A client of every service, by name."""
    headers = {token.HEADER: settings.service_token}
    return {
        name: httpx2.Client(base_url=address, headers=headers, timeout=TIMEOUT, trust_env=False)
        for name, address in settings.addresses.items()
    }


def _away(service: str) -> PeerAwayError:
    return PeerAwayError(f"The service of {service} cannot be asked now, so nothing was changed. Try again later.")
