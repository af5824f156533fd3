"""The cells of a file as a table of text: what it and its columns are called."""

TABLE = "raw"


def cell_names(width: int) -> list[str]:
    """The names of the text columns: c0, c1 and so on."""
    return [f"c{at}" for at in range(width)]
