"""A newer file of a project compared with the data contract of the one before."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.contracts.data import Column, Dataset
from pipeline.contracts.drift import Change
from pipeline.data.records import parse

MANY = 2.0
"""More than so many times the rows, or fewer than their inverse, is worth a word."""
_LISTED = 5
_ORDER = ("breaking", "warning", "info")


def compare(before: Dataset, after: Sequence[Column], rows: int | None) -> tuple[Change, ...]:
    """What changed from a data contract to a newer file's columns, the gravest first; columns are matched by name.

    `rows` is None where only a part of the newer file was seen.
    """
    old = {column.name: column for column in before.columns}
    new = {column.name: column for column in after}
    changes = [_removed(column) for name, column in old.items() if name not in new]
    changes += [_added(column) for name, column in new.items() if name not in old]
    for name in old.keys() & new.keys():
        changes.extend(_compare(old[name], new[name]))
    changes.extend(_rows(before.rows, rows) if rows else ())
    places = {column.label: at for at, column in enumerate((*before.columns, *after))}
    return tuple(sorted(changes, key=lambda change: (_ORDER.index(change.severity), places.get(change.column, -1))))


def _removed(column: Column) -> Change:
    return Change(
        kind="removed",
        column=column.label,
        detail=f"The file has no column {column.label} any more.",
        effect=f"The field {column.name} disappears: requests that filter or sort by it are refused with 400.",
        severity="breaking",
    )


def _added(column: Column) -> Change:
    return Change(
        kind="added",
        column=column.label,
        detail=f"Column {column.label} is new ({column.kind.value}).",
        effect=f"Records get a further field {column.name}; existing requests still work.",
        severity="info",
    )


def _compare(old: Column, new: Column) -> Iterator[Change]:
    if old.type is not new.type:
        yield Change(
            kind="retyped",
            column=new.label,
            detail=f"Column {new.label} was {old.kind.value} and is {new.kind.value} now.",
            effect=f"The field {new.name} changes from {old.type.value} to {new.type.value} in every answer.",
            severity="breaking",
        )
        return
    if old.required and new.nulls:
        yield Change(
            kind="nulls",
            column=new.label,
            detail=f"Column {new.label} never was empty and now is in {new.nulls:,} rows.",
            effect=f"The field {new.name} can be null: clients that rely on a value have to allow for it.",
            severity="breaking",
        )
    yield from _range(old, new)
    fresh = [value for value in new.allowed if value not in old.allowed]
    if old.allowed and fresh:
        shown = ", ".join(f"“{value}”" for value in fresh[:_LISTED]) + ("…" if len(fresh) > _LISTED else "")
        yield Change(
            kind="values",
            column=new.label,
            detail=f"Column {new.label} has {len(fresh):,} new values: {shown}.",
            effect="Groups and filters show them; a client with a fixed list does not know them.",
            severity="warning",
        )


def _range(old: Column, new: Column) -> Iterator[Change]:
    if not (old.type.is_number or old.type.is_moment) or new.pii or old.pii:
        return
    least, most = _value(old, old.minimum), _value(old, old.maximum)
    lower, upper = _value(new, new.minimum), _value(new, new.maximum)
    sides = []
    if least is not None and lower is not None and lower < least:
        sides.append(f"down to {new.minimum} (before: {old.minimum})")
    if most is not None and upper is not None and upper > most:
        sides.append(f"up to {new.maximum} (before: {old.maximum})")
    if sides:
        # Time goes on: later moments are what a newer file is for.
        expected = old.type.is_moment and "down" not in sides[0]
        yield Change(
            kind="range",
            column=new.label,
            detail=f"Column {new.label} goes {' and '.join(sides)}.",
            effect="Nothing to do."
            if expected
            else "Charts and limits that were made for the old range may cut it off.",
            severity="info" if expected else "warning",
        )


def _value(column: Column, text: str | None) -> Any:
    return None if text is None else parse(text, column.type)


def _rows(before: int, after: int) -> Iterator[Change]:
    share = after / before
    if share > MANY or share < 1 / MANY:
        yield Change(
            kind="rows",
            detail=f"The file has {after:,} rows; the one before had {before:,}.",
            effect="The application serves the new rows only." if share < 1 else "Answers may take longer.",
            severity="warning" if share < 1 else "info",
        )
