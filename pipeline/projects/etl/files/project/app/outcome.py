"""What became of the rows of one file: which of them the table gets, which it has, and which are set aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis

from app.cleaning import FAILED, PROBLEMS, Step, changed, clean
from app.contract import LINE, LOAD, Column, Partition
from app.engines import Engine, Table
from app.partitions import partition_value
from app.staging import Staged

Value = Any  # ibis.expr.types.Value: Ibis comes without types

_KNOWN = "_known"
_SAME, _OTHER = "same", "other"
_PART = "_part"


@dataclass(frozen=True)
class Job:
    """What a load needs to know about the table: its columns, the steps of its rows, and how it is stored.

    `key` names the columns by which a row is known again in a later file; empty, only whole files are.
    """

    table: str
    columns: tuple[Column, ...]
    steps: tuple[Step, ...]
    partition: Partition
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class BadRow:
    """A row that is set aside: its line, why, and its cells as the file has them."""

    line: int
    reason: str
    cells: dict[str, str | None]


class Outcome:
    """The rows of one file after all steps, compared with the files of the table."""

    def __init__(
        self, engine: Engine, job: Job, staged: Staged, table: Sequence[Path], *, is_original: bool, load: int
    ) -> None:
        self._job, self._staged = job, staged
        self._text = engine.read([staged.path])
        rows = clean(self._text, job.steps, is_original=is_original)
        if table and job.key:
            rows = _compared(rows, job, engine.read(table))
        else:
            rows = rows.mutate(**{_KNOWN: ibis.literal("")})
        places = {_PART: partition_value(rows, job.partition), LOAD: ibis.literal(load, "int64")}
        self._rows = engine.keep(rows.mutate(**places))

    def counts(self) -> dict[str, int]:
        """How many rows were read, loaded, known already, and set aside."""
        rows = self._rows
        loaded, known = _numbers(rows, loaded=_is_new(rows).sum(), known=(rows[_KNOWN] == _SAME).sum())
        read = self._staged.rows + self._staged.misfits
        return {"read": read, "loaded": loaded, "known": known, "quarantined": read - loaded - known}

    def steps(self) -> list[dict[str, Any]]:
        """For each step what it does and why, how many rows went in and came out, and how many it changed."""
        rows = self._rows
        failed = _taken(rows.group_by(FAILED).aggregate(rows=rows.count()))
        aside = {row[FAILED]: row["rows"] for row in failed}
        numbers = [number for number in range(1, len(self._job.steps) + 1) if changed(number) in rows.columns]
        counted = {changed(number): (rows[changed(number)] & _reaches(rows, number)).sum() for number in numbers}
        sums = _taken(rows.aggregate(**counted))[0] if counted else {}
        found: list[dict[str, Any]] = []
        left = self._staged.rows
        for number, step in enumerate(self._job.steps, 1):
            out = left - aside.get(number, 0)
            found.append(
                {
                    "step": number,
                    "name": type(step).__name__,
                    "columns": list(step.columns),
                    "does": step.sentence,
                    "why": step.why,
                    "rows_in": left,
                    "rows_out": out,
                    "rows_changed": int(sums.get(changed(number)) or 0),
                }
            )
            left = out
        return found

    def bad_rows(self) -> Iterator[BadRow]:
        """The rows that are set aside, in the order of the file."""
        rows = self._rows
        is_other = rows[_KNOWN] == _OTHER
        reason = ibis.ifelse(is_other, ibis.literal(_other_reason(self._job.key)), rows[PROBLEMS].strip())
        bad = rows.filter(rows[FAILED].notnull() | is_other).select(line=rows[LINE], reason=reason)
        cells = self._text.inner_join(bad, self._text[LINE] == bad.line).order_by("line")
        for batch in cells.to_pyarrow_batches():
            for row in batch.to_pylist():
                yield BadRow(row["line"], row["reason"], {name: row[name] for name in self._job.names})

    def partitions(self) -> Iterator[tuple[str, Table, int]]:
        """The rows that the table gets: the value of each partition, its rows in the order of the file, and a count."""
        rows = self._rows.filter(_is_new(self._rows))
        for group in _taken(rows.group_by(_PART).aggregate(rows=rows.count()).order_by(_PART)):
            part = rows.filter(rows[_PART] == group[_PART]).order_by(LINE)
            yield group[_PART], part.select(*self._job.names, LOAD, LINE), group["rows"]


def _taken(rows: Table) -> list[dict[str, Any]]:
    """The rows in memory; in batches, for which Ibis needs no pandas, that takes its time to import."""
    return [row for batch in rows.to_pyarrow_batches() for row in batch.to_pylist()]


def _reaches(rows: Table, number: int) -> Value:
    """Whether no step before this one set the row aside."""
    return rows[FAILED].isnull() | (rows[FAILED] >= number)


def _is_new(rows: Table) -> Value:
    return rows[FAILED].isnull() & (rows[_KNOWN] == "")


def _numbers(rows: Table, **sums: Value) -> list[int]:
    """Sums over all rows, 0 where there are none."""
    (found,) = _taken(rows.aggregate(**sums))
    return [int(found[name] or 0) for name in sums]


def _compared(rows: Table, job: Job, table: Table) -> Table:
    """The rows, each with whether the table has it already, or has another row by the same key."""
    same = table.select(*job.names).distinct().mutate(_same=True)
    rows = _looked_up(rows, same, job.names)
    verdict = ibis.ifelse(rows["_same"].notnull(), _SAME, "")
    if {*job.key} != {*job.names}:
        other = table.select(*job.key).distinct().mutate(_other=True)
        rows = _looked_up(rows, other, job.key)
        verdict = ibis.cases((rows["_same"].notnull(), _SAME), (rows["_other"].notnull(), _OTHER), else_="")
    return rows.mutate(**{_KNOWN: ibis.ifelse(rows[FAILED].isnull(), verdict, "")})


def _looked_up(rows: Table, known: Table, names: Sequence[str]) -> Table:
    """The rows with the last column of `known`, found by columns that may be null."""
    flag = known.columns[-1]
    joined = rows.left_join(known, [rows[name].identical_to(known[name]) for name in names])
    return joined.select(*rows.columns, flag)


def _other_reason(key: Sequence[str]) -> str:
    return f"A row with this {' and '.join(key)} is in the table already, with other values."
