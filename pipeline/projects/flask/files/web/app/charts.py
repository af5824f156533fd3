"""Where the bars of a chart stand in its drawing."""

from typing import NamedTuple

from app.bars import Bar

WIDTH = 400
HEIGHT = 150
FLOOR = 120
HEADROOM = 14
WIDEST = 60


class Mark(NamedTuple):
    """A bar and its rectangle; `x`, `y`, `width` and `height` are in the units of the drawing."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float


def marks(bars: list[Bar]) -> list[Mark]:
    """Standing bars, side by side, the greatest as high as there is room."""
    greatest = max(bar.count for bar in bars)
    slot = WIDTH / len(bars)
    gap = min(4.0, slot * 0.2)
    found = []
    for place, bar in enumerate(bars):
        height = round(max(2.0, (FLOOR - HEADROOM) * bar.count / greatest), 2) if bar.count else 0.0
        width = min(slot - gap, WIDEST)
        x, width = round(place * slot + (slot - width) / 2, 2), round(width, 2)
        found.append(Mark(bar, x, round(FLOOR - height, 2), width, height))
    return found


def ends(bars: list[Bar]) -> tuple[str, str]:
    """Where the first bar begins and the last one ends."""
    return bars[0].label.split(" to ")[0], bars[-1].label.split(" to ")[-1]


def share(bar: Bar, bars: list[Bar]) -> float:
    """The length of a lying bar in percent of the longest."""
    return round(100 * bar.count / max(other.count for other in bars), 2)
