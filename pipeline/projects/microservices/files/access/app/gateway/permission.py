"""What the role of a request's key may do with the records of a service."""

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request

from app.access import RoleKeys, signed_in
from app.schema import TABLES

WRITES = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
REFUSAL: dict[int | str, dict[str, Any]] = {403: {"description": "The key's role may not do this"}}


async def permitted(request: Request, role: Annotated[str, Depends(signed_in)]) -> None:
    """Raise HTTPException with status 403 if the role may not do what is asked of a service.

    Where nobody can write records in this way, the service itself says so.
    """
    keys: RoleKeys = request.app.state.role_keys
    service, write = request.path_params.get("service"), WRITES.get(request.method)
    offered = next((table.writes for table in TABLES if table.name == service), ())
    if service and write in offered and not keys.may(role, service, write):
        raise HTTPException(403, f"The role {role} may not {write} records of {service}.")
