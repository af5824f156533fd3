"""An honest split: each test is on rows later than all that were learned from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.features import Matrix

Indexes = NDArray[np.int64]
Fold = tuple[Indexes, Indexes]
"""The rows that are learned from, and those that are tested on."""

FOLDS = 5
HOW = "five tests, each on rows later than all that were learned from (the first sixth is never tested)"


def make_folds(strata: Indexes, split_by: Sequence[str]) -> list[Fold]:
    """Folds over the rows in the order of their moments; rows of one moment are never on both sides."""
    order = np.argsort(np.array([_sortable(text) for text in split_by]), kind="stable")
    moments = np.array(split_by, dtype=object)[order]
    cuts = [_start_of_moment(moments, len(strata) * part // (FOLDS + 1)) for part in range(1, FOLDS + 1)]
    ends = [*cuts[1:], len(strata)]
    return [(order[:start], order[start:end]) for start, end in zip(cuts, ends, strict=True) if 1 < start < end]


def blocks(split_by: Sequence[str], _strata: Matrix | Indexes) -> Indexes:
    """What is drawn together when the uncertainty is measured: rows that follow one another, which are alike."""
    order = np.argsort(np.array([_sortable(text) for text in split_by]), kind="stable")
    size = max(1, round(len(split_by) ** (1 / 3)))
    found = np.empty(len(split_by), dtype=np.int64)
    found[order] = np.arange(len(split_by)) // size
    return found


def _start_of_moment(moments: NDArray[np.object_], place: int) -> int:
    """The first row of the moment that the row at `place` has."""
    while place > 0 and moments[place - 1] == moments[place]:
        place -= 1
    return place


def _sortable(text: str) -> str:
    """Whole numbers in the order of their size; ISO 8601 text is in order as it is."""
    return text.zfill(20) if text.isdigit() else text
