"""The reading of every column: supposed from some cells, tried on all of them, and mended by those that do not fit."""

# ruff: noqa: S608 - every statement is made of readings and column names (c0, c1 ...)

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.contracts.data import FieldType, Format, Kind
from pipeline.data.engine import Engine, batches, literal
from pipeline.data.inference.moments import read_as, read_moments
from pipeline.data.inference.numbers import Habits, read_numbers
from pipeline.data.inference.reading import Reading, text_reading
from pipeline.data.inference.sentinels import sentinel
from pipeline.data.inference.words import names_codes, null_tokens, read_booleans, spoken, text_kind, text_tokens
from pipeline.data.reading.raw import TABLE, cell_names

SAMPLE_ROWS = 2_000
SAMPLE_CELLS = 200_000
"""How many cells a first guess may look at: fewer rows of a wide file."""
MOST_DISTINCT = 500
_TRIES = 5
"""How often a guess may be mended before the column stays text."""
_FAULTS = 40


@dataclass(frozen=True)
class Evidence:
    """What was seen of a column: its label, and the cells of some rows with their counts."""

    label: str
    counts: Counter[str]
    rows: int

    def with_cells(self, cells: Sequence[str]) -> "Evidence":
        """The same, with cells that were found later."""
        return replace(self, counts=self.counts + Counter(cells))


def infer(engine: Engine, labels: Sequence[str], delimiter: str = ",", *, is_sample: bool = False) -> list[Reading]:
    """How each column of the table `raw`, which `labels` name, is read; every cell can be written back.

    Of a sample, no number is taken for a missing value: that takes all rows.
    """
    evidence = _look(engine, labels)
    habits = Habits(delimiter=delimiter)
    found = {name: _guess(seen, habits) for name, seen in evidence.items()}
    habits = Habits(_point(found), delimiter)
    found |= {
        name: _guess(evidence[name], habits) for name, reading in found.items() if _is_open(reading, evidence[name])
    }
    found = _prove(engine, evidence, found, habits)
    found |= {
        name: _decide(engine, name, reading, evidence[name]) for name, reading in found.items() if reading.choices
    }
    return [_finish(engine, name, found[name], evidence[name], is_sample=is_sample) for name in evidence]


def evidence_of(engine: Engine, name: str, label: str) -> Evidence:
    """What there is in one column: its most frequent cells over all rows."""
    (rows,) = engine.row(f"SELECT count(*) FROM {TABLE}")
    found = engine.rows(
        f"SELECT {name}, count(*) FROM {TABLE} WHERE {name} IS NOT NULL "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_DISTINCT}"
    )
    return Evidence(label, Counter(dict(found)), rows)


def faults_of(engine: Engine, name: str, reading: Reading) -> list[str]:
    """Some of the cells of a column that do not follow `reading`, none if all of them do."""
    if reading.type is FieldType.TEXT:
        return []
    query = f"SELECT DISTINCT {name} FROM {TABLE} WHERE {reading.fault_sql(name)} ORDER BY 1 LIMIT {_FAULTS}"
    return [cell for (cell,) in engine.rows(query)]


def _look(engine: Engine, labels: Sequence[str]) -> dict[str, Evidence]:
    names = cell_names(len(labels))
    rows = max(200, min(SAMPLE_ROWS, SAMPLE_CELLS // max(1, len(names))))
    table = engine.columns(f"SELECT * FROM {TABLE} LIMIT {rows}")
    found: dict[str, Evidence] = {}
    for name, label in zip(names, labels, strict=True):
        cells = [cell for cell in table[name] if cell is not None]
        counts = Counter(dict(Counter(cells).most_common(MOST_DISTINCT)))
        found[name] = Evidence(label, counts, len(table[name]))
    return found


def _guess(evidence: Evidence, habits: Habits) -> Reading:
    cells = list(evidence.counts)
    tokens = null_tokens(cells)
    filled = [cell for cell in cells if cell not in set(tokens)]
    typed = _typed(filled, evidence.label, habits) if filled else None
    if typed is None:
        return _text(evidence)
    if typed.choices:
        return replace(_text(evidence), kind=Kind.TEXT, choices=typed.choices)
    return _with_nulls(typed, tokens, evidence.counts)


def _typed(cells: Sequence[str], label: str, habits: Habits) -> Reading | None:
    if names_codes(label):
        number = read_numbers(cells, habits)
        return number if number and number.type is FieldType.INTEGER and number.kind is Kind.INTEGER else None
    # Dates of eight digits (20250403) would be numbers too.
    compact = read_moments(cells, label) if all(len(cell) == 8 and cell.isdigit() for cell in cells) else None
    return compact or read_booleans(cells) or read_numbers(cells, habits) or read_moments(cells, label)


def _text(evidence: Evidence) -> Reading:
    tokens = text_tokens(list(evidence.counts))
    filled = Counter({cell: count for cell, count in evidence.counts.items() if cell not in set(tokens)})
    kind = text_kind(evidence.label, filled, evidence.rows)
    return _with_nulls(text_reading(kind), tokens, evidence.counts)


def _with_nulls(reading: Reading, tokens: Sequence[str], counts: Counter[str]) -> Reading:
    """The reading with its null tokens; the most frequent is how a missing value is written."""
    if not tokens:
        return reading
    empty = sum(counts.values())
    main = max(tokens, key=lambda token: (counts[token], token))
    form = reading.format.model_copy(update={"null": main if counts[main] * 2 > empty else reading.format.null})
    return replace(reading, tokens=tuple(sorted(tokens)), format=form)


def _point(found: Mapping[str, Reading]) -> str:
    """The point of the file's decimal numbers, where all columns that show one agree."""
    points = {
        reading.format.point for reading in found.values() if reading.type is FieldType.DECIMAL and not reading.choices
    }
    return points.pop() if len(points) == 1 else ""


def _is_open(reading: Reading, evidence: Evidence) -> bool:
    """Whether the file's habits could change how a column is read: a mark with three digits after it."""
    cells = [cell.strip() for cell in evidence.counts]
    marked = [cell for cell in cells if re.search(r"\d[.,]\d{3}(?!\d)", cell)]
    return bool(marked) and (reading.type.is_number or bool(reading.choices))


def _prove(
    engine: Engine, evidence: dict[str, Evidence], found: dict[str, Reading], habits: Habits
) -> dict[str, Reading]:
    """The readings that hold for every cell: one that does not is guessed again with the cells that spoil it."""
    open_names = [name for name, reading in found.items() if reading.type is not FieldType.TEXT]
    for _ in range(_TRIES):
        spoiled = _spoiled(engine, {name: found[name] for name in open_names})
        for name, cells in spoiled.items():
            evidence[name] = evidence[name].with_cells(cells)
            found[name] = _guess(evidence[name], habits)
        open_names = [name for name in spoiled if found[name].type is not FieldType.TEXT]
        if not open_names:
            return found
    return found | {name: _text(evidence[name]) for name in open_names}


def _decide(engine: Engine, name: str, reading: Reading, evidence: Evidence) -> Reading:
    """A column that was open, once all of its cells were looked at: what only one choice reads is no question."""
    if "%" not in reading.choices[0]:
        return reading
    tokens = null_tokens(list(evidence.counts))
    filled = [cell for cell in evidence.counts if cell not in set(tokens)]
    ways = [way for choice in reading.choices if (way := read_as(filled, choice))]
    able = [_with_nulls(way, tokens, evidence.counts) for way in ways]
    able = [way for way in able if not faults_of(engine, name, way)]
    if len(able) == 1:
        return able[0]
    return replace(reading, choices=tuple(way.patterns[0] for way in able))


def _spoiled(engine: Engine, readings: Mapping[str, Reading]) -> dict[str, list[str]]:
    """Some of the cells that do not follow their column's reading, by column."""
    spoiled: list[str] = []
    for batch in batches(list(readings)):
        faults = ", ".join(f"bool_or({readings[name].fault_sql(name)})" for name in batch)
        spoiled += [name for name, bad in zip(batch, engine.row(f"SELECT {faults} FROM {TABLE}"), strict=True) if bad]
    return {name: faults_of(engine, name, readings[name]) for name in spoiled}


def _finish(engine: Engine, name: str, reading: Reading, evidence: Evidence, *, is_sample: bool) -> Reading:
    """What only all rows tell: sentinels of numbers, tokens of text, and whether a code identifies rows."""
    if reading.type.is_number:
        return _number(engine, name, reading, evidence.label, is_sample=is_sample)
    if reading.type is FieldType.TEXT and reading.tokens:
        known = ", ".join(literal(token) for token in reading.tokens)
        (count,) = engine.row(f"SELECT count(*) FROM {TABLE} WHERE {name} IN ({known})")
        return reading if count else replace(reading, tokens=(), format=Format())
    return reading


_LATITUDE = re.compile(r"\b(lat|latitude|breitengrad)\b", re.IGNORECASE)
_LONGITUDE = re.compile(r"\b(lon|lng|long|longitude|längengrad)\b", re.IGNORECASE)
_KEY = re.compile(r"(^|[^a-z])(id|key|no|nr|number|code)$|[a-z](Id|ID|Key)$", re.IGNORECASE)
_CODED = re.compile(r"\bzip|post ?(al|code)|\bplz\b|phone|\btel|fax", re.IGNORECASE)


def _number(engine: Engine, name: str, reading: Reading, label: str, *, is_sample: bool) -> Reading:
    words = spoken(label)
    is_key = reading.kind is Kind.INTEGER and _KEY.search(words) is not None
    found = None if is_sample or is_key else sentinel(engine, name, reading)
    if found:
        tokens = tuple(sorted({*reading.tokens, *found.cells}))
        reading = replace(reading, tokens=tokens, evidence=found.evidence)
    if reading.kind is Kind.INTEGER and _CODED.search(words):
        kind = Kind.POSTAL_CODE if re.search(r"zip|post|plz", words, re.IGNORECASE) else Kind.PHONE
        return text_reading(kind, reading.tokens, reading.format.null)
    if is_key:
        return replace(reading, kind=Kind.IDENTIFIER)
    place = _place(words) if reading.kind in (Kind.DECIMAL, Kind.FLOAT) else None
    if place is None:
        return reading
    kind, most = place
    value = reading.value_sql(name)
    (beyond,) = engine.row(f"SELECT coalesce(max(abs({value})), {most} + 1) > {most} FROM {TABLE}")
    return reading if beyond else replace(reading, kind=kind)


def _place(words: str) -> tuple[Kind, int] | None:
    """The coordinate that a column is called after, and the most degrees that it has."""
    if _LATITUDE.search(words):
        return Kind.LATITUDE, 90
    return (Kind.LONGITUDE, 180) if _LONGITUDE.search(words) else None
