"""Loops of tests: whether they are seen, from the text, to have a first round."""

import ast

from pipeline.review.honesty.modules import Place
from pipeline.review.honesty.truths import last


def is_some(iterated: ast.expr, place: Place) -> bool:
    """Whether a loop has a first round: it goes over a literal with elements, or a range of some."""
    if isinstance(iterated, ast.List | ast.Tuple | ast.Set):
        return any(not isinstance(each, ast.Starred) for each in iterated.elts)
    if isinstance(iterated, ast.Dict):
        return any(key is not None for key in iterated.keys)
    if isinstance(iterated, ast.Name):
        return _is_filled(iterated.id, place)
    if not isinstance(iterated, ast.Call) or not iterated.args:
        return False
    first = iterated.args[0]
    if last(iterated.func) == "range":
        return len(iterated.args) == 1 and isinstance(first, ast.Constant) and bool(first.value)
    return last(iterated.func) in ("enumerate", "sorted", "reversed", "list") and is_some(first, place)


def _is_filled(name: str, place: Place) -> bool:
    """Whether a name is a literal of the tests that has elements, or one of a loop over such literals."""
    module = place.module
    if name in module.variables:
        return is_some(module.variables[name], place)
    origin, _, inner = module.imports.get(name, "").rpartition(".")
    if (other := module.others.get(origin)) and inner in other.variables:
        return not isinstance(other.variables[inner], ast.Name) and is_some(other.variables[inner], place)
    loops = [node for node in ast.walk(place.node) if isinstance(node, ast.For) and name in stored(node.target)]
    return len(loops) == 1 and all(_is_all_filled(each.iter, place) for each in loops)


def _is_all_filled(literal: ast.expr, place: Place) -> bool:
    """Whether no element of a literal is empty."""
    if isinstance(literal, ast.List | ast.Tuple):
        return bool(literal.elts) and all(_is_all_filled(each, place) for each in literal.elts)
    if isinstance(literal, ast.Name):
        return literal.id in place.module.variables and _is_filled(literal.id, place)
    return isinstance(literal, ast.Constant) and bool(literal.value)


def stored(node: ast.AST) -> set[str]:
    """The names that get a value in a target."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
