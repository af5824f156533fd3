"""Steps that check values: rows that break a rule are set aside."""

from dataclasses import dataclass
from typing import ClassVar

import ibis

from app.cleaning import FAILED, MOST_LISTED, Change, OfColumn, Step, Table, listed
from app.contract import LINE


@dataclass(frozen=True)
class Between(OfColumn):
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
class Longest(OfColumn):
    """Set rows aside whose text has more characters than these."""

    most: int

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Set rows aside whose {self.column} has more than {self.most:,} characters."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """A missing value is allowed."""
        cell = rows[self.column]
        is_long = ibis.coalesce(cell.length() > self.most, False)
        return Change(problems=((is_long, ibis.literal(f"{self.column} has more than {self.most:,} characters.")),))


@dataclass(frozen=True)
class OneOf(OfColumn):
    """Set rows aside whose value is not on a list."""

    choices: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Set rows aside whose {self.column} is none of {listed(self.choices)}."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """A missing value is allowed."""
        cell = rows[self.column]
        reason = ibis.literal(f"{self.column} is not one of its values.")
        return Change(problems=((cell.notnull() & cell.notin(self.choices), reason),))


@dataclass(frozen=True)
class Required(OfColumn):
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
    """Of rows that agree in some columns, keep the first and set the others aside.

    Rows without a value agree in nothing, where it is a single column.
    """

    sees_others: ClassVar[bool] = True
    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in which the rows agree."""
        return self.key

    @property
    def sentence(self) -> str:
        """As in the class."""
        same = " and ".join(self.key[:MOST_LISTED]) + (" and so on" if len(self.key) > MOST_LISTED else "")
        return f"Of rows with the same {same}, keep the first."

    @property
    def reason(self) -> str:
        """Why a row is set aside."""
        same = f"An earlier row of the file has the same {self.key[0]}."
        return same if len(self.key) == 1 else "It repeats an earlier row of the file."

    def change(self, rows: Table, *, is_original: bool) -> Change:  # noqa: ARG002 - the same for every file
        """Rows that an earlier step set aside do not count."""
        fine = rows[FAILED].isnull()
        if len(self.key) == 1:
            fine &= rows[self.key[0]].notnull()
        group = ibis.window(group_by=[*(rows[name] for name in self.key), fine])
        first = rows[LINE].min().over(group)
        return Change(problems=((fine & (rows[LINE] > first), ibis.literal(self.reason)),))
