"""Shares, measures and kinds of data as people read them."""

from pipeline.contracts.data import Kind


def share(part: float) -> str:
    """A share of 1 in percent; a small one is told from nothing, and a large one from everything."""
    if 0 < part < 0.001:
        return "<0.1%"
    if 0.999 < part < 1:
        return ">99.9%"
    return f"{part:.0%}" if part in (0, 1) else f"{part:.1%}"


def number(value: float) -> str:
    """A measure with as many digits as a person compares."""
    size = abs(value)
    if size and (size < 1e-4 or size >= 1e15):
        return f"{value:.3g}"
    if size < 100:
        return f"{value:.4g}"
    return f"{value:,.0f}" if size >= 10_000 or value == int(value) else f"{value:,.1f}"


def kind_label(kind: Kind, unit: str) -> str:
    """What a column's values mean, with their unit."""
    return f"{kind.value} ({unit})" if unit else kind.value


def shortened(text: str, most: int) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else text[: most - 1] + "…"
