"""Columns that the contract keeps as text for a few cells alone: those that are written as dates and name no day."""

# ruff: noqa: S608 - names are safe identifiers of the data contract

from pipeline.contracts.data import Column, Dataset, FieldType, Kind
from pipeline.data.engine import Engine, identifier
from pipeline.data.inference.moments import read_moments
from pipeline.data.inference.reading import Reading
from pipeline.data.typed import RECORDS

MOST_DISTINCT = 100_000
MOST_IMPOSSIBLE = 0.1
"""With a larger share of cells that name no day, a column is something else than dates."""
_KINDS = (Kind.TEXT, Kind.CATEGORY, Kind.IDENTIFIER)


def read_dates(engine: Engine, dataset: Dataset) -> tuple[Dataset, dict[str, int]]:
    """The contract with such columns as dates, and how many rows name no day, by column.

    Afterwards the table of records has the dates, and is without these rows.
    """
    readings = {column.name: reading for column in dataset.columns if (reading := _reading(engine, column))}
    bad = {name: _impossible(name, reading) for name, reading in readings.items()}
    counts = {name: int(engine.row(f"SELECT countif({bad[name]}) FROM {RECORDS}")[0]) for name in bad}
    for name, condition in bad.items():
        engine.run(f"DELETE FROM {RECORDS} WHERE {condition}")
        kind = "DATE" if readings[name].type is FieldType.DATE else "TIMESTAMP"
        value = readings[name].value_sql(identifier(name))
        engine.run(f"ALTER TABLE {RECORDS} ALTER {identifier(name)} SET DATA TYPE {kind} USING {value}")
    columns = (
        _as_dates(engine, column, readings[column.name]) if column.name in readings else column
        for column in dataset.columns
    )
    return dataset.model_copy(update={"columns": tuple(columns)}), counts


def _reading(engine: Engine, column: Column) -> Reading | None:
    """How a column of text is read as dates, if all of its cells are written as such and a few are none."""
    is_able = column.type is FieldType.TEXT and column.kind in _KINDS and column.pii is None
    if not is_able or not 0 < column.distinct <= MOST_DISTINCT:
        return None
    name = identifier(column.name)
    cells = [cell for (cell,) in engine.rows(f"SELECT DISTINCT {name} FROM {RECORDS} WHERE {name} IS NOT NULL")]
    reading = read_moments(cells, column.label)
    if reading is None or reading.choices or reading.unit:
        return None
    (share,) = engine.row(f"SELECT countif({_impossible(column.name, reading)}) / count({name}) FROM {RECORDS}")
    return reading if 0 < share <= MOST_IMPOSSIBLE else None


def _impossible(name: str, reading: Reading) -> str:
    return f"{identifier(name)} IS NOT NULL AND {reading.value_sql(identifier(name))} IS NULL"


def _as_dates(engine: Engine, column: Column, reading: Reading) -> Column:
    name = identifier(column.name)
    least, most, distinct = engine.row(f"SELECT min({name}), max({name}), count(DISTINCT {name}) FROM {RECORDS}")
    return column.model_copy(
        update={
            "type": reading.type,
            "kind": reading.kind,
            "format": reading.format,
            "patterns": reading.patterns,
            "minimum": least.isoformat() if least else None,
            "maximum": most.isoformat() if most else None,
            "distinct": distinct,
            "longest": None,
            "allowed": (),
            "is_masked": False,
            "letters": "",
        }
    )
