"""The kinds of cleaning steps, in Ibis expressions: DuckDB and Spark run the same steps.

A step looks at the columns it names and says what their new values are, which rows it changed, and which rows it
sets aside and why. `app/steps.py` lists the steps of this table; `clean` takes them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import ibis

from app.contract import LINE
from app.formats import Moments, Numbers, trimmed

PROBLEMS = "_problems"
"""Why a row is set aside, in sentences; empty for a row that is fine."""
FAILED = "_failed"
"""The number of the first step that set the row aside, from 1; null for a row that is fine."""

_MOST_LISTED = 6
_MOST_TOGETHER = 25
"""How many steps one query takes: deeper expressions are more than the writers of SQL can bear."""

Table = Any  # ibis.expr.types.Table: Ibis comes without types
Value = Any  # ibis.expr.types.Value


@dataclass(frozen=True)
class Change:
    """What a step does: new values by column, the rows that get another value, and conditions with their reasons."""

    values: dict[str, Value] = field(default_factory=dict)
    changed: Value | None = None
    problems: tuple[tuple[Value, Value], ...] = ()


@dataclass(frozen=True)
class Step(ABC):
    """A cleaning step; `why` is the reason for it, for the report."""

    why: str = field(default="", kw_only=True)

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What it does, for the report."""

    @abstractmethod
    def change(self, rows: Table, *, is_original: bool) -> Change:
        """What it does to `rows`: those of a file as people write it, or of one in the plain form of this project."""


@dataclass(frozen=True)
class _OfColumn(Step):
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The one column."""
        return (self.column,)


@dataclass(frozen=True)
class Trim(_OfColumn):
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
class Missing(_OfColumn):
    """Take cells that only stand for a missing value as missing."""

    tokens: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Take {_listed(self.tokens)} in {self.column} as missing."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """Only people write such cells."""
        cell = rows[self.column]
        value = ibis.ifelse(cell.isin(self.tokens), ibis.null(str), cell) if is_original else cell
        return _same_type(self.column, cell, value)


@dataclass(frozen=True)
class Number(_OfColumn):
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
class Moment(_OfColumn):
    """Read a date or a timestamp as people write it, by strftime patterns."""

    kind: str
    format: Moments

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Read {self.column} as a {self.kind}, written as {self.format.example}."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """A cell that follows no pattern, or names no day of the calendar, sets its row aside."""
        cell = rows[self.column]
        text = self.format.plain(cell) if is_original else cell
        value = text.try_cast(self.kind)
        return _read(self.column, cell, text, value, f"is not a {self.kind} written as {self.format.example}")


@dataclass(frozen=True)
class YesNo(_OfColumn):
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
class Spell(_OfColumn):
    """Write one value in one way."""

    as_: str
    variants: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Write {_listed(self.variants)} in {self.column} as “{self.as_}”."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """Other values stay as they are."""
        cell = rows[self.column]
        return _same_type(self.column, cell, ibis.ifelse(cell.isin(self.variants), self.as_, cell))


@dataclass(frozen=True)
class Between(_OfColumn):
    """Set rows aside whose value lies outside of limits, which are given as text and are allowed themselves."""

    at_least: str | None = None
    at_most: str | None = None

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Set rows aside whose {self.column} is {self._beyond}."

    @property
    def _beyond(self) -> str:
        low = f"less than {self.at_least}" if self.at_least is not None else ""
        high = f"more than {self.at_most}" if self.at_most is not None else ""
        return " or ".join(filter(None, (low, high)))

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """A missing value is inside."""
        cell = rows[self.column]
        is_low = cell < ibis.literal(self.at_least).cast(cell.type()) if self.at_least is not None else False
        is_high = cell > ibis.literal(self.at_most).cast(cell.type()) if self.at_most is not None else False
        beyond = ibis.coalesce(ibis.or_(is_low, is_high), False)
        return Change(problems=((beyond, ibis.literal(f"{self.column} is {self._beyond}.")),))


@dataclass(frozen=True)
class OneOf(_OfColumn):
    """Set rows aside whose value is not on a list."""

    choices: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Set rows aside whose {self.column} is none of {_listed(self.choices)}."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """A missing value is allowed."""
        cell = rows[self.column]
        reason = ibis.literal(f"{self.column} is not one of its values.")
        return Change(problems=((cell.notnull() & cell.notin(self.choices), reason),))


@dataclass(frozen=True)
class Required(_OfColumn):
    """Set rows aside that have no value."""

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Set rows aside without {self.column}."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """A value that could not be read is no missing one: its row is set aside already."""
        is_missing = rows[self.column].isnull() & rows[FAILED].isnull()
        return Change(problems=((is_missing, ibis.literal(f"{self.column} is missing.")),))


@dataclass(frozen=True)
class Once(Step):
    """Of rows that agree in some columns, keep the first and set the others aside."""

    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in which the rows agree."""
        return self.key

    @property
    def sentence(self) -> str:
        """As in the class."""
        same = " and ".join(self.key[:_MOST_LISTED]) + (" and so on" if len(self.key) > _MOST_LISTED else "")
        return f"Of rows with the same {same}, keep the first."

    @property
    def reason(self) -> str:
        """Why a row is set aside."""
        same = f"An earlier row of the file has the same {self.key[0]}."
        return same if len(self.key) == 1 else "It repeats an earlier row of the file."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """Rows that an earlier step set aside do not count."""
        fine = rows[FAILED].isnull()
        group = ibis.window(group_by=[*(rows[name] for name in self.key), fine])
        first = rows[LINE].min().over(group)
        return Change(problems=((fine & (rows[LINE] > first), ibis.literal(self.reason)),))


@dataclass(frozen=True)
class Mask(_OfColumn):
    """Replace a personal value by a digest: the same value stays the same, and nobody can read it.

    Set `secret` to something of your own, or values that can be guessed, such as telephone numbers, can be found out.
    """

    secret: str = ""

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Replace {self.column} by a digest, because it is personal."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """The first 16 digits of SHA-256."""
        cell = rows[self.column]
        return _same_type(self.column, cell, ibis.literal(self.secret).concat(cell).hexdigest("sha256").left(16))


def clean(rows: Table, steps: Sequence[Step], *, is_original: bool) -> Table:
    """All of `rows` after the steps: `PROBLEMS` and `FAILED` say which are set aside, `changed(n)` what step n did."""
    rows = rows.mutate(**{PROBLEMS: ibis.literal(""), FAILED: ibis.null("int64")})
    for batch in _batches(list(enumerate(steps, 1))):
        rows = _taken(rows, [(number, step.change(rows, is_original=is_original)) for number, step in batch])
    return rows


def changed(number: int) -> str:
    """The name of the column that tells whether a step changed a row."""
    return f"_changed_{number}"


def _batches(steps: list[tuple[int, Step]]) -> Iterator[list[tuple[int, Step]]]:
    """Steps in a row that look at different columns: one query can take them together."""
    batch: list[tuple[int, Step]] = []
    seen: set[str] = set()
    for number, step in steps:
        if batch and (len(batch) == _MOST_TOGETHER or seen & {*step.columns} or isinstance(step, Once)):
            yield batch
            batch, seen = [], set()
        batch.append((number, step))
        seen |= {*step.columns}
    if batch:
        yield batch


def _taken(rows: Table, changes: list[tuple[int, Change]]) -> Table:
    problems, failed = rows[PROBLEMS], rows[FAILED]
    new: dict[str, Value] = {}
    for number, change in changes:
        new |= change.values
        if change.changed is not None:
            new[changed(number)] = change.changed
        for condition, reason in change.problems:
            problems = problems.concat(ibis.ifelse(condition, reason.concat(" "), ""))
        if change.problems:
            is_bad = reduce(or_, (condition for condition, _ in change.problems))
            failed = failed.coalesce(ibis.ifelse(is_bad, ibis.literal(number, "int64"), ibis.null("int64")))
    return rows.mutate(**new, **{PROBLEMS: problems, FAILED: failed})


def _same_type(column: str, cell: Value, value: Value) -> Change:
    return Change({column: value}, ~cell.identical_to(value))


def _read(column: str, cell: Value, text: Value, value: Value, problem: str) -> Change:
    """A cell as a value of another type: it is changed where it was not written in the plain form."""
    is_bad = cell.notnull() & value.isnull()
    problems = ((is_bad, ibis.literal(f"{column} {problem}.")),)
    return Change({column: value}, ~is_bad & ~cell.identical_to(text), problems)


def _listed(values: Sequence[str]) -> str:
    shown = [f"“{value}”" for value in values[:_MOST_LISTED]]
    more = len(values) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
