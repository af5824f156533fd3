"""The files of the project: what is the same for every table, and the contract and the steps of this one."""

import json
from collections.abc import Iterator
from pathlib import PurePath
from textwrap import wrap

from pipeline.contracts.cleaning import CleaningPlan, CleaningStep, StepKind
from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.contracts.plan import Blueprint
from pipeline.data.contract import document
from pipeline.data.names import safe_name
from pipeline.projects.etl.cases import case_values
from pipeline.projects.etl.expressions import WIDTH, Call, call, texts
from pipeline.projects.etl.planning import Seen, plan_cleaning
from pipeline.projects.kind import Files
from pipeline.projects.locks import Locks
from pipeline.projects.values import project_values
from pipeline.rendering.engine import render_tree
from pipeline.rendering.literals import python_literal
from pipeline.rendering.names import check_names

CONTRACT_PATH = "data/contract.json"
SPARK_LOCK = "requirements-spark.txt"
UNTYPED = ("ibis.*", "pyarrow.*", "pyspark.*", "croniter.*")
_SHARED = {
    "common/files/service": (".gitignore", "app/__init__.py", "pyproject.toml"),
    "common/files/fastapi": ("app/web.py", "app/page/style.css", "tests/test_web.py"),
}
_ISO = {
    FieldType.DATE: ("%Y-%m-%d",),
    FieldType.DATETIME: ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S"),
}
_HEADINGS = {
    StepKind.TRIM: "Text without spaces around it.",
    StepKind.MISSING: "Cells that stand for a missing value.",
    StepKind.NUMBER: "Numbers as the file writes them.",
    StepKind.MOMENT: "Dates and timestamps as the file writes them.",
    StepKind.BOOLEAN: "Words for true and false.",
    StepKind.SPELLING: "One spelling for each value.",
    StepKind.LETTERS: "Text in capital or small letters.",
    StepKind.BETWEEN: "Values within limits.",
    StepKind.LENGTH: "Texts that are not too long.",
    StepKind.CHOICES: "Values from a list.",
    StepKind.REQUIRED: "Columns without gaps.",
    StepKind.ONCE: "No row twice.",
    StepKind.MASK: "Personal data that nobody can read.",
}


def plan_of(blueprint: Blueprint) -> CleaningPlan:
    """The plan that was made with the data at hand, or the one that follows from the data contract alone."""
    assert blueprint.dataset is not None
    return blueprint.analysis.cleaning or plan_cleaning(blueprint.dataset, Seen())


def project_files(blueprint: Blueprint) -> Files:
    """The application and its tests. Raises UnsafeNameError for names that it cannot have."""
    check_names(blueprint.analysis)
    dataset, plan = blueprint.dataset, plan_of(blueprint)
    assert dataset is not None
    values = project_values(blueprint, UNTYPED) | _values(dataset, plan) | case_values(dataset, plan)
    files: Files = {}
    for folder, paths in _SHARED.items():
        tree = render_tree(folder, values)
        files |= {path: tree[path] for path in paths}
    contract = (json.dumps(document(dataset), indent=2) + "\n").encode()
    spark = Locks("etl/locks", blueprint.packages).lock(SPARK_LOCK).encode()
    return files | render_tree("etl/files/project", values) | {CONTRACT_PATH: contract, SPARK_LOCK: spark}


def table_name(dataset: Dataset) -> str:
    """The name of the table's folder: no column, no rule of SQL, no special sign."""
    return safe_name(PurePath(dataset.file_name.removesuffix(".gz")).stem, "records")[:40].rstrip("_")


def _values(dataset: Dataset, plan: CleaningPlan) -> dict[str, object]:
    return {
        "source": dataset.file_name,
        "rows": dataset.rows,
        "synthetic": dataset.synthetic,
        "table": table_name(dataset),
        "cleaning": plan,
        "columns_code": _columns(dataset).laid_out(0, "COLUMNS = ", "", mark=""),
        "layout_code": _layout(dataset).laid_out(0, "LAYOUT = ", "", mark=""),
        "partition_code": _partition(plan).laid_out(0, "PARTITION = ", "", mark=""),
        "steps_code": "".join(_steps(dataset, plan)),
        "key_reason": "\n".join(wrap(plan.key_reason, WIDTH)),
        "key_code": texts(plan.key).laid_out(0, "KEY: tuple[str, ...] = ", ""),
        "changes": sorted({_CHANGES[step.kind] for step in plan.steps if step.kind in _CHANGES}),
        "checks": sorted({_CHECKS[step.kind] for step in plan.steps if step.kind in _CHECKS}),
        "uses": {step.kind.value for step in plan.steps},
    }


def _located(dataset: Dataset) -> tuple[Column, ...]:
    """The columns with their places and headers, which a contract that was written by hand does not know."""
    if any(column.place or column.header for column in dataset.columns):
        return dataset.columns
    return tuple(
        column.model_copy(update={"place": at, "header": column.label}) for at, column in enumerate(dataset.columns)
    )


def ibis_type(column: Column) -> str:
    """The type that holds the values of a column exactly."""
    return {
        FieldType.INTEGER: "int64",
        FieldType.DECIMAL: f"decimal(18, {column.scale})",
        FieldType.FLOAT: "float64",
        FieldType.BOOLEAN: "boolean",
        FieldType.DATE: "date",
        FieldType.DATETIME: "timestamp",
        FieldType.TEXT: "string",
    }[column.type]


def _columns(dataset: Dataset) -> Call:
    return call("", *map(_column, _located(dataset)))


def _column(column: Column) -> Call:
    return call("Column", column.name, column.label, column.header, ibis_type(column), column.place)


def _layout(dataset: Dataset) -> Call:
    dialect = dataset.dialect
    chosen: dict[str, str | int | Call] = {
        "encoding": "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding,
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "header_lines": dialect.header_lines,
        "preamble_lines": dialect.preamble_lines,
        "footer_lines": dialect.footer_lines,
        "comment": dialect.comment,
        "width": len(dataset.columns) + len(dataset.left_out),
        "unused": texts(dataset.left_out),
    }
    usual = {"escape": '"', "preamble_lines": 0, "footer_lines": 0, "comment": "", "unused": texts(())}
    return call("Layout", **{name: value for name, value in chosen.items() if usual.get(name) != value})


def _partition(plan: CleaningPlan) -> Call:
    part = plan.partition
    return call("Partition", name=part.name, column=part.column, unit=part.unit, reason=part.reason)


def _steps(dataset: Dataset, plan: CleaningPlan) -> Iterator[str]:
    columns = {column.name: column for column in dataset.columns}
    before: StepKind | None = None
    for step in plan.steps:
        if step.kind is not before:
            yield f"    # {_HEADINGS[step.kind]}\n"
        before = step.kind
        yield _step(step, columns).laid_out(4)


_CHANGES = {
    StepKind.TRIM: "Trim",
    StepKind.MISSING: "Missing",
    StepKind.NUMBER: "Number",
    StepKind.MOMENT: "Moment",
    StepKind.BOOLEAN: "YesNo",
    StepKind.SPELLING: "Spell",
    StepKind.LETTERS: "Letters",
    StepKind.MASK: "Mask",
}
_CHECKS = {
    StepKind.BETWEEN: "Between",
    StepKind.LENGTH: "Longest",
    StepKind.CHOICES: "OneOf",
    StepKind.REQUIRED: "Required",
    StepKind.ONCE: "Once",
}


def _step(step: CleaningStep, columns: dict[str, Column]) -> Call:
    name, column = (_CHANGES | _CHECKS)[step.kind], columns[step.columns[0]]
    match step.kind:
        case StepKind.MISSING | StepKind.CHOICES:
            return call(name, column.name, texts(step.values), why=step.reason)
        case StepKind.NUMBER:
            return call(name, column.name, ibis_type(column), _numbers(column))
        case StepKind.MOMENT:
            return _moment(step, column)
        case StepKind.BOOLEAN:
            return call(name, column.name, column.format.true, column.format.false)
        case StepKind.SPELLING:
            return call(name, column.name, step.values[0], texts(step.values[1:]), why=step.reason)
        case StepKind.BETWEEN:
            low, high = (value or None for value in step.values)
            return call(name, column.name, low, high, why=step.reason)
        case StepKind.LETTERS:
            return call(name, column.name, step.values[0], why=step.reason)
        case StepKind.LENGTH:
            return call(name, column.name, int(step.values[0]), why=step.reason)
        case StepKind.ONCE:
            # All columns are named elsewhere.
            key = call("", *step.columns)
            return Call(name, (("", "KEY" if len(step.columns) > 1 else key), ("why=", python_literal(step.reason))))
        case _:
            return call(name, column.name, why=step.reason)


def _moment(step: CleaningStep, column: Column) -> Call:
    """Where rows of the file name no day, its cells are kept as they are written."""
    raw: dict[str, str | int] = {"is_always_raw": True, "why": step.reason} if step.rows else {}
    return call("Moment", column.name, ibis_type(column), call("Moments", texts(moment_patterns(column))), **raw)


def _numbers(column: Column) -> Call:
    """How the numbers of a column are written; what is usual is left out."""
    form = column.format
    decimals = {FieldType.INTEGER: 0, FieldType.DECIMAL: column.scale}.get(column.type)
    others = {
        "prefix": (form.prefix, ""),
        "suffix": (form.suffix, ""),
        "thousands": (form.thousands, ""),
        "point": (form.point, "."),
    }
    return call("Numbers", decimals, **{name: value for name, (value, usual) in others.items() if value != usual})


def moment_patterns(column: Column) -> tuple[str, ...]:
    """The patterns of a column of moments; none where each has an offset of its own."""
    if column.patterns or column.unit == "UTC":
        return column.patterns
    return _ISO[column.type]
