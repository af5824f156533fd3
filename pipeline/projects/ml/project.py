"""What the templates of the project are rendered from."""

import json
from dataclasses import dataclass

from pipeline.contracts.data import Column, Dataset, Field, FieldType
from pipeline.contracts.learning import LearningPlan, LearningTask
from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.data.contract import document
from pipeline.projects.kind import Files
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_file, render_trees
from pipeline.rendering.evidence import Evidence
from pipeline.rendering.names import check_names
from pipeline.rendering.views import FieldView, field_views

CONTRACT_PATH = "data/contract.json"
UNTYPED = ("joblib.*", "scipy.*", "sklearn.*", "skops.*", "threadpoolctl.*")
LIMITS = "app/limits.py"
BODY_LIMIT_MIB = 2
MODEST = 1e15
LONGEST_TEXT = 1_000
"""What a client may send in any case; where the data has longer texts, these."""
SHARED = (
    *(".gitignore", "pyproject.toml", "app/__init__.py", "app/errors.py"),
    *("app/csv_text.py", "app/pages.py", "app/web.py", "app/page/common.js", "app/page/style.css"),
    *("tests/test_csv_text.py", "tests/test_web.py"),
)
"""Files of the shared trees that are needed where no records are stored."""
_KINDS = {
    FieldType.INTEGER: "INTEGER",
    FieldType.DECIMAL: "NUMBER",
    FieldType.FLOAT: "NUMBER",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "DATETIME",
    FieldType.TEXT: "CATEGORY",
}
_ACCEPTED = {
    "INTEGER": "Integer",
    "NUMBER": "Number",
    "BOOLEAN": "Boolean",
    "DATE": "Date",
    "DATETIME": "DateTime",
    "CATEGORY": "Category",
}
_WRONG = {
    "INTEGER": ("12.5", '"12"', "true", "9223372036854775808"),
    "NUMBER": ('"1.5"', "true", "1e999"),
    "BOOLEAN": ('"true"', "1"),
    "DATE": ('"2024-02-30"', '"31.05.2024"', "20240531"),
    "DATETIME": ('"2024-02-30T10:00:00"', '"2024-05-31T25:00"', '"2024-05-31T10:00:00Z"'),
    "CATEGORY": ("1", '""', "[]"),
}
"""JSON values that a feature of each kind must refuse."""

_BAD_CELL = {"INTEGER": "1.5", "NUMBER": "one", "BOOLEAN": "yes", "DATE": "2024-02-30", "DATETIME": "noon"}
"""Cells of a file that a feature of each kind must refuse."""


@dataclass(frozen=True)
class FeatureView(FieldView):
    """A feature with its kind, and its type in the model of a record."""

    @property
    def kind(self) -> str:
        """The member of `FeatureKind` in the generated project."""
        return _KINDS[self.field.type]

    @property
    def is_required(self) -> bool:
        """Whether every row of the table has a value."""
        return isinstance(self.field, Column) and self.field.nulls == 0 and self.field.type is not FieldType.FLOAT

    @property
    def accepted(self) -> str:
        """The annotation in the model of a record."""
        return _ACCEPTED[self.kind] + ("" if self.is_required else " | None")

    @property
    def default(self) -> str:
        """What follows the annotation."""
        value = "" if self.is_required else "default=None, " if self.has_alias else "None"
        if self.has_alias:
            return f' = Field({value}alias="{self.field.name}")'
        return f" = {value}" if value else ""

    @property
    def wrong(self) -> tuple[str, ...]:
        """JSON values that are refused."""
        return _WRONG[self.kind]


def code_files(blueprint: Blueprint) -> Files:
    """Everything but documents and container files. Raises UnsafeNameError for names that cannot be had."""
    check_names(blueprint.analysis)
    dataset, plan = blueprint.dataset, blueprint.analysis.learning
    assert dataset is not None
    assert plan is not None
    values = project_values(blueprint, UNTYPED) | plan_values(dataset, plan)
    shared = render_trees(("common/files/service", "common/files/csv", "common/files/fastapi"), values)
    own = render_trees([f"ml/files/{tree}" for tree in ("project", plan.task.value, f"split_{plan.split}")], values)
    limits = {LIMITS: render_file(f"common/files/entity_routes/{LIMITS}.j2", {"body_limit_mib": BODY_LIMIT_MIB})}
    contract = {CONTRACT_PATH: (json.dumps(document(dataset), indent=2) + "\n").encode()}
    return {path: shared[path] for path in SHARED} | limits | own | contract


def plan_values(dataset: Dataset, plan: LearningPlan) -> dict[str, object]:
    """The plan, and its features with what is known of their columns."""
    columns = {column.name: column for column in dataset.columns}
    chosen = [columns[name] for name in plan.features]
    views = [FeatureView(view.field, view.attribute) for view in field_views(chosen)]
    return {
        "plan": plan,
        "longest_text": max(LONGEST_TEXT, *(column.longest or 0 for column in columns.values())),
        "removed": [(column.column, column.label, column.reason) for column in plan.removed],
        "source": dataset.file_name,
        "synthetic": dataset.synthetic,
        "rows": dataset.rows,
        "unit": columns[plan.target].unit,
        "views": views,
        "features": [_feature(view, columns[view.field.name].unit) for view in views],
        "value_types": sorted({"Payload", *(_ACCEPTED[view.kind] for view in views)}, key=str.lower),
        "refused": [(view.field.name, value) for view in views[:12] for value in view.wrong],
        "required": [view.field.name for view in views if view.is_required],
        "optional": [view.field.name for view in views if not view.is_required],
        "labels_differ": len({view.field.label for view in views}) == len(views),
        "category": next((view.field for view in views if view.kind == "CATEGORY"), None),
        "amount": next((view.field for view in views if _is_modest(view.field)), None),
        "bad_cell": next(((view.field.name, _BAD_CELL[view.kind]) for view in views if view.kind in _BAD_CELL), None),
        "is_regression": plan.task is LearningTask.REGRESSION,
    }


def _is_modest(field: Field) -> bool:
    """Whether a column of amounts leaves room for greater ones."""
    return isinstance(field, Column) and field.type.is_number and float(field.maximum or MODEST) < MODEST


def _feature(view: FeatureView, unit: str) -> dict[str, object]:
    field = view.field
    return {"name": field.name, "label": field.label, "kind": view.kind, "required": view.is_required, "unit": unit}


def readme_values(
    blueprint: Blueprint, port: int, requirements: tuple[Requirement, ...], evidence: Evidence
) -> dict[str, object]:
    """What the README is rendered from; `requirements` come with what covers each."""
    dataset, plan = blueprint.dataset, blueprint.analysis.learning
    assert dataset is not None
    assert plan is not None
    return plan_values(dataset, plan) | {
        "name": blueprint.name,
        "title": blueprint.title,
        "goals": blueprint.analysis.project_plan.goals,
        "port": port,
        "dataset": dataset,
        "requirements": requirements,
        "evidence": evidence,
    }
