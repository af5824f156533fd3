"""Tests that put something else in the place of the very thing that they test."""

import ast
from collections.abc import Iterator

from pipeline.review.honesty.modules import Function, Module, Place, parameters
from pipeline.review.honesty.truths import last

PATCHES = {"patch", "object", "setattr", "multiple", "create_autospec", "spy"}


def replaces_what_it_tests(place: Place) -> bool:
    """Whether all that a test, its fixtures and its helpers use of the project was replaced by the tests."""
    parts = list(_parts(place))
    replaced = {name for module, part in parts for call in _patches(part) for name in _replaced(call, module)}
    if not replaced:
        return False
    used = {name for module, part in parts for name in _used(part, module)}
    return bool(used) and all(any(f"{name}.".startswith(f"{one}.") for one in replaced) for name in used)


def _parts(place: Place) -> Iterator[tuple[Module, ast.AST]]:
    """The test itself, the fixtures that it is given, and the helpers that they call."""
    waiting, seen = [place, *_automatic(place)], set()
    while waiting:
        here = waiting.pop()
        if id(here.node) in seen:
            continue
        seen.add(id(here.node))
        yield here.module, here.node
        for name in parameters(here.node):
            waiting.extend(here.fixtures(name))
        for part in ast.walk(here.node):
            waiting.extend(here.helpers(part))


def _automatic(place: Place) -> Iterator[Place]:
    """The fixtures of the file, or of the test's class, that are there without being asked for."""
    module = place.module
    inside = [node for node in place.owner.body if isinstance(node, Function)] if place.owner else []
    for node in (*module.functions.values(), *inside):
        if any("autouse=True" in ast.unparse(each) for each in node.decorator_list):
            yield Place(module, node, place.owner if node in inside else None)
    if place.owner:
        for each in place.owner.decorator_list:
            if isinstance(each, ast.Call):
                shell = ast.FunctionDef("", ast.arguments([], [], None, [], [], None, []), [], [each])
                yield Place(module, shell, None)


def _patches(node: ast.AST) -> Iterator[ast.Call]:
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and last(part.func) in PATCHES and part.args:
            yield part


def _replaced(call: ast.Call, module: Module) -> Iterator[str]:
    """The dotted names that a patch puts something else in the place of."""
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield first.value
        return
    name = call.args[1] if len(call.args) > 1 else None
    if isinstance(name, ast.Constant) and isinstance(name.value, str) and (owner := _origin(first, module)):
        yield f"{owner}.{name.value}"


def _used(node: ast.AST, module: Module) -> Iterator[str]:
    """The dotted names of the project in a function, but for those by which something is replaced."""
    hidden = {id(part) for call in _patches(node) for one in call.args[:1] for part in ast.walk(one)}
    inner = {id(part.value) for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    for part in ast.walk(node):
        if id(part) in hidden or id(part) in inner or not isinstance(part, ast.Name | ast.Attribute):
            continue
        origin = _origin(part, module)
        if origin.split(".")[0] in module.project:
            yield origin
        elif isinstance(part, ast.Name) and part.id in module.variables:
            yield from _used(module.variables[part.id], module)


def _origin(node: ast.expr, module: Module) -> str:
    """A dotted name as it is imported, empty where it is none."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in module.imports:
        return ""
    return ".".join([module.imports[node.id], *reversed(names)])
