"""What a cleaning step is, in Ibis expressions: DuckDB and Spark run the same steps.

A step looks at the columns it names and says what their new values are, which rows it changed, and which rows it
sets aside and why. The kinds are in `app/changes.py` and `app/checks.py`; `app/steps.py` lists the steps of this table,
and `clean` takes them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import ibis

PROBLEMS = "_problems"
"""Why a row is set aside, in sentences; empty for a row that is fine."""
FAILED = "_failed"
"""The number of the first step that set the row aside, from 1; null for a row that is fine."""

MOST_LISTED = 6
"""How many values or columns a sentence names."""
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

    sees_others: ClassVar[bool] = False
    """Whether it compares rows, so that all steps before it have to be done."""
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
class OfColumn(Step):
    """A step that looks at one column."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The one column."""
        return (self.column,)


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
        if batch and (len(batch) == _MOST_TOGETHER or seen & {*step.columns} or step.sees_others):
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


def listed(values: Sequence[str]) -> str:
    """Some values for people."""
    shown = [f"“{value}”" for value in values[:MOST_LISTED]]
    more = len(values) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
