"""Words of a model as plain text: one line each, printable, and no longer than may be."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract
from pipeline.rendering.literals import unbroken

LONGEST_LINE, MOST_LINES = 240, 6
Line = Annotated[str, Attribute(max_length=2 * LONGEST_LINE)]


class Remarks(Contract):
    """A few sentences for people."""

    remarks: tuple[Line, ...] = Attribute(default=(), max_length=MOST_LINES)


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """A text without line ends and signs that cannot be printed."""
    return unbroken(text)[:most].rstrip()


def lines_of(texts: Iterable[str], most: int = LONGEST_LINE) -> tuple[str, ...]:
    """The texts that say something, each once."""
    return tuple(dict.fromkeys(line for text in texts if (line := one_line(text, most))))
