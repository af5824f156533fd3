"""Reading a CSV file as it is, whatever it looks like, with nothing but its path."""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.contracts.data import Dialect, DialectChoice
from pipeline.data.reading.aside import Aside
from pipeline.data.reading.intake import examine
from pipeline.data.reading.limits import IntakeLimits
from pipeline.data.reading.rows import read_rows

_EMPTY = Dialect(encoding="utf-8", delimiter=",", header_lines=0)
_DEFAULT_LIMITS = IntakeLimits()
_DETECT = DialectChoice()


@dataclass(frozen=True)
class Table:
    """What a file says: its columns' names, empty if it names none, its rows, and how it was read."""

    header: tuple[str, ...]
    rows: list[list[str]]
    dialect: Dialect
    aside: Aside = field(default_factory=Aside)


def read_table(source: Path, told: DialectChoice = _DETECT, limits: IntakeLimits = _DEFAULT_LIMITS) -> Table:
    """Read all of `source` into memory; `told` is what is known of its dialect.

    An empty file is a table without columns, and a header alone one without rows. InputError: it is no CSV file, or
    beyond one of `limits`.
    """
    if source.stat().st_size == 0:
        return Table((), [], _EMPTY)
    examined, aside = examine(source, source.name, limits, told), Aside()
    rows = list(read_rows(source, examined.scan.encoding, examined.layout, limits, aside))
    return Table(examined.layout.header, rows, examined.dialect, aside)
