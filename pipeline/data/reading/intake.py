"""What kind of file was given, and how its bytes are to be read; every refusal is one sentence."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts.data import Dialect, DialectChoice
from pipeline.data.reading.aside import Aside
from pipeline.data.reading.content import describe_text
from pipeline.data.reading.damage import check_start
from pipeline.data.reading.layout import Layout
from pipeline.data.reading.limits import IntakeLimits
from pipeline.data.reading.rows import read_rows
from pipeline.data.reading.scan import Scan, check_size, scan, scan_head
from pipeline.data.reading.sniff import sniff
from pipeline.errors import InputError

__all__ = ["Examined", "IntakeLimits", "check_fit", "examine", "examine_head", "inspect"]

_DEFAULT_LIMITS = IntakeLimits()
_DETECT = DialectChoice()


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
            escape=layout.marks.escape,
            line_end=layout.line_end,
            header_lines=layout.header_lines,
            preamble_lines=layout.preamble_lines,
            footer_lines=layout.footer_lines,
            comment=layout.comment,
            compression="gzip" if self.scan.is_gzip else "",
        )


def inspect(
    source: Path, file_name: str, limits: IntakeLimits = _DEFAULT_LIMITS, told: DialectChoice = _DETECT
) -> Dialect:
    """Look at every byte of `source`, and find how it is to be read. `file_name` is what the person called it.

    What is `told` of the dialect is not looked for.

    InputError: not a CSV file (what it is instead is named), empty, a header only, or beyond one of `limits`.
    """
    examined, aside = examine(source, file_name, limits, told), Aside()
    fitting = sum(1 for _ in read_rows(source, examined.scan.encoding, examined.layout, limits, aside))
    check_fit(fitting, aside)
    return examined.dialect


def check_fit(fitting: int, aside: Aside) -> None:
    """InputError unless there are rows, and most of them fit the columns."""
    if aside.misfits > fitting:
        raise aside.refuse(fitting)
    if not fitting:
        raise InputError("The file holds a header and no rows; add at least one row of data.")


def examine(source: Path, file_name: str, limits: IntakeLimits, told: DialectChoice = _DETECT) -> Examined:
    """As `inspect`, with all that was found on the way."""
    check_size(source, limits)
    check_start(source, limits, told)
    return _divide(scan(source, limits, told.encoding), file_name, limits, told)


def examine_head(source: Path, file_name: str, limits: IntakeLimits, told: DialectChoice = _DETECT) -> Examined:
    """As `examine`, from the first part of the file only."""
    check_size(source, limits)
    check_start(source, limits, told)
    return _divide(scan_head(source, limits, told.encoding), file_name, limits, told)


def _divide(scanned: Scan, file_name: str, limits: IntakeLimits, told: DialectChoice) -> Examined:
    name = describe_text(scanned.head)
    if name:
        what = _short(file_name)
        raise InputError(f"{what} is {name}, not a CSV file; export the table as CSV and choose that file.")
    if "\x00" in scanned.head:
        raise InputError("The file holds NUL characters, so it is binary or damaged; export it as CSV again.")
    layout = sniff(scanned.head, scanned.head_is_all, told)
    if layout.width > limits.columns:
        raise InputError(
            f"The file has {layout.width:,} columns and the limit is {limits.columns:,}; keep the columns that matter."
        )
    if any(len(name) > limits.header_chars for name in layout.header):
        raise InputError(
            f"Line {layout.preamble_lines + 1:,} has a column name of more than {limits.header_chars:,} characters; "
            "shorten it, or close its quote if that is missing."
        )
    return Examined(scanned, layout)


def _short(file_name: str) -> str:
    name = "".join(letter for letter in Path(file_name).name if letter.isprintable())
    return f"“{name[:60]}”" if name else "The file"
