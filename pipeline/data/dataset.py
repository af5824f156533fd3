"""From a file to its data contract and its records."""

# ruff: noqa: S608 - names are safe identifiers and paths are quoted by `engine.literal`

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.contracts.data import (
    Column,
    ColumnEdit,
    Dataset,
    DialectChoice,
    FieldType,
    Kind,
    Lossless,
    Question,
    SetAside,
)
from pipeline.credentials import without_credentials
from pipeline.data.concealed import conceal
from pipeline.data.edits import Shown, apply_edits
from pipeline.data.engine import Engine, identifier, literal, never, open_engine, silent
from pipeline.data.facts import Facts, gather
from pipeline.data.inference.infer import infer
from pipeline.data.inference.reading import Reading, text_reading
from pipeline.data.inference.words import MOST_CATEGORIES
from pipeline.data.keys import find_keys
from pipeline.data.lossless import SPELLINGS, prove, respelled, summarize, write_spellings
from pipeline.data.names import field_names
from pipeline.data.personal.pii import find_pii
from pipeline.data.reading.intake import Examined, IntakeLimits, check_fit, examine
from pipeline.data.reading.load import FAST_FROM_BYTES, load
from pipeline.data.reading.raw import TABLE, cell_names
from pipeline.data.records import text_sql
from pipeline.data.typed import RECORDS

_DEFAULT_LIMITS = IntakeLimits()
UNTOLD = DialectChoice()
NOTHING: Mapping[str, int] = {}
_PII_CELLS = 1_000
_MOST_ALLOWED = 20


def build(
    source: Path,
    file_name: str,
    records: Path,
    limits: IntakeLimits = _DEFAULT_LIMITS,
    *,
    told: DialectChoice = UNTOLD,
    edits: Sequence[ColumnEdit] = (),
    fast_from_bytes: int = FAST_FROM_BYTES,
    report: Callable[[str], None] = silent,
    stop: Callable[[], bool] = never,
) -> Dataset:
    """Read all of `source`, write its values to `records` (see `pipeline.data.records`), and return the data contract.

    Types come from all rows, and no value is changed by them: what was written is read again, every cell is written
    back from it and compared with the file, and a column that fails stays text. Spellings that a column's format does
    not give back are kept beside the records (see `pipeline.data.lossless`). `file_name` is what the person called the
    file; `told` and `edits` are what they asked for; `report` is told what is done. From `fast_from_bytes` on, a
    regular file is read by DuckDB itself. Stopped: `stop` said so. InputError: the file, or an edit, cannot be used;
    then nothing is left at `records`.
    """
    examined = examine(source, file_name, limits, told)
    with open_engine(records.parent, stop, report) as engine:
        aside = load(engine, source, examined, limits, fast_from_bytes)
        concealed = conceal(engine, labels_of(examined))
        (rows,) = engine.row(f"SELECT count(*) FROM {TABLE}")
        check_fit(rows, aside)
        report(f"Read {rows:,} rows; looking for the type of every column.")
        shown = read_columns(engine, examined, edits)
        report("Writing the values, and comparing every cell that they give back with the file.")
        questions = questions_of(engine, shown)
        shown, spelled, lossless = _write(engine, shown, rows, records)
        report(f"Compared {lossless.cells:,} cells: {lossless.mismatches:,} differ.")
        columns = columns_of(engine, shown, rows, spelled, concealed)
        is_personal = any(column.pii for column in columns)
        return Dataset(
            file_name=file_name,
            sha256=examined.scan.sha256,
            size_bytes=examined.scan.size_bytes,
            dialect=examined.dialect,
            rows=rows,
            columns=columns,
            set_aside_rows=aside.count,
            set_aside=covered(aside.listed, is_personal),
            misfit_rows=aside.misfits,
            repaired_rows=aside.repaired_count,
            repaired=covered(aside.repaired, is_personal),
            lossless=lossless,
            questions=questions,
            left_out=_left_out(examined, shown),
            keys=find_keys(engine, columns, rows),
        )


def covered(listed: Sequence[SetAside], is_personal: bool = False) -> tuple[SetAside, ...]:
    """What was set aside; without its text where the file holds personal data, which could be anywhere in it."""
    texts = ("" if is_personal else without_credentials(row.text) for row in listed)
    return tuple(row.model_copy(update={"text": text}) for row, text in zip(listed, texts, strict=True))


def _left_out(examined: Examined, shown: Sequence[Shown]) -> tuple[str, ...]:
    kept = {column.cell for column in shown}
    labels = labels_of(examined)
    return tuple(label for cell, label in zip(cell_names(len(labels)), labels, strict=True) if cell not in kept)


def labels_of(examined: Examined) -> list[str]:
    """What the person called each column; a column without a name is called by its number."""
    return [label if label.strip() else f"column {number}" for number, label in enumerate(_headers(examined), start=1)]


def _headers(examined: Examined) -> list[str]:
    """The file's own names of its columns, without credentials."""
    return [without_credentials(name) for name in examined.layout.header or ("",) * examined.layout.width]


def read_columns(
    engine: Engine, examined: Examined, edits: Sequence[ColumnEdit], *, is_sample: bool = False
) -> list[Shown]:
    """How each column of the table `raw` is read, and what it is called. InputError: an edit is not possible."""
    labels = labels_of(examined)
    names, headers = field_names(labels), _headers(examined)
    readings = infer(engine, labels, examined.dialect.delimiter, is_sample=is_sample)
    parts = zip(cell_names(len(labels)), names, headers, names, labels, readings, strict=True)
    return apply_edits(engine, [Shown(*part) for part in parts], edits)


def type_records(engine: Engine, shown: Sequence[Shown]) -> None:
    """Fill the table `records` with the values of the table `raw`."""
    typed = ", ".join(f"{column.reading.value_sql(column.cell)} AS {identifier(column.name)}" for column in shown)
    engine.run(f"CREATE OR REPLACE TABLE {RECORDS} AS SELECT {typed} FROM {TABLE}")


def questions_of(engine: Engine, shown: Sequence[Shown]) -> tuple[Question, ...]:
    """What the readings leave open, each with a cell of the file that they take differently."""
    return tuple(_question(engine, column) for column in shown if column.reading.choices)


def _question(engine: Engine, column: Shown) -> Question:
    choices = column.reading.choices
    example, meanings = (_moment_example if "%" in choices[0] else _mark_example)(engine, column)
    text = f"In column {column.label}, is “{example}” {' or '.join(meanings)}?"
    return Question(column=column.origin, text=text, choices=choices, examples=meanings)


def _mark_example(engine: Engine, column: Shown) -> tuple[str, tuple[str, ...]]:
    """A number with the mark that is asked about, without it and as a decimal point."""
    mark = column.reading.choices[0][0]
    (cell,) = engine.row(f"SELECT max({column.cell}) FROM {TABLE} WHERE contains({column.cell}, {literal(mark)})")
    return cell, (cell.replace(mark, ""), cell.replace(mark, ".") + " with decimals")


def _moment_example(engine: Engine, column: Shown) -> tuple[str, tuple[str, ...]]:
    """A cell that the choices take differently, if there is one, and the day that it is by each."""
    choices = column.reading.choices
    first, *others = (f"try_strptime(trim({column.cell}), {literal(choice)})" for choice in choices)
    alike = " + ".join(f"CAST({first} = {other} AS INTEGER)" for other in others)
    (cell,) = engine.row(
        f"SELECT {column.cell} FROM {TABLE} WHERE {first} IS NOT NULL ORDER BY {alike}, {column.cell} LIMIT 1"
    )
    if find_pii(column.label, Kind.DATE, [cell]):
        # A date of birth is no example to show.
        cell = datetime(2025, 4, 3).strftime(choices[0])
    days = (datetime.strptime(cell.strip(), choice) for choice in choices)
    return cell, tuple(f"{day.day} {day:%B %Y}" for day in days)


def _write(engine: Engine, shown: list[Shown], rows: int, records: Path) -> tuple[list[Shown], list[int], Lossless]:
    """Write records and spellings, and prove them; a column that fails is written again as text."""
    part, spellings = engine.folder / "records.csv", engine.folder / SPELLINGS
    while True:
        spelled = respelled(engine, shown)
        _write_records(engine, shown, part)
        write_spellings(engine, shown, spelled, spellings)
        differing = prove(engine, shown, part, spellings)
        if not any(differing):
            break
        shown = [
            replace(column, reading=text_reading()) if wrong and not column.reading.is_plain_text else column
            for column, wrong in zip(shown, differing, strict=True)
        ]
    part.replace(records)
    kept = records.parent / SPELLINGS
    kept.unlink(missing_ok=True)
    if spellings.is_file():
        spellings.replace(kept)
    return shown, spelled, summarize(differing, spelled, rows)


def _write_records(engine: Engine, shown: Sequence[Shown], part: Path) -> None:
    type_records(engine, shown)
    texts = [text_sql(identifier(column.name), column.reading.type) for column in shown]
    if len(texts) == 1:
        # A null alone would be a blank line, which readers skip: an empty string is written as "".
        texts = [f"coalesce({texts[0]}, '')"]
    fields = ", ".join(f"{text} AS {identifier(column.name)}" for text, column in zip(texts, shown, strict=True))
    engine.run(
        f"COPY (SELECT {fields} FROM {RECORDS}) TO {literal(str(part))} "
        "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
    )


def columns_of(
    engine: Engine, shown: Sequence[Shown], rows: int, spelled: Sequence[int], concealed: Mapping[str, int] = NOTHING
) -> tuple[Column, ...]:
    """The columns of the table `records` with their facts.

    `spelled` counts the spellings kept of each, `concealed` the credentials taken out by the name in the table `raw`.
    """
    found = gather(engine, [(column.name, column.reading.type) for column in shown], rows)
    # Evenly from the whole table: a column may be empty for long.
    step = max(1, rows // _PII_CELLS)
    some = f"(SELECT * FROM {RECORDS} WHERE rowid % {step} = 0 LIMIT {2 * _PII_CELLS})"
    cells = engine.columns(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {some}")
    return tuple(
        _column(engine, column, facts, rows, [cell for cell in cells[column.name] if cell is not None]).model_copy(
            update={"respelled": count, "concealed": concealed.get(column.cell, 0)}
        )
        for column, facts, count in zip(shown, found, spelled, strict=True)
    )


def _column(engine: Engine, shown: Shown, facts: Facts, rows: int, cells: Sequence[str]) -> Column:
    reading = shown.reading
    kind = _kind(reading, facts, rows)
    pii = find_pii(shown.label, kind, cells) if facts.distinct else None
    return Column(
        name=shown.name,
        origin=shown.origin,
        header=shown.header,
        label=shown.label,
        type=reading.type,
        kind=kind,
        unit=reading.unit,
        format=reading.format,
        required=facts.nulls == 0,
        unique=facts.distinct == rows and facts.is_exact,
        scale=reading.scale,
        nulls=facts.nulls,
        distinct=facts.distinct,
        distinct_is_exact=facts.is_exact,
        minimum=None if pii else facts.minimum,
        maximum=None if pii else facts.maximum,
        total=facts.total,
        null_tokens=reading.tokens,
        null_evidence="" if pii else reading.evidence,
        allowed=_allowed(engine, shown.name) if kind is Kind.CATEGORY and not pii else (),
        longest=facts.longest,
        pii=pii,
        patterns=reading.patterns,
        place=int(shown.cell.removeprefix("c")),
    )


def _kind(reading: Reading, facts: Facts, rows: int) -> Kind:
    """The kind, now that all rows are known: a category has few values, an empty column none."""
    if not facts.distinct:
        return Kind.EMPTY
    is_few = facts.distinct <= MOST_CATEGORIES and rows - facts.nulls >= 2 * facts.distinct
    if reading.kind is Kind.CATEGORY and not is_few:
        return Kind.TEXT
    if reading.kind is Kind.TEXT and reading.type is FieldType.TEXT and is_few and (facts.longest or 0) <= 40:
        return Kind.CATEGORY
    return reading.kind


def _allowed(engine: Engine, name: str) -> tuple[str, ...]:
    column = identifier(name)
    found = engine.rows(
        f"SELECT DISTINCT {column} FROM {RECORDS} WHERE {column} IS NOT NULL ORDER BY 1 LIMIT {_MOST_ALLOWED + 1}"
    )
    return tuple(text for (text,) in found) if len(found) <= _MOST_ALLOWED else ()
