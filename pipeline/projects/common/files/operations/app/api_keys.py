"""Access with an API key."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Annotated

from fastapi import HTTPException, Security
from fastapi.security import APIKeyHeader

HEADER = "X-API-Key"

_SCHEME = APIKeyHeader(name=HEADER, auto_error=False)


class ApiKey:
    """A dependency that refuses a request without one of the keys.

    Digests are compared, all of them and in constant time, so that the answer's delay tells nothing of a key.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._digests = [_digest(key) for key in keys]

    async def __call__(self, key: Annotated[str | None, Security(_SCHEME)]) -> None:
        """Raise HTTPException with status 401 unless the key is known."""
        given = _digest(key or "")
        if not sum(hmac.compare_digest(given, known) for known in self._digests):
            raise HTTPException(401, f"A valid key is needed in the header {HEADER}.", {"WWW-Authenticate": "ApiKey"})


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="replace")).digest()
