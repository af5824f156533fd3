"""What is known of a value in a program that is read: who decides it, what it is made of, what it was checked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

MOST_PIECES = 60
MOST_NAMES = 24
EVERYTHING = "*"
"""What a value is checked for where it can be nothing harmful any more: a number, one of a list of allowed values."""


ON_BY_DEFAULT = "on by default"
"""What a setting is that is true where nobody sets it."""
ANY_BY_DEFAULT = "any by default"
"""What a setting is that is `*` where nobody sets it."""
STORED = "stored"
"""What a value is marked with that was kept for later: in a database, or in a container of the module."""
KEPT = ("ssrf", "open-redirect", "path-traversal", "permissive-cors", "insecure-deserialization", STORED)
"""Dangers that are not looked for in what was kept: to ask a stored address, or to read a stored file, is what it is
kept for."""
TOGETHER = {
    "open-redirect": frozenset({"slash", "one slash"}),
    "path-traversal": frozenset({"not absolute", "no dots"}),
}
"""Checks that are one only together."""


class Trust(IntEnum):
    """Who decides a value: the program itself, whoever calls a function, or whoever sends a request."""

    OWN = 0
    CALLER = 1
    CLIENT = 2


class Unset:
    """No constant is known."""


UNSET: Final = Unset()
NOTHING: frozenset[str] = frozenset()
CARRIED = ("request", "archive", "remote", "model:", "stored")
"""How types begin that also what is taken out of a value has."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One value. `about` are the variables that it was made of, `pieces` the parts of a text in their order."""

    trust: Trust = Trust.OWN
    safe: frozenset[str] = NOTHING
    about: frozenset[str] = NOTHING
    type: str = ""
    """The dotted name of the call that made it, such as `requests.Session`."""
    ref: str = ""
    """The dotted name of the module, class or function that it is."""
    const: object = UNSET
    pieces: "tuple[str | Value, ...]" = ()
    items: "tuple[Value, ...] | None" = None
    entries: "dict[str, Value] | None" = field(default=None)

    @property
    def carried_type(self) -> str:
        """The type of what is taken out of it, where that is known by this value's own."""
        return self.type if self.type.startswith(CARRIED) else ""

    def is_open(self, danger: str, least: Trust = Trust.CALLER) -> bool:
        """Whether somebody else decides it and nothing has made it harmless for one kind of danger."""
        if self.trust < least or EVERYTHING in self.safe or danger in self.safe:
            return False
        return not TOGETHER.get(danger, frozenset({danger})) <= self.safe

    @property
    def text(self) -> str | None:
        """The constant text that it is, if it is one."""
        return self.const if isinstance(self.const, str) else None

    @property
    def prefix(self) -> str:
        """The constant text that it begins with."""
        return self.pieces[0] if self.pieces and isinstance(self.pieces[0], str) else ""

    @property
    def literal(self) -> str:
        """Its constant text, with a mark in every place that is filled in."""
        return "".join(piece if isinstance(piece, str) else "\0" for piece in self.pieces)

    def holes(self) -> "Iterator[tuple[str, Value]]":
        """Each part that is filled in, with the constant text before it."""
        before = ""
        for piece in self.pieces:
            if isinstance(piece, str):
                before += piece
            else:
                yield before, piece
                before += "\0"

    def cleaned(self, *dangers: str) -> "Value":
        """The same, checked for these dangers."""
        pieces = tuple(one if isinstance(one, str) else one.cleaned(*dangers) for one in self.pieces)
        return replace(self, safe=self.safe.union(dangers), pieces=pieces)


OWN = Value()


def words(text: str) -> frozenset[str]:
    """The words of a text, for tables of names."""
    return frozenset(text.split())


def common(*checked: frozenset[str]) -> frozenset[str]:
    """What all of these were checked for, where `EVERYTHING` stands for each danger."""
    named = frozenset().union(*checked)
    return frozenset(one for one in named if all(one in each or EVERYTHING in each for each in checked))


def constant(value: object) -> Value:
    """A literal of the program."""
    text = value if isinstance(value, str) else ""
    return Value(const=value, pieces=(text,) if text else ())


def mixed(values: Iterable[Value]) -> Value:
    """Something made of all of these: open to what any of them is open to."""
    trust, about, safe = Trust.OWN, NOTHING, None
    for value in values:
        if value.about and len(about) < MOST_NAMES:
            about |= value.about
        if value.trust:
            trust = max(trust, value.trust)
            safe = value.safe if safe is None else common(safe, value.safe)
    return Value(trust, safe or NOTHING, about)


def text_of(parts: Iterable[Value]) -> Value:
    """A text that is put together of parts in this order."""
    pieces: list[str | Value] = []
    kept = list(parts)
    for part in kept:
        for piece in part.pieces or (part,):
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif len(pieces) < MOST_PIECES:
                pieces.append(piece)
    base = mixed(kept)
    known = "".join(piece for piece in pieces if isinstance(piece, str)) if _is_constant(pieces) else UNSET
    return replace(base, pieces=tuple(pieces), const=known)


def _is_constant(pieces: list[str | Value]) -> bool:
    return bool(pieces) and all(isinstance(piece, str) for piece in pieces)


def either(one: Value, other: Value) -> Value:
    """One of two values, whichever way the program went."""
    if one is other:
        return one
    worse, better = (one, other) if one.trust >= other.trust else (other, one)
    safe = worse.safe if not better.trust else common(one.safe, other.safe)
    same_type = worse.type or better.type if not (worse.type and better.type) else worse.type
    entries = {**(better.entries or {}), **(worse.entries or {})} if one.entries or other.entries else None
    items = (*(one.items or ()), *(other.items or ()))[:MOST_PIECES] if one.items or other.items else worse.items
    is_same = not isinstance(one.const, Unset) and type(one.const) is type(other.const) and one.const == other.const
    return Value(
        worse.trust,
        safe,
        one.about | other.about,
        same_type,
        worse.ref if worse.ref == better.ref else "",
        one.const if is_same else UNSET,
        _pieces(worse, better),
        items,
        entries,
    )


def _pieces(worse: Value, better: Value) -> "tuple[str | Value, ...]":
    """The parts of that text of two which leaves more to somebody else: all of it, its beginning, or more places."""
    if not better.trust:
        return worse.pieces if worse.trust else worse.pieces or better.pieces
    if not (worse.pieces and better.pieces):
        return ()
    return min(worse, better, key=lambda one: (len(one.prefix), -len(one.pieces))).pieces
