"""What the database says of itself: how each field is kept, and what was made or loaded once."""

import sqlalchemy as sa

_TABLE = sa.Table(
    "_definitions",
    sa.MetaData(),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("field_name", sa.Text, primary_key=True),
    sa.Column("definition", sa.Text, nullable=False),
)


class Definitions:
    """Notes by table and field, or by another subject in brackets, which no field is called."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        _TABLE.create(connection, checkfirst=True)

    def read(self, table: str, subject: str) -> str | None:
        """What is noted, if anything is."""
        found = self._connection.scalar(sa.select(_TABLE.c.definition).where(*_about(table, subject)))
        return None if found is None else str(found)

    def write(self, table: str, subject: str, definition: str) -> None:
        """Note something in place of what was noted before."""
        self._connection.execute(sa.delete(_TABLE).where(*_about(table, subject)))
        self._connection.execute(sa.insert(_TABLE).values((table, subject, definition)))

    def note(self, table: str, subject: str, definition: str) -> str:
        """What is noted; that is the definition if nothing was."""
        kept = self.read(table, subject)
        if kept is None:
            self.write(table, subject, definition)
        return definition if kept is None else kept


def _about(table: str, subject: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _TABLE.c.table_name == table, _TABLE.c.field_name == subject
