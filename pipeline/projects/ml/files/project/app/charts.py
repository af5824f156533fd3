"""Plots as SVG text that needs nothing else, readable on light and on dark ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.wording import short, shortened

WIDTH = 400
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#18202b}.soft{fill:#5b6675}.line{stroke:#c3cad4;fill:none}"
    ".ink{fill:#2456c7;fill-opacity:.65}.rule{stroke:#a8201a;stroke-dasharray:4 3;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#e8ecf2}.soft{fill:#9aa6b5}.line{stroke:#465262}.ink{fill:#7aa5ff}"
    ".rule{stroke:#ff8d85}}"
)
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 34, 46


@dataclass(frozen=True)
class Axis:
    """A range of numbers along a side of a plot, and what it shows."""

    label: str
    low: float
    high: float

    def place(self, value: float, start: float, end: float) -> float:
        """Where a value lies between two places."""
        span = self.high - self.low
        return start + (end - start) * ((value - self.low) / span if span else 0.5)


def picture(title: str, height: int, parts: Sequence[str]) -> str:
    """A whole SVG document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(shortened(title, 200))}</title><style>{STYLE}</style>"
        f'<text x="0" y="16" font-weight="600">{escape(shortened(title, 58))}</text>{"".join(parts)}</svg>\n'
    )


def scatter(title: str, across: Axis, up: Axis, points: Sequence[tuple[float, float]], *, diagonal: bool) -> str:
    """Points over two axes, with the line on which both are equal."""
    height = 320
    dots = [_dot(across.place(x, LEFT, WIDTH - RIGHT), up.place(y, height - BOTTOM, TOP)) for x, y in points]
    line = _diagonal(across, up, height) if diagonal else ""
    return picture(title, height, [*_frame(across, up, height), *dots, line])


def bars(title: str, values: Sequence[tuple[str, float, str]]) -> str:
    """A bar for each name, with its value in words behind it; the length is that of the value where it is positive."""
    greatest = max([value for _, value, _ in values if value > 0], default=1.0)
    parts = []
    for place, (name, value, words) in enumerate(values):
        y = TOP + place * 34
        width = max(0.0, value) / greatest * (WIDTH - 2)
        parts.append(f'<text x="0" y="{y + 10}">{escape(shortened(name, 44))}</text>')
        parts.append(
            f'<text class="soft" x="{WIDTH}" y="{y + 10}" text-anchor="end">{escape(shortened(words, 24))}</text>'
        )
        parts.append(f'<rect class="ink" x="0" y="{y + 15}" width="{width:.1f}" height="8" rx="3"/>')
    return picture(title, TOP + len(values) * 34 + 6, parts)


def table(title: str, names: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A square of counts: rows are the truth, columns the predictions; the darker, the greater its share of the row."""
    size, left = min(56, 300 // len(names)), 96
    parts = ['<text class="soft" x="96" y="34">predicted</text>']
    for row, each in enumerate(counts):
        y = 62 + row * size
        parts.append(f'<text x="{left - 6}" y="{y + size / 2 + 4:.0f}" text-anchor="end">{_class(names[row])}</text>')
        middle = f'x="{left + row * size + size / 2:.0f}" y="54" text-anchor="middle"'
        parts.append(f"<text {middle}>{_class(names[row], size)}</text>")
        total = max(1, sum(each))
        for column, count in enumerate(each):
            x = left + column * size
            share = f'opacity="{count / total:.2f}"'
            parts.append(f'<rect class="ink" {share} x="{x}" y="{y}" width="{size - 2}" height="{size - 2}"/>')
            middle = f'x="{x + size / 2 - 1:.0f}" y="{y + size / 2 + 3:.0f}" text-anchor="middle"'
            parts.append(f"<text {middle}>{count}</text>" if size >= 28 else "")
    return picture(title, 62 + len(names) * size + 10, parts)


def _class(name: str, size: int = 90) -> str:
    return escape(shortened(name, max(2, size // 7)))


def _dot(x: float, y: float) -> str:
    return f'<circle class="ink" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def _diagonal(across: Axis, up: Axis, height: int) -> str:
    low, high = max(across.low, up.low), min(across.high, up.high)
    ends = [(across.place(each, LEFT, WIDTH - RIGHT), up.place(each, height - BOTTOM, TOP)) for each in (low, high)]
    (x1, y1), (x2, y2) = ends
    return f'<line class="rule" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _frame(across: Axis, up: Axis, height: int) -> list[str]:
    bottom = height - BOTTOM
    return [
        f'<path class="line" d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}"/>',
        f'<text class="soft" x="{LEFT}" y="{bottom + 16}">{short(across.low)}</text>',
        f'<text class="soft" x="{WIDTH - RIGHT}" y="{bottom + 16}" text-anchor="end">{short(across.high)}</text>',
        f'<text class="soft" x="{(LEFT + WIDTH) / 2:.0f}" y="{bottom + 34}" text-anchor="middle">'
        f"{escape(shortened(across.label, 50))}</text>",
        f'<text class="soft" x="{LEFT - 6}" y="{bottom}" text-anchor="end">{short(up.low)}</text>',
        f'<text class="soft" x="{LEFT - 6}" y="{TOP + 8}" text-anchor="end">{short(up.high)}</text>',
        f'<text class="soft" x="12" y="{(TOP + bottom) / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 12 {(TOP + bottom) / 2:.0f})">{escape(shortened(up.label, 36))}</text>',
    ]
