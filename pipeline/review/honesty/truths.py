"""Expressions that are true whatever the project does, so that asserting them shows nothing."""

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pipeline.review.honesty.modules import Function, Module

INTROSPECTION = {"callable", "hasattr", "isfunction", "ismodule", "isclass", "iscoroutinefunction", "bool"}
PAIRS = ((ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn), (ast.Lt, ast.GtE), (ast.Gt, ast.LtE))
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
NAMES_OF_CODE = {"__name__", "__file__", "__doc__", "__module__", "__package__", "__path__", "__qualname__", "__spec__"}
SAME = (ast.Eq, ast.Is, ast.LtE, ast.GtE)
BUILTINS = frozenset(dir(builtins)) - {"open", "input", "__import__", "eval", "exec", "print"}


@dataclass(frozen=True)
class Facts:
    """What is known of a function's names: those of imported things, of fresh objects, and of constant values."""

    imported: frozenset[str]
    made: frozenset[str]
    constant: frozenset[str]

    @classmethod
    def of(cls, function: Function, module: Module) -> Self:
        """The facts of a function of a module."""
        inner = {
            alias.asname or alias.name.split(".")[0]
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        imported, assigned = {*module.imports, *inner}, _assigned(function)
        aliases = {name for name, values in assigned.items() if all(_is_import(each, imported) for each in values)}
        made = {name for name, values in assigned.items() if all(_makes(each, module.coroutines) for each in values)}
        constant = _constants(assigned) | _constant_parameters(function)
        return cls(frozenset(imported | aliases), frozenset(made), frozenset(constant))


def is_always_true(test: ast.expr, facts: Facts) -> bool:
    """Whether an asserted expression could not be false."""
    if isinstance(test, ast.BoolOp):
        decide = any if isinstance(test.op, ast.Or) else all
        return (decide is any and _are_opposites(test.values)) or decide(
            is_always_true(value, facts) for value in test.values
        )
    if isinstance(test, ast.Compare):
        return _is_always_so(test, facts) or _is_constant(test, facts.constant)
    if isinstance(test, ast.NamedExpr):
        return is_always_true(test.value, facts)
    if isinstance(test, ast.Name):
        return test.id in facts.imported | facts.made | facts.constant
    if isinstance(test, ast.Lambda | ast.GeneratorExp):
        return True
    if isinstance(test, ast.List | ast.Tuple | ast.Set):
        return any(not isinstance(each, ast.Starred) for each in test.elts)
    if isinstance(test, ast.Dict):
        return any(key is not None for key in test.keys)
    if isinstance(test, ast.JoinedStr):
        return any(isinstance(each, ast.Constant) and each.value for each in test.values)
    return _looks_only(test, facts) or _is_constant(test, facts.constant)


def is_repeated(test: ast.expr, function: ast.AST) -> bool:
    """Whether both sides of a comparison are the same expression, also where one of them has a name."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq | ast.Is):
        return False
    known = _assigned(function)
    sides = [_written_out(side, known) for side in (test.left, test.comparators[0])]
    return ast.dump(sides[0]) == ast.dump(sides[1])


def _written_out(value: ast.expr, known: Mapping[str, list[ast.expr]]) -> ast.expr:
    for _ in range(len(known)):
        values = known.get(value.id, []) if isinstance(value, ast.Name) else []
        if len(values) != 1:
            break
        value = values[0]
    return value


def _are_opposites(values: list[ast.expr]) -> bool:
    """Whether one of several conditions is what another is not: `a == b or a != b`, `a or not a`."""
    said = {ast.dump(value) for value in values}
    return any(ast.dump(_opposite(value)) in said for value in values)


def _opposite(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in OPPOSITES:
        return ast.Compare(test.left, [OPPOSITES[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)


def _is_always_so(test: ast.Compare, facts: Facts) -> bool:
    sides = [test.left, *test.comparators]
    pairs = zip(sides, test.ops, sides[1:], strict=False)
    return all(_holds(left, operator, right, facts) for left, operator, right in pairs)


def _holds(left: ast.expr, operator: ast.cmpop, right: ast.expr, facts: Facts) -> bool:
    if isinstance(operator, ast.IsNot | ast.NotEq) and _is_none(right):
        return (
            _is_import(left, facts.imported) or (isinstance(left, ast.Name) and left.id in facts.made) or _makes(left)
        )
    if isinstance(operator, ast.GtE) and isinstance(right, ast.Constant) and right.value == 0:
        return isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "len"
    if any(_is_name_of_code(side, facts) for side in (left, right)):
        return True
    if isinstance(operator, ast.In) and ast.unparse(right) == "sys.modules":
        return True
    if any(last(side) == "ANY" for side in (left, right)):
        return isinstance(operator, ast.Eq)
    calls = any(isinstance(part, ast.Call | ast.Await) for part in ast.walk(left))
    return isinstance(operator, SAME) and not calls and ast.dump(left) == ast.dump(right)


def _is_name_of_code(value: ast.expr, facts: Facts) -> bool:
    """Whether a value is what something imported is called, or where it stands: that says nothing of what it does."""
    return isinstance(value, ast.Attribute) and value.attr in NAMES_OF_CODE and _is_import(value, facts.imported)


def _looks_only(test: ast.expr, facts: Facts) -> bool:
    """Whether a call asks no more than that something imported is there, or that an object is an object."""
    if not isinstance(test, ast.Call) or not test.args:
        return False
    name, first = last(test.func), test.args[0]
    if name == "isinstance" and len(test.args) == 2 and ast.unparse(test.args[1]) == "object":
        return True
    if name == "isinstance" and isinstance(first, ast.Name) and first.id in facts.made:
        return True
    return name in INTROSPECTION and (_is_import(first, facts.imported) or is_always_true(first, facts))


def _is_import(value: ast.expr, imported: frozenset[str] | set[str]) -> bool:
    """Whether a value is something imported, by a dotted name or by importing it here."""
    if isinstance(value, ast.Call):
        return last(value.func) in ("import_module", "__import__")
    while isinstance(value, ast.Attribute):
        value = value.value
    return isinstance(value, ast.Name) and value.id in imported


def _makes(value: ast.expr, coroutines: frozenset[str] = frozenset()) -> bool:
    """Whether a value is a new object of a class, going by the class's name, or a coroutine that was not awaited."""
    if isinstance(value, ast.Call) and last(value.func) in coroutines:
        return True
    return isinstance(value, ast.Call) and last(value.func)[:1].isupper() and not last(value.func).isupper()


def _is_constant(value: ast.expr, constant: frozenset[str] | set[str]) -> bool:
    """Whether a value is made of literals and built-in functions alone, so that it is the same in every run."""
    allowed = {*constant, *BUILTINS}
    bound = {part.id for part in ast.walk(value) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    for part in ast.walk(value):
        if isinstance(part, ast.Name) and part.id not in allowed | bound:
            return False
        if isinstance(part, ast.Await | ast.Yield | ast.YieldFrom):
            return False
    return True


def _assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    """The values of each name that is only ever assigned, and never changed in place or bound otherwise."""
    values: dict[str, list[ast.expr]] = {}
    other: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and all(isinstance(each, ast.Name) for each in node.targets):
            for target in node.targets:
                values.setdefault(target.id, []).append(node.value)  # type: ignore[attr-defined]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            values.setdefault(node.target.id, []).append(node.value)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            other.update(node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            values.setdefault(node.id, [])
    counts = _stores(function)
    return {name: found for name, found in values.items() if found and len(found) == counts[name] and name not in other}


def _stores(function: ast.AST) -> dict[str, int]:
    counts: dict[str, int] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            counts[node.id] = counts.get(node.id, 0) + 1
    return counts


def _constants(assigned: Mapping[str, list[ast.expr]]) -> set[str]:
    """Names of unchangeable literals, and of what is computed from them alone."""
    found: set[str] = set()
    while True:
        more = {name for name, values in assigned.items() if all(_is_plain(each, found) for each in values)}
        if more <= found:
            return found
        found |= more


def _is_plain(value: ast.expr, constant: set[str]) -> bool:
    changeable = (ast.List, ast.Dict, ast.Set, ast.Call, ast.ListComp, ast.DictComp, ast.SetComp)
    return _is_constant(value, constant) and not any(isinstance(part, changeable) for part in ast.walk(value))


def _constant_parameters(function: Function) -> set[str]:
    """Parameters whose values are literals of `pytest.mark.parametrize`."""
    found: set[str] = set()
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and last(decorator.func) == "parametrize" and len(decorator.args) > 1:
            names, values = decorator.args[:2]
            if isinstance(names, ast.Constant) and _is_plain_all(values):
                found |= {name.strip() for name in str(names.value).split(",")}
    return found


def _is_plain_all(values: ast.expr) -> bool:
    return isinstance(values, ast.List | ast.Tuple) and all(_is_plain(each, set()) for each in values.elts)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def last(callee: ast.expr) -> str:
    """The last name of a dotted one."""
    return callee.attr if isinstance(callee, ast.Attribute) else callee.id if isinstance(callee, ast.Name) else ""
