"""Whether new data still looks like the training data, feature by feature.

The population stability index (PSI) compares the shares of ranges or values: below 0.1 is stable, from 0.25 on is a
shift (the usual reading in credit scoring). A small file differs by chance: an index counts only where it is beyond
what 99 % of samples of this size reach without any drift (Yurdakul, 2018). For amounts, the Kolmogorov-Smirnov
distance between the distributions is told as well.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel
from scipy.stats import chi2

from app.describe import amounts, is_named, shares
from app.features import Cell, Feature
from app.info import ModelInfo, ReferenceInfo

WATCH = 0.1
SHIFT = 0.25
CERTAINTY = 0.99
LEAST_SHARE = 1e-4
"""A share of zero is taken for this one, so that its logarithm exists."""

Verdict = Literal["stable", "watch", "shift"]


class FeatureDrift(BaseModel):
    """How far a feature has moved; `by_chance` is the index that a sample of this size may reach without any drift."""

    feature: str
    label: str
    verdict: Verdict
    psi: float
    by_chance: float
    ks: float | None


class Drift(BaseModel):
    """The features with the greatest index first, and the gravest verdict of all."""

    rows: int
    verdict: Verdict
    features: list[FeatureDrift]


def check_drift(info: ModelInfo, features: Sequence[Feature], columns: Mapping[str, Sequence[Cell]]) -> Drift:
    """Compare records, column by column, with the data that the model was trained on."""
    rows = len(next(iter(columns.values())))
    references = {reference.feature: reference for reference in info.reference}
    found = [
        _compare(feature, columns[feature.name], references[feature.name], info.learned_rows, len(features))
        for feature in features
    ]
    found.sort(key=lambda one: (-one.psi, one.feature))
    verdicts = {one.verdict for one in found}
    gravest: Verdict = "shift" if "shift" in verdicts else "watch" if "watch" in verdicts else "stable"
    return Drift(rows=rows, verdict=gravest, features=found)


def stability_index(before: Sequence[float], after: Sequence[float], least: float = LEAST_SHARE) -> float:
    """The PSI of two lists of shares, none of which counts for less than `least`."""
    old, new = (np.clip(np.array(each), least, None) for each in (before, after))
    return float(((new - old) * np.log(new / old)).sum())


def reached_by_chance(ranges: int, rows_before: int, rows_after: int, features: int) -> float:
    """The PSI that 99 % of samples stay below without any drift, over all features together."""
    certainty = 1 - (1 - CERTAINTY) / features
    return float(chi2.ppf(certainty, max(1, ranges - 1)) * (1 / rows_before + 1 / rows_after))


def distance(quantiles: Sequence[float], numbers: Sequence[float]) -> float:
    """The Kolmogorov-Smirnov distance of numbers from a distribution that is known by its quantiles."""
    known, sample = np.array(quantiles), np.sort(np.array(numbers))
    values = np.unique(known)
    before = (np.searchsorted(known, values, side="right") - 1) / (len(known) - 1)
    after = np.searchsorted(sample, values, side="right") / len(sample)
    return float(np.abs(before - after).max())


def _compare(
    feature: Feature, cells: Sequence[Cell], reference: ReferenceInfo, learned: int, features: int
) -> FeatureDrift:
    new = shares(feature, cells, reference.edges, reference.values)
    # A range that none of a few records falls into may well have half a record.
    psi = stability_index(reference.shares, new, max(LEAST_SHARE, 0.5 / len(cells)))
    filled = sum(1 for old, now in zip(reference.shares, new, strict=True) if old or now)
    chance = reached_by_chance(filled, learned, len(cells), features)
    numbers = [] if is_named(feature) else amounts(feature, cells).tolist()
    is_measured = bool(numbers and reference.quantiles)
    return FeatureDrift(
        feature=feature.name,
        label=feature.label,
        verdict="stable" if psi < max(WATCH, chance) else "watch" if psi < SHIFT else "shift",
        psi=psi,
        by_chance=chance,
        ks=distance(reference.quantiles, numbers) if is_measured else None,
    )
