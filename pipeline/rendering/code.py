"""The application, its tests, its locks and its data."""

from pipeline.contracts.data import DataChecks, Dataset, FieldType
from pipeline.contracts.plan import Plan
from pipeline.rendering.data_cases import case_values
from pipeline.rendering.engine import read_text, render_tree
from pipeline.rendering.entity_code import render_entities
from pipeline.rendering.names import check_names
from pipeline.rendering.views import canonical, field_views, indexed_columns

RECORDS_PATH = "data/records.csv"


def render_code(plan: Plan, records: bytes | None) -> dict[str, bytes]:
    """Every file of the project but infrastructure and documentation, by path.

    `records` is the normalised CSV file of a plan with a dataset, and None for a plan of entities. Raises UnsafeNameError
    for names that the generated service cannot have, ValueError where plan and records do not go together.
    """
    check_names(plan)
    dataset = plan.analysis.dataset
    if (dataset is None) != (records is None):
        raise ValueError("A plan with a dataset needs its records, and one without has none.")
    shared = {**render_tree("shared", _project_values(plan)), **_locks()}
    if dataset is None or records is None:
        return shared | render_entities(plan.analysis.entities, _project_values(plan))
    values = (
        _project_values(plan) | _dataset_values(dataset) | case_values(dataset, plan.analysis.checks or DataChecks())
    )
    return shared | render_tree("fastapi_data", values) | {RECORDS_PATH: records}


def lock(plan: Plan) -> str:
    """The text of the project's requirements.txt: pinned, with hashes; the same for every kind of project."""
    return _lock_text(plan, "requirements.txt")


def test_lock(plan: Plan) -> str:
    """The text of requirements-test.txt: all that running and testing the project needs, pinned, with hashes."""
    return _lock_text(plan, "requirements-test.txt")


def _lock_text(_plan: Plan, name: str) -> str:
    return read_text(f"locks/{name}")


def _locks() -> dict[str, bytes]:
    return {name: read_text(f"locks/{name}").encode() for name in ("requirements.txt", "requirements-test.txt")}


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
