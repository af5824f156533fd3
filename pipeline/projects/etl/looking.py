"""What only the rows of a table tell about how they are to be cleaned."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from collections.abc import Sequence
from pathlib import Path

from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.data.engine import Engine, batches, identifier, literal
from pipeline.data.typed import RECORDS, open_records
from pipeline.projects.etl.planning import Seen

MOST_DISTINCT = 1_000
"""A column with more values has no categories to spell alike."""
MOST_SPELLINGS = 12
LONGEST_SPELLING = 60


def look(records: Path, dataset: Dataset) -> Seen:
    """What the canonical file `records` shows."""
    texts = [column for column in dataset.columns if column.type is FieldType.TEXT and column.distinct]
    with open_records(records, dataset) as engine:
        spaced = _spaced(engine, texts)
        spellings = {
            column.name: found for column in texts if _is_category(column) and (found := _spellings(engine, column))
        }
        return Seen(spaced, spellings, _repeated(engine, dataset, spaced, spellings))


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


def _repeated(
    engine: Engine,
    dataset: Dataset,
    spaced: dict[str, int],
    spellings: dict[str, tuple[tuple[str, tuple[str, ...], int], ...]],
) -> int:
    """How many rows repeat an earlier one in every column, once they are cleaned."""
    cells = []
    for column in dataset.columns:
        cell = f"nullif({_trimmed(column)}, '')" if column.name in spaced else identifier(column.name)
        for value, variants, _ in spellings.get(column.name, ()):
            known = ", ".join(map(literal, variants))
            cell = f"CASE WHEN {cell} IN ({known}) THEN {literal(value)} ELSE {cell} END"
        cells.append(f"{cell} AS {identifier(column.name)}")
    distinct = f"SELECT DISTINCT {', '.join(cells)} FROM {RECORDS}"
    (count,) = engine.row(f"SELECT count(*) - (SELECT count(*) FROM ({distinct})) FROM {RECORDS}")
    return int(count)
