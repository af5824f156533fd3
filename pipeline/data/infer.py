"""The type of every column, from every one of its cells."""

# ruff: noqa: S608 - every statement is made of this module's own patterns and column names (c0, c1 ...)

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipeline.contracts.data import FieldType
from pipeline.data.engine import Engine, batches, literal
from pipeline.data.load import TABLE, cell_names
from pipeline.data.shape import NULL_TOKENS

MOST_DIGITS = 18
"""More digits than this are an identifier, and would not fit in 64 bits."""

_TIME = r"[T ]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_ISO_DATE = r"[0-9]{4}([-/])[0-9]{1,2}[-/][0-9]{1,2}"
_TURNED_DATE = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
# A leading zero or a plus sign is part of an identifier, so no number here has one. Patterns for the more frequent
# kinds come first: a cell is tried against the next one only when it did not match.
_NUMBERS = (
    ("integer", rf"-?(0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})"),
    ("decimal", r"-?(0|[1-9][0-9]*)?\.[0-9]+"),
)
_OTHERS = (
    ("date", _ISO_DATE),
    ("datetime", _ISO_DATE + _TIME),
    ("float", r"-?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)[eE][-+]?[0-9]{1,3}"),
    ("turned", _TURNED_DATE),
    ("turned_time", _TURNED_DATE + _TIME),
)
_WORDS = ("true", "false", "yes", "no", "t", "f", "y", "n")
_KINDS = ("integer", "decimal", "token", *_WORDS, "date", "datetime", "float", "turned", "turned_time", "text")
_BITS = {kind: 1 << at for at, kind in enumerate(_KINDS)}
"""The kinds of a column's cells are gathered as bits of one number, which is far faster than counting them."""

_SAMPLE_ROWS = 2_000
"""A text among the first rows settles a column's type; only the other columns are looked at to their end."""
_TRUE = ("true", "yes", "t", "y")
_TOKENS = ", ".join(literal(token) for token in sorted(NULL_TOKENS))
_DIGITS_OF_A_DOUBLE = 15
"""Every decimal number of so many digits reads back from a double; a longer one has to be tried."""


@dataclass(frozen=True)
class Reading:
    """How a column of text is read: its type, and the SQL expression that gives the typed value of a cell."""

    kind: FieldType
    sql: str
    scale: int = 0
    has_tokens: bool = False


def infer(engine: Engine, width: int) -> list[Reading]:
    """How each of the `width` columns of the table `raw` is read."""
    sample = f"(SELECT * FROM {TABLE} LIMIT {_SAMPLE_ROWS})"
    kinds = _kinds(engine, {name: _trimmed(name) for name in cell_names(width)}, sample, {})
    cells = _cells(engine, [name for name, found in kinds.items() if "text" not in found])
    (rows,) = engine.row(f"SELECT count(*) FROM {TABLE}")
    if rows > _SAMPLE_ROWS:
        kinds.update(_kinds(engine, cells, TABLE, kinds))
    return [_read(engine, name, cells.get(name, name), found) for name, found in kinds.items()]


def _cells(engine: Engine, names: Sequence[str]) -> dict[str, str]:
    """SQL for the cells of each column without spaces around them: trimming is slow, so only where it is needed."""
    edges = "starts_with({0}, ' ') OR starts_with({0}, '\t') OR ends_with({0}, ' ') OR ends_with({0}, '\t')"
    cells: dict[str, str] = {}
    for batch in batches(names):
        spaced = engine.row(f"SELECT {', '.join(f'bool_or({edges.format(name)})' for name in batch)} FROM {TABLE}")
        cells |= {name: _trimmed(name) if trim else name for name, trim in zip(batch, spaced, strict=True)}
    return cells


def _kinds(
    engine: Engine, cells: Mapping[str, str], table: str, expected: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for batch in batches(list(cells)):
        trimmed = ", ".join(f"{cells[name]} AS {name}" for name in batch)
        bits = ", ".join(f"bit_or({_kind_sql(name, expected.get(name, set()))})" for name in batch)
        values = engine.row(f"SELECT {bits} FROM (SELECT {trimmed} FROM {table})")
        for name, value in zip(batch, values, strict=True):
            found[name] = {kind for kind, bit in _BITS.items() if (value or 0) & bit}
    return found


def null_tokens(engine: Engine, cell: str, reading: Reading) -> tuple[str, ...]:
    """The cells, besides the empty one, that the column `cell` reads as null."""
    if not reading.has_tokens:
        return ()
    query = f"SELECT DISTINCT {cell} FROM {TABLE} WHERE {_is_token(_trimmed(cell))} ORDER BY 1 LIMIT 20"
    return tuple(row[0] for row in engine.rows(query))


def _trimmed(name: str) -> str:
    return f"trim({name}, ' \t')"


def _is_token(cell: str) -> str:
    return f"({cell} = '' OR lower({cell}) IN ({_TOKENS}))"


def _kind_sql(cell: str, expected: set[str]) -> str:
    """SQL for the bit of `cell`'s kind; the `expected` kinds are tried first, for speed: no cell is of two kinds."""

    def matches(patterns: Iterable[tuple[str, str]]) -> str:
        rules = (f"WHEN regexp_full_match({cell}, {literal(rule)}) THEN {_BITS[kind]}" for kind, rule in patterns)
        return " ".join(rules)

    words = ", ".join(literal(word) for word in _WORDS)
    word = f"CASE lower({cell}) {' '.join(f'WHEN {literal(word)} THEN {_BITS[word]}' for word in _WORDS)} ELSE 0 END"
    first = [pattern for pattern in (*_NUMBERS, *_OTHERS) if pattern[0] in expected]
    return (
        f"CASE WHEN {cell} IS NULL THEN 0 {matches(first or _NUMBERS)} WHEN {_is_token(cell)} THEN {_BITS['token']} "
        f"WHEN lower({cell}) IN ({words}) THEN {word} WHEN NOT regexp_matches({cell}, '^[-.0-9]') THEN {_BITS['text']} "
        f"{matches(pattern for pattern in (*_NUMBERS, *_OTHERS) if pattern not in first)} ELSE {_BITS['text']} END"
    )


def _read(engine: Engine, name: str, trimmed: str, kinds: set[str]) -> Reading:
    has_tokens = "token" in kinds
    kinds = kinds - {"token"}
    # A column of one type may hold tokens for "no value"; in a text column they are text like any other.
    cell = f"CASE WHEN {_is_token(trimmed)} THEN NULL ELSE {trimmed} END" if has_tokens else trimmed
    reading = _typed(engine, cell, kinds)
    if reading is None:
        return Reading(FieldType.TEXT, name)
    return Reading(reading.kind, reading.sql, reading.scale, has_tokens)


def _typed(engine: Engine, cell: str, kinds: set[str]) -> Reading | None:
    if kinds == {"integer"}:
        return Reading(FieldType.INTEGER, f"CAST({cell} AS BIGINT)")
    if kinds and kinds <= {"integer", "decimal", "float"}:
        return _number(engine, cell, kinds)
    # One letter alone may be an initial or a point of the compass: both have to occur.
    if kinds and (kinds <= {"true", "false"} or kinds <= {"yes", "no"} or kinds in ({"t", "f"}, {"y", "n"})):
        true = ", ".join(literal(word) for word in _TRUE)
        return Reading(FieldType.BOOLEAN, f"(lower({cell}) IN ({true}))")
    if kinds in ({"date"}, {"datetime"}):
        return _moment(engine, f"replace({cell}, '/', '-')", "datetime" in kinds)
    if kinds in ({"turned"}, {"turned_time"}):
        return _turned(engine, cell, "turned_time" in kinds)
    return None


def _number(engine: Engine, cell: str, kinds: set[str]) -> Reading | None:
    whole = f"length(ltrim(split_part(lower({cell}), '.', 1), '-'))"
    decimals = f"CASE WHEN contains({cell}, '.') THEN length({cell}) - strpos({cell}, '.') ELSE 0 END"
    digits, scale = engine.row(f"SELECT max({whole}), max({decimals}) FROM {TABLE}")
    if "float" not in kinds and digits + scale <= MOST_DIGITS:
        return Reading(FieldType.DECIMAL, f"CAST({cell} AS DECIMAL(18, {scale}))", scale)
    if "float" not in kinds and digits > MOST_DIGITS:
        return None
    return Reading(FieldType.FLOAT, f"CAST({cell} AS DOUBLE)") if survives_double(engine, cell) else None


def survives_double(engine: Engine, cell: str) -> bool:
    """Whether every cell of the column reads back from a double as the same number."""

    def plain(text: str) -> str:
        return f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"

    # SQL passes the cells that are written as a double is; the few others are compared as exact decimals.
    doubles = (
        f"SELECT cell, CAST(TRY_CAST(cell AS DOUBLE) AS VARCHAR) AS text FROM (SELECT {cell} AS cell FROM {TABLE})"
    )
    doubtful = (
        f"SELECT cell FROM ({doubles}) WHERE (length(cell) > {_DIGITS_OF_A_DOUBLE} OR contains(lower(cell), 'e')) "
        f"AND text IS DISTINCT FROM cell AND {plain('text')} IS DISTINCT FROM {plain('cell')}"
    )
    return all(_same_number(text) for (text,) in engine.stream(doubtful))


def _same_number(text: str) -> bool:
    try:
        return Decimal(repr(float(text))) == Decimal(text)
    except InvalidOperation:
        return False


def _moment(engine: Engine, cell: str, has_time: bool) -> Reading | None:
    kind = FieldType.DATETIME if has_time else FieldType.DATE
    sql = "TIMESTAMP" if has_time else "DATE"
    # A day that no calendar has (2025-02-30) makes the column text.
    cells = f"(SELECT {cell} AS cell FROM {TABLE})"
    (count,) = engine.row(f"SELECT count(*) FROM {cells} WHERE cell IS NOT NULL AND TRY_CAST(cell AS {sql}) IS NULL")
    return None if count else Reading(kind, f"CAST({cell} AS {sql})")


def _turned(engine: Engine, cell: str, has_time: bool) -> Reading | None:
    """A date with its year last: read only if some day above 12 tells the order for the whole column."""
    pattern = "^([0-9]{1,2})([-/.])([0-9]{1,2})([-/.])([0-9]{4})(.*)$"

    def part(number: int) -> str:
        return f"regexp_extract({cell}, {literal(pattern)}, {number})"

    first, second, separators = engine.row(
        f"SELECT max(TRY_CAST({part(1)} AS INTEGER)), max(TRY_CAST({part(3)} AS INTEGER)), "
        f"count(DISTINCT nullif({part(2)}, '')) + count(*) FILTER (WHERE {part(2)} <> {part(4)}) FROM {TABLE}"
    )
    if separators != 1 or (first > 12) == (second > 12):
        return None
    day, month = (1, 3) if first > 12 else (3, 1)
    iso = f"({part(5)} || '-' || {part(month)} || '-' || {part(day)} || {part(6)})"
    return _moment(engine, f"CASE WHEN {cell} IS NULL THEN NULL ELSE {iso} END", has_time)
