"""The application, its tests, its locks and its data."""

import json

from pipeline.contracts.data import DataChecks, Dataset, FieldType
from pipeline.contracts.plan import Plan, RequirementsAnalysis
from pipeline.data.contract import document
from pipeline.rendering.data_cases import case_values
from pipeline.rendering.engine import render_tree, tree_paths
from pipeline.rendering.entity_code import render_entities, route_paths
from pipeline.rendering.locks import lock_files
from pipeline.rendering.names import check_names
from pipeline.rendering.views import canonical, field_views, indexed_columns

RECORDS_PATH = "data/records.csv"
CONTRACT_PATH = "data/contract.json"


def render_code(plan: Plan, records: bytes | None) -> dict[str, bytes]:
    """Every file of the project but infrastructure and documentation, by path.

    `records` is the normalised CSV file of a plan with a dataset; without it, the project comes without its data file.
    Raises UnsafeNameError for names that the generated service cannot have.
    """
    check_names(plan)
    dataset, project = plan.analysis.dataset, _project_values(plan)
    shared = render_tree("shared", project) | lock_files()
    if dataset is None:
        return shared | render_entities(plan.analysis.entities, project)
    values = project | _dataset_values(dataset) | case_values(dataset, plan.analysis.checks or DataChecks())
    data = {CONTRACT_PATH: (json.dumps(document(dataset), indent=2) + "\n").encode()}
    if records is not None:
        data[RECORDS_PATH] = records
    return shared | render_tree("fastapi_data", values) | data


def planned_files(analysis: RequirementsAnalysis) -> tuple[str, ...]:
    """The paths of every file that will be rendered for a plan, in order."""
    folders = ["shared", "infrastructure", "documentation", "fastapi_data" if analysis.dataset else "fastapi_crud"]
    paths = {path for folder in folders for path in tree_paths(folder)} | set(lock_files())
    extra = {RECORDS_PATH, CONTRACT_PATH} if analysis.dataset else set(route_paths(analysis.entities))
    return tuple(sorted(paths | extra))


def _project_values(plan: Plan) -> dict[str, object]:
    return {"name": plan.name, "title": plan.analysis.project_plan.title, "version": f"1.0.{plan.revision}"}


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
