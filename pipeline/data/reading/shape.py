"""What a single cell looks like: enough to tell a header from data, and one delimiter from another."""

import re
from typing import Literal

Shape = Literal["empty", "number", "date", "word", "text"]

NULL_TOKENS = frozenset(
    {"na", "n/a", "#n/a", "<na>", "nan", "null", "none", "nil", "-", "--", "?", "."},
)
"""Cells, in lower case, that stand for "no value" in a column whose other cells are all of one type."""

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d+)?\s?%?")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s?([AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?"
)
# Each part must differ from the next, or a text that is no word takes exponential time to tell.
_WORD = re.compile(r"[^\W_]+(?:[ _.@/:+'&()-]+[^\W_]+)*[.!?)]?")


def shape_of(cell: str) -> Shape:
    """The shape of `cell`; spaces around it do not matter, and a null token is as good as empty."""
    text = cell.strip()
    if not text or text.lower() in NULL_TOKENS:
        return "empty"
    if _DATE.fullmatch(text):
        return "date"
    if _NUMBER.fullmatch(text):
        return "number"
    return "word" if len(text) <= 64 and _WORD.fullmatch(text) else "text"
