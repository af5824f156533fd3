"""What only the rows of a table tell about how they are to be cleaned."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts.cleaning import CleaningStep, StepKind
from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.data.engine import Engine, batches, identifier, literal
from pipeline.data.typed import RECORDS, open_records
from pipeline.projects.etl.checking import checks
from pipeline.projects.etl.dates import read_dates
from pipeline.projects.etl.planning import Seen

MOST_DISTINCT = 1_000
"""A column with more values has no categories to spell alike."""
MOST_SPELLINGS = 12
LONGEST_SPELLING = 60


def look(records: Path, dataset: Dataset) -> tuple[Dataset, Seen]:
    """What the canonical file `records` shows, and the contract with the columns that only a few cells keep as text."""
    with open_records(records, dataset) as engine:
        dataset, impossible = read_dates(engine, dataset)
        texts = [column for column in dataset.columns if column.type is FieldType.TEXT and column.distinct]
        spaced = _spaced(engine, texts)
        spellings = {
            column.name: found for column in texts if _is_category(column) and (found := _spellings(engine, column))
        }
        counts = _counts(engine, dataset, spaced, spellings)
        aside = counts.aside | {(StepKind.MOMENT, name): rows for name, rows in impossible.items()}
        return dataset, Seen(spaced, spellings, counts.repeated, aside, counts.fine)


def _is_category(column: Column) -> bool:
    return column.pii is None and column.distinct <= MOST_DISTINCT and (column.longest or 0) <= LONGEST_SPELLING


def _spaced(engine: Engine, columns: Sequence[Column]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in batches(columns):
        parts = (f"countif({identifier(column.name)} <> {_trimmed(column)})" for column in batch)
        counts = engine.row(f"SELECT {', '.join(parts)} FROM {RECORDS}")
        found |= {column.name: count for column, count in zip(batch, counts, strict=True) if count}
    return found


def _trimmed(column: Column) -> str:
    return f"trim({identifier(column.name)}, ' \t')"


def _spellings(engine: Engine, column: Column) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Values that differ in capitals or in spaces inside only: the most frequent spelling is the one that stays."""
    folded = f"regexp_replace(lower({_trimmed(column)}), '\\s+', ' ', 'g')"
    groups = engine.rows(
        f"SELECT list(v ORDER BY n DESC, v), CAST(sum(n) - max(n) AS BIGINT) FROM "
        f"(SELECT {_trimmed(column)} AS v, {folded} AS f, count(*) AS n FROM {RECORDS} "
        f"WHERE {_trimmed(column)} <> '' GROUP BY ALL) GROUP BY f HAVING count(*) > 1 ORDER BY 2 DESC, 1"
    )
    return tuple((values[0], tuple(values[1:]), rows) for values, rows in groups[:MOST_SPELLINGS])


@dataclass(frozen=True)
class _Counts:
    """How many rows each check sets aside, how many are left by those of single columns, and what they repeat."""

    aside: dict[tuple[StepKind, str], int]
    fine: int
    repeated: int


def _counts(
    engine: Engine,
    dataset: Dataset,
    spaced: dict[str, int],
    spellings: dict[str, tuple[tuple[str, tuple[str, ...], int], ...]],
) -> _Counts:
    cells = (_cell(column, column.name in spaced, spellings.get(column.name, ())) for column in dataset.columns)
    engine.run(f"CREATE TEMP TABLE fine AS SELECT rowid AS _row, {', '.join(cells)} FROM {RECORDS}")
    broken = {(step.kind, step.columns[0]): _broken(step) for step in checks(dataset)}
    aside: dict[tuple[StepKind, str], int] = {}
    for batch in batches(list(broken)):
        counts = engine.row(f"SELECT {', '.join(f'countif({broken[key]})' for key in batch)} FROM fine")
        aside |= dict(zip(batch, counts, strict=True))
    for key in (key for key, rows in aside.items() if rows):
        engine.run(f"DELETE FROM fine WHERE {broken[key]}")
    (fine,) = engine.row("SELECT count(*) FROM fine")
    for column in (column for column in dataset.columns if column.is_told_unique):
        aside[StepKind.ONCE, column.name] = _drop_repeats(engine, identifier(column.name))
    names = ", ".join(identifier(column.name) for column in dataset.columns)
    (repeated,) = engine.row(f"SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT {names} FROM fine)) FROM fine")
    return _Counts(aside, int(fine), int(repeated))


def _cell(column: Column, is_spaced: bool, spellings: Sequence[tuple[str, tuple[str, ...], int]]) -> str:
    """A value as the steps that change values leave it, but not masked."""
    name = identifier(column.name)
    cell = f"nullif({_trimmed(column)}, '')" if is_spaced else name
    for value, variants, _ in spellings:
        cell = f"CASE WHEN {cell} IN ({', '.join(map(literal, variants))}) THEN {literal(value)} ELSE {cell} END"
    return f"{f'{column.letters}({cell})' if column.letters else cell} AS {name}"


def _broken(step: CleaningStep) -> str:
    """The condition for the rows that a check sets aside."""
    name = identifier(step.columns[0])
    match step.kind:
        case StepKind.BETWEEN:
            limits = zip("<>", step.values, strict=True)
            condition = " OR ".join(f"{name} {sign} {literal(limit)}" for sign, limit in limits if limit)
        case StepKind.LENGTH:
            condition = f"length({name}) > {step.values[0]}"
        case StepKind.CHOICES:
            condition = f"{name} NOT IN ({', '.join(map(literal, step.values))})"
        case _:
            condition = f"{name} IS NULL"
    return f"coalesce({condition}, false)"


def _drop_repeats(engine: Engine, name: str) -> int:
    """Drop the rows whose value an earlier one has; how many these are."""
    first = f"SELECT min(_row) FROM fine WHERE {name} IS NOT NULL GROUP BY {name}"
    repeats = f"{name} IS NOT NULL AND _row NOT IN ({first})"
    (rows,) = engine.row(f"SELECT count(*) FROM fine WHERE {repeats}")
    engine.run(f"DELETE FROM fine WHERE {repeats}")
    return int(rows)
