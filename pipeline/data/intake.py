"""What kind of file was given, and how its bytes are to be read; every refusal is one sentence."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts.data import Dialect
from pipeline.data.content import describe_text
from pipeline.data.limits import IntakeLimits
from pipeline.data.rows import Aside, read_rows
from pipeline.data.scan import Scan, scan, scan_head
from pipeline.data.sniff import Layout, sniff
from pipeline.errors import InputError

__all__ = ["Examined", "IntakeLimits", "check_fit", "examine", "examine_head", "inspect"]

_DEFAULT_LIMITS = IntakeLimits()


@dataclass(frozen=True)
class Examined:
    """A file that may be read: what its bytes are, and how its text is divided."""

    scan: Scan
    layout: Layout

    @property
    def dialect(self) -> Dialect:
        """How the file is read, as the data contract states it."""
        layout = self.layout
        return Dialect(
            encoding=self.scan.encoding,
            delimiter=layout.delimiter,
            quote=layout.quote,
            has_header=layout.has_header,
        )


def inspect(source: Path, file_name: str, limits: IntakeLimits = _DEFAULT_LIMITS) -> Dialect:
    """Look at every byte of `source`, and find how it is to be read. `file_name` is what the person called it.

    InputError: not a CSV file (what it is instead is named), empty, a header only, or beyond one of `limits`.
    """
    examined, aside = examine(source, file_name, limits), Aside()
    fitting = sum(1 for _ in read_rows(source, examined.scan.encoding, examined.layout, limits, aside))
    check_fit(fitting, aside)
    return examined.dialect


def check_fit(fitting: int, aside: Aside) -> None:
    """InputError unless there are rows, and most of them fit the columns."""
    if aside.count > fitting:
        first = aside.listed[0]
        raise InputError(
            f"This is not a usable CSV file: {aside.count:,} of {aside.count + fitting:,} rows do not fit its columns "
            f"(line {first.line:,}: {first.reason}); export the table as CSV again."
        )
    if not fitting:
        raise InputError("The file holds a header and no rows; add at least one row of data.")


def examine(source: Path, file_name: str, limits: IntakeLimits) -> Examined:
    """As `inspect`, with all that was found on the way."""
    return _divide(scan(source, limits), file_name, limits)


def examine_head(source: Path, file_name: str, limits: IntakeLimits) -> Examined:
    """As `examine`, from the first part of the file only."""
    return _divide(scan_head(source, limits), file_name, limits)


def _divide(scanned: Scan, file_name: str, limits: IntakeLimits) -> Examined:
    name = describe_text(scanned.head)
    if name:
        what = _short(file_name)
        raise InputError(f"{what} is {name}, not a CSV file; export the table as CSV and choose that file.")
    if "\x00" in scanned.head:
        raise InputError("The file holds NUL characters, so it is binary or damaged; export it as CSV again.")
    layout = sniff(scanned.head, scanned.head_is_all)
    if layout.width > limits.columns:
        raise InputError(
            f"The file has {layout.width:,} columns and the limit is {limits.columns:,}; keep the columns that matter."
        )
    return Examined(scanned, layout)


def _short(file_name: str) -> str:
    name = "".join(letter for letter in Path(file_name).name if letter.isprintable())
    return f"“{name[:60]}”" if name else "The file"
