"""The service of a table of data."""

import json

from pipeline.contracts.data import Column, DataChecks, Dataset, FieldType
from pipeline.contracts.plan import Blueprint
from pipeline.data.contract import document
from pipeline.projects.fastapi.data_cases import case_values
from pipeline.projects.kind import Files
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_trees
from pipeline.rendering.literals import python_call, python_literal
from pipeline.rendering.names import check_names
from pipeline.rendering.views import FieldView, canonical, field_views, indexed_columns

CONTRACT_PATH = "data/contract.json"
LONGEST_EXAMPLE = 60
EXACT_DIGITS = 15
""" As many characters of a number as a float surely holds."""


def table_files(blueprint: Blueprint) -> Files:
    """A read-only service of the rows of a dataset. Raises UnsafeNameError for names that it cannot have."""
    check_names(blueprint.analysis)
    dataset, project = blueprint.dataset, project_values(blueprint)
    assert dataset is not None
    checks = blueprint.analysis.checks or DataChecks()
    identifier = blueprint.name.replace("-", "_")
    values = project | {"identifier": identifier} | _dataset_values(dataset) | case_values(dataset, checks)
    contract = {CONTRACT_PATH: (json.dumps(document(dataset), indent=2) + "\n").encode()}
    shared = ("service", "csv", "analysis", "sqlite", "fastapi", "url_limit", "operations", "entry")
    return render_trees((*(f"common/files/{name}" for name in shared), "fastapi/files/data"), values) | contract


def has_texts(dataset: Dataset) -> bool:
    """Whether there are words to search for."""
    return any(column.type is FieldType.TEXT for column in dataset.columns)


def _dataset_values(dataset: Dataset) -> dict[str, object]:
    kinds = {column.type for column in dataset.columns}
    columns = [_canonical(column) for column in dataset.columns]
    views = field_views(columns)
    lines = [_model_line(view, example_of(column)) for view, column in zip(views, columns, strict=True)]
    return {
        "source": dataset.file_name,
        "rows": dataset.rows,
        "columns": columns,
        "examples": {column.name: example_of(column) for column in columns},
        "record": lines,
        "parquet_types": {column.name: _parquet_type(column) for column in columns},
        "indexed": indexed_columns(dataset.columns, dataset.rows),
        "uses_dates": bool(kinds & {FieldType.DATE, FieldType.DATETIME}),
        "uses_datetimes": FieldType.DATETIME in kinds,
        "uses_decimals": FieldType.DECIMAL in kinds,
        "uses_fields": any("Field(" in line for line in lines),
    }


def _canonical(column: Column) -> Column:
    least, greatest = canonical(column, column.minimum), canonical(column, column.maximum)
    return column.model_copy(update={"minimum": least, "maximum": greatest})


def example_of(column: Column) -> str:
    """A Python literal of one of a column's values; empty where none is short enough, or it is of a person."""
    value = next(iter(column.allowed), column.minimum)
    if column.pii or not value:
        return ""
    is_plain = column.type.is_number and len(value) <= EXACT_DIGITS
    literal = value.replace("e+", "e") if is_plain else python_literal(value)
    return literal if len(literal) <= LONGEST_EXAMPLE else ""


def _parquet_type(column: Column) -> str:
    """What DuckDB calls the type of the column in a Parquet file."""
    return {
        FieldType.INTEGER: "BIGINT",
        FieldType.DECIMAL: f"DECIMAL(18,{column.scale})",
        FieldType.FLOAT: "DOUBLE",
        FieldType.BOOLEAN: "BOOLEAN",
        FieldType.DATE: "DATE",
        FieldType.DATETIME: "TIMESTAMP",
        FieldType.TEXT: "VARCHAR",
    }[column.type]


def _model_line(view: FieldView, example: str) -> str:
    """The line, or lines, that define an attribute of a model."""
    kind = {FieldType.DECIMAL: "Number", FieldType.DATETIME: "Moment"}.get(view.field.type, view.annotation)
    line = f"{view.attribute}: {kind} | None"
    if view.field.type is FieldType.BOOLEAN:
        example = example.strip('"').capitalize()
    arguments = [f"alias={python_literal(view.field.name)}"] if view.has_alias else []
    arguments += [f"examples=[{example}]"] if example else []
    return python_call(f"{line} = Field", arguments, 4) if arguments else line
