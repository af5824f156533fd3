"""Steps that change values: they read what people write, and write it in one way."""

from dataclasses import dataclass

import ibis

from app.cleaning import Change, OfColumn, Table, Value, listed
from app.formats import Moments, Numbers, trimmed


@dataclass(frozen=True)
class Trim(OfColumn):
    """Remove the spaces around a text."""

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Remove the spaces around {self.column}."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """A text of spaces alone is a missing value."""
        cell = rows[self.column]
        return _same_type(self.column, cell, trimmed(cell).nullif(""))


@dataclass(frozen=True)
class Missing(OfColumn):
    """Take cells that only stand for a missing value as missing."""

    tokens: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Take {listed(self.tokens)} in {self.column} as missing."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """Only people write such cells."""
        cell = rows[self.column]
        value = ibis.ifelse(cell.isin(self.tokens), ibis.null(str), cell) if is_original else cell
        return _same_type(self.column, cell, value)


@dataclass(frozen=True)
class Number(OfColumn):
    """Read a number as people write it."""

    kind: str
    format: Numbers

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Read {self.column} as a number ({self.kind}), written like {self.format.example}."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """A cell that is no such number sets its row aside."""
        cell = rows[self.column]
        text = self.format.plain(cell) if is_original else cell
        value = text.try_cast(self.kind)
        if self.kind == "float64":
            value = ibis.ifelse(value.isinf() | value.isnan(), ibis.null("float64"), value)
        return _read(self.column, cell, text, value, f"is not a number like {self.format.example}")


@dataclass(frozen=True)
class Moment(OfColumn):
    """Read a date or a timestamp as people write it, by strftime patterns.

    `is_always_raw` says that the file which came with the project has its cells as people wrote them, too.
    """

    kind: str
    format: Moments
    is_always_raw: bool = False

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Read {self.column} as a {self.kind}, written as {self.format.example}."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """A cell that follows no pattern, or names no day of the calendar, sets its row aside."""
        cell = rows[self.column]
        text = self.format.plain(cell) if is_original or self.is_always_raw else cell
        value = text.try_cast(self.kind)
        return _read(self.column, cell, text, value, f"is not a {self.kind} written as {self.format.example}")


@dataclass(frozen=True)
class YesNo(OfColumn):
    """Read one of two words as true or false."""

    true: str = "true"
    false: str = "false"

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Read “{self.true}” and “{self.false}” in {self.column} as true and false."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """Any other word sets its row aside."""
        cell = rows[self.column]
        true, false = (self.true.lower(), self.false.lower()) if is_original else ("true", "false")
        word = trimmed(cell).lower()
        text = ibis.cases((word == true, "true"), (word == false, "false"), else_=ibis.null(str))
        value = ibis.cases((word == true, True), (word == false, False), else_=ibis.null(bool))
        return _read(self.column, cell, text, value, f"is neither “{self.true}” nor “{self.false}”")


@dataclass(frozen=True)
class Spell(OfColumn):
    """Write one value in one way."""

    as_: str
    variants: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Write {listed(self.variants)} in {self.column} as “{self.as_}”."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """Other values stay as they are."""
        cell = rows[self.column]
        return _same_type(self.column, cell, ibis.ifelse(cell.isin(self.variants), self.as_, cell))


@dataclass(frozen=True)
class Letters(OfColumn):
    """Write a text in capital letters (`case` is "upper") or in small ones ("lower")."""

    case: str

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Write {self.column} in {'capital' if self.case == 'upper' else 'small'} letters."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """What is no letter stays as it is."""
        cell = rows[self.column]
        return _same_type(self.column, cell, cell.upper() if self.case == "upper" else cell.lower())


@dataclass(frozen=True)
class Mask(OfColumn):
    """Replace a personal value by a digest: the same value stays the same, and nobody can read it.

    Set `secret` to something of your own, or values that can be guessed, such as telephone numbers, can be found out.
    """

    secret: str = ""

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Replace {self.column} by a digest."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """The first 16 digits of SHA-256."""
        cell = rows[self.column]
        return _same_type(self.column, cell, ibis.literal(self.secret).concat(cell).hexdigest("sha256").left(16))


def _same_type(column: str, cell: Value, value: Value) -> Change:
    return Change({column: value}, ~cell.identical_to(value))


def _read(column: str, cell: Value, text: Value, value: Value, problem: str) -> Change:
    """A cell as a value of another type: it is changed where it was not written in the plain form."""
    is_bad = cell.notnull() & value.isnull()
    problems = ((is_bad, ibis.literal(f"{column} {problem}.")),)
    return Change({column: value}, ~is_bad & ~cell.identical_to(text), problems)
