"""What the cells of a column look like, learned from rows that are sound: enough to put a damaged row right."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LONGEST = 40
_MOST_PATTERNS = 12
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")

_TOTAL = re.compile(
    r"\s*(grand |sub|over-?all )?"
    r"(totals?|sums?|summe|summa|suma|somme|totale?n?|totaal|gesamt(summe)?|insgesamt|celkem|razem|итого|всего|合计|合計|총계)\b",
    re.IGNORECASE,
)
"""How a row of totals begins."""


def names_total(cells: Sequence[str]) -> bool:
    """Whether the first of the first two cells that is filled says that the row adds up others."""
    return _TOTAL.match(cells[0] or (cells[1] if len(cells) > 1 else "")) is not None


@lru_cache(maxsize=4096)
def pattern_of(cell: str) -> str:
    """`cell` with 9 for each run of digits and A for each run of letters; empty if it is a longer text."""
    text = cell.strip()
    return _LETTERS.sub("A", _DIGITS.sub("9", text)) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def exact_pattern_of(cell: str) -> str:
    """As `pattern_of`, with one sign for each digit and letter."""
    return _LETTER.sub("A", _DIGIT.sub("9", cell)) if len(cell) <= _LONGEST else ""


@dataclass(frozen=True)
class ColumnPattern:
    """The patterns of a column's cells, empty if they have too many, and whether a cell was ever empty."""

    patterns: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    has_empty: bool = True

    def fits(self, cell: str) -> bool:
        """Whether `cell` looks like a cell of this column; a column without patterns takes any text."""
        if not cell.strip():
            return self.has_empty
        return not self.patterns or pattern_of(cell) in self.patterns


def learn(rows: Sequence[Sequence[str]], width: int) -> tuple[ColumnPattern, ...]:
    """The patterns of `width` columns, from rows of that many cells."""
    return tuple(_learn([row[at] for row in rows]) for at in range(width))


def _learn(cells: Sequence[str]) -> ColumnPattern:
    filled = [cell for cell in cells if cell.strip()]
    return ColumnPattern(
        patterns=_few(Counter(pattern_of(cell) for cell in filled)),
        exact=_few(Counter(exact_pattern_of(cell.strip()) for cell in filled)),
        has_empty=not filled or len(filled) < len(cells),
    )


def _few(counts: Counter[str]) -> frozenset[str]:
    total = counts.total()
    if total < 3 or counts[""] or len(counts) > min(max(total // 3, 1), _MOST_PATTERNS):
        return frozenset()
    return frozenset(counts)
