"""The one seam to DuckDB: a bounded, offline connection in a folder of its own, and the SQL that reads CSV text."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")

MEMORY_LIMIT = "512MB"
BATCH_COLUMNS = 20
"""How many columns one statement looks at: planning a statement takes longer than linearly in its expressions."""


class ReadFailed(Exception):
    """DuckDB could not read a CSV text as it was told to."""


@dataclass(frozen=True)
class Engine:
    """A DuckDB connection, and the folder that it may fill; both end with `open_engine`."""

    connection: "DuckDBPyConnection"
    folder: Path

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement whose result does not matter."""
        self.connection.execute(sql, list(values))

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, list(values)).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        """The only row of a query."""
        return self.rows(sql, values)[0]

    def stream(self, sql: str, values: Sequence[object] = (), size: int = 20_000) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a part at a time."""
        result = self.connection.execute(sql, list(values))
        while part := result.fetchmany(size):
            yield from part

    def load(self, table: str, source: str) -> None:
        """Create `table` from `source`, which is SQL of `csv_source`; ReadFailed if the text is not as it says."""
        import duckdb

        try:
            self.connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {source}")  # noqa: S608 - built by csv_source
        except duckdb.Error as error:
            raise ReadFailed(str(error)) from error


LINE_BYTES = 32_000_000
"""The longest record that DuckDB is asked to hold."""


@contextmanager
def open_engine(parent: Path | None = None) -> Iterator[Engine]:
    """A connection with bounded memory that spills to a temporary folder in `parent`, and loads no extension."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix=".quintet-", dir=parent, ignore_cleanup_errors=True) as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(Path(folder) / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
        with duckdb.connect(config=config) as connection:
            yield Engine(connection, Path(folder))


def literal(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def csv_source(
    path: Path,
    columns: Mapping[str, str],
    *,
    delimiter: str = ",",
    quote: str = '"',
    skip: int = 1,
    line_bytes: int = LINE_BYTES,
    is_ours: bool = True,
) -> str:
    """The SQL table function that reads `path` as `columns` (name to SQL type), strictly and without guessing.

    A file of ours ends its lines with LF, which has to be said where quoted text holds other line breaks; of any other
    file, the reader finds out itself.
    """
    ends = r"new_line='\n', " if is_ours else ""
    types = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    # A path is a pattern to DuckDB: what a pattern would read as a wildcard is put in brackets.
    pattern = re.sub(r"([\[*?])", r"[\1]", str(path.resolve()))
    return (
        f"read_csv({literal(pattern)}, auto_detect=false, header=false, skip={skip}, columns={{{types}}}, "
        f"delim={literal(delimiter)}, quote={literal(quote)}, escape={literal(quote)}, compression='none', "
        f"{ends}nullstr='', allow_quoted_nulls=true, null_padding=false, ignore_errors=false, strict_mode=true, "
        f"max_line_size={line_bytes})"
    )


def batches(items: Sequence[T]) -> Iterable[Sequence[T]]:
    """`items` in parts that one statement can take."""
    return (items[at : at + BATCH_COLUMNS] for at in range(0, len(items), BATCH_COLUMNS))
