"""Rules on the values of the columns of a file, as words beside it state them, and whether the rows keep them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.briefs.choices import mark_choices
from pipeline.briefs.lists import split_list
from pipeline.briefs.numbers import Limits
from pipeline.briefs.rules import Rule, read_rule
from pipeline.briefs.spans import read_span
from pipeline.briefs.words import without_determiners
from pipeline.contracts.data import Column, Dataset, FieldType

_REFUSED = re.compile(
    r"^(?:reject|refuse|quarantine|set aside)\s+(?:(?:all|any|rows|records|with|an?)\s+)*negative\s+(?P<fields>.+)$",
    re.IGNORECASE,
)
_CHANGED = "The column is left out or read as another type, so that this rule is not kept."
_UNSEEN = "Whether the rows of the file keep this is not known, so that it is not enforced."
_MOST_NAMED = 3


@dataclass(frozen=True)
class ColumnRule:
    """What the sentence `source` says of the values of a column, which is known by its name in the unchanged file."""

    source: str
    column: str
    rule: Rule


def rules_of(text: str, find: Callable[[str], Column | None]) -> tuple[ColumnRule, ...]:
    """The rules that a sentence states for columns that can keep them; none if it names anything else."""
    for fields, rule in _stated(text.strip(" .")):
        columns = [find(without_determiners(name)) for name in split_list(fields)]
        found = [column for column in columns if column and _can_keep(column, rule)]
        if len(found) == len(columns):
            return tuple(ColumnRule(text, column.origin or column.name, rule) for column in found)
    return ()


def _stated(text: str) -> Iterator[tuple[str, Rule]]:
    """The ways in which a sentence can be read: a year may limit dates or numbers."""
    if refused := _REFUSED.match(text):
        yield refused["fields"], Rule(limits=Limits(low=Decimal(0)))
    if span := read_span(text):
        yield span[0], Rule(limits=span[1])
    if read := read_rule(mark_choices(text)):
        yield read


def _can_keep(column: Column, rule: Rule) -> bool:
    if rule.limits and not _can_have(column, rule.limits):
        return False
    if rule.choices and column.type is not FieldType.TEXT:
        return False
    return bool(rule.limits or rule.choices or rule.flags) and rule.flags <= {"required", "unique"}


def _can_have(column: Column, limits: Limits) -> bool:
    """Whether the values of a column can have limits of this kind, and of no other."""
    stated = {
        "length": limits.length is not None,
        "number": limits.low is not None or limits.high is not None,
        "moment": bool(limits.first or limits.last),
    }
    kind = "number" if column.type.is_number else "moment" if column.type.is_moment else "length"
    is_able = kind != "length" or column.type is FieldType.TEXT
    return is_able and [name for name, is_stated in stated.items() if is_stated] == [kind]


def with_rules(
    data: Dataset, rules: Sequence[ColumnRule], *, is_cleaned: bool = False
) -> tuple[Dataset, dict[str, str]]:
    """The data contract with the rules that every row keeps; for the sentences of the others, why they are not.

    Where rows are cleaned, those that break a rule are set aside, so that it holds for all that are left.
    """
    columns = {column.origin or column.name: column for column in data.columns}
    notes: dict[str, str] = {}
    for one in rules:
        column = columns.get(one.column)
        if column is None or not _can_keep(column, one.rule):
            notes[one.source] = _CHANGED
        elif not is_cleaned and (note := _broken(column, one.rule, data.rows)):
            notes[one.source] = note
        else:
            columns[one.column] = _ruled(column, one.rule)
    return data.model_copy(update={"columns": tuple(columns.values())}), notes


def _broken(column: Column, rule: Rule, rows: int) -> str:
    """Why the rows of the file do not keep a rule; empty if they do."""
    if "required" in rule.flags and column.nulls:
        without = "1 row" if column.nulls == 1 else f"{column.nulls:,} rows"
        return f"Not enforced: {without} of the file have no {column.label}."
    if "unique" in rule.flags and not (column.distinct_is_exact and column.distinct == rows - column.nulls):
        return f"Not enforced: rows of the file share their {column.label}."
    if rule.limits and rule.limits.length:
        longest = column.longest or 0
        is_short = longest <= rule.limits.length
        return "" if is_short else f"Not enforced: the file itself has {longest:,} characters in {column.label}."
    if rule.limits and (column.minimum is None or column.maximum is None):
        return _UNSEEN
    if rule.limits and not _is_within(column, rule.limits):
        return f"Not enforced: the file itself has values of {column.label} from {column.minimum} to {column.maximum}."
    if rule.choices and not column.allowed:
        return _UNSEEN
    others = [value for value in column.allowed if value not in rule.choices] if rule.choices else []
    return f"Not enforced: the file itself has {', '.join(others[:_MOST_NAMED])} in {column.label}." if others else ""


def _is_within(column: Column, limits: Limits) -> bool:
    low, high = limits.of(column.type, column.scale)
    least, most = (_measure(column, text or "0") for text in (column.minimum, column.maximum))
    return (low is None or least >= _measure(column, low)) and (high is None or most <= _measure(column, high))


def _measure(column: Column, text: str) -> tuple[Decimal, str]:
    """What canonical text is ordered by: numbers by their value, and moments as they are written."""
    return (Decimal(text), "") if column.type.is_number else (Decimal(0), text)


def _ruled(column: Column, rule: Rule) -> Column:
    low, high = rule.limits.of(column.type, column.scale) if rule.limits else (None, None)
    changed = {
        "at_least": low,
        "at_most": high,
        "choices": rule.choices,
        "max_length": rule.limits.length if rule.limits else None,
        "required": "required" in rule.flags,
        "is_told_unique": "unique" in rule.flags,
    }
    return column.model_copy(update={name: value for name, value in changed.items() if value})
