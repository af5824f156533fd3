"""How answers are fetched: within bounds, without redirects, and past no proxy where this computer is asked."""

import zlib
from typing import Any, TypeVar

from pipeline.models.addresses import is_here, shown
from pipeline.models.failures import ProviderFailure
from pipeline.models.protocols import odd, reframed
from pipeline.models.providers import Endpoint
from pipeline.models.secrecy import told

MOST_BYTES = 16_000_000
"""Of an answer, as it is sent and as it is unpacked."""
MADE_HERE = ("content-encoding", "content-length", "transfer-encoding")
WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
SUCCESS, REDIRECT, ERROR = 200, 300, 400

Client = TypeVar("Client")


def guarded(client: type[Client], endpoint: Endpoint, model: str) -> type[Client]:
    """A class of clients like httpx's whose answers are read within bounds, and judged before any library sees them.

    Two packages have such clients, httpx and httpx2, which share no class.
    """

    class Guarded(client):  # type: ignore[valid-type,misc]
        def __init__(self, **how: Any) -> None:
            super().__init__(**how | {"trust_env": not is_here(endpoint.address)})

        async def send(self, request: Any, **how: Any) -> Any:
            """The whole answer; raises ProviderFailure for one that is of no use."""
            request.headers["accept-encoding"] = "gzip, deflate"
            response = await super().send(request, **how | {"stream": True, "follow_redirects": False})
            try:
                body = await _read(endpoint, response)
            finally:
                await response.aclose()
            status = response.status_code
            if REDIRECT <= status < ERROR:
                raise _redirected(endpoint, status, response.headers.get("location", ""))
            if status < REDIRECT:
                body = reframed(endpoint, model, body)
            headers = {name: value for name, value in response.headers.items() if name.lower() not in MADE_HERE}
            headers["content-type"] = "application/json" if status < REDIRECT else headers.get("content-type", "")
            status = SUCCESS if status < REDIRECT else status
            return type(response)(status, headers=headers, content=body, request=request)

    return Guarded


async def _read(endpoint: Endpoint, response: Any) -> bytes:
    """All that is sent, unpacked; raises ProviderFailure."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", *WINDOWS):
        raise odd(endpoint, "it is packed in a way that was not asked for")
    unpack = zlib.decompressobj(WINDOWS[encoding]) if encoding in WINDOWS else None
    body = bytearray()
    async for part in response.aiter_raw():
        try:
            body += unpack.decompress(part, MOST_BYTES + 1 - len(body)) if unpack else part
        except zlib.error:
            raise odd(endpoint, "it cannot be unpacked", is_transient=True) from None
        if len(body) > MOST_BYTES:
            said = f"{endpoint.provider.label} sent more than {MOST_BYTES // 1_000_000} MB, which is not read."
            raise ProviderFailure(said, is_transient=False, may_be_billed=True)
    return bytes(body)


def _redirected(endpoint: Endpoint, status: int, location: str) -> ProviderFailure:
    where = f" to {told(shown(location), endpoint.secrets)}" if location else ""
    said = f"{endpoint.provider.label} at {endpoint.shown} redirects{where} (status {status}); enter the right address."
    return ProviderFailure(said, is_transient=False)
