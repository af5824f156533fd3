"""What the names of a Python file stand for, read without running it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from pipeline.patches.imports import MOST_KEPT, parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A simple statement, or the header of a compound one: with its expressions, and the functions it is inside."""

    scope: Scope
    inside: tuple[Function | ast.ClassDef, ...]
    statement: ast.stmt
    expressions: tuple[ast.AST, ...]

    @property
    def function(self) -> Function | None:
        """The innermost function that it is a statement of."""
        return next((each for each in reversed(self.inside) if not isinstance(each, ast.ClassDef)), None)

    @property
    def text(self) -> str:
        """What it says; of a compound statement, its header."""
        said = " ".join(ast.unparse(each) for each in self.expressions if isinstance(each, ast.expr | ast.arguments))
        return f"{type(self.statement).__name__} {getattr(self.statement, 'name', '')} {said}"


def parts(body: list[ast.stmt], inside: tuple[Function | ast.ClassDef, ...] = ()) -> Iterator[Part]:
    """Every statement of a file, each with what is directly its own."""
    scope = tuple(each.name for each in inside)
    for statement in body:
        own: list[ast.AST] = []
        blocks: list[list[ast.stmt]] = []
        for _, value in ast.iter_fields(statement):
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.ExceptHandler | ast.match_case):
                    own += [
                        part for name, part in ast.iter_fields(each) if isinstance(part, ast.AST) and name != "body"
                    ]
                    blocks.append(each.body)
                elif isinstance(each, ast.AST) and not isinstance(each, ast.stmt):
                    own.append(each)
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                blocks.append(value)
        yield Part(scope, inside, statement, tuple(own))
        is_scope = isinstance(statement, Function | ast.ClassDef)
        for block in blocks:
            yield from parts(block, (*inside, statement) if is_scope else inside)  # type: ignore[arg-type]


@dataclass
class Names:
    """The names that a file binds: by imports, at its top, and in each function."""

    tree: ast.Module
    imports: dict[str, str] = field(default_factory=dict)
    tops: dict[str, ast.stmt] = field(default_factory=dict)
    given: dict[Function, list[tuple[str, ast.expr | None]]] = field(default_factory=dict)
    """What each function gives its names, once it was asked."""

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            self.imports |= dict(imported(node))
        for statement in self.tree.body:
            for name in bound_by(statement):
                self.tops[name] = statement
        self.tops = {name: each for name, each in self.tops.items() if name not in self.imports}

    @cached_property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """By node, what it is part of."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def bound(self) -> frozenset[str]:
        """Every name that is bound anywhere in the file."""
        found = {*self.imports, *self.tops}
        for node in ast.walk(self.tree):
            found.update(_given(node))
        return frozenset(found)

    def dotted(self, node: ast.expr) -> str | None:
        """What an import brought, as a dotted name; None for anything else."""
        if isinstance(node, ast.Name):
            return self.imports.get(node.id)
        if isinstance(node, ast.Attribute) and (before := self.dotted(node.value)):
            return f"{before}.{node.attr}"
        return None

    def values(self, function: Function | None, name: str) -> list[ast.expr | None]:
        """What a function gives a name, None for a value that nobody can tell."""
        if function is None:
            return []
        if function not in self.given:
            self.given[function] = list(_values(function))
        return [value for bound, value in self.given[function] if bound == name]

    def constant(self, node: ast.expr | None) -> object:
        """The value of a constant, also of one by its name at the top of the file; None if it is no constant."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and isinstance(top := self.tops.get(node.id), ast.Assign | ast.AnnAssign):
            return top.value.value if isinstance(top.value, ast.Constant) else None
        return None


def bound_by(statement: ast.stmt) -> list[str]:
    """The names that a statement at the top of a file gives values."""
    if isinstance(statement, Function | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
    return []


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that an import binds, with what they stand for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (top, top)
    elif isinstance(node, ast.ImportFrom):
        yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _given(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
        yield node.name or "_"
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _values(function: Function) -> Iterator[tuple[str, ast.expr | None]]:
    known: dict[ast.AST, ast.expr | None] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            known[node.targets[0]] = node.value
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            known[node.target] = node.value
        elif isinstance(node, ast.withitem) and node.optional_vars:
            known[node.optional_vars] = node.context_expr
    augmented = {node.target for node in ast.walk(function) if isinstance(node, ast.AugAssign)}
    for node in ast.walk(function):
        if node not in augmented and node is not function:
            yield from ((name, known.get(node)) for name in _given(node))


def defined(tree: ast.Module) -> Mapping[str, ast.stmt]:
    """What a file defines itself at its top."""
    return {name: statement for statement in tree.body for name in bound_by(statement)}


@lru_cache(MOST_KEPT)
def defined_in(path: str, text: str) -> Mapping[str, ast.stmt]:
    """What a file defines itself at its top; raises PatchRefused."""
    return defined(parsed(path, text))


@lru_cache(MOST_KEPT)
def names_in(path: str, text: str) -> Names:
    """The names of a file; raises PatchRefused."""
    return Names(parsed(path, text))
