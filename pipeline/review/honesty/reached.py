"""Statements that are reached when a function runs, and whose failing is not swallowed, as far as the text shows it."""

import ast
from collections.abc import Iterator, Sequence

SWALLOWING = {"AssertionError", "Exception", "BaseException"}
ENDING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def reached(body: Sequence[ast.stmt], depth: int = 0) -> Iterator[tuple[ast.stmt, int]]:
    """Each statement with how deep it is nested; not those in functions and classes inside."""
    for statement in body:
        yield statement, depth
        for inner in _bodies(statement):
            yield from reached(inner, depth + 1)
        if isinstance(statement, ENDING):
            return


def is_swallowed(call: ast.expr) -> bool:
    """Whether what is raised in a `with` of this call is an AssertionError that goes no further."""
    if not isinstance(call, ast.Call):
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("suppress", "raises", "assertRaises") and any(_catches(each) for each in call.args)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    if isinstance(statement, ast.If | ast.While) and isinstance(statement.test, ast.Constant):
        yield statement.body if statement.test.value else statement.orelse
    elif isinstance(statement, ast.If | ast.While | ast.For | ast.AsyncFor):
        if not (isinstance(statement, ast.For) and _is_nothing(statement.iter)):
            yield statement.body
        yield statement.orelse
    elif isinstance(statement, ast.Try | ast.TryStar):
        if not any(_swallows(handler) for handler in statement.handlers):
            yield statement.body
        yield from (handler.body for handler in statement.handlers)
        yield from (statement.orelse, statement.finalbody)
    elif isinstance(statement, ast.With | ast.AsyncWith):
        if not any(is_swallowed(item.context_expr) for item in statement.items):
            yield [each for each in statement.body if not isinstance(each, ast.Raise)]
    elif isinstance(statement, ast.Match):
        yield from (case.body for case in statement.cases)


def _swallows(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes an AssertionError and lets the test go on."""
    if handler.type is not None and not _catches(handler.type):
        return False
    return not any(
        isinstance(part, ast.Raise | ast.Assert) or (isinstance(part, ast.Attribute) and part.attr == "fail")
        for statement in handler.body
        for part in ast.walk(statement)
    )


def _catches(kind: ast.expr) -> bool:
    named = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(
        (each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "")) in SWALLOWING for each in named
    )


def _is_nothing(iterated: ast.expr) -> bool:
    """Whether a loop is over a literal without elements, or a range of none."""
    if isinstance(iterated, ast.List | ast.Tuple | ast.Set):
        return not iterated.elts
    if isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) and iterated.func.id == "range":
        return len(iterated.args) == 1 and isinstance(iterated.args[0], ast.Constant) and iterated.args[0].value == 0
    return isinstance(iterated, ast.Dict) and not iterated.keys
