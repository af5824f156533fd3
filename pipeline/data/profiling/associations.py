"""How columns go together, measured on a sample of the rows.

Pearson's r; Cramér's V with the correction for bias of Bergsma (2013); the correlation ratio (eta) of Fisher, with the
variance between groups corrected for the number of groups. A pair is kept where its measure is beyond chance: p below
1 % over the number of pairs (Bonferroni), from Fisher's z, Wilson and Hilferty's chi² and Paulson's F, all normal.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING

from pipeline.contracts.profile import Association
from pipeline.data.profiling.matrix import Category

if TYPE_CHECKING:
    from pipeline.data.profiling.matrix import Codes, Floats

MOST_KEPT = 50
MOST_CATEGORIES = 25
MOST_BY_CATEGORY = 25
FEWEST_ROWS = 10
WEAKEST = 0.1
CHANCE = 0.01
"""How likely it is at most that any pair is kept by chance."""
_DIGITS = 6


def associations(names: Sequence[str], values: "Floats", groups: Sequence[Category]) -> tuple[Association, ...]:
    """The strongest of all pairs that are beyond chance; `values` has a row for each of `names`."""
    groups, alpha = groups[:MOST_CATEGORIES], CHANCE / max(1, pairs(names, groups))
    one_sided = NormalDist().inv_cdf(1 - alpha)
    found = [*_pearson(names, values, NormalDist().inv_cdf(1 - alpha / 2)), *_cramer(groups, one_sided)]
    found += _ratios(names[:MOST_BY_CATEGORY], values, groups, one_sided)
    kept = [one for one in found if abs(one.value) >= WEAKEST]
    return tuple(sorted(kept, key=lambda one: (-abs(one.value), one.first, one.second))[:MOST_KEPT])


def pairs(names: Sequence[str], groups: Sequence[Category]) -> int:
    """How many pairs of columns are compared."""
    few = min(len(groups), MOST_CATEGORIES)
    return math.comb(len(names), 2) + math.comb(few, 2) + min(len(names), MOST_BY_CATEGORY) * few


def _pearson(names: Sequence[str], values: "Floats", least: float) -> Iterator[Association]:
    """All pairs by six products of matrices, each over the rows that are filled in both columns."""
    import numpy

    if len(names) < 2 or values.shape[1] < FEWEST_ROWS:
        return
    known = numpy.isfinite(values)
    present = known.astype(float)
    plain = numpy.where(known, _standard(values, known), 0.0)
    rows = present @ present.T
    sums, squares, products = plain @ present.T, plain**2 @ present.T, plain @ plain.T
    with numpy.errstate(all="ignore"):
        spread = rows * squares - sums**2
        r = (rows * products - sums * sums.T) / numpy.sqrt(spread * spread.T)
    # A column that is constant in the rows shared with another leaves only the rounding of its sums.
    is_flat = spread <= 1e-9 * rows**2
    r[is_flat | is_flat.T | (rows < FEWEST_ROWS)] = 0.0
    z = numpy.arctanh(numpy.clip(numpy.abs(r), 0, 1 - 1e-12)) * numpy.sqrt(numpy.maximum(rows - 3, 0))
    is_kept = numpy.triu((numpy.abs(r) >= WEAKEST) & (z >= least), 1)
    for first, second in numpy.argwhere(is_kept).tolist():
        yield Association(
            first=names[first],
            second=names[second],
            measure="pearson",
            value=round(max(-1.0, min(1.0, float(r[first, second]))), _DIGITS),
            rows=int(rows[first, second]),
        )


def _standard(values: "Floats", known: "Floats") -> "Floats":
    """Each row less its mean, over its deviation; scaled first, so that no square overflows."""
    import numpy

    filled = numpy.where(known, values, 0.0)
    most = numpy.abs(filled).max(axis=1, keepdims=True)
    filled = filled / numpy.where(most > 0, most, 1.0)
    counts = numpy.maximum(known.sum(axis=1, keepdims=True), 1)
    centred = numpy.where(known, filled - filled.sum(axis=1, keepdims=True) / counts, 0.0)
    deviation = numpy.sqrt((centred**2).sum(axis=1, keepdims=True) / counts)
    return centred / numpy.where(deviation > 1e-12, deviation, numpy.inf)


def _cramer(groups: Sequence[Category], least: float) -> Iterator[Association]:
    for first, second in combinations(groups, 2):
        value, rows, z = cramers_v(first.codes, second.codes)
        if z < least:
            continue
        yield Association(
            first=first.name, second=second.name, measure="cramers_v", value=round(value, _DIGITS), rows=rows
        )


def cramers_v(first: "Codes", second: "Codes") -> tuple[float, int, float]:
    """Cramér's V without its bias, the rows in which both are filled, and how far from chance it is, as a normal z."""
    import numpy

    known = (first >= 0) & (second >= 0)
    rows = int(known.sum())
    if rows < FEWEST_ROWS:
        return 0.0, rows, 0.0
    width = int(second.max()) + 1
    table = numpy.bincount(first[known] * width + second[known], minlength=(int(first.max()) + 1) * width)
    table = table.reshape(-1, width).astype(float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    expected = numpy.outer(table.sum(axis=1), table.sum(axis=0)) / rows
    chi2_by_rows = float(((table - expected) ** 2 / expected).sum()) / rows
    r, k = table.shape
    phi2 = max(0.0, chi2_by_rows - (k - 1) * (r - 1) / (rows - 1))
    least = min(k - (k - 1) ** 2 / (rows - 1), r - (r - 1) ** 2 / (rows - 1)) - 1
    if least <= 0:
        return 0.0, rows, 0.0
    return min(1.0, math.sqrt(phi2 / least)), rows, _z_of_chi2(chi2_by_rows * rows, (k - 1) * (r - 1))


def _z_of_chi2(chi2: float, freedom: int) -> float:
    part = 2 / (9 * freedom)
    return float(((chi2 / freedom) ** (1 / 3) - (1 - part)) / math.sqrt(part))


def _ratios(names: Sequence[str], values: "Floats", groups: Sequence[Category], least: float) -> Iterator[Association]:
    for group in groups:
        for name, numbers in zip(names, values, strict=False):
            value, rows, z = correlation_ratio(group.codes[: len(numbers)], numbers)
            if z < least:
                continue
            yield Association(
                first=group.name, second=name, measure="correlation_ratio", value=round(value, _DIGITS), rows=rows
            )


def correlation_ratio(codes: "Codes", numbers: "Floats") -> tuple[float, int, float]:
    """The share of a number's deviation that lies between groups (the root of an adjusted eta squared).

    Then the rows in which both are filled, and how far from chance that is, as a normal z.
    """
    import numpy

    known = (codes >= 0) & numpy.isfinite(numbers)
    rows, codes, numbers = int(known.sum()), codes[known], numbers[known]
    groups = len(numpy.unique(codes)) if rows else 0
    if rows < FEWEST_ROWS or groups < 2 or rows <= groups:
        return 0.0, rows, 0.0
    scaled = numbers / max(float(numpy.abs(numbers).max()), 1e-300)
    centred = scaled - scaled.mean()
    counts = numpy.bincount(codes)
    sums = numpy.bincount(codes, weights=centred)
    total = float((centred**2).sum())
    between = float((sums[counts > 0] ** 2 / counts[counts > 0]).sum())
    if total <= 1e-20 * rows:
        return 0.0, rows, 0.0
    adjusted = 1 - (1 - between / total) * (rows - 1) / (rows - groups)
    within = max(total - between, 1e-12 * total)
    f = between / (groups - 1) / (within / (rows - groups))
    return math.sqrt(max(0.0, min(1.0, adjusted))), rows, _z_of_f(f, groups - 1, rows - groups)


def _z_of_f(f: float, above: int, below: int) -> float:
    first, second, root = 2 / (9 * above), 2 / (9 * below), f ** (1 / 3)
    return float(((1 - second) * root - (1 - first)) / math.sqrt(second * root * root + first))
