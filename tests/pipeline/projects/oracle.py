"""What a file really says: DuckDB's own reader and types on the original bytes, without any of the product's reading.

Only what the data contract states about a column is taken from the product: its type, the cells that stand for no
value, and how its dates are written. A column whose cells DuckDB cannot cast so is not compared, and said to be not.
"""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.contracts.data import Column, Dataset, FieldType

Value = Any


@dataclass(frozen=True)
class Oracle:
    """The rows of a file as the table `truth`: `id` counts them from 1, and each compared column has its name."""

    connection: duckdb.DuckDBPyConnection
    columns: tuple[Column, ...]
    """Those that are compared."""
    left_out: tuple[str, ...]
    """Those that are not, since DuckDB alone cannot read them as they are typed."""
    rows: int

    def ask(self, sql: str, arguments: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """The rows of an answer; `sql` is over `truth`."""
        return self.connection.execute(sql, list(arguments)).fetchall()


class NotComparable(Exception):
    """DuckDB reads another table out of the file than the product does, so nothing can be compared."""


@contextmanager
def oracle_of(source: Path, dataset: Dataset, folder: Path) -> Iterator[Oracle]:
    """The truth about a file that the product reads as `dataset`; raises NotComparable."""
    plain = folder / "original.csv"
    plain.write_text(_text(source), encoding="utf-8", newline="")
    delimiter = dataset.dialect.delimiter
    told = f", delim = {_literal(delimiter)}" if len(delimiter) > 1 else ""  # which DuckDB does not look for
    with duckdb.connect() as connection:
        try:
            connection.execute(
                "CREATE TABLE cells AS SELECT row_number() OVER () AS id, * FROM "
                f"read_csv(?, all_varchar = true, sample_size = -1, header = {dataset.dialect.has_header}{told})",
                [str(plain)],
            )
        except duckdb.Error as error:
            raise NotComparable(f"DuckDB cannot read it: {str(error).splitlines()[0]}") from error
        found = [name for (name, *_) in connection.execute("DESCRIBE cells").fetchall()][1:]
        (rows,) = connection.execute("SELECT count(*) FROM cells").fetchone() or (0,)
        if (len(found), rows) != (len(dataset.columns), dataset.rows):
            raise NotComparable(f"DuckDB reads {rows} rows of {len(found)} columns.")
        yield _typed(connection, dataset, found)


def _text(source: Path) -> str:
    content = source.read_bytes()
    content = gzip.decompress(content) if source.suffix == ".gz" else content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _typed(connection: duckdb.DuckDBPyConnection, dataset: Dataset, found: Sequence[str]) -> Oracle:
    compared: list[Column] = []
    left_out: list[str] = []
    selected = ["id"]
    for column, cells in zip(dataset.columns, found, strict=True):
        cell = _present(cells, column)
        value = _value(cell, column)
        (lost,) = connection.execute(
            f"SELECT count(*) FROM cells WHERE ({cell}) IS NOT NULL AND ({value}) IS NULL"
        ).fetchone() or (0,)
        if lost:
            left_out.append(column.name)
        else:
            compared.append(column)
            selected.append(f'{value} AS "{column.name}"')
    connection.execute(f"CREATE TABLE truth AS SELECT {', '.join(selected)} FROM cells ORDER BY id")
    return Oracle(connection, tuple(compared), tuple(left_out), dataset.rows)


def _present(name: str, column: Column) -> str:
    """SQL for a cell, NULL where it stands for no value."""
    cell = '"' + name.replace('"', '""') + '"'
    tokens = ", ".join(_literal(token) for token in ("", *column.null_tokens))
    return f"CASE WHEN trim({cell}) IN ({tokens}) OR {cell} IN ({tokens}) THEN NULL ELSE {cell} END"


def _value(cell: str, column: Column) -> str:
    """SQL for the typed value of a cell, NULL where DuckDB cannot cast it."""
    trimmed = f"trim({cell})"
    match column.type:
        case FieldType.TEXT:
            return cell
        case FieldType.BOOLEAN:
            words = column.format
            return f"CASE {trimmed} WHEN {_literal(words.true)} THEN true WHEN {_literal(words.false)} THEN false END"
        case FieldType.DATE | FieldType.DATETIME:
            kind = "DATE" if column.type is FieldType.DATE else "TIMESTAMP"
            pattern = _literal(column.format.pattern or "%Y-%m-%d")
            return f"CAST(coalesce(try_strptime({trimmed}, {pattern}), TRY_CAST({trimmed} AS TIMESTAMP)) AS {kind})"
        case FieldType.DECIMAL:
            exact, kept = (
                f"TRY_CAST({trimmed} AS DECIMAL(38, 18))",
                f"TRY_CAST({trimmed} AS DECIMAL(18, {column.scale}))",
            )
            return f"CASE WHEN {exact} = {kept} THEN {kept} END"
        case FieldType.INTEGER:
            return f"CASE WHEN TRY_CAST({trimmed} AS DOUBLE) % 1 = 0 THEN TRY_CAST({trimmed} AS BIGINT) END"
        case FieldType.FLOAT:
            return f"TRY_CAST({trimmed} AS DOUBLE)"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
