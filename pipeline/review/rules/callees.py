"""What is called where that is not written: the function of a `partial`, one of a table of functions."""

import ast
from dataclasses import replace

from pipeline.review.rules.frame import Frame, key_of
from pipeline.review.rules.module import dotted
from pipeline.review.rules.values import Value, mixed

ONE_OF = "one of a table"
MOST_FUNCTIONS = 10
"""Functions of a table that are looked at."""


def partial_of(frame: Frame, node: ast.expr | None) -> ast.Call | None:
    """An expression, if it is a call of `functools.partial` that names a function."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    root, _, rest = dotted(node.func).partition(".")
    name = ".".join(part for part in (frame.module.aliases.get(root, root), rest) if part)
    return node if name == "functools.partial" and dotted(node.args[0]) else None


def filled(made: ast.Call, node: ast.Call) -> ast.Call:
    """The call that a call of a `partial` stands for, where `node` stands."""
    later = {keyword.arg for keyword in node.keywords}
    keywords = [*(one for one in made.keywords if one.arg is None or one.arg not in later), *node.keywords]
    return ast.copy_location(ast.Call(func=made.args[0], args=[*made.args[1:], *node.args], keywords=keywords), node)


def direct_call(frame: Frame, node: ast.Call) -> ast.Call | None:
    """The call that a variable's call stands for, if the variable is a `partial`."""
    name = key_of(node.func) if isinstance(node.func, ast.Name) else ""
    if not name or name in frame.asked:
        return None
    made = partial_of(frame, frame.condition(name))
    return filled(made, node) if made is not None else None


def one_of(table: Value) -> Value | None:
    """A function out of a table of functions, whichever."""
    functions = tuple(entry for entry in (table.entries or {}).values() if entry.ref)
    return replace(mixed(functions), items=functions, type=ONE_OF) if functions else None
