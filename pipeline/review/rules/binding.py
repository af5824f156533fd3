"""What a name, an item or the target of a loop is after a value was given to it."""

import ast
from dataclasses import replace

from pipeline.review.rules.frame import Frame, key_of
from pipeline.review.rules.keeping import keep
from pipeline.review.rules.values import Value, either


def element_of(value: Value) -> Value:
    """What a loop over a value gives."""
    if value.items:
        found = value.items[0]
        for item in value.items[1:]:
            found = either(found, item)
        return replace(found, about=found.about | value.about)
    return Value(value.trust, value.safe, value.about, type=value.carried_type)


def bind(frame: Frame, target: ast.expr, value: Value) -> None:
    """Give a value to the target of an assignment, a loop or a `with`."""
    if isinstance(target, ast.Tuple | ast.List):
        known = value.items if value.items is not None and len(value.items) == len(target.elts) else None
        for position, part in enumerate(target.elts):
            bind(frame, part, known[position] if known else element_of(value))
    elif isinstance(target, ast.Starred):
        bind(frame, target.value, value)
    else:
        key = key_of(target)
        if key:
            frame.assign(key, value)
        if isinstance(target, ast.Subscript):
            _put(frame, target, value)


def _put(frame: Frame, target: ast.Subscript, value: Value) -> None:
    """An item of a container changes what the whole is open to."""
    base = key_of(target.value)
    known = frame.known(base) if base else None
    if known is not None and (value.trust > known.trust or known.entries is not None):
        entries = dict(known.entries) if known.entries is not None else None
        if entries is not None and isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
            entries[target.slice.value] = value
        joined = either(known, Value(value.trust, value.safe, value.about))
        frame.env[base] = replace(joined, entries=entries, type=known.type)
        keep(frame, base, frame.env[base])
