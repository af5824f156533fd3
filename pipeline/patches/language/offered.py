"""What Python code hands to templates."""

import ast
from collections.abc import Mapping

from pipeline.patches.language.names import Function, Names


def offered(tree: ast.Module) -> Mapping[str, bool]:
    """The names that templates get from a file, and whether each is a function that they may call."""
    names = Names(tree)
    found: dict[str, bool] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        is_global = called.endswith(("env.globals.update", "environment.globals.update"))
        if not is_global and called.rpartition(".")[2] not in ("render_template", "render"):
            continue
        for each in node.keywords:
            if each.arg:
                found[each.arg] = is_global and is_function(each.value, names)
    return found | dict.fromkeys(_keys(tree), False)


def is_function(node: ast.expr, names: Names) -> bool:
    """Whether a value is a function of the project: one of the file, or imported from another by a small name."""
    if not isinstance(node, ast.Name):
        return False
    dotted = names.imports.get(node.id, "")
    return isinstance(names.tops.get(node.id), Function) or (dotted.startswith("app.") and node.id.islower())


def _keys(tree: ast.Module) -> list[str]:
    """The keys of dictionaries that are handed on by `**`."""
    if "render_template" not in ast.unparse(tree):
        return []
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    return [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
