"""A patched project without what the patch does: new functions that give nothing, old ones as they were.

What of a patch's tests fails here does so because of what the patch's code does, and not because it is not there.
"""

import ast
from collections.abc import Mapping

from pipeline import syntax
from pipeline.contracts.patches import Patch
from pipeline.patches.imports import parsed
from pipeline.patches.language.names import Function, defined
from pipeline.patches.places import CODE, TESTS

EMPTY = {
    "str": '""',
    "int": "0",
    "float": "0.0",
    "bool": "False",
    "bytes": 'b""',
    "list": "[]",
    "dict": "{}",
    "set": "set()",
}
"""What a function gives that does nothing, by the class that its annotation names; others give None."""


def hollow(before: Mapping[str, bytes], after: Mapping[str, bytes], patch: Patch) -> dict[str, bytes]:
    """The project as it was, with the tests of a patch, and its new names with nothing behind them."""
    files = {**before}
    for path in patch.paths:
        if path.startswith(TESTS):
            files[path] = after[path]
        elif path.startswith(CODE) and path.endswith(".py"):
            files[path] = _emptied(path, before.get(path, b"").decode(), after[path].decode()).encode()
    return files


def _emptied(path: str, old: str, new: str) -> str:
    tree, known = syntax.parse(new), dict(defined(parsed(path, old)))
    kept = [_kept(statement, known) for statement in tree.body]
    return ast.unparse(ast.fix_missing_locations(ast.Module(kept, [])))


def _kept(statement: ast.stmt, known: Mapping[str, ast.stmt]) -> ast.stmt:
    names = defined(ast.Module([statement], []))
    old = next((known[name] for name in names if name in known), None)
    if isinstance(statement, ast.ClassDef):
        inside = dict(defined(ast.Module(old.body, []))) if isinstance(old, ast.ClassDef) else {}
        statement.body = [_kept(each, inside) for each in statement.body]
        return statement
    if old is not None:
        return old
    if isinstance(statement, Function) and not statement.name.startswith("__"):
        statement.body = [*_nothing(statement)]
    return statement


def _nothing(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    said = ast.unparse(function.returns).partition("[")[0] if function.returns else ""
    is_generator = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))
    text = "for nothing in ():\n    yield nothing" if is_generator else f"return {EMPTY.get(said, 'None')}"
    return syntax.parse(text).body
