"""What of the language of patches concerns definitions, and values that names are given."""

import ast
from collections.abc import Iterator

from pipeline.patches.language.members import BUILT_IN, NOT_FOR_PATCHES
from pipeline.patches.language.names import Function, Part
from pipeline.patches.language.naming import DUNDER
from pipeline.patches.language.own import is_route, module_of
from pipeline.patches.language.reading import File

DUNDERS = frozenset(
    (
        *("__init__", "__post_init__", "__str__", "__repr__", "__eq__", "__hash__", "__lt__", "__len__", "__iter__"),
        *("__contains__",),
    )
)
"""What a class may define."""
_DECORATORS = frozenset(
    (
        *("abc.abstractmethod", "classmethod", "contextlib.contextmanager", "dataclasses.dataclass", "enum.unique"),
        *("functools.cache", "functools.cached_property", "functools.lru_cache", "functools.total_ordering"),
        *("property", "pydantic.computed_field", "pydantic.field_validator", "pydantic.model_validator"),
        *("pytest.fixture", "pytest.mark.parametrize", "staticmethod", "typing.final", "typing.override"),
    )
)
_AT_ONCE = frozenset(("pytest.fixture", "pytest.mark.parametrize", "pytest.param", "pytest.approx"))
_FIXTURES = frozenset(("monkeypatch", "mocker", "pytestconfig", "pytester", "testdir", "request", "class_mocker"))


def definition_breaches(file: File, part: Part, node: Function | ast.ClassDef) -> Iterator[str]:
    if node.name.startswith("pytest_") or (DUNDER.search(node.name) and node.name not in DUNDERS):
        yield f"`{node.name}`"
    other = file.names.imports.get(node.name, "")
    if not part.inside and (is_built_in(node.name) or (other and other != f"{module_of(file.path)}.{node.name}")):
        yield f"another meaning of `{node.name}`"
    for each in node.decorator_list:
        called = each.func if isinstance(each, ast.Call) else each
        name = file.names.dotted(called) or ast.unparse(called)
        if name not in _DECORATORS and not (is_route(each) and _is_own_router(file, called)):
            yield f"`@{ast.unparse(called)}`"
    if isinstance(node, ast.ClassDef):
        if node.keywords:
            yield f"`{ast.unparse(node.keywords[0])}` of a class"
        return
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    if file.in_tests:
        yield from (f"`{each.arg}`" for each in arguments if each and each.arg in _FIXTURES)
    annotations = [*(each.annotation for each in arguments if each), node.returns]
    yield from _annotations(file, annotations)


def _is_own_router(file: File, called: ast.expr) -> bool:
    router = called.value if isinstance(called, ast.Attribute) else called
    top = file.names.tops.get(router.id) if isinstance(router, ast.Name) else None
    made = top.value if isinstance(top, ast.Assign | ast.AnnAssign) else None
    return isinstance(made, ast.Call) and file.names.dotted(made.func) in ("fastapi.APIRouter", "flask.Blueprint")


def _annotations(file: File, nodes: list[ast.expr | None]) -> Iterator[str]:
    for node in nodes:
        if node is not None and not file.values.is_type(node):
            yield f"`{ast.unparse(node)[:80]}` as a type"


def target_breaches(file: File, part: Part) -> Iterator[str]:
    statement = part.statement
    if isinstance(statement, ast.AnnAssign):
        yield from _annotations(file, [statement.annotation])
    for own in part.expressions:
        for node in ast.walk(own):
            if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
                yield from _target(file, part, node)
            elif isinstance(node, ast.arg) and _is_taken(file, node.arg, part):
                yield f"another meaning of `{node.arg}`"
    target = statement.target if isinstance(statement, ast.AugAssign) else None
    if isinstance(target, ast.Name) and not file.values.is_local(part, target):
        name = target.id
        yield f"a change of `{name}`, which was not made in the same function: write {name} = {name} + …"


def breaches_at_once(file: File, part: Part) -> Iterator[str]:
    """What a test file calls as soon as it is imported, but for what makes plain values."""
    for own in part.expressions:
        for node in ast.walk(own):
            called = node.func if isinstance(node, ast.Call) else None
            dotted = file.names.dotted(called) if called else None
            is_plain = dotted and (not dotted.startswith(("app.", "tests.", "pytest.")) or dotted in _AT_ONCE)
            if called and not is_plain and not (isinstance(called, ast.Name) and called.id in BUILT_IN):
                yield f"`{ast.unparse(called)[:60]}`, which runs as soon as it is imported"
    named = [] if part.inside else [node for node in ast.walk(part.statement) if isinstance(node, ast.Name)]
    if any(node.id.startswith("pytest") and isinstance(node.ctx, ast.Store) for node in named):
        yield "a setting of pytest"


def _target(file: File, part: Part, node: ast.Name | ast.Attribute | ast.Subscript) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if DUNDER.search(node.id) or _is_taken(file, node.id, part):
            yield f"another meaning of `{node.id}`"
        return
    value = node.value
    is_self = isinstance(value, ast.Name) and value.id == "self" and bool(part.inside)
    if isinstance(node, ast.Attribute):
        if not is_self or node.attr.startswith("__"):
            yield f"a change of `{ast.unparse(node)[:60]}`"
    elif not file.values.is_local(part, value) and not (isinstance(value, ast.Attribute) and value.attr == "headers"):
        yield f"a change of `{ast.unparse(node)[:60]}`, which was not made in the same function"


def _is_taken(file: File, name: str, part: Part) -> bool:
    """Whether a name has another meaning already: by an import, by what the file defines, or in Python itfile."""
    is_in_class = part.function is None and bool(part.inside)
    if name in file.names.imports or (is_built_in(name) and not is_in_class):
        return True
    return isinstance(file.names.tops.get(name), Function | ast.ClassDef) and not is_in_class


def is_built_in(name: str) -> bool:
    """Whether Python itself gives a name a meaning."""
    return name in BUILT_IN or name in NOT_FOR_PATCHES
