"""An honest split of rows that nothing orders: by chance, each part with its share of every stratum."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from app.features import Matrix
from app.table import SEED

Indexes = NDArray[np.int64]
Fold = tuple[Indexes, Indexes]
"""The rows that are learned from, and those that are tested on."""

FOLDS = 5
HOW = "five parts drawn by chance, each tested once by a model that met none of its rows"


def make_folds(strata: Indexes, _split_by: Sequence[str]) -> list[Fold]:
    """Folds with the same share of every stratum; fewer of them where a stratum has fewer rows."""
    least = int(np.bincount(strata)[np.unique(strata)].min())
    parting = StratifiedKFold(max(2, min(FOLDS, least)), shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class that was drawn once is in one part only
        return list(parting.split(strata, strata))


def blocks(split_by: Sequence[str], _strata: Matrix | Indexes) -> Indexes:
    """What is drawn together when the uncertainty is measured: each row is drawn for itself."""
    return np.arange(len(split_by))
