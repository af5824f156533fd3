"""The records in PostgreSQL, in a schema of their own that is filled once from the CSV file."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from app.backend import BATCH_ROWS, Backend, Row, TooLargeError, UnavailableError
from app.duck import parquet_from_csv
from app.files import KEPT, digest
from app.listing import words_of
from app.query import QueryError
from app.schema import COLUMNS, INDEXED, NAME, SEARCHED
from app.statements import Argument, Clause
from app.typed import sql_type

CONNECTIONS = 8
WAIT_S = 5.0
MAX_WORDS = 10_000
LONGEST_WORD = 64

SCHEMAS = f"^{NAME}_[0-9a-f]{{16}}$"
"""What the schemas of all files are called."""

_Connection = psycopg.Connection[tuple[Any, ...]]


class UnsuitableError(Exception):
    """A record that PostgreSQL cannot hold, since a text of it has the character NUL."""


class Postgres(Backend):
    """A pool of connections to a database that holds the records."""

    def __init__(self, url: str, records: Path) -> None:
        schema = f"{NAME}_{digest(records, definitions())[:16]}"
        with psycopg.connect(url, autocommit=True) as connection:
            _fill_once(connection, schema, records)
        self._pool = ConnectionPool(
            url,
            kwargs={"options": f"-c search_path={schema}", "autocommit": True},
            min_size=1,
            max_size=CONNECTIONS,
            timeout=WAIT_S,
            open=True,
            check=ConnectionPool.check_connection,
        )

    def fetch(self, sql: str, arguments: Sequence[Argument] = ()) -> list[Row]:
        """All rows that a statement gives."""
        with self._connection() as connection:
            return connection.execute(_marked(sql), arguments).fetchall()

    def stream(self, sql: str, arguments: Sequence[Argument] = ()) -> Iterator[list[Row]]:
        """The rows that a statement gives, in batches."""
        with self._connection() as connection, connection.transaction(), connection.cursor("rows") as cursor:
            cursor.execute(_marked(sql), arguments)
            while rows := cursor.fetchmany(BATCH_ROWS):
                yield rows

    def matching(self, words: Sequence[str]) -> Clause:
        """The records in which every one of the words begins a word."""
        return Clause("_words @@ CAST(? AS tsquery)", (question_of(words),))

    def write_parquet(self, sql: str, arguments: Sequence[Argument], target: Path) -> None:
        """Write the rows that a statement gives to a Parquet file, by way of a CSV file."""
        copy = f"COPY ({_marked(sql)}) TO STDOUT (FORMAT csv, HEADER)"
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".csv") as file:
            with self._connection() as connection, connection.cursor().copy(copy, arguments) as data:
                for block in data:
                    file.write(block)
            file.flush()
            parquet_from_csv(Path(file.name), target)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    @contextmanager
    def _connection(self) -> Iterator[_Connection]:
        """A connection of the pool; what the database objects to is told as it would be of the embedded one."""
        try:
            with self._pool.connection() as connection:
                yield connection
        except errors.NumericValueOutOfRange as error:
            raise TooLargeError from error
        except psycopg.DataError as error:
            raise QueryError("A text with the character NUL cannot be asked for.") from error
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise UnavailableError("The database does not answer.") from error


def definitions() -> list[str]:
    """The statements that make the table and its indexes; text is compared by its code points, as everywhere else."""
    collated = {column.name: ' COLLATE "C"' for column in SEARCHED}
    columns = "".join(f", {column.sql_name} {sql_type(column)}{collated.get(column.name, '')}" for column in COLUMNS)
    table = f"CREATE TABLE records (id BIGINT PRIMARY KEY{columns}, _words tsvector NOT NULL)"
    indexes = [f'CREATE INDEX ON records ("{name}")' for name in INDEXED]
    return [table, *indexes, "CREATE INDEX ON records USING gin (_words)"]


def vector_of(texts: Iterable[str]) -> str:
    """The words of a record as PostgreSQL's text search keeps them."""
    words = dict.fromkeys(word[:LONGEST_WORD] for text in texts for word in words_of(text))
    return " ".join(f"'{word}'" for word in list(words)[:MAX_WORDS])


def question_of(words: Iterable[str]) -> str:
    """What finds the records in which every one of the words begins a word."""
    return " & ".join(f"'{word[:LONGEST_WORD]}':*" for word in words)


def _fill_once(connection: _Connection, schema: str, records: Path) -> None:
    """Make and fill a schema in one transaction, unless it is there; of starts at the same time, only one does."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (NAME,))
        if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone():
            return
        connection.execute(f'CREATE SCHEMA "{schema}"')
        connection.execute(f'SET LOCAL search_path = "{schema}"')
        table, *indexes = definitions()
        connection.execute(table)
        _copy(connection, records)
        for index in indexes:
            connection.execute(index)
        connection.execute("ANALYZE records")
        _drop_old(connection)


def _copy(connection: _Connection, records: Path) -> None:
    csv.field_size_limit(2**31 - 1)
    searched = [place for place, column in enumerate(COLUMNS) if column in SEARCHED]
    names = ", ".join(column.sql_name for column in COLUMNS)
    copy = f"COPY records (id, {names}, _words) FROM STDIN"
    with records.open(encoding="utf-8", newline="") as file, connection.cursor().copy(copy) as data:
        rows = csv.reader(file, strict=True)
        next(rows)
        for number, row in enumerate(rows, 1):
            vector = vector_of([row[place] for place in searched])
            try:
                data.write_row((number, *(cell or None for cell in row), vector))
            except psycopg.DataError as error:
                raise UnsuitableError(f"Record {number} cannot be kept in PostgreSQL: {error}.") from error


def _drop_old(connection: _Connection) -> None:
    """Drop the schemas of earlier files, but for the last of them."""
    mine = "SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY oid DESC OFFSET %s"
    for (schema,) in connection.execute(mine, (SCHEMAS, KEPT)).fetchall():
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')


def _marked(sql: str) -> str:
    return sql.replace("?", "%s")
