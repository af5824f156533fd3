"""The training data, read from its CSV file: a bounded number of rows, the same ones every time."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.features import Cell, parse_cell
from app.schema import CLASSES, FEATURES, SPLIT_BY, TARGET

MAX_ROWS = 20_000
MAX_CELLS = 1_000_000
"""Training takes time in proportion to rows and features: no more cells than this are learned from."""
SEED = 0


@dataclass(frozen=True)
class Table:
    """Rows whose target is known: the features by name, the target, and what the split goes by, as text.

    `known` counts all such rows of the file; of them `rows` are here.
    """

    columns: dict[str, list[Cell]]
    target: list[str]
    split_by: list[str]
    known: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.target)


def most_rows(limit: int = MAX_ROWS) -> int:
    """How many rows are learned from at most."""
    return min(limit, max(100, MAX_CELLS // len(FEATURES)))


def read_table(records: Path, limit: int = MAX_ROWS) -> Table:
    """Read the file; where it has more rows than are learned from, those are drawn by chance and kept in order."""
    known = sum(1 for _ in _known_rows(records))
    most = most_rows(limit)
    chosen = set(random.Random(SEED).sample(range(known), most)) if known > most else None  # noqa: S311  # nosec B311: a sample, no secret
    table = Table({feature.name: [] for feature in FEATURES}, [], [], known)
    for number, row in enumerate(_known_rows(records)):
        if chosen is None or number in chosen:
            for feature in FEATURES:
                table.columns[feature.name].append(parse_cell(feature.kind, row[feature.name]))
            table.target.append(row[TARGET.name])
            table.split_by.append(row[SPLIT_BY] if SPLIT_BY else "")
    return table


def _known_rows(records: Path) -> Iterator[dict[str, str]]:
    """The rows that can be learned from: those with a finite number, or with a class that is frequent enough."""
    with records.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            value = row[TARGET.name]
            if (value in CLASSES) if CLASSES else (value not in ("", "inf", "-inf", "nan")):
                yield row
