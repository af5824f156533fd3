"""What runs the steps: DuckDB on one machine, or Spark where the data outgrows it."""

import os
import shutil
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import ibis

Table = Any  # ibis.expr.types.Table: Ibis comes without types
Connection = Any  # ibis.backends.BaseBackend
Session = Any  # pyspark.sql.SparkSession
Frame = Any  # pyspark.sql.DataFrame

PART = "part.parquet"
_KEPT = "kept"


class Engine(ABC):
    """A connection for the length of one load. Tables are Ibis expressions; nothing runs before it is needed."""

    name: ClassVar[str]

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def version(self) -> str:
        """The engine's own version."""
        return str(self.connection.version)

    @abstractmethod
    def read(self, paths: Sequence[Path]) -> Table:
        """The rows of Parquet files."""

    @abstractmethod
    def keep(self, rows: Table) -> Table:
        """The same rows, worked out once, and kept until the connection ends."""

    @abstractmethod
    def write(self, rows: Table, folder: Path) -> None:
        """Write rows to Parquet files in `folder`, in the order of the expression."""


class DuckDB(Engine):
    """The engine for one machine."""

    name = "duckdb"

    def read(self, paths: Sequence[Path]) -> Table:
        """Folders of a partition are no columns."""
        return self.connection.read_parquet([str(path) for path in paths], hive_partitioning=False)

    def keep(self, rows: Table) -> Table:
        """In a temporary table."""
        return self.connection.create_table(_KEPT, rows, temp=True)

    def write(self, rows: Table, folder: Path) -> None:
        """One file."""
        folder.mkdir(parents=True)
        self.connection.to_parquet(rows, folder / PART, compression="zstd")


class Spark(Engine):
    """The engine for data that outgrows one machine."""

    name = "spark"

    def __init__(self, connection: Connection, session: Session) -> None:
        super().__init__(connection)
        self._session = session

    def read(self, paths: Sequence[Path]) -> Table:
        """Files one by one, so that folders of a partition are no columns; Ibis takes a single path only."""
        return self._named(self._session.read.parquet(*map(str, paths)), ibis.util.gen_name("read"))

    def keep(self, rows: Table) -> Table:
        """In memory, and on disk where that is full."""
        return self._named(self._session.sql(self.connection.compile(rows)).persist(), _KEPT)

    def write(self, rows: Table, folder: Path) -> None:
        """As many files as Spark has tasks; its markers are left out."""
        self.connection.to_parquet(rows, folder)
        for path in folder.iterdir():
            if path.suffix != ".parquet" or path.name.startswith("."):
                path.unlink()

    def _named(self, frame: Frame, name: str) -> Table:
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)


@contextmanager
def open_engine(name: str, scratch: Path) -> Iterator[Engine]:
    """The engine of this name, with `scratch` for what does not fit into memory; both end together."""
    scratch.mkdir(parents=True, exist_ok=True)
    # One SELECT for each batch of steps: merged into one, their expressions would multiply.
    ibis.options.sql.fuse_selects = False
    try:
        with _spark(scratch) if name == Spark.name else _duckdb(scratch) as engine:
            yield engine
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _duckdb(scratch: Path) -> Iterator[Engine]:
    memory = os.environ.get("DUCKDB_MEMORY", "512MB")
    # Ibis calls DuckDB by names that DuckDB is going to drop.
    warnings.filterwarnings("ignore", message="fetch_(arrow_table|record_batch)", category=DeprecationWarning)
    connection = ibis.duckdb.connect(
        temp_directory=str(scratch), memory_limit=memory, autoinstall_known_extensions=False
    )
    try:
        yield DuckDB(connection)
    finally:
        connection.disconnect()


@contextmanager
def _spark(scratch: Path) -> Iterator[Engine]:
    settings = {
        "spark.local.dir": str(scratch),
        # What cannot be read becomes null, as in DuckDB's TRY_CAST, and sets its row aside.
        "spark.sql.ansi.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.ui.enabled": "false",
    }
    # PySpark is installed only where it is used: see requirements-spark.txt.
    builder = (
        import_module("pyspark.sql")
        .SparkSession.builder.appName("etl")
        .master(os.environ.get("SPARK_MASTER", "local[*]"))
    )
    session = builder.config(map=settings).getOrCreate()
    try:
        yield Spark(ibis.pyspark.connect(session), session)
    finally:
        session.stop()
