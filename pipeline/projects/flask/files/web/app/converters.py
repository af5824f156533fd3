"""Parts of addresses that stand for something else than text."""

from werkzeug.routing import BaseConverter, ValidationError

from app.catalogue import BY_NAME
from app.tables import Table


class TableConverter(BaseConverter):
    """A table by its name; the address of a table that there is not leads nowhere."""

    def to_python(self, value: str) -> Table:
        """The table with a name."""
        if value not in BY_NAME:
            raise ValidationError
        return BY_NAME[value]

    def to_url(self, value: Table) -> str:
        """The name of a table."""
        return value.name
