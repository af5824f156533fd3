"""The commands that look at a CSV file, without a run."""

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.contracts.data import ColumnEdit, Dialect, DialectChoice, Kind
from pipeline.errors import InputError
from pipeline.output import Out

_SPECIAL = {r"\t": "\t", "tab": "\t", "space": " "}


def told(options: argparse.Namespace) -> DialectChoice:
    """What the options say about a file's dialect."""
    delimiter = options.delimiter
    return DialectChoice(
        encoding=options.encoding,
        delimiter=_SPECIAL.get(delimiter, delimiter),
        header_lines=options.header_rows,
    )


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

    table = read_table(_path(options.file), told(options))
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
    from pipeline.data.described import describe_file
    from pipeline.data.report.page import to_html

    described = describe_file(_path(options.file), told=told(options), edits=edits(options))
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
    from pipeline.data.described import describe_file

    described = describe_file(_path(options.file), told=told(options), edits=edits(options))
    if options.output:
        write = to_yaml if options.output.suffix.lower() in (".yaml", ".yml") else to_json
        options.output.write_text(write(*described), encoding="utf-8")
    else:
        out.line(to_yaml(*described))
    out.result(document(*described))


def restore(options: argparse.Namespace, out: Out) -> None:
    """`restore RUN`: the cells of a run's file, from its records."""
    from pipeline.commands import service_of
    from pipeline.data.lossless import SPELLINGS, write_cells
    from pipeline.inputs import RECORDS

    service = service_of(options)
    dataset = service.dataset(service.store.runs.get(options.run).id)
    records = service.settings.run_folder(options.run) / RECORDS
    if dataset is None or not records.is_file():
        raise InputError(f"Run {options.run} has no records; it started from words, or has not read its file yet.")
    with tempfile.TemporaryDirectory(prefix="quintet-") as folder:
        part = Path(folder) / "cells.csv"
        write_cells(records, records.parent / SPELLINGS, dataset, part)
        options.output.write_bytes(part.read_bytes())
    out.line(f"{dataset.rows:,} rows are in {options.output}.")
    out.result({"run_id": options.run, "rows": dataset.rows, "file": str(options.output)})


def _path(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise InputError(f"There is no file {name}.")
    return path


def _write(stream: Any, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    if names := list(header):
        writer.writerow(names)
    writer.writerows(rows)


def _about(dialect: Dialect) -> Iterable[str]:
    known = dialect.model_dump()
    yield "Read with " + ", ".join(f"{name} {value!r}" for name, value in known.items() if value not in ("", 0))
