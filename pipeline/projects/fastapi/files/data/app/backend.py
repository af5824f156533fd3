"""What every database of the records can do."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.errors import ServiceError
from app.fields import Field
from app.query import ID, QueryError
from app.schema import COLUMNS
from app.statements import Argument, Clause, select
from app.typed import record_sql

Row = tuple[Any, ...]

BATCH_ROWS = 2000


class UnavailableError(ServiceError):
    """Something that will work in a moment."""

    status_code = 503


class TooLargeError(QueryError):
    """A result that no number of the database can hold."""

    def __init__(self) -> None:
        super().__init__("The result is too large a number.")


class Backend(ABC):
    """Records in a table `records`, which are never changed; their ids are the numbers from 1 without a gap.

    Statements are in the SQL that DuckDB and PostgreSQL understand alike, with `?` for each argument. Those that
    overflow a number raise TooLargeError.
    """

    @property
    def is_quick(self) -> bool:
        """Whether `items` answers so fast that it need not be called in a thread."""
        return False

    def complete(self) -> None:  # noqa: B027 - there may be nothing to do
        """Make what is not needed for the first answers."""

    def stop(self) -> None:  # noqa: B027 - there may be nothing to do
        """End what takes long, with an error."""

    @abstractmethod
    def fetch(self, sql: str, arguments: Sequence[Argument] = ()) -> list[Row]:
        """All rows that a statement gives."""

    @abstractmethod
    def stream(self, sql: str, arguments: Sequence[Argument] = ()) -> Iterator[list[Row]]:
        """The rows that a statement gives, in batches."""

    def items(self, ids: Sequence[int]) -> str:
        """The JSON texts of records with commas between them, in the order of their ids; unknown ids are left out."""
        if not ids:
            return ""
        listed = ", ".join(str(int(number)) for number in ids)
        chosen = select(f"id, {record_sql([ID, *COLUMNS])}", f" WHERE id IN ({listed})")
        found: dict[int, str] = dict(self.fetch(chosen))
        return ", ".join(found[number] for number in ids if number in found)

    def group_sql(self, field: Field) -> str:
        """The column by which records with the same value of a field are grouped; it sorts as the field does."""
        return field.sql_name

    @abstractmethod
    def matching(self, words: Sequence[str]) -> Clause:
        """The records in which every one of the words begins a word; A to Z and a to z are the same."""

    @abstractmethod
    def write_parquet(self, sql: str, arguments: Sequence[Argument], target: Path) -> None:
        """Write the rows that a statement gives to a Parquet file."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""
