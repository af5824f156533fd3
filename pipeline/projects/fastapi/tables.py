"""The service of a table of data."""

import json

from pipeline.contracts.data import DataChecks, Dataset, FieldType
from pipeline.contracts.plan import Blueprint
from pipeline.data.contract import document
from pipeline.projects.fastapi.data_cases import case_values
from pipeline.projects.kind import Files
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_trees
from pipeline.rendering.names import check_names
from pipeline.rendering.views import canonical, field_views, indexed_columns

CONTRACT_PATH = "data/contract.json"


def table_files(blueprint: Blueprint) -> Files:
    """A read-only service of the rows of a dataset. Raises UnsafeNameError for names that it cannot have."""
    check_names(blueprint.analysis)
    dataset, project = blueprint.dataset, project_values(blueprint)
    assert dataset is not None
    checks = blueprint.analysis.checks or DataChecks()
    values = project | _dataset_values(dataset) | case_values(dataset, checks)
    contract = {CONTRACT_PATH: (json.dumps(document(dataset), indent=2) + "\n").encode()}
    shared = [f"common/files/{name}" for name in ("service", "sqlite", "fastapi")]
    return render_trees((*shared, "fastapi/files/data"), values) | contract


def _dataset_values(dataset: Dataset) -> dict[str, object]:
    kinds = {column.type for column in dataset.columns}
    views = field_views(dataset.columns)
    return {
        "source": dataset.file_name,
        "rows": dataset.rows,
        "columns": [
            column.model_copy(
                update={"minimum": canonical(column, column.minimum), "maximum": canonical(column, column.maximum)}
            )
            for column in dataset.columns
        ],
        "views": views,
        "indexed": indexed_columns(dataset.columns, dataset.rows),
        "uses_dates": bool(kinds & {FieldType.DATE, FieldType.DATETIME}),
        "uses_decimals": FieldType.DECIMAL in kinds,
        "uses_aliases": any(view.has_alias for view in views),
    }
