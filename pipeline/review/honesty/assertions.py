"""Tests that show nothing: those without an assertion, and those whose assertions could not fail.

Read from the tests' text. An assertion counts if it is reached, is not swallowed, and is not true whatever the project
does; it may stand in the test, in a helper or a fixture of the tests, or be a call that by its name is a check of a
testing library. A test must also refer to something outside of the tests' own code.
"""

import ast
import sys
from collections.abc import Iterator, Mapping

from pipeline import syntax
from pipeline.review.honesty.modules import Module, Place, modules, parameters
from pipeline.review.honesty.reached import is_swallowed, reached
from pipeline.review.honesty.replaced import replaces_what_it_tests
from pipeline.review.honesty.truths import Facts, is_always_true, is_repeated, last

TESTS = "tests/"
CHECKS = {"call_and_validate", "validate_response", "raise_for_status", "fail", "raises", "warns", "deprecated_call"}
GUARDS = {"raises", "warns", "deprecated_call", "assertRaises", "assertRaisesRegex", "assertWarns"}
OUTWARD = {  # modules of the standard library by which a test may look at the project
    *("os", "pathlib", "subprocess", "importlib", "runpy", "socket", "urllib", "http", "sqlite3", "glob", "shutil"),
    *("zipfile", "tarfile", "tomllib", "configparser", "fileinput", "multiprocessing", "pkgutil", "xmlrpc", "ast"),
}
INERT = (sys.stdlib_module_names - OUTWARD) | {"pytest", "_pytest", "hypothesis"}
INERT_FIXTURES = {"tmp_path", "tmp_path_factory", "monkeypatch", "request", "recwarn", "self", "cls"}
DOES_SOMETHING = (ast.Call, ast.Await, ast.Subscript, ast.Attribute, ast.BinOp, ast.Delete)


def empty_tests(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The id of each test that shows nothing, with the reason. `files` is a project by path, or its tests alone."""
    found = [
        (f"{path}::{place.name}", place)
        for path, module in project_modules(files).items()
        if path.rpartition("/")[2].startswith("test_")
        for place in module.tests()
    ]
    empty = [(name, reason) for name, place in found if (reason := _emptiness(place))]
    if not empty and found and all(_compares_with_itself(place) for _, place in found):
        empty = [(found[0][0], "like all others only compares what the project gives with what it gives again")]
    yield from empty


def project_modules(files: Mapping[str, bytes]) -> dict[str, Module]:
    """The modules of a project's tests by path."""
    trees = {path: syntax.parse(content) for path, content in files.items() if _is_test_code(path)}
    return modules(trees, frozenset(top_level(path) for path in files if path.endswith(".py")) - {"tests"})


def top_level(path: str) -> str:
    """The name by which a Python file, or the package that it is in, is imported."""
    return path.partition("/")[0].removesuffix(".py")


def _is_test_code(path: str) -> bool:
    return path.startswith(TESTS) and path.endswith(".py")


def _emptiness(place: Place) -> str:
    found = list(_assertions(place, set()))
    if not found:
        return "asserts nothing"
    if not any(found):
        return "asserts only what is always true"
    if not _looks_outside(place, set()):
        return "tests nothing but itself"
    return "replaces what it tests" if replaces_what_it_tests(place) else ""


def _compares_with_itself(place: Place) -> bool:
    """Whether a test asserts no more than that the same call gives the same twice."""
    own = [statement for statement, _ in reached(place.node.body) if isinstance(statement, ast.Assert)]
    return len(own) == len(list(_assertions(place, set()))) and all(is_repeated(each.test, place.node) for each in own)


def _assertions(place: Place, seen: set[int]) -> Iterator[bool]:
    """For each assertion of a function and its helpers, whether it could fail."""
    if id(place.node) in seen:
        return
    seen.add(id(place.node))
    facts = Facts.of(place.node, place.module)
    for statement, depth in reached(place.node.body):
        yield from _own(statement, depth, facts, place)
        for part in _expressions(statement):
            if isinstance(part, ast.Call) and _is_check(part, place):
                yield not _is_true_check(part, facts)
            for helper in place.helpers(part):
                yield from _assertions(helper, seen)
    for name in parameters(place.node):
        for fixture in place.fixtures(name):
            yield from _assertions(fixture, seen)


def is_meaningful(statement: ast.stmt, place: Place, facts: Facts) -> bool:
    """Whether a statement by itself is an assertion that could fail; `facts` are those of its function."""
    checks = (
        not _is_true_check(part, facts)
        for part in _expressions(statement)
        if isinstance(part, ast.Call) and _is_check(part, place)
    )
    return any((*_own(statement, 0, facts, place), *checks))


def _own(statement: ast.stmt, depth: int, facts: Facts, place: Place) -> Iterator[bool]:
    if isinstance(statement, ast.Assert):
        yield not is_always_true(statement.test, facts)
    elif isinstance(statement, ast.Raise) and depth:
        yield True
    elif isinstance(statement, ast.With | ast.AsyncWith) and any(_is_guard(item) for item in statement.items):
        inner = [each for each in statement.body if not isinstance(each, ast.Raise | ast.Assert)]
        parts = [part for each in inner for part in ast.walk(each)]
        hides = any(is_swallowed(item.context_expr) for item in statement.items)
        is_own = hides and any(helper for part in parts for helper in place.helpers(part))
        yield any(isinstance(part, DOES_SOMETHING) for part in parts) and not is_own


def _is_guard(item: ast.withitem) -> bool:
    call = item.context_expr
    return isinstance(call, ast.Call) and last(call.func) in GUARDS


def _is_check(call: ast.Call, place: Place) -> bool:
    """Whether a call is a check of a testing library, by its name; not one of the project's or the tests' own."""
    name = last(call.func)
    is_named_so = (
        name.startswith("assert") or (name in CHECKS and name not in GUARDS) or (name in GUARDS and len(call.args) > 1)
    )
    return is_named_so and not any(place.helpers(call.func)) and not place.module.is_of_project(call.func)


def _is_true_check(call: ast.Call, facts: Facts) -> bool:
    """Whether a check in unittest's style is of something that is always true."""
    name, arguments = last(call.func), call.args
    if name == "assertTrue" and arguments:
        return is_always_true(arguments[0], facts)
    if name in ("assertEqual", "assertIs", "assert_equal") and len(arguments) > 1:
        return is_always_true(ast.Compare(arguments[0], [ast.Eq()], [arguments[1]]), facts)
    return False


def _looks_outside(place: Place, seen: set[int], *, is_called: bool = False) -> bool:
    """Whether a test, its helpers and fixtures refer to the project or to anything else beyond the tests' own code.

    The parameters of a helper, which is called, are what it is given; those of tests and fixtures are fixtures.
    """
    if id(place.node) in seen:
        return False
    seen.add(id(place.node))
    given = place.parametrized()
    for name in parameters(place.node):
        fixtures = list(place.fixtures(name))
        if not is_called and not fixtures and name not in INERT_FIXTURES | given:
            return True
        if any(_looks_outside(each, seen) for each in fixtures):
            return True
    for part in ast.walk(place.node):
        if isinstance(part, ast.Name) and is_outside(place.module, part.id, seen):
            return True
        if any(_looks_outside(each, seen, is_called=True) for each in place.helpers(part)):
            return True
    return False


def is_outside(module: Module, name: str, seen: set[int]) -> bool:
    """Whether a name of a module of the tests stands for something that is not the tests' own code."""
    if name == "open":
        return True
    if origin := module.imports.get(name):
        return origin.split(".")[0] not in INERT | {"tests", ""}
    value = module.variables.get(name)
    if value is None or id(value) in seen:
        return False
    seen.add(id(value))
    return any(isinstance(part, ast.Name) and is_outside(module, part.id, seen) for part in ast.walk(value))


def _expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement itself, without those of statements and functions inside of it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr | ast.withitem | ast.keyword):
            yield from ast.walk(child)
