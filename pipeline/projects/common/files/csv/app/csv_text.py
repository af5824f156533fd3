"""Lines of CSV files, with no text that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"[=@\t\r\n]|[+-](?![\d\s().,-]*$)")
"""How texts begin that a spreadsheet would run; signed numbers and phone numbers are none."""


def csv_text(rows: Iterable[Sequence[str | None]], texts: Iterable[int] = ()) -> str:
    """Lines as in RFC 4180: they end with CRLF, and a cell with a line break of any kind is quoted.

    `texts` are the places in a row of what people wrote, in which a formula is made harmless.
    """
    text, guarded = io.StringIO(), tuple(texts)
    csv.writer(text, lineterminator="\r\n").writerows(_guarded(row, guarded) for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """A text for a cell: one that a spreadsheet would run gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def _guarded(row: Sequence[str | None], texts: Iterable[int]) -> Sequence[str | None]:
    cells = list(row)
    for place in texts:
        cells[place] = harmless(cells[place] or "")
    return cells
