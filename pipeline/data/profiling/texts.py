"""What may be wrong with the texts of a column: spaces around, spellings of one word, signs of a wrong encoding."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.contracts.data import Column
from pipeline.data.engine import batches
from pipeline.data.profiling.source import Source, value_sql

MOST_SPELLED = 2_000
"""Spellings are compared in columns of at most so many values: in others, near values are rather different things."""

_DAMAGE = (
    r"Ã[\x{0080}-\x{00BF}\x{2018}-\x{203A}\x{20AC}\x{0152}\x{0153}\x{0160}\x{0161}\x{0178}]"
    r"|â€|Â[\x{00A0}-\x{00BF}]|\x{FFFD}"
)
_NUMBER = r"[-+]?[0-9]+([.,][0-9]+)*"
_FEWEST_MIXED, _MOST_MIXED = 0.5, 0.999


@dataclass(frozen=True)
class Texts:
    """How many cells of a text column have spaces around them, look damaged, or look like a number or a date."""

    spaced: int
    damaged: int
    numbers: int
    filled: int

    @property
    def is_mixed(self) -> bool:
        """Whether most cells, but not all, are numbers."""
        return _FEWEST_MIXED * self.filled <= self.numbers < self.filled


@dataclass(frozen=True)
class Spellings:
    """Values that differ only in case and spaces: the most frequent is first; `rows` hold one of the others."""

    values: tuple[str, ...]
    rows: int


def look(source: Source, columns: Sequence[Column]) -> list[Texts]:
    """The counts of each text column."""
    found: list[Texts] = []
    for batch in batches(columns):
        counts = source.row(", ".join(", ".join(_counts(column)) for column in batch))
        found += [Texts(*counts[4 * at : 4 * at + 4]) for at in range(len(batch))]
    return found


def _counts(column: Column) -> list[str]:
    name = value_sql(column)
    return [
        f"countif({spaced_sql(column)})",
        f"countif({damaged_sql(column)})",
        f"countif({number_like_sql(column)})",
        f"count({name})",
    ]


def spaced_sql(column: Column) -> str:
    """SQL for whether a text begins or ends with white space."""
    # Every sign of white space in ASCII sorts below "!"; trimming the text would take ten times as long.
    name = value_sql(column)
    ends = " OR ".join(f"ends_with({name}, '{sign}')" for sign in " \t\n\u00a0")
    return f"({name} < '!' OR starts_with({name}, '\u00a0') OR {ends})"


def damaged_sql(column: Column) -> str:
    """SQL for whether a text was read in the wrong encoding once: UTF-8 taken for Latin-1, or a replacement sign."""
    # Only a text with more bytes than characters can be; to compare these is far cheaper than the pattern.
    name = value_sql(column)
    return f"CASE WHEN strlen({name}) <> length({name}) THEN regexp_matches({name}, '{_DAMAGE}') ELSE false END"


def number_like_sql(column: Column) -> str:
    """SQL for whether a text is written as a number without leading zeros."""
    name = value_sql(column)
    return f"CASE WHEN {name} < ':' THEN regexp_full_match({name}, '{_NUMBER}') ELSE false END"


def spellings(source: Source, column: Column) -> list[Spellings]:
    """The values of a column that have other spellings, most rows first."""
    name = value_sql(column)
    # Compared without regard to case, spaces around and runs of spaces.
    key = "lower(regexp_replace(trim(value), '\\s+', ' ', 'g'))"
    found = source.engine.rows(
        f"SELECT list(value ORDER BY rows DESC, value), sum(rows) - max(rows) AS others FROM "
        f"(SELECT {name} AS value, count(*) AS rows FROM {source.table} WHERE {name} IS NOT NULL GROUP BY 1) "
        f"GROUP BY {key} HAVING count(*) > 1 ORDER BY others DESC, 1 LIMIT 100"
    )
    return [Spellings(tuple(values), int(rows)) for values, rows in found]
