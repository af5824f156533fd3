"""Rules on the values of the columns of a file, as words beside it state them, and whether the rows keep them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.briefs.choices import mark_choices
from pipeline.briefs.numbers import Limits
from pipeline.briefs.phrases import split_list
from pipeline.briefs.rules import Rule, read_rule
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
    read = _stated(text.strip(" ."))
    if read is None:
        return ()
    columns = [find(without_determiners(name)) for name in split_list(read[0])]
    found = [column for column in columns if column and _can_keep(column, read[1])]
    if len(found) != len(columns):
        return ()
    return tuple(ColumnRule(text, column.origin or column.name, read[1]) for column in found)


def _stated(text: str) -> tuple[str, Rule] | None:
    if refused := _REFUSED.match(text):
        return refused["fields"], Rule(limits=Limits(low=Decimal(0)))
    return read_rule(mark_choices(text))


def _can_keep(column: Column, rule: Rule) -> bool:
    limits = rule.limits
    if limits and (limits.length or not column.type.is_number or (limits.low is None and limits.high is None)):
        return False
    if rule.choices and column.type is not FieldType.TEXT:
        return False
    return bool(limits or rule.choices or rule.flags) and rule.flags <= {"required"}


def with_rules(data: Dataset, rules: Sequence[ColumnRule]) -> tuple[Dataset, dict[str, str]]:
    """The data contract with the rules that every row keeps; for the sentences of the others, why they are not."""
    columns = {column.origin or column.name: column for column in data.columns}
    notes: dict[str, str] = {}
    for one in rules:
        column = columns.get(one.column)
        if column is None or not _can_keep(column, one.rule):
            notes[one.source] = _CHANGED
        elif note := _broken(column, one.rule):
            notes[one.source] = note
        else:
            columns[one.column] = _ruled(column, one.rule)
    return data.model_copy(update={"columns": tuple(columns.values())}), notes


def _broken(column: Column, rule: Rule) -> str:
    """Why the rows of the file do not keep a rule; empty if they do."""
    if "required" in rule.flags and column.nulls:
        rows = "1 row" if column.nulls == 1 else f"{column.nulls:,} rows"
        return f"Not enforced: {rows} of the file have no {column.label}."
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
    least, most = Decimal(column.minimum or "0"), Decimal(column.maximum or "0")
    return (low is None or least >= Decimal(low)) and (high is None or most <= Decimal(high))


def _ruled(column: Column, rule: Rule) -> Column:
    low, high = rule.limits.of(column.type, column.scale) if rule.limits else (None, None)
    changed = {"at_least": low, "at_most": high, "choices": rule.choices}
    return column.model_copy(update={name: value for name, value in changed.items() if value})
