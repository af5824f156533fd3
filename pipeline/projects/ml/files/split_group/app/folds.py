"""An honest split: all rows of a group are either learned from or tested on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from app.features import Matrix
from app.table import SEED

Indexes = NDArray[np.int64]
Fold = tuple[Indexes, Indexes]
"""The rows that are learned from, and those that are tested on."""

FOLDS = 5
HOW = "five parts, each tested once by a model that met none of its groups"


def make_folds(strata: Indexes, split_by: Sequence[str]) -> list[Fold]:
    """Folds of whole groups, which are dealt out by chance."""
    groups = blocks(split_by, strata)
    parting = GroupKFold(min(FOLDS, len(np.unique(groups))), shuffle=True, random_state=SEED)
    return list(parting.split(strata, strata, groups))


def blocks(split_by: Sequence[str], _strata: Matrix | Indexes) -> Indexes:
    """What is drawn together when the uncertainty is measured: the rows of a group, which are alike."""
    return np.unique(np.array(split_by, dtype=str), return_inverse=True)[1].astype(np.int64)
