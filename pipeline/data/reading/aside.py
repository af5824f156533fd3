"""What is not read as it is written: lines set aside, and rows put right. Never silently."""

from dataclasses import dataclass, field

from pipeline.contracts.data import SetAside
from pipeline.errors import InputError

LISTED_ROWS = 100
"""How many of the rows set aside, and of those put right, are listed; all are counted."""
_LONGEST_TEXT = 200


@dataclass
class Aside:
    """The lines that are no rows of the table, and the rows that had to be put right: the first of each are listed.

    Of the `count` lines set aside, `misfits` are rows that do not fit; the others stand before or after the table, are
    comments, or belong to another table.
    """

    count: int = 0
    misfits: int = 0
    listed: list[SetAside] = field(default_factory=list)
    repaired_count: int = 0
    repaired: list[SetAside] = field(default_factory=list)

    def add(self, line: int, reason: str, text: str = "", *, is_misfit: bool = False) -> None:
        """Count what starts on `line` as set aside, and list it while there is room."""
        self.count += 1
        self.misfits += is_misfit
        _list(self.listed, line, reason, text)

    def repair(self, line: int, reason: str, text: str = "") -> None:
        """Count the row that starts on `line` as put right, and list it while there is room."""
        self.repaired_count += 1
        _list(self.repaired, line, reason, text)

    def refuse(self, fitting: int) -> InputError:
        """What is said of a file most of whose rows are misfits, while so many are fitting."""
        first = next((row for row in self.listed if "instead of" in row.reason), self.listed[0])
        return InputError(
            f"This is not a usable CSV file: {self.misfits:,} of {self.misfits + fitting:,} rows do not fit its "
            f"columns (line {first.line:,}: {first.reason}); export the table as CSV again."
        )


def _list(listed: list[SetAside], line: int, reason: str, text: str) -> None:
    if len(listed) < LISTED_ROWS:
        listed.append(SetAside(line=line, reason=reason, text=text.rstrip("\r\n")[:_LONGEST_TEXT]))
