"""The plan of a model: target, features, what is left out, split and metric, each with its reason."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.contracts.learning import LearningPlan, LearningTask, Metric, RemovedColumn, TargetCandidate
from pipeline.contracts.plan import Decision, PlanChanges
from pipeline.data.engine import Engine, identifier
from pipeline.data.profiling.source import shown_sql
from pipeline.data.typed import RECORDS, open_records
from pipeline.errors import InputError
from pipeline.projects.ml.leakage import leaks
from pipeline.projects.ml.roles import useless
from pipeline.projects.ml.sample import Sample, take
from pipeline.projects.ml.splits import choose
from pipeline.projects.ml.targets import MOST_CLASSES, candidates, task_of
from pipeline.projects.ml.wanted import column_named, wanted_target

FEWEST_ROWS = 10
FEWEST_OF_CLASS = 3
IMBALANCED = 0.6
MANY_MISSING = 0.5
OTHER_TYPE = "choose another type of project, such as a FastAPI REST API"


def plan_learning(records: Path, dataset: Dataset, changes: PlanChanges, words: str) -> LearningPlan:
    """What a model of the table learns; `words` is what the person wrote. InputError where nothing can be learned."""
    if len(dataset.columns) < 2:
        raise InputError(f"The file has one column, so there is nothing to predict it from; {OTHER_TYPE}.")
    if dataset.rows < FEWEST_ROWS:
        raise InputError(f"The file has {dataset.rows} rows; a model needs {FEWEST_ROWS} at least.")
    with open_records(records, dataset) as engine:
        sample = take(engine, dataset.columns, dataset.rows)
        return _plan(engine, sample, dataset, changes, words)


def _plan(engine: Engine, sample: Sample, dataset: Dataset, changes: PlanChanges, words: str) -> LearningPlan:
    removed = {column.name: one for column in dataset.columns if (one := useless(column, dataset.rows))}
    usable = [column for column in dataset.columns if column.name not in removed]
    found = candidates(sample, usable, partial(_can_learn, engine))
    target, task, reason = _target(dataset, found, changes, words)
    removed.pop(target.name, None)
    split = choose(sample, dataset, target.name, task)
    names = [column.name for column in dataset.columns if column.name not in {target.name, *removed}]
    given_away = leaks(sample, sample.columns[target.name], task, names)
    put_back = _put_back(dataset, changes)
    removed |= {one.column: one for one in given_away if one.column not in put_back}
    if split.kind == "group" and split.column not in removed:
        removed[split.column] = _as_group(dataset, split.column)
    features = tuple(name for name in names if name not in removed)
    if not features:
        raise InputError(f"No column is left to predict “{target.label}” from; choose another target, or {OTHER_TYPE}.")
    classes, rows, left_out = _classes(engine, target, task)
    metric, why = _metric(target, task, classes)
    return LearningPlan(
        target=target.name,
        target_label=target.label,
        task=task,
        reason=reason,
        candidates=found,
        features=features,
        removed=tuple(removed[column.name] for column in dataset.columns if column.name in removed),
        split=split.kind,
        split_column=split.column,
        split_reason=split.reason,
        metric=metric,
        metric_reason=why,
        classes=tuple(name for name, _ in classes),
        rows=rows,
        left_out_rows=dataset.rows - rows,
        left_out_reason=_left_out_reason(target, dataset.rows - rows, left_out),
    )


def _target(
    dataset: Dataset, found: Sequence[TargetCandidate], changes: PlanChanges, words: str
) -> tuple[Column, LearningTask, str]:
    """The column to predict: the one that was chosen, else the one that the words name, else the best candidate."""
    if changes.target:
        chosen = column_named(changes.target, dataset.columns)
        if chosen is None:
            raise InputError(f"There is no column “{changes.target}” to predict; choose one of the file's columns.")
        return chosen, _task(chosen, changes.task), f"You chose “{chosen.label}” as what is predicted."
    named = wanted_target(words, dataset.columns)
    if named and task_of(named):
        return named, _task(named, changes.task), f"Your words ask for a prediction of “{named.label}”."
    if not found:
        raise InputError(f"No column of the file holds amounts or a few classes that could be predicted; {OTHER_TYPE}.")
    best = next(column for column in dataset.columns if column.name == found[0].column)
    return best, _task(best, changes.task), _best_of(found)


def _best_of(found: Sequence[TargetCandidate]) -> str:
    """The reason for the first candidate, beside how many others there are."""
    others = f"fits best of {len(found)} columns that could be predicted" if len(found) > 1 else "can be predicted"
    return found[0].reason.replace("”: ", f"” {others}: ", 1)


def _task(column: Column, asked: str) -> LearningTask:
    usual = task_of(column)
    if usual is None:
        raise InputError(
            f"“{column.label}” cannot be predicted: it has no amounts and not 2 to {MOST_CLASSES} classes."
        )
    if asked == LearningTask.REGRESSION and not column.type.is_number:
        raise InputError(f"“{column.label}” holds no numbers, so its values can only be classified.")
    if asked == LearningTask.CLASSIFICATION and column.distinct > MOST_CLASSES:
        raise InputError(
            f"“{column.label}” has {column.distinct:,} values; at most {MOST_CLASSES} can be told apart as classes."
        )
    return LearningTask(asked) if asked else usual


def _put_back(dataset: Dataset, changes: PlanChanges) -> frozenset[str]:
    """The names of the columns that the person wants to be learned from whatever they seem to tell."""
    chosen = {name: column_named(name, dataset.columns) for name in changes.put_back}
    for name, column in chosen.items():
        if column is None:
            raise InputError(f"There is no column “{name}” to put back; choose one of the file's columns.")
    return frozenset(column.name for column in chosen.values() if column)


def _as_group(dataset: Dataset, name: str) -> RemovedColumn:
    label = next(column.label for column in dataset.columns if column.name == name)
    reason = f"“{label}” names what the rows are about: the model has to work for those that it has not met."
    return RemovedColumn(column=name, label=label, rule="identifier", reason=reason)


def _classes(engine: Engine, target: Column, task: LearningTask) -> tuple[list[tuple[str, int]], int, int]:
    """Frequent classes with their rows, the rows that can be learned from, and those of rare classes."""
    name = identifier(target.name)
    known = f"isfinite({name})" if target.type is FieldType.FLOAT else f"{name} IS NOT NULL"
    (filled,) = engine.row(f"SELECT count(*) FROM {RECORDS} WHERE {known}")  # noqa: S608
    found: list[tuple[str, int]] = []
    if task is LearningTask.CLASSIFICATION:
        found = engine.rows(
            f"SELECT {shown_sql(target)}, count(*) FROM {RECORDS} WHERE {known} "  # noqa: S608
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    frequent = [(value, count) for value, count in found if count >= FEWEST_OF_CLASS]
    rows = sum(count for _, count in frequent) if found else filled
    if rows < FEWEST_ROWS:
        raise InputError(f"“{target.label}” is known in {rows} rows; a model needs {FEWEST_ROWS} at least.")
    if found and len(frequent) < 2:
        raise InputError(
            f"“{target.label}” has no two classes with {FEWEST_OF_CLASS} rows each; choose another target."
        )
    return frequent, rows, filled - rows


def _can_learn(engine: Engine, target: Column, task: LearningTask) -> bool:
    try:
        _classes(engine, target, task)
    except InputError:
        return False
    return True


def _left_out_reason(target: Column, rows: int, rare: int) -> str:
    parts = []
    if rows - rare:
        parts.append(f"{rows - rare:,} rows have no “{target.label}”")
    if rare:
        parts.append(f"{rare:,} rows are of classes with fewer than {FEWEST_OF_CLASS} rows")
    return f"{' and '.join(parts)}: nothing can be learned from them." if parts else ""


def _metric(target: Column, task: LearningTask, classes: Sequence[tuple[str, int]]) -> tuple[Metric, str]:
    if task is LearningTask.REGRESSION:
        unit = f" ({target.unit})" if target.unit else ""
        return (
            Metric.MAE,
            f"The mean absolute error is in the unit of “{target.label}”{unit} and says how far off a prediction is.",
        )
    most = classes[0][1] / sum(count for _, count in classes)
    if len(classes) == 2:
        return Metric.ROC_AUC, (
            f"With two classes, of which “{classes[0][0]}” has {most:.0%} of the rows, the area under the ROC curve "
            "says how well they are told apart, whatever their shares are."
        )
    if most > IMBALANCED or most > 2 / len(classes):
        return Metric.F1, (
            f"Always answering “{classes[0][0]}” would be right in {most:.0%} of the rows, so the F1 of each class "
            "counts the same."
        )
    return Metric.ACCURACY, "The classes are about as frequent as one another, so the share of right answers is fair."


def decisions(plan: LearningPlan) -> tuple[Decision, ...]:
    """The plan as decisions for the person, each with its reason."""
    removed = [
        Decision(about=f"Column left out: {one.label}", choice=one.rule, reason=one.reason) for one in plan.removed
    ]
    split = {"time": "by time", "group": "by group", "random": "at random"}[plan.split]
    return (
        Decision(about="What is predicted", choice=plan.target_label, reason=plan.reason),
        Decision(about="Kind of prediction", choice=plan.task.value, reason=_task_reason(plan)),
        Decision(about="How it is tested", choice=split, reason=plan.split_reason),
        Decision(about="What models are compared by", choice=plan.metric.label, reason=plan.metric_reason),
        *removed,
    )


def _task_reason(plan: LearningPlan) -> str:
    if plan.task is LearningTask.REGRESSION:
        return f"“{plan.target_label}” is a number, so the prediction is one."
    return (
        f"“{plan.target_label}” has {len(plan.classes)} classes, so the prediction is one of them, with probabilities."
    )
