"""A CSV file of any length and width for the profile's benchmark: keys, moments, names, amounts, gaps and text.

Made by arithmetic on the row number, so the same file comes out every time.
"""

from pathlib import Path

import duckdb

from pipeline.contracts.data import Column, Dataset, Dialect, FieldType, Kind, Pii

BYTES_BY_ROW = 146
_TURNS: tuple[tuple[str, FieldType, str], ...] = (
    ("number", FieldType.INTEGER, "i"),
    ("day", FieldType.DATE, "DATE '2015-01-01' + CAST(i * 3653 // {rows} AS INTEGER)"),
    ("seen", FieldType.DATETIME, "TIMESTAMP '2020-01-01' + to_seconds(CAST({chance} % 100000000 AS BIGINT))"),
    ("region", FieldType.TEXT, "['north', 'south', 'east', 'west', 'centre'][1 + CAST({chance} % 5 AS INTEGER)]"),
    ("postcode", FieldType.TEXT, "printf('%05d', CAST({chance} % 90000 AS INTEGER))"),
    ("amount", FieldType.DECIMAL, "CAST({chance} % 10000000 / 100.0 AS DECIMAL(18, 2))"),
    ("quantity", FieldType.INTEGER, "CAST({chance} % 1000 AS INTEGER)"),
    ("measure", FieldType.FLOAT, "{chance} % 1000000007 / 10000019.0"),
    ("rating", FieldType.DECIMAL, "CASE WHEN {chance} % 10 > 0 THEN CAST({chance} % 97 / 10.0 AS DECIMAL(18, 2)) END"),
    ("email", FieldType.TEXT, "'user' || ({chance} % 200000) || '@example.com'"),
    ("active", FieldType.BOOLEAN, "{chance} % 2 = 0"),
    ("note", FieldType.TEXT, "'note ' || md5(CAST({chance} AS VARCHAR))"),
)


def names(width: int) -> list[str]:
    """The names of the first `width` columns: the twelve kinds in turn."""
    return [f"{_TURNS[at % len(_TURNS)][0]}_{at}" for at in range(width)]


def write(path: Path, rows: int, width: int = len(_TURNS)) -> None:
    """Write `rows` rows of `width` columns to `path`."""
    made = [
        f"{_TURNS[at % len(_TURNS)][2].format(rows=rows, chance=f'hash(i * 31 + {at})')} AS {name}"
        for at, name in enumerate(names(width))
    ]
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {', '.join(made)} FROM range({rows}) t(i)) TO '{path}' "
            "(HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S')"
        )


def dataset(rows: int, width: int = len(_TURNS)) -> Dataset:
    """The data contract of such a file, as far as a profile needs it; distinct counts are not known."""
    columns = tuple(_column(at, name) for at, name in enumerate(names(width)))
    dialect = Dialect(encoding="utf-8", delimiter=",")
    return Dataset(file_name="made.csv", sha256="", size_bytes=0, dialect=dialect, rows=rows, columns=columns)


def _column(at: int, name: str) -> Column:
    word, kind, _ = _TURNS[at % len(_TURNS)]
    pii = Pii(kind="email", share=1.0) if word == "email" else None
    scale = 2 if kind is FieldType.DECIMAL else 0
    return Column(
        name=name,
        label=name,
        type=kind,
        kind=Kind.EMAIL if pii else Kind.of(kind),
        scale=scale,
        nulls=int(word == "rating"),
        distinct=1_000,
        distinct_is_exact=False,
        pii=pii,
    )
