"""Whether a column of numbers is computed from others: a sum or difference, or a product or quotient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.projects.ml.sample import Values

if TYPE_CHECKING:
    from pipeline.data.profiling.matrix import Floats

MOST_PARTS = 4
ROWS_A_PART = 10
ROUNDED = 0.6
"""How far a computed value may be from the written one, in units of its last decimal place."""
CLOSE = 1e-3
"""How far it may be, in standard deviations, where numbers were rounded to some digits."""


@dataclass(frozen=True)
class Computed:
    """The columns that a number is computed from, and how, in words that go before their names."""

    how: str
    parts: tuple[Values, ...]


def parts_of(target: Values, others: Sequence[Values]) -> Computed | None:
    """What `target` is computed from in every row, if up to four of `others` give it; None if nothing does."""
    import numpy

    assert target.numbers is not None
    tolerance = ROUNDED * 10.0**-target.column.scale if target.column.scale or target.column.type == "integer" else 0.0
    for how, change, back in (
        ("the sum or difference of", _same, _same),
        ("the product or quotient of", _logarithm, numpy.exp),
    ):
        found = _combined(target, others, change, back, tolerance)
        if found:
            return Computed(how, found)
    return None


def _same(values: "Floats") -> "Floats":
    return values


def _logarithm(values: "Floats") -> "Floats":
    import numpy

    with numpy.errstate(all="ignore"):
        return numpy.where(values > 0, numpy.log(values), numpy.nan)


def _combined(
    target: Values,
    others: Sequence[Values],
    change: Callable[["Floats"], "Floats"],
    back: Callable[["Floats"], "Floats"],
    tolerance: float,
) -> tuple[Values, ...]:
    """Take the column that follows what is left of the target best, until nothing is left or four are taken."""
    import numpy

    assert target.numbers is not None
    wanted, taken = change(target.numbers), list[int]()
    table = numpy.array([change(other.numbers) for other in others if other.numbers is not None])
    usable = [place for place, row in enumerate(table) if numpy.isfinite(row).mean() > 0.5]
    for _ in range(min(MOST_PARTS, len(usable))):
        rest = _rest(table[taken], wanted)
        best = max((place for place in usable if place not in taken), key=lambda place: _follows(table[place], rest))
        taken.append(best)
        known = numpy.isfinite(wanted) & numpy.isfinite(table[taken]).all(axis=0)
        if known.sum() < ROWS_A_PART * (len(taken) + 1):
            return ()
        if len(taken) > 1 and _is_exact(table[taken][:, known], target.numbers[known], change, back, tolerance):
            return tuple(others[place] for place in sorted(taken))
    return ()


def _fitted(parts: "Floats", wanted: "Floats") -> "Floats":
    import numpy

    scale = numpy.maximum(numpy.abs(parts).max(axis=1, keepdims=True), 1e-300)
    design = numpy.vstack([parts / scale, numpy.ones(len(wanted))]).T
    weights, *_ = numpy.linalg.lstsq(design, wanted, rcond=None)
    found: Floats = design @ weights
    return found


def _rest(parts: "Floats", wanted: "Floats") -> "Floats":
    import numpy

    known = numpy.isfinite(wanted) & numpy.isfinite(parts).all(axis=0)
    rest = numpy.full(len(wanted), numpy.nan)
    if known.any():
        rest[known] = wanted[known] - _fitted(parts[:, known], wanted[known])
    return rest


def _follows(part: "Floats", rest: "Floats") -> float:
    import numpy

    known = numpy.isfinite(part) & numpy.isfinite(rest)
    one, other = part[known], rest[known]
    if len(one) < ROWS_A_PART or numpy.ptp(one) == 0 or numpy.ptp(other) == 0:
        return 0.0
    return abs(float(numpy.corrcoef(one, other)[0, 1]))


def _is_exact(
    parts: "Floats",
    wanted: "Floats",
    change: Callable[["Floats"], "Floats"],
    back: Callable[["Floats"], "Floats"],
    tolerance: float,
) -> bool:
    import numpy

    found = back(_fitted(parts, change(wanted)))
    spread = float(numpy.std(wanted))
    allowed = max(tolerance, CLOSE * spread)
    # A few values that nearly lie on a line say nothing: the tolerance has to be small beside how they spread.
    return bool(numpy.abs(found - wanted).max() <= allowed and spread > 20 * allowed)
