"""A client for short questions about a provider, such as which models it has: no answer can fill memory or drip on."""

import time
from typing import Any

import httpx

from pipeline.models.addresses import is_here

MOST_BYTES = 4_000_000
"""Of a list of models, unpacked."""
LONGEST_S = 10.0


class BoundedClient(httpx.Client):
    """Asks below one address, past no proxy where that is this computer's.

    Answers that are streamed are not bounded: whoever reads them is.
    """

    def __init__(self, *, base_url: str, **how: Any) -> None:
        super().__init__(base_url=base_url, trust_env=not is_here(base_url), **how)

    def send(self, request: httpx.Request, *, stream: bool = False, **how: Any) -> httpx.Response:
        """The whole answer; raises httpx.DecodingError for one that is too long, httpx.ReadTimeout for one too slow."""
        response = super().send(request, stream=True, **how)
        if stream:
            return response
        ends = time.monotonic() + LONGEST_S
        body = bytearray()
        try:
            for part in response.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise httpx.DecodingError("The answer is too long.", request=request)
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("The answer is too slow.", request=request)
        finally:
            response.close()
        headers = {"content-type": response.headers.get("content-type", "")}
        return httpx.Response(response.status_code, headers=headers, content=bytes(body), request=request)
