"""From the tables of an earlier release to those of this one: what is missing is added, and no record is lost."""

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from app.database.backend import Backend, identifier
from app.database.definitions import Definitions
from app.fields import FieldType
from app.tables import Table, TableField

_SEARCH = "(search)"


class SchemaChangedError(Exception):
    """The database holds records that this release would misread or cannot keep."""


def migrate(connection: sa.Connection, backend: Backend, tables: Sequence[Table]) -> None:
    """Bring the database up to this release."""
    backend.lock(connection)
    definitions = Definitions(connection)
    for table in tables:
        columns = f"(id {backend.id_definition}){backend.table_options}"
        run(connection, [f"CREATE TABLE IF NOT EXISTS {table.sql_name} {columns}"])
    for table in tables:
        _add_columns(connection, backend, table, definitions)
        _index_fields(connection, table)
        relax(connection, backend, table)
        enforce(connection, backend, table)
        _index_texts(connection, backend, table, definitions)


def relax(connection: sa.Connection, backend: Backend, table: Table) -> None:
    """Take back every rule on values, those of an earlier release too."""
    for name in _columns(connection, table):
        run(connection, backend.unguard(table, name))


def enforce(connection: sa.Connection, backend: Backend, table: Table) -> None:
    """Make the database itself refuse values that break a rule."""
    for field in table.fields:
        if rules := [*_rules(backend, field), *_orders(table, field)]:
            run(connection, backend.guard(table, field, " AND ".join(rules)))


def run(connection: sa.Connection, statements: Iterable[str]) -> None:
    """Execute statements one after the other; a percent sign is one, not the mark of an argument."""
    percent = "%%" if connection.dialect.paramstyle == "pyformat" else "%"
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", percent))


def _columns(connection: sa.Connection, table: Table) -> list[str]:
    return [column["name"] for column in sa.inspect(connection).get_columns(table.name)]


def _add_columns(connection: sa.Connection, backend: Backend, table: Table, definitions: Definitions) -> None:
    """Add what is missing; existing records have null there. Nothing is ever removed."""
    present = set(_columns(connection, table))
    for field in table.fields:
        if field.name not in present:
            kind = backend.column_type(field).compile(connection.dialect)
            target = f' REFERENCES "{field.references}" (id)' if field.references else ""
            run(connection, [f"ALTER TABLE {table.sql_name} ADD COLUMN {field.sql_name} {kind}{target}"])
        kept = definitions.note(table.name, field.name, field.definition)
        if kept != field.definition:
            raise SchemaChangedError(
                f"{table.name}.{field.name} is kept as {kept} and cannot be read as {field.definition}."
            )


def _index_fields(connection: sa.Connection, table: Table) -> None:
    """Index unique fields and references, and drop the index of a field that is no longer unique."""
    for field in table.fields:
        unique = identifier("unique", table.name, field.name)
        on = f"ON {table.sql_name} ({field.sql_name})"
        if not field.unique:
            run(connection, [f"DROP INDEX IF EXISTS {unique}"])
        if field.references:
            run(connection, [f"CREATE INDEX IF NOT EXISTS {identifier('by', table.name, field.name)} {on}"])
        if field.unique:
            _make_unique(connection, table, field, f"CREATE UNIQUE INDEX IF NOT EXISTS {unique} {on}")


def _make_unique(connection: sa.Connection, table: Table, field: TableField, statement: str) -> None:
    try:
        run(connection, [statement])
    except sa.exc.IntegrityError as error:
        raise SchemaChangedError(
            f"{table.name}.{field.name} must be unique, and some records have the same value there."
        ) from error


def _index_texts(connection: sa.Connection, backend: Backend, table: Table, definitions: Definitions) -> None:
    """Make the full-text index anew if other fields have to be in it."""
    wanted = ", ".join(field.name for field in table.texts)
    if definitions.read(table.name, _SEARCH) != wanted:
        run(connection, backend.unindex_texts(table))
        run(connection, backend.index_texts(table))
        definitions.write(table.name, _SEARCH, wanted)


def _rules(backend: Backend, field: TableField) -> Iterator[str]:
    """What must hold of a new value, as SQL."""
    value = f"NEW.{field.sql_name}"
    if field.required:
        yield f"{value} IS NOT NULL"
    if field.required and field.type is FieldType.TEXT:
        yield f"{value} <> ''"
    if field.at_least is not None:
        yield f"{value} >= {backend.literal(field, field.at_least)}"
    if field.at_most is not None:
        yield f"{value} <= {backend.literal(field, field.at_most)}"
    if field.choices:
        yield f"{value} IN ({', '.join(backend.literal(field, choice) for choice in field.choices)})"
    if field.max_length is not None:
        yield f"length({value}) <= {field.max_length}"


def _orders(table: Table, field: TableField) -> Iterator[str]:
    """What must hold between a new value and the others of its record, as SQL that is null where one is missing."""
    for greater, lesser, sign in table.orders:
        if field in (greater, lesser):
            yield f"NEW.{greater.sql_name} {sign} NEW.{lesser.sql_name}"
