"""Signs in a project's text that it would reach for whoever tests it. What is found here is not run at all.

The tests run in one process with the project, so what a project may do there is bounded beforehand: nothing that is
not source code, no module that stands in for one of Python's or of a package, no hand on the test runner or on what
was imported, and no object that is equal to everything.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pipeline import syntax
from pipeline.review.honesty.assertions import TESTS, top_level
from pipeline.review.honesty.modules import Function, imports
from pipeline.review.honesty.truths import last

RUNNER = {"pytest", "_pytest", "pluggy", "xdist", "iniconfig", "pytest_asyncio", "anyio.pytest_plugin", "coverage"}
START = {"sitecustomize", "usercustomize"}
COMPILED = {".pyc", ".pyo", ".so", ".pyd", ".dll", ".dylib", ".pth", ".egg", ".egg-link"}
METADATA = (".dist-info", ".egg-info")
DOORS = {  # to objects of the test runner, without importing it
    *("sys.modules", "sys._getframe", "sys.settrace", "sys.setprofile", "sys.meta_path", "sys.path_hooks"),
    *("gc.get_objects", "gc.get_referrers", "gc.get_referents", "inspect.stack", "inspect.currentframe"),
    *("inspect.getouterframes", "threading.settrace", "threading.setprofile", "sys.monitoring", "sys._current_frames"),
}
INSIDES = {
    "__subclasses__",
    "__builtins__",
    "__globals__",
    "__closure__",
    "__code__",
    "f_globals",
    "f_back",
    "f_locals",
}


def tampering(files: Mapping[str, bytes], lock: str) -> str:
    """One sentence on the first sign found, empty if there is none; raises SyntaxError for a file that can't be read.

    `lock` is the text of the pinned packages that the tests run with.
    """
    packages = {name.lower().replace("-", "_") for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    return next((f"{path} {problem}." for path, problem in _found(files, packages)), "")


def _found(files: Mapping[str, bytes], packages: set[str]) -> Iterator[tuple[str, str]]:
    for path in files:
        yield from ((path, problem) for problem in _of_path(PurePosixPath(path), packages))
    for path, content in files.items():
        if path.endswith(".py"):
            tree = syntax.parse(content)
            is_test = path.startswith(TESTS)
            for problem in (*_of_test(tree), *_of_any(tree)) if is_test else (*_of_project(tree, path), *_of_any(tree)):
                yield path, problem


def _of_path(path: PurePosixPath, packages: set[str]) -> Iterator[str]:
    if "__pycache__" in path.parts or path.suffix.lower() in COMPILED:
        yield "is code that can't be read"
    if any(part.lower().endswith(METADATA) for part in path.parts):
        yield "would pass for an installed package"
    name = top_level(str(path))
    taken = sys.stdlib_module_names | RUNNER | START | packages
    if path.suffix == ".py" and name.lower() in taken - {"tests"}:
        yield f"would stand in for the module {name}"


def _of_test(tree: ast.Module) -> Iterator[str]:
    for origin in imports(tree, "").values():
        if origin.split(".")[0] in RUNNER - {"pytest"}:
            yield f"reaches for the test runner ({origin})"
    for node in tree.body:
        if isinstance(node, Function) and node.name.startswith("pytest_"):
            yield f"reaches for the test runner ({node.name})"
        if isinstance(node, ast.Assign | ast.AnnAssign) and "pytest_plugins" in _targets(node):
            yield "reaches for the test runner (pytest_plugins)"


def _of_project(tree: ast.Module, path: str) -> Iterator[str]:
    imported = imports(tree, path)
    for origin in imported.values():
        if origin.split(".")[0] in RUNNER | {"unittest", "builtins", "ctypes"}:
            yield f"reaches for what tests it ({origin})"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.attr in INSIDES or _dotted(node, imported) in DOORS):
            yield f"reaches for what tests it ({ast.unparse(node)})"
        elif isinstance(node, ast.Name) and (node.id in INSIDES or imported.get(node.id) in DOORS):
            yield f"reaches for what tests it ({node.id})"
        elif isinstance(node, ast.Call) and last(node.func) in ("import_module", "__import__", "run_module"):
            name = node.args[0] if node.args else None
            if not isinstance(name, ast.Constant):
                yield "imports a module whose name can't be read"
            elif str(name.value).split(".")[0] in RUNNER | {"unittest", "builtins", "ctypes"}:
                yield f"reaches for what tests it ({name.value!s})"


def _of_any(tree: ast.Module) -> Iterator[str]:
    imported = imports(tree, "")
    functions = {node.name for node in ast.walk(tree) if isinstance(node, Function | ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from _replaced(node, imported, functions)
        elif isinstance(node, ast.Call) and last(node.func) == "setattr" and node.args:
            if isinstance(node.args[0], ast.Name) and node.args[0].id in imported and isinstance(node.func, ast.Name):
                yield f"changes {node.args[0].id}, which it imports"
        elif isinstance(node, ast.ClassDef):
            yield from _equal_to_all(node)


def _replaced(node: ast.Assign, imported: Mapping[str, str], functions: set[str]) -> Iterator[str]:
    """Functions and classes put in the place of what was imported."""
    is_code = isinstance(node.value, ast.Lambda) or (isinstance(node.value, ast.Name) and node.value.id in functions)
    for target in node.targets:
        if not isinstance(target, ast.Attribute):
            continue
        owner = target.value
        while isinstance(owner, ast.Attribute) and owner.attr[:1].isupper():  # a class of a module
            owner = owner.value
        origin = imported.get(owner.id, "") if isinstance(owner, ast.Name) else ""
        if origin and (is_code or origin.split(".")[0] in RUNNER | {"builtins"}):
            yield f"changes {ast.unparse(target)}, which it imports"


def _equal_to_all(owner: ast.ClassDef) -> Iterator[str]:
    """A comparison that does not look at what it compares with."""
    for node in owner.body:
        if isinstance(node, ast.FunctionDef) and node.name in ("__eq__", "__ne__") and len(node.args.args) == 2:
            other = node.args.args[1].arg
            used = any(isinstance(part, ast.Name) and part.id == other for each in node.body for part in ast.walk(each))
            if not used:
                yield f"compares {owner.name} with anything alike"
        elif isinstance(node, ast.Assign) and "__eq__" in _targets(node) and isinstance(node.value, ast.Lambda):
            yield f"compares {owner.name} with anything alike"


def _dotted(node: ast.Attribute, imported: Mapping[str, str]) -> str:
    owner = node.value
    return f"{imported.get(owner.id, '')}.{node.attr}" if isinstance(owner, ast.Name) else ""


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    found = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for each in found if isinstance(each, ast.Name)}
