"""Columns that give the target away: other forms of it, what it is computed from, and what is known only with it."""

from collections.abc import Iterator, Sequence

from pipeline.contracts.data import FieldType
from pipeline.contracts.learning import LearningTask, RemovedColumn
from pipeline.projects.ml.arithmetic import parts_of
from pipeline.projects.ml.sample import Sample, Values, rank_correlation
from pipeline.projects.ml.suspicion import suspected
from pipeline.projects.ml.words import words_of

ENOUGH_ROWS = 20
SAME_ORDER = 0.9995
SAME_WORDS = 0.8
"""How closely a column that is called after the target has to follow it."""
FEW_AMOUNTS = 8
OFTEN = 5
"""How many rows a value has on average before it is no chance that they share a class."""


def leaks(sample: Sample, target: Values, task: LearningTask, names: Sequence[str]) -> tuple[RemovedColumn, ...]:
    """Those of the columns `names` that give the target away, each with the reason."""
    found: dict[str, RemovedColumn] = {}
    for name in names:
        column = sample.columns[name]
        if removed := _leak(target, column, task):
            found[name] = removed
    if task is LearningTask.REGRESSION:
        others = [sample.columns[name] for name in names if name not in found]
        found |= {removed.column: removed for removed in _parts(target, others)}
    others = [sample.columns[name] for name in names if name not in found]
    doubted = suspected(target, others, task)
    found |= {other.column.name: _removed(other, "suspected", reason) for other, reason in doubted}
    return tuple(found[name] for name in names if name in found)


def _leak(target: Values, other: Values, task: LearningTask) -> RemovedColumn | None:
    known = (target.codes >= 0) & (other.codes >= 0)
    if int(known.sum()) >= ENOUGH_ROWS:
        look = _gives_number if task is LearningTask.REGRESSION else _gives_class
        reason = look(target, other)
        if reason:
            return _removed(other, *reason)
    return _is_filled_with(target, other) if task is LearningTask.CLASSIFICATION else None


def _gives_number(target: Values, other: Values) -> tuple[str, str] | None:
    if decides(other, target):
        return "derived", f"Rows with the same {{}} have the same {_q(target)}: it is known once one of them is."
    if other.numbers is None or other.column.type is FieldType.BOOLEAN:
        said = f"Each value of {{}} stands for a range of {_q(target)} of its own."
        return ("derived", said) if _bands(target, other) else None
    together = rank_correlation(target, other)
    if abs(together) >= SAME_ORDER:
        how = "rises" if together > 0 else "falls"
        said = f"{{}} {how} with {_q(target)} (rank correlation {together:.4f}), so it is that column in another form."
        return "copy", said
    if abs(together) >= SAME_WORDS and _is_called_after(target, other):
        return "derived", f"{{}} is called after {_q(target)} and follows it (rank correlation {together:.2f})."
    return None


def decides(other: Values, target: Values) -> bool:
    """Whether a column that names things has one value of the target for each, of which every one is met again."""
    import numpy

    known = (target.codes >= 0) & (other.codes >= 0)
    if other.column.type not in (FieldType.TEXT, FieldType.INTEGER) or not known.any():
        return False
    pairs = numpy.unique(numpy.stack([target.codes[known], other.codes[known]]), axis=1)
    values, amounts = len(numpy.unique(pairs[1])), len(numpy.unique(pairs[0]))
    return pairs.shape[1] == values and amounts > FEW_AMOUNTS and int(known.sum()) >= OFTEN * values


def _gives_class(target: Values, other: Values) -> tuple[str, str] | None:
    import numpy

    known = (target.codes >= 0) & (other.codes >= 0)
    pairs = numpy.unique(numpy.stack([target.codes[known], other.codes[known]]), axis=1)
    values, classes = len(numpy.unique(pairs[1])), len(numpy.unique(pairs[0]))
    decides = pairs.shape[1] == values
    if classes < 2:
        return None
    if decides and pairs.shape[1] == classes:
        return "copy", f"{{}} says the same as {_q(target)}: each of its values goes with one class and no other."
    if decides and other.numbers is None and known.sum() >= OFTEN * values:
        return "derived", f"Each value of {{}} goes with one class of {_q(target)} only."
    if other.numbers is not None and _bands(other, target):
        return "derived", f"{{}} decides {_q(target)}: the classes are ranges of it that do not overlap."
    return None


def _bands(number: Values, category: Values) -> bool:
    """Whether each value of `category` has a range of `number` that no other one reaches into."""
    import numpy

    assert number.numbers is not None
    known = numpy.isfinite(number.numbers) & (category.codes >= 0)
    amounts, codes = number.numbers[known], category.codes[known]
    groups = len(numpy.unique(codes))
    if groups < 2 or len(codes) < OFTEN * max(groups, 6) or len(numpy.unique(amounts)) < 2 * groups:
        return False
    order = numpy.lexsort((codes, amounts))
    ordered = codes[order]
    changes = int((ordered[1:] != ordered[:-1]).sum())
    shared = amounts[order][1:] == amounts[order][:-1]
    return changes == groups - 1 and not bool((shared & (ordered[1:] != ordered[:-1])).any())


def _is_filled_with(target: Values, other: Values) -> RemovedColumn | None:
    """A column that is empty in the rows of some classes and filled in those of all others."""
    import numpy

    known = target.codes >= 0
    filled, classes = other.codes[known] >= 0, target.codes[known]
    if int(known.sum()) < ENOUGH_ROWS or not 0.05 <= filled.mean() <= 0.95:
        return None
    shares = [filled[classes == code].mean() for code in numpy.unique(classes)]
    if len(shares) > 1 and all(share <= 0.01 or share >= 0.99 for share in shares):
        reason = f"{{}} is filled only for some classes of {_q(target)}, so it is known only once that one is."
        return _removed(other, "derived", reason)
    return None


def _parts(target: Values, others: Sequence[Values]) -> Iterator[RemovedColumn]:
    numbers = [other for other in others if other.numbers is not None and other.column.type.is_number]
    found = parts_of(target, numbers)
    if not found:
        return
    listed = " and ".join(_q(part) for part in found.parts)
    for part in found.parts:
        yield _removed(part, "derived", f"{_q(target)} is {found.how} {listed} in every row; with {{}} it is known.")


def _is_called_after(target: Values, other: Values) -> bool:
    wanted, words = set(words_of(target.column.label)), set(words_of(other.column.label))
    return bool(wanted) and wanted < words


def _q(values: Values) -> str:
    return f"“{values.column.label}”"


def _removed(other: Values, rule: str, reason: str) -> RemovedColumn:
    """The reason has {} where the column's name goes."""
    text = _q(other).join(reason.split("{}"))
    label = other.column.label
    return RemovedColumn.model_validate({"column": other.column.name, "label": label, "rule": rule, "reason": text})
