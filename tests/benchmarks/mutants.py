"""Small faults put into a program on purpose, one at a time: its tests are as good as the share that they notice."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """A changed source text, the line of the change, and what it is."""

    line: int
    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its nodes. Annotations and docstrings stay as they are."""
    tree = ast.parse(source)
    nodes = list(_mutable(tree))
    for place, node in enumerate(nodes):
        for name, mutate in _mutations(node):
            changed = copy.deepcopy(tree)
            twin = list(_mutable(changed))[place]
            mutate(twin)
            after = ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(
                line=getattr(node, "lineno", 1), change=f"{name}: {_shown(node)} → {_shown(twin)}", source=after
            )


Mutation = tuple[str, Callable[[ast.AST], None]]


def _mutable(node: ast.AST) -> Iterator[ast.AST]:
    """The node and those below it that run, in order; f-strings as a whole."""
    yield node
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params") or (name == "body" and isinstance(node, ast.Lambda)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_docstring(child) and not _is_type(node, child):
                yield from _mutable(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_type(parent: ast.AST, node: ast.AST) -> bool:
    """Whether a node only says a type: the slice of `Annotated[…]`, or what is imported."""
    is_import = isinstance(parent, ast.Module) and isinstance(node, ast.Import | ast.ImportFrom)
    return is_import or (
        isinstance(parent, ast.Subscript)
        and node is parent.slice
        and isinstance(parent.ctx, ast.Load)
        and isinstance(parent.value, ast.Name)
        and parent.value.id[:1].isupper()
    )


def _mutations(node: ast.AST) -> Iterator[Mutation]:
    yield from _of_operators(node)
    if isinstance(node, ast.Constant):
        yield from _of_constants(node.value)
    yield from _of_statements(node)


def _of_operators(node: ast.AST) -> Iterator[Mutation]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            yield "comparison", _set("ops", [COMPARISONS[type(operator)]()])
        case ast.BoolOp():
            yield "boolean", _set("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not()):
            yield "boolean", _set("op", ast.UAdd())
        case ast.BinOp() if type(node.op) in ARITHMETIC and not _is_text(node.left):
            yield "arithmetic", _set("op", ARITHMETIC[type(node.op)]())


def _of_constants(value: object) -> Iterator[Mutation]:
    if isinstance(value, bool):
        yield "constant", _set("value", not value)
    elif isinstance(value, int | float):
        yield "constant", _set("value", value + 1)
    elif isinstance(value, str):
        yield "constant", _set("value", value + "x")


def _of_statements(node: ast.AST) -> Iterator[Mutation]:
    match node:
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            yield "return", _set("value", ast.Constant(None))
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call()):
            yield "condition", _set("test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield "statement", _set("value", ast.Constant(None))
        case ast.AugAssign():
            yield "statement", _set("value", ast.Constant(0))


def _set(name: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, value)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _shown(node: ast.AST) -> str:
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).splitlines()
    return text[0][:70]
