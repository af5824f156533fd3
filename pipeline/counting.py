"""Numbers and lists, as people read them."""

from collections.abc import Sequence


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 row, 1,461 rows."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def in_a_row(words: Sequence[str]) -> str:
    """Words with commas and an “and”; at least one of them is needed."""
    return " and ".join([part for part in (", ".join(words[:-1]), words[-1]) if part])
