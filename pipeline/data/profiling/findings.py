"""What a person should look at in the data, each with how many rows and the numbers of the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.contracts.data import Column, Dataset, Kind
from pipeline.contracts.profile import Finding, Outliers
from pipeline.data.engine import literal
from pipeline.data.personal.pii import mask, masked_label
from pipeline.data.profiling import texts
from pipeline.data.profiling.nearly import Nearly
from pipeline.data.profiling.source import Source, value_sql
from pipeline.data.profiling.wording import amount, count, percent, verb

MOSTLY = 0.5
_WEIGHTS = {"high": 0, "medium": 1, "low": 2}
_LONGEST = 60


@dataclass(frozen=True)
class Evidence:
    """What was counted besides the measures; numbers are of rows of `source`.

    `nulls` are by field name, as are `outliers`, `looks`, `spellings`, `nearly` (texts that are nearly all dates or
    numbers) and `formats` (cells in another format than most). `duplicates` is None where not counted.
    """

    source: Source
    nulls: Mapping[str, int]
    distinct: Mapping[str, int]
    outliers: Mapping[str, Outliers]
    looks: Mapping[str, texts.Texts]
    spellings: Mapping[str, Sequence[texts.Spellings]]
    nearly: Mapping[str, Nearly]
    formats: Mapping[str, int]
    duplicates: int | None = None
    duplicate_examples: tuple[int, ...] = ()
    rows: int = 0


def findings(dataset: Dataset, evidence: Evidence) -> tuple[Finding, ...]:
    """All findings, the gravest first, then in the order of the file."""
    found = [*_about_rows(dataset, evidence), *_about_labels(dataset)]
    for column in dataset.columns:
        found += _about_cells(column, evidence)
        if column.name in evidence.looks:
            found += _about_texts(column, evidence)
    return tuple(sorted(found, key=lambda one: (_WEIGHTS[one.severity], -one.rows)))


def _about_rows(dataset: Dataset, evidence: Evidence) -> Iterator[Finding]:
    if dataset.misfit_rows:
        yield Finding(
            rule="set aside",
            severity="high",
            message=f"{count(dataset.misfit_rows, 'row')} did not fit the columns and "
            + verb(
                dataset.misfit_rows,
                "was set aside; it is listed with its line",
                "were set aside; they are listed with their lines",
            )
            + ".",
            rows=dataset.misfit_rows,
        )
    if evidence.duplicates:
        yield Finding(
            rule="duplicate rows",
            severity="medium",
            message=f"{count(evidence.duplicates, 'row')} {verb(evidence.duplicates, 'repeats', 'repeat')} "
            "an earlier row in every cell.",
            rows=evidence.duplicates,
            examples=evidence.duplicate_examples,
        )


def _about_labels(dataset: Dataset) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for number, column in enumerate(dataset.columns, start=1):
        seen[column.label] = seen.get(column.label, 0) + 1
        if column.label == f"column {number}" and dataset.dialect.has_header:
            yield _finding("unnamed column", "medium", column, f"Column {number} has no name in the header.")
        elif seen[column.label] == 2:
            yield _finding("repeated name", "medium", column, f"More than one column is called {_name(column)}.")


def _about_cells(column: Column, evidence: Evidence) -> Iterator[Finding]:
    nulls, rows, source = evidence.nulls[column.name], evidence.rows, evidence.source
    if column.concealed:
        message = (
            f"{_name(column)} has credentials in {count(column.concealed, 'cell')}; they are in nothing that is made."
        )
        yield _finding("credentials", "high", column, message, column.concealed)
    if nulls == rows:
        yield _finding("empty column", "high", column, f"{_name(column)} is empty in every row.", rows)
        return
    if nulls > MOSTLY * rows:
        message = f"{_name(column)} is empty in {percent(nulls / rows)} of the rows."
        yield _finding(
            "mostly missing", "high", column, message, nulls, source.examples(f"{value_sql(column)} IS NULL")
        )
    if evidence.distinct[column.name] == 1 and rows > 1:
        yield _finding("constant", "low", column, f"{_name(column)} has one value only.", rows - nulls)
    if column.null_tokens:
        tokens = ", ".join(f"“{token}”" for token in column.null_tokens)
        why = f" ({column.null_evidence})" if column.null_evidence else ""
        message = f"{_name(column)} writes a missing value as {tokens}{why}."
        yield _finding("null tokens", "low", column, message, nulls, source.examples(f"{value_sql(column)} IS NULL"))
    other = evidence.formats.get(column.name, 0)
    if other and not (column.null_tokens and other <= nulls):
        differ = verb(other, "differs", "differ")
        message = f"{_name(column)} is written in more than one format: {count(other, 'cell')} {differ}."
        yield _finding("mixed formats", "low", column, message, other)
    if outliers := evidence.outliers.get(column.name):
        fences = f"below {amount(outliers.low)} or above {amount(outliers.high)}"
        message = f"{_name(column)} is {fences}, three interquartile ranges from the quartiles."
        yield _finding("outliers", "low", column, message, outliers.rows, outliers.examples)


def _about_texts(column: Column, evidence: Evidence) -> Iterator[Finding]:
    look, source = evidence.looks[column.name], evidence.source
    if look.spaced:
        examples = source.examples(texts.spaced_sql(column))
        yield _finding("spaces", "low", column, f"{_name(column)} has spaces around its text.", look.spaced, examples)
    if look.damaged:
        message = f"{_name(column)} holds signs of text that was read in the wrong encoding, such as “Ã©”."
        yield _finding("encoding", "high", column, message, look.damaged, source.examples(texts.damaged_sql(column)))
    if nearly := evidence.nearly.get(column.name):
        examples = source.examples(nearly.condition)
        yield _finding("nearly typed", "medium", column, _nearly(column, nearly), nearly.others, examples)
    elif look.is_mixed and column.kind not in (Kind.POSTAL_CODE, Kind.PHONE, Kind.IDENTIFIER):
        others = look.filled - look.numbers
        holding = f"{count(others, 'cell')} {verb(others, 'holds', 'hold')}"
        message = f"{_name(column)} is mostly numbers, but {holding} something else."
        condition = f"NOT ({texts.number_like_sql(column)})"
        yield _finding("mixed types", "medium", column, message, others, source.examples(condition))
    groups = evidence.spellings.get(column.name, ())
    if groups:
        rare = [value for group in groups for value in group.values[1:]][:20]
        examples = source.examples(f"{value_sql(column)} IN ({', '.join(map(literal, rare))})")
        shown = ", ".join(f"“{_shown(column, value)}”" for value in groups[0].values[:3])
        message = f"{_name(column)} spells {count(len(groups), 'value')} in more than one way, such as {shown}."
        yield _finding("spellings", "medium", column, message, sum(group.rows for group in groups), examples)


def _nearly(column: Column, nearly: Nearly) -> str:
    where = f"row {nearly.row:,}" if nearly.row else "one"
    fitting = nearly.filled - nearly.others
    return (
        f"{_name(column)} is nearly all {nearly.what}: {fitting:,} of {nearly.filled:,} cells are {nearly.what}; "
        f"{where} is “{_shown(column, nearly.cell)}”. "
        f"Name such cells as missing values in the schema to read the rest as {nearly.what}."
    )


def _finding(
    rule: str,
    severity: Literal["high", "medium", "low"],
    column: Column,
    message: str,
    rows: int = 0,
    examples: tuple[int, ...] = (),
) -> Finding:
    return Finding(rule=rule, severity=severity, column=column.name, message=message, rows=rows, examples=examples)


def _shown(column: Column, value: str) -> str:
    return (mask(value, column.pii.kind) if column.pii else value)[:_LONGEST]


def _name(column: Column) -> str:
    label = " ".join(masked_label(column.label).split())
    return label if len(label) <= _LONGEST else label[:_LONGEST] + "…"
