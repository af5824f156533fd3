"""Numbers and texts as people read them."""


def short(value: float) -> str:
    """A number with four digits that count, written out unless it is very large or very small."""
    rounded = float(f"{value:.4g}")
    return f"{rounded:,.0f}" if 1_000 <= abs(rounded) < 1e15 else f"{rounded:.4g}"


def shortened(text: str, length: int) -> str:
    """Text of at most so many characters that can be shown."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= length else f"{line[: length - 1]}…"
