"""The modules of a project's tests: which function a name means, across the files of the tests."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    """One file: its imports (name to dotted origin), functions, classes and variables."""

    path: str
    project: frozenset[str]
    others: "Mapping[str, Module]"
    imports: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    variables: dict[str, ast.expr] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, tree: ast.Module, project: frozenset[str], others: "Mapping[str, Module]") -> Self:
        """Read a tree's names. `project` are the top-level names of the code under test."""
        made = cls(path, project, others)
        made.imports = imports(tree, path)
        for node in tree.body:
            if isinstance(node, Function):
                made.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                made.classes[node.name] = node
            elif isinstance(node, ast.Assign):
                made.variables |= {each.id: node.value for each in node.targets if isinstance(each, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                made.variables[node.target.id] = node.value
        return made

    @property
    def coroutines(self) -> frozenset[str]:
        """The names of its coroutine functions."""
        return frozenset(name for name, node in self.functions.items() if isinstance(node, ast.AsyncFunctionDef))

    def tests(self) -> "Iterator[Place]":
        """The test functions of the file."""
        for name, function in self.functions.items():
            if name.startswith("test"):
                yield Place(self, function, None)
        for owner in self.classes.values():
            if owner.name.startswith("Test"):
                yield from (Place(self, each, owner) for each in methods(owner) if each.name.startswith("test"))

    def is_of_project(self, callee: ast.expr) -> bool:
        """Whether a function comes, by its name, from an import of the project's own code."""
        while isinstance(callee, ast.Attribute):
            callee = callee.value
        return isinstance(callee, ast.Name) and self.imports.get(callee.id, "").split(".")[0] in self.project

    def find(self, name: str) -> "Iterator[Place]":
        """The functions and methods that a name of this file brings into play."""
        if name in self.functions:
            yield Place(self, self.functions[name], None)
        elif name in self.classes:
            owner = self.classes[name]
            yield from (Place(self, each, owner) for each in methods(owner) if each.name.startswith("__"))
        elif (module := self.others.get(self.imports.get(name, "").rpartition(".")[0])) and module is not self:
            yield from module.find(self.imports[name].rpartition(".")[2])


@dataclass(frozen=True)
class Place:
    """A function, the file it stands in, and its class if it has one."""

    module: Module
    node: Function
    owner: ast.ClassDef | None

    @property
    def name(self) -> str:
        """The name, with the class's before it, as pytest writes it."""
        return f"{self.owner.name}::{self.node.name}" if self.owner else self.node.name

    def helpers(self, part: ast.AST) -> "Iterator[Place]":
        """The functions of the tests' own code that an expression refers to."""
        if isinstance(part, ast.Name):
            inner = next((each for each in self._inner() if each.name == part.id), None)
            yield from [Place(self.module, inner, self.owner)] if inner else self.module.find(part.id)
        elif isinstance(part, ast.Attribute):
            yield from self._method(part)

    def fixtures(self, name: str) -> "Iterator[Place]":
        """The function of a fixture, if it is the tests' own."""
        own = [each for each in methods(self.owner) if each.name == name] if self.owner else []
        yield from (Place(self.module, each, self.owner) for each in own)
        if not own and name != self.node.name:
            yield from self.module.find(name)

    def parametrized(self) -> set[str]:
        """The names of parameters that get their values from `parametrize`."""
        found: set[str] = set()
        for decorator in (*self.node.decorator_list, *(self.owner.decorator_list if self.owner else ())):
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(("parametrize", "given")):
                first = decorator.args[0] if decorator.args else ast.Constant("")
                found |= {each.strip() for each in str(getattr(first, "value", "")).split(",")}
                found |= {keyword.arg or "" for keyword in decorator.keywords}
        return found

    def _inner(self) -> Iterator[Function]:
        return (each for each in ast.walk(self.node) if isinstance(each, Function) and each is not self.node)

    def _method(self, part: ast.Attribute) -> "Iterator[Place]":
        """A function of an imported file of the tests, or a method of that name of any class in reach."""
        if isinstance(part.value, ast.Name) and (
            module := self.module.others.get(self.module.imports.get(part.value.id, ""))
        ):
            yield from module.find(part.attr)
            return
        reachable = {self.module.path: self.module}
        for origin in self.module.imports.values():
            for name in (origin, origin.rpartition(".")[0]):
                if found := self.module.others.get(name):
                    reachable[found.path] = found
        for module in reachable.values():
            for owner in module.classes.values():
                yield from (Place(module, each, owner) for each in methods(owner) if each.name == part.attr)


def modules(trees: Mapping[str, ast.Module], project: frozenset[str]) -> dict[str, Module]:
    """The modules by path; they know each other by their dotted names."""
    by_name: dict[str, Module] = {}
    found = {path: Module.of(path, tree, project, by_name) for path, tree in trees.items()}
    by_name |= {dotted(path): module for path, module in found.items()}
    return found


def dotted(path: str) -> str:
    """A file's name as imports write it."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(tree: ast.AST, path: str) -> dict[str, str]:
    """What each imported name of a file stands for, as a dotted name."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            above = dotted(path).split(".")[: -node.level] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            found |= {alias.asname or alias.name: f"{origin}.{alias.name}" for alias in node.names}
    return found


def parameters(function: Function) -> list[str]:
    """The names of a function's parameters."""
    arguments = function.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def methods(owner: ast.ClassDef) -> list[Function]:
    """The functions of a class's body."""
    return [each for each in owner.body if isinstance(each, Function)]
