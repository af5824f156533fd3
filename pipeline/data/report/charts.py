"""Charts of a profile as inline SVG, in the colours of the page around them: no script, and nothing fetched."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from pipeline.contracts.profile import ColumnProfile, Point

WIDTH, HEIGHT = 240, 64
GAP = 0.08


def column_chart(column: ColumnProfile) -> Markup:
    """The histogram of a measure; empty where there is none."""
    if not column.histogram or column.distinct < 2:
        return Markup()
    return bars([part.rows for part in column.histogram], f"Distribution of {column.label}")


def bars(counts: Sequence[int], title: str) -> Markup:
    """A bar for each count, all in one path."""
    step, most = WIDTH / len(counts), max(*counts, 1)
    path = "".join(_bar(at * step, step * (1 - GAP), count / most * HEIGHT) for at, count in enumerate(counts) if count)
    return _svg(f'<path class="bar" d="{path}"/>', title)


def _bar(x: float, width: float, height: float) -> str:
    return f"M{x:.1f} {HEIGHT}v-{max(height, 1):.1f}h{width:.1f}v{max(height, 1):.1f}z"


def line(points: Sequence[Point], title: str) -> Markup:
    """A measure by period; where nothing is measured, the number of rows."""
    measured = any(point.mean is not None for point in points)
    values = [point.mean if measured else float(point.rows) for point in points]
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return Markup()
    least, most = min(value for _, value in known), max(value for _, value in known)
    across, up = WIDTH / (len(values) - 1), (HEIGHT - 4) / ((most - least) or 1)
    path = " ".join(f"{at * across:.1f},{HEIGHT - 2 - (value - least) * up:.1f}" for at, value in known)
    return _svg(f'<polyline class="line" points="{path}"/>', title)


def _svg(inside: str, title: str) -> Markup:
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" aria-label='
    return Markup('{}"{}">{}</svg>').format(Markup(head), escape(title), Markup(inside))  # noqa: S704 - own numbers
