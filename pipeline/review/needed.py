"""Which texts a regular expression may match in at all: those that have one of the literals that its matches need.

Standard library only, for a program of its own (`secret_worker`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from re import _constants as op  # there since Python 3.11, but not in the stubs
from re import _parser as parser
from typing import Any

REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


@cache
def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    """Literals in lower case, of which one is in every match, whatever its case; none where no such are known."""
    return _of(parser.parse(pattern.pattern, pattern.flags))


def _of(sequence: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """As `needed`, for parts of which each must match after the other: the parts' best."""
    found, run = list[frozenset[str]](), ""
    for code, argument in sequence:
        if code is op.LITERAL and argument < 128:
            run += chr(argument).lower()
            continue
        found += [frozenset([run]), _of_part(code, argument)]
        run = ""
    return max([*found, frozenset([run])], key=_worth)


def _of_part(code: Any, argument: Any) -> frozenset[str]:
    if code is op.SUBPATTERN:
        return _of(argument[3])
    if code is op.ATOMIC_GROUP:
        return _of(argument)
    if code in REPEATS and argument[0] > 0:
        return _of(argument[2])
    if code is op.BRANCH:
        branches = [_of(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(map(_worth, branches)) else frozenset()
    return frozenset()


def _worth(literals: frozenset[str]) -> int:
    """How well literals tell texts apart: as well as the shortest of them."""
    return min(map(len, literals), default=0)


class Lines:
    """Lines of a text, in which literals are looked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._all = range(len(lines))
        self._other = {at for at, line in enumerate(lines) if not line.isascii()}
        """Signs that are not ASCII have more than two cases, so these lines may have any literal."""
        lower = ["" if at in self._other else line.lower() for at, line in enumerate(lines)]
        self._text = "\n".join(lower)
        self._starts = [0, *accumulate(len(line) + 1 for line in lower)]

    def with_one_of(self, literals: frozenset[str]) -> Iterable[int]:
        """The indexes of all lines in which there may be one of some literals; all lines where none are known."""
        return {*self._other, *(at for each in literals for at in self._with(each))} if _worth(literals) else self._all

    def _with(self, literal: str) -> Iterable[int]:
        place = self._text.find(literal)
        while place >= 0:
            at = bisect_right(self._starts, place) - 1
            yield at
            place = self._text.find(literal, self._starts[at + 1])
