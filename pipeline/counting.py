"""A number with its noun, as people read it."""


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 row, 1,461 rows."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
