"""The commands that look at a CSV file, without a run."""

import argparse
import codecs
import csv
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.contracts.data import ColumnEdit, Dialect, DialectChoice, Kind
from pipeline.errors import InputError
from pipeline.output import Out

if TYPE_CHECKING:
    from pipeline.data.described import Described

MOST_HEADER_ROWS = 5
_SPECIAL = {r"\t": "\t", "tab": "\t", "space": " "}


def told(options: argparse.Namespace) -> DialectChoice:
    """What the options say about a file's dialect."""
    delimiter = _SPECIAL.get(options.delimiter, options.delimiter)
    if delimiter is not None and (not 1 <= len(delimiter) <= 4 or set(delimiter) & set("\"'\r\n")):
        raise InputError(
            f"{options.delimiter!r} cannot divide cells; write one to four characters, such as ';' or tab."
        )
    if options.header_rows is not None and not 0 <= options.header_rows <= MOST_HEADER_ROWS:
        raise InputError(f"A header has 0 to {MOST_HEADER_ROWS} rows, not {options.header_rows}.")
    return DialectChoice(encoding=_encoding(options.encoding), delimiter=delimiter, header_lines=options.header_rows)


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        "a".encode(name)
        return codecs.lookup(name).name
    except (LookupError, TypeError, ValueError, AssertionError) as error:
        raise InputError(
            f"There is no encoding of texts called {name[:40]!r}; try utf-8, cp1252 or latin-1."
        ) from error


def edits(options: argparse.Namespace) -> tuple[ColumnEdit, ...]:
    """What the options say about columns; raises InputError."""
    return tuple(_edit(text) for text in options.column)


def _edit(text: str) -> ColumnEdit:
    column, found, kind = text.partition("=")
    name, _, pattern = kind.partition(":")
    known = {each.value.lower(): each for each in Kind}
    if not found or name.strip().lower() not in known:
        raise InputError(f"“{text[:60]}” names no kind; write NAME=KIND with one of {', '.join(known)}.")
    return ColumnEdit(action="retype", column=column.strip(), kind=known[name.strip().lower()], pattern=pattern)


def read(options: argparse.Namespace, out: Out) -> None:
    """`read FILE`: its cells, as plain CSV."""
    from pipeline.data.reading.table import read_table

    source = _path(options.file)
    _check_output(options.output, source)
    table = read_table(source, told(options))
    if options.output:
        with options.output.open("w", encoding="utf-8", newline="") as stream:
            _write(stream, table.header, table.rows)
    elif not out.as_json:
        _write(sys.stdout, table.header, table.rows)
    for line in _about(table.dialect):
        out.note(line)
    for row in (*table.aside.listed, *table.aside.repaired):
        out.note(f"Line {row.line:,}: {row.reason}")
    rows = {} if options.output else {"cells": table.rows}
    out.result(
        {
            "header": table.header,
            "rows": len(table.rows),
            "dialect": table.dialect.model_dump(),
            "set_aside_rows": table.aside.count,
            "set_aside": [row.model_dump() for row in table.aside.listed],
            "repaired_rows": table.aside.repaired_count,
            "repaired": [row.model_dump() for row in table.aside.repaired],
            **rows,
        }
    )


def profile(options: argparse.Namespace, out: Out) -> None:
    """`profile FILE`."""
    from pipeline.data.report.page import to_html

    described = _describe(options)
    if options.output:
        is_page = options.output.suffix.lower() in (".html", ".htm")
        page = to_html(*described) if is_page else described.profile.model_dump_json(indent=2)
        options.output.write_text(page, encoding="utf-8")
    for insight in described.profile.insights:
        out.line(f"{insight.text} ({insight.evidence})")
    out.result(described.profile.model_dump(mode="json") | {"key_insights": described.profile.key_insights})


def contract(options: argparse.Namespace, out: Out) -> None:
    """`contract FILE`."""
    from pipeline.data.contract import document, to_json, to_yaml

    described = _describe(options)
    if options.output:
        write = to_yaml if options.output.suffix.lower() in (".yaml", ".yml") else to_json
        options.output.write_text(write(*described), encoding="utf-8")
    else:
        out.line(to_yaml(*described))
    out.result(document(*described))


def restore(options: argparse.Namespace, out: Out) -> None:
    """`restore RUN`: the cells of a run's file, from its records."""
    from pipeline.data.lossless import SPELLINGS, write_cells
    from pipeline.inputs import RECORDS
    from pipeline.service import Service

    service = Service.at(options.home)
    _check_output(options.output, None)
    dataset = service.dataset(service.store.runs.get(options.run).id)
    records = service.settings.run_folder(options.run) / RECORDS
    if dataset is None or not records.is_file():
        raise InputError(f"Run {options.run} has no records; it started from words, or has not read its file yet.")
    with tempfile.TemporaryDirectory(prefix="quintet-") as folder:
        part = Path(folder) / "cells.csv"
        write_cells(records, records.parent / SPELLINGS, dataset, part)
        options.output.write_bytes(part.read_bytes())
    out.line(f"{dataset.rows:,} rows are in {options.output}.")
    if dataset.left_out:
        out.note(f"Not in it, since they were left out: {', '.join(dataset.left_out)}.")
    if dataset.set_aside_rows:
        out.note(f"Not in it, since they are not part of the table: {dataset.set_aside_rows:,} lines.")
    out.result({"run_id": options.run, "rows": dataset.rows, "file": str(options.output)})


def _describe(options: argparse.Namespace) -> "Described":
    from pipeline.data.described import describe_file

    source = _path(options.file)
    _check_output(options.output, source)
    return describe_file(source, told=told(options), edits=edits(options))


def _path(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise InputError(f"There is no file {name}.")
    return path


def _check_output(output: Path | None, source: Path | None) -> None:
    """InputError unless `output` can be written without losing anything."""
    if output is None:
        return
    if output.is_dir() or not output.resolve().parent.is_dir():
        raise InputError(f"{output} cannot be written; name a file in a folder that exists.")
    if source is not None and output.exists() and output.samefile(source):
        raise InputError(f"{output} is the file that is read; write to another one.")


def _write(stream: Any, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    # Quoted wherever a reader might take a cell for something else, such as one with a lone carriage return.
    writer = csv.writer(stream, lineterminator="\r\n")
    if names := list(header):
        writer.writerow(names)
    writer.writerows(rows)


def _about(dialect: Dialect) -> Iterable[str]:
    known = dialect.model_dump()
    yield "Read with " + ", ".join(f"{name} {value!r}" for name, value in known.items() if value not in ("", 0))
