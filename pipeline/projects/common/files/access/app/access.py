"""Who may do what: a request carries a key, and the key belongs to a role."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import APIKeyHeader

from app.api_keys import HEADER
from app.operation import OperationError
from app.roles import Permissions
from app.tables import Table

REFUSALS: dict[int | str, dict[str, Any]] = {401: {"description": "The API key is missing or wrong"}}

_SCHEME = APIKeyHeader(name=HEADER, auto_error=False)


class RoleKeys:
    """The keys of each role, given as `role:key`; without any, nobody may do anything."""

    def __init__(self, entries: Iterable[str], roles: Mapping[str, Permissions]) -> None:
        self._roles = roles
        self._holders = [(role, _digest(key)) for role, key in map(self._part, entries)]

    def role_of(self, key: str) -> str | None:
        """The role of a key; all digests are compared, in constant time, so that the delay tells nothing of them."""
        given = _digest(key)
        found = [role for role, known in self._holders if hmac.compare_digest(given, known)]
        return found[0] if found else None

    def may(self, role: str, table: str, write: str) -> bool:
        """Whether a role may write records of a table in this way."""
        return write in self._roles[role].get(table, ())

    def _part(self, entry: str) -> tuple[str, str]:
        role, _, key = entry.partition(":")
        if role not in self._roles or not key:
            raise OperationError(f"API_KEYS must hold role:key, with one of the roles {', '.join(self._roles)}.")
        return role, key


async def signed_in(request: Request, key: Annotated[str | None, Security(_SCHEME)]) -> str:
    """The role of the request's key; HTTPException with status 401 if it has none."""
    keys: RoleKeys = request.app.state.role_keys
    role = keys.role_of(key or "")
    if role is None:
        raise HTTPException(401, f"A valid key is needed in the header {HEADER}.", {"WWW-Authenticate": "ApiKey"})
    return role


def allowed(table: Table, write: str) -> Callable[[Request, str], Awaitable[None]]:
    """A dependency that refuses those, with status 403, whose role may not do this."""

    async def check(request: Request, role: Annotated[str, Depends(signed_in)]) -> None:
        keys: RoleKeys = request.app.state.role_keys
        if not keys.may(role, table.name, write):
            raise HTTPException(403, f"The role {role} may not {write} records of {table.name}.")

    return check


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="replace")).digest()
