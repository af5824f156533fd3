"""The one seam to DuckDB: a bounded, offline connection in a folder of its own, and the SQL that reads CSV text."""

import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")

_WATCH_S = 0.2
_TOLD_EVERY_S = 10.0

MEMORY_LIMIT = "512MB"
BATCH_COLUMNS = 20
"""How many columns one statement looks at: planning a statement takes longer than linearly in its expressions."""


class Stopped(Exception):
    """The work was given up on purpose."""


def never() -> bool:
    """Go on."""
    return False


def silent(_message: str) -> None:
    """Nobody is told."""


class ReadFailed(Exception):
    """DuckDB could not read a CSV text as it was told to."""


class Faulty(Exception):
    """A cell of `column` does not follow its reading; raised by what `fault_call` stands in."""

    def __init__(self, column: str) -> None:
        super().__init__(f"A cell of {column} does not follow its reading.")
        self.column = column


_FAULT = "quintet-fault:"


def fault_call(column: str) -> str:
    """SQL that ends a statement with Faulty."""
    return f"error('{_FAULT}{column};')"


@dataclass(frozen=True)
class Engine:
    """A DuckDB connection, and the folder that it may fill; both end with `open_engine`."""

    connection: "DuckDBPyConnection"
    folder: Path
    stop: Callable[[], bool] = never
    tell: Callable[[str], None] = silent

    def check(self) -> None:
        """Raise Stopped if the work is not wanted any more."""
        if self.stop():
            raise Stopped

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement whose result does not matter."""
        self._execute(sql, values)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        """The only row of a query."""
        return self.rows(sql, values)[0]

    def columns(self, sql: str) -> dict[str, list[Any]]:
        """The values of each column of a query."""
        result = self._execute(sql)
        names = [part[0] for part in result.description]
        rows = result.fetchall()
        return {name: [row[at] for row in rows] for at, name in enumerate(names)}

    def stream(self, sql: str, values: Sequence[object] = (), size: int = 20_000) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a part at a time."""
        result = self._execute(sql, values)
        while part := result.fetchmany(size):
            yield from part

    def _execute(self, sql: str, values: Sequence[object] = ()) -> "DuckDBPyConnection":
        """Run a statement; Stopped if it was interrupted because the work is not wanted any more."""
        import duckdb

        self.check()
        try:
            return self.connection.execute(sql, list(values))
        except duckdb.InterruptException as error:
            raise Stopped from error
        except duckdb.Error as error:
            if found := re.search(f"{_FAULT}(\\w+);", str(error)):
                raise Faulty(found[1]) from error
            if "CSV Error" in str(error):
                raise ReadFailed(str(error)) from error
            raise

    def load(self, table: str, source: str) -> None:
        """Create `table` from `source`, which is SQL of `csv_source`; ReadFailed if the text is not as it says."""
        self.check()
        try:
            self._load(table, source)
        except ReadFailed:
            longer = source.replace(_line_size(LINE_BYTES), _line_size(LONG_LINE_BYTES))
            if longer == source:
                raise
            self._load(table, longer)

    def _load(self, table: str, source: str) -> None:
        import duckdb

        try:
            self.connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {source}")  # noqa: S608 - built by csv_source
        except duckdb.InterruptException as error:
            raise Stopped from error
        except duckdb.Error as error:
            raise ReadFailed(str(error)) from error


LINE_BYTES = 2_000_000
"""The longest record that DuckDB is first asked to hold: its buffers are sixteen times as large."""
LONG_LINE_BYTES = 32_000_000
"""The longest record that it is asked to hold at all."""


@contextmanager
def open_engine(
    parent: Path | None = None, stop: Callable[[], bool] = never, tell: Callable[[str], None] = silent
) -> Iterator[Engine]:
    """A connection with bounded memory that spills to a temporary folder in `parent`, and loads no extension.

    Once `stop` says so, the statement that runs is interrupted, and every later one raises Stopped. `tell` hears how
    far a long statement is.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix=".quintet-", dir=parent, ignore_cleanup_errors=True) as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(Path(folder) / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
        with duckdb.connect(config=config) as connection, _watching(connection, stop, tell):
            yield Engine(connection, Path(folder), stop, tell)


@contextmanager
def _watching(
    connection: "DuckDBPyConnection", stop: Callable[[], bool], tell: Callable[[str], None]
) -> Iterator[None]:
    """Interrupt what the connection does as soon as `stop` says so, and `tell` how far it is now and then."""
    if stop is never:
        yield
        return
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    ended = threading.Event()

    def watch() -> None:
        told, percent = time.monotonic(), 0.0
        while not ended.wait(_WATCH_S):
            if stop():
                connection.interrupt()
            before, percent = percent, connection.query_progress()
            if before < percent < 100 and time.monotonic() - told > _TOLD_EVERY_S:
                told = time.monotonic()
                tell(f"{percent:.0f} % of this part.")

    watcher = threading.Thread(target=watch, name="query-watcher", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


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
        f"{_line_size(line_bytes)})"
    )


def _line_size(line_bytes: int) -> str:
    return f"max_line_size={line_bytes}"


def batches(items: Sequence[T]) -> Iterable[Sequence[T]]:
    """`items` in parts that one statement can take."""
    return (items[at : at + BATCH_COLUMNS] for at in range(0, len(items), BATCH_COLUMNS))
