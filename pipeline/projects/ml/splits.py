"""How the rows are parted for an honest test: by time, by what they are about, or by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.contracts.data import Column, Dataset, FieldType
from pipeline.contracts.learning import LearningTask
from pipeline.projects.ml.leakage import decides
from pipeline.projects.ml.sample import Sample, Values
from pipeline.projects.ml.words import BIOGRAPHY, ENTITIES, MOMENTS, words_of

FEWEST_MOMENTS = 10
FEWEST_YEARS = 4
MANY_MOMENTS = 30
FEWEST_GROUPS = 8
ROWS_A_GROUP = 2.0


@dataclass(frozen=True)
class Split:
    """The way, the column that it goes by, and the reason, a sentence."""

    kind: Literal["time", "group", "random"]
    column: str
    reason: str


def choose(sample: Sample, dataset: Dataset, target: str, task: LearningTask) -> Split:
    """The split that tests a model as it will be used."""
    others = [column for column in dataset.columns if column.name != target]
    entity = _entity(sample, dataset, others, sample.columns[target])
    moment = _moment(sample, others, entity)
    if moment:
        reason = (
            f"The rows follow one another in time (“{moment.label}”), so each test is on rows later than those that "
            "were learned from, as it will be when the model is used."
        )
        return Split("time", moment.name, reason)
    if entity:
        reason = (
            f"Rows of the same “{entity.label}” repeat ({entity.distinct:,} of them in {dataset.rows:,} rows), so all "
            "rows of one are either learned from or tested on: the model has to do well on those that it never met."
        )
        return Split("group", entity.name, reason)
    how = "at random, each part with the same share of every class" if task == "classification" else "at random"
    return Split("random", "", f"Neither time nor a repeated subject orders the rows, so they are parted {how}.")


def _moment(sample: Sample, columns: Sequence[Column], entity: Column | None) -> Column | None:
    """The column by which the rows are ordered in time, if there is one."""
    for column in columns:
        words = set(words_of(column.label))
        if words & BIOGRAPHY or column.nulls:
            continue
        is_ordered = column.type is not FieldType.TEXT and _is_ordered(sample.columns[column.name])
        if (
            column.type.is_moment
            and column.distinct >= FEWEST_MOMENTS
            and (is_ordered or (words & MOMENTS and not entity))
        ):
            return column
        if is_ordered and not entity and (_is_year(column) or _is_day(column)):
            return column
    return None


def _is_year(column: Column) -> bool:
    if not column.type.is_number or not column.minimum or not column.maximum or column.distinct < FEWEST_YEARS:
        return False
    return bool({"year", "years", "yr"} & set(words_of(column.label))) and 1000 <= float(column.minimum) < 2200


def _is_day(column: Column) -> bool:
    """Whether whole numbers count days or periods from a beginning."""
    is_named = bool({"day", "date", "week", "month", "period"} & set(words_of(column.label)))
    return is_named and column.type is FieldType.INTEGER and column.distinct >= MANY_MOMENTS


def _is_ordered(values: Values) -> bool:
    """Whether the rows of the file are sorted by the column."""
    import numpy

    assert values.numbers is not None
    steps = numpy.diff(values.numbers)
    return bool((steps >= 0).all() or (steps <= 0).all())


def _entity(sample: Sample, dataset: Dataset, columns: Sequence[Column], target: Values) -> Column | None:
    """The column that names what a row is about, where rows of the same one repeat."""
    found = [column for column in columns if _could_repeat(column, dataset.rows)]
    named = [column for column in found if words_of(column.label)[-1:] and words_of(column.label)[-1] in ENTITIES]
    panel = [column for column in found if column not in named and _makes_panel(sample, column, columns)]
    owners = [column for column in found if decides(sample.columns[column.name], target)]
    return next(iter([*owners, *sorted(named, key=lambda column: -column.distinct), *panel]), None)


def _could_repeat(column: Column, rows: int) -> bool:
    if column.type not in (FieldType.TEXT, FieldType.INTEGER) or column.nulls > 0.05 * rows:
        return False
    return column.distinct >= FEWEST_GROUPS and rows / column.distinct >= ROWS_A_GROUP


def _makes_panel(sample: Sample, column: Column, columns: Sequence[Column]) -> bool:
    """Whether rows are moments of things: a thing and a moment tell the rows apart, and a moment alone does not."""
    times = [one for one in columns if one.type.is_moment or MOMENTS & set(words_of(one.label))]
    if column in times or not times or column.type is not FieldType.TEXT:
        return False
    moments = _distinct(sample, times)
    return moments * ROWS_A_GROUP <= sample.rows and _distinct(sample, [*times, column]) == sample.rows


def _distinct(sample: Sample, columns: Sequence[Column]) -> int:
    import numpy

    return int(numpy.unique(numpy.stack([sample.columns[column.name].codes for column in columns]), axis=1).shape[1])
