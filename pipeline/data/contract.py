"""The data contract as one document, in JSON or YAML, for people and other programs."""

import json
from typing import Any

from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.contracts.profile import ColumnProfile, Profile

VERSION = "1.0"
_SQL = {
    FieldType.INTEGER: "BIGINT",
    FieldType.FLOAT: "DOUBLE PRECISION",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMP",
    FieldType.TEXT: "TEXT",
}


def document(dataset: Dataset, profile: Profile | None = None) -> dict[str, Any]:
    """The contract: where the data comes from, how it is read, its columns with their constraints, and its quality."""
    profiles = {column.name: column for column in profile.columns} if profile else {}
    found: dict[str, Any] = {
        "contract_version": VERSION,
        "provenance": {
            "file_name": dataset.file_name,
            "sha256": dataset.sha256,
            "size_bytes": dataset.size_bytes,
            "rows": dataset.rows,
            "rows_set_aside": dataset.set_aside_rows,
        },
        "dialect": dataset.dialect.model_dump(),
        "lossless": dataset.lossless.model_dump() if dataset.lossless else None,
        "keys": [list(key) for key in dataset.keys],
        "columns": [_column(column, profiles.get(column.name)) for column in dataset.columns],
        "open_questions": [question.model_dump() for question in dataset.questions],
    }
    if profile:
        found["quality"] = profile.quality.model_dump()
    return found


def to_json(dataset: Dataset, profile: Profile | None = None) -> str:
    """The document as JSON."""
    return json.dumps(document(dataset, profile), ensure_ascii=False, indent=2) + "\n"


def to_yaml(dataset: Dataset, profile: Profile | None = None) -> str:
    """The document as YAML 1.1, which any of its readers takes for the same values."""
    import yaml

    plain = json.loads(json.dumps(document(dataset, profile), ensure_ascii=False))
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120))


def sql_type(column: Column) -> str:
    """The column's type in standard SQL."""
    return f"NUMERIC(18, {column.scale})" if column.type is FieldType.DECIMAL else _SQL[column.type]


def _column(column: Column, profile: ColumnProfile | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "label": column.label,
        "type": column.type.value,
        "kind": column.kind.value,
        "sql_type": sql_type(column),
        "unit": column.unit or None,
        "constraints": _constraints(column),
        "missing": {"rows": column.nulls, "cells": ["", *column.null_tokens], "evidence": column.null_evidence or None},
        "distinct": column.distinct,
        "distinct_is_exact": column.distinct_is_exact,
        "written_as": column.format.model_dump(exclude_defaults=True),
        "own_spellings": column.respelled,
        "personal_data": column.pii.model_dump() if column.pii else None,
    }
    if profile:
        found["quality"] = {"outliers": profile.outliers.rows if profile.outliers else 0}
    return found


def _constraints(column: Column) -> dict[str, Any]:
    known: dict[str, Any] = {
        "required": column.required,
        "unique": column.unique,
        "minimum": column.minimum if column.type is not FieldType.TEXT else None,
        "maximum": column.maximum if column.type is not FieldType.TEXT else None,
        "longest": column.longest,
        "allowed": list(column.allowed) or None,
        "stated_unique": column.is_told_unique or None,
        "at_least": column.at_least,
        "at_most": column.at_most,
        "one_of": list(column.choices) or None,
        "max_length": column.max_length,
    }
    return {name: value for name, value in known.items() if value is not None}
