"""What people may do: everybody may read everything, and change what can be changed."""

from werkzeug.exceptions import Forbidden

from app.catalogue import layout_of
from app.tables import Table


def may(table: Table, write: str) -> bool:
    """Whether records can be added, changed or removed."""
    return write in table.writes


def require(table: Table, write: str) -> None:
    """Refuse what cannot be done."""
    if not may(table, write):
        raise Forbidden(f"{layout_of(table).plural_label} cannot be changed this way.")
