"""Each record as JSON that is ready to be sent: lines of a file, then where each ends, then how many there are."""

import mmap
from array import array
from collections.abc import Sequence
from pathlib import Path

from app.duck import Duck
from app.query import ID
from app.schema import COLUMNS
from app.statements import select
from app.typed import record_sql

DOCUMENT = select(record_sql([ID, *COLUMNS]))
NUMBER_BYTES = 8


class Documents:
    """A file that is only read; the line of a record is found by its id, without a search."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._file)
        (self._rows,) = self._view[-NUMBER_BYTES:].cast("Q")
        self._ends = self._view[-NUMBER_BYTES * (self._rows + 2) :].cast("Q")

    def items(self, ids: Sequence[int]) -> str:
        """The JSON texts of records with commas between them, in the order of their ids; unknown ids are left out."""
        if isinstance(ids, range):
            return self._lines(max(1, ids.start), min(self._rows, ids.stop - 1))
        return ", ".join(self._lines(number, number) for number in ids if 1 <= number <= self._rows)

    def close(self) -> None:
        """Close the file."""
        self._ends.release()
        self._view.release()
        self._file.close()

    def _lines(self, first: int, last: int) -> str:
        """Neighbouring lines: JSON has no line feed of its own."""
        if first > last:
            return ""
        return self._file[self._ends[first - 1] : self._ends[last] - 1].decode().replace("\n", ", ")


def build_documents(duck: Duck, path: Path) -> None:
    """Make a new file of the records that DuckDB holds, which are in the order of their ids."""
    duck.write_lines(DOCUMENT, path)
    ends = array("Q", [0])
    with path.open("rb+") as file:
        for line in file:
            ends.append(ends[-1] + len(line))
        file.write(bytes(-ends[-1] % NUMBER_BYTES))
        file.write(ends)
        file.write(array("Q", [len(ends) - 1]))
