"""Requests to one service: with time limits, a circuit breaker, and second tries where they do no harm."""

import asyncio
import logging
from collections.abc import Sequence

import httpx2

from app import token
from app.errors import ServiceError
from app.gateway.breaker import Breaker, State
from app.logs import request_id
from app.request_log import HEADER as REQUEST_ID
from app.settings import Settings

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
"""Methods that may be sent twice (RFC 9110, section 9.2.2)."""

WORKER = ""
"""The worker's key among the services, whose names are never empty."""

TRIES = 3
PAUSE_S = 0.1
CONNECT_S = 1.0
KEEP_ALIVE_S = 30.0
PROBE_S = 2.0

Headers = Sequence[tuple[bytes, bytes]]
"""Names and values as they came: a value may have bytes that are no ASCII (RFC 9110, section 5.5)."""

_log = logging.getLogger(__name__)


class AwayError(ServiceError):
    """A service does not answer."""

    status_code = 503


class BrokenError(ServiceError):
    """The connection to a service broke; whether the request was carried out is not known."""

    status_code = 502


class SlowError(ServiceError):
    """A service did not answer in time; whether the request was carried out is not known."""

    status_code = 504


class Upstream:
    """One service, as the gateway reaches it."""

    def __init__(self, name: str, client: httpx2.AsyncClient) -> None:
        self.name = name
        self._client = client
        self._breaker = Breaker()

    @property
    def circuit(self) -> State:
        """The state of the circuit breaker."""
        return self._breaker.state

    async def send(self, method: str, target: str, headers: Headers, body: bytes) -> httpx2.Response:
        """The head of the service's answer; its body is still to be read, and the answer to be closed.

        Raises AwayError, BrokenError or SlowError.
        """
        if not self._breaker.admit():
            raise AwayError(f"The service of {self.name} does not answer. Try again in a few seconds.")
        tries_left = TRIES if method in IDEMPOTENT else 1
        while True:
            tries_left -= 1
            try:
                answer = await self._send_once(method, target, headers, body)
            except httpx2.TransportError as error:
                if tries_left and not isinstance(error, httpx2.TimeoutException):
                    _log.warning("%s is tried again: %s", self.name, error)
                    await asyncio.sleep(PAUSE_S)
                    continue
                self._breaker.failed()
                raise self._explained(error) from error
            self._breaker.succeeded()
            return answer

    async def probe(self) -> dict[str, object]:
        """How the service says it is."""
        try:
            answer = await self._client.get("/ready", timeout=PROBE_S)
        except httpx2.HTTPError:
            return {"status": "away", "circuit": self.circuit}
        return {"status": "ready" if answer.is_success else "not ready", "circuit": self.circuit}

    async def description(self) -> dict[str, object] | None:
        """The service's OpenAPI document, None while it does not answer."""
        try:
            answer = await self._client.get("/openapi.json")
            document: dict[str, object] = answer.raise_for_status().json()
        except httpx2.HTTPError:
            return None
        return document

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _send_once(self, method: str, target: str, headers: Headers, body: bytes) -> httpx2.Response:
        traced = [*headers, (REQUEST_ID, (request_id.get() or "").encode())]
        request = self._client.build_request(method, target, headers=traced, content=body)
        return await self._client.send(request, stream=True)

    def _explained(self, error: httpx2.TransportError) -> ServiceError:
        if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
            return AwayError(f"The service of {self.name} does not answer. Nothing was changed.")
        if isinstance(error, httpx2.TimeoutException):
            return SlowError(f"The service of {self.name} did not answer in time.")
        return BrokenError(f"The connection to the service of {self.name} broke.")


def connect(settings: Settings) -> dict[str, Upstream]:
    """Every service and the worker, by name."""
    addresses = {**settings.addresses, WORKER: settings.worker_address}
    headers = {"Accept-Encoding": "identity", token.HEADER: settings.service_token}
    timeout = httpx2.Timeout(settings.timeout_s, connect=CONNECT_S)
    limits = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=KEEP_ALIVE_S)
    return {
        name: Upstream(
            name or "the worker",
            httpx2.AsyncClient(base_url=address, headers=headers, timeout=timeout, limits=limits, trust_env=False),
        )
        for name, address in addresses.items()
    }
