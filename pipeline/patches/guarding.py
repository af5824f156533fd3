"""What keeps requests out stays where it is: every statement that names it, under the same conditions."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.contracts.patches import Gate
from pipeline.patches.imports import parsed
from pipeline.patches.language.names import Function
from pipeline.patches.places import CODE, is_guard
from pipeline.patches.refusal import PatchRefused

DEPENDENCIES = "dependencies"
"""The argument by which FastAPI asks for a key."""
ROUTING = frozenset(
    (
        *("add_api_route", "add_api_websocket_route", "add_middleware", "add_route", "add_url_rule", "api_route"),
        *("before_request", "exception_handler", "include_router", "middleware", "mount", "register_blueprint"),
        *("route", "websocket", "get", "post", "put", "patch", "delete", "head", "options"),
    )
)
"""What binds addresses to code."""
BLOCKS = ("body", "orelse", "finalbody", "handlers")
"""Where the statements of a compound statement are."""
OPEN_ROUTER = "public"
"""What the projects call the router whose routes need no key."""


@dataclass
class Guarded:
    """What guards the application in one file: statements with the headers that they are under, and their names."""

    statements: Counter[tuple[str, ...]] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    dependencies: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Scope:
    """The functions that a file had before a patch, and the names that it binds outside of functions, now or before."""

    functions: frozenset[str]
    tops: frozenset[str]

    @classmethod
    def of(cls, before: ast.Module, after: ast.Module) -> "Scope":
        """That of a file."""
        functions = {node.name for node in ast.walk(before) if isinstance(node, Function)}
        return cls(frozenset(functions), frozenset(name for tree in (before, after) for name in _outside(tree)))

    def bound(self, node: ast.AST, *, is_new: bool = False) -> Iterator[str]:
        """The names that a file binds, but for variables of new functions: nothing else can see these."""
        for child in ast.iter_child_nodes(node):
            for name in _given_values(child):
                if not (is_new and isinstance(child, ast.Name) and name not in self.tops):
                    yield name
            starts = isinstance(child, Function) and child.name not in self.functions
            yield from self.bound(child, is_new=is_new or starts)


def check_guards(path: str, old: str, new: str) -> None:
    """Raises PatchRefused where a file of the application no longer guards it as it did."""
    if not path.startswith(CODE) or not path.endswith(".py"):
        return
    after = parsed(path, new)
    _check_open_routes(path, parsed(path, old), after)
    if not old:
        return
    before = parsed(path, old)
    was, now = _guarded(before), _guarded(after)
    for gone in was.statements - now.statements:
        raise PatchRefused(Gate.CONTENT, f"{path} has to keep `{gone[-1][:120]}`, which guards the application.")
    if not was.statements:
        return
    known = Scope.of(before, after)
    more = Counter(_leaving(after, was, known)) - Counter(_leaving(before, was, known))
    for told in more:
        raise PatchRefused(Gate.CONTENT, f"{path} has {told} beside what guards the application.")
    for call in Counter(_bindings(after, was)) - Counter(_bindings(before, was)):
        raise PatchRefused(Gate.CONTENT, f"{path} has `{call[:120]}`, which no guard is in front of.")


def _guarded(tree: ast.Module) -> Guarded:
    found = Guarded()
    imported = set(_guards_imported(tree))
    for headers, part in _parts(tree.body, ()):
        names = _named(part)
        given = [each for each in ast.walk(part) if isinstance(each, ast.keyword) and each.arg == DEPENDENCIES]
        if names & imported or given:
            found.statements.update((*headers, text) for text in _texts(part, imported))
            found.names |= names
            found.dependencies |= {ast.unparse(each) for each in given}
    return found


def _texts(part: ast.AST, imported: set[str]) -> Iterator[str]:
    """What has to stay of a statement: of a call that is only given what guards, these arguments, else all of it."""
    call = part.value if isinstance(part, ast.Expr) else None
    if not isinstance(call, ast.Call) or _named(call.func) & imported or getattr(call.func, "attr", "") in ROUTING:
        yield ast.unparse(part)
        return
    for each in (*call.args, *call.keywords):
        if _named(each) & imported:
            yield f"{ast.unparse(call.func)}({ast.unparse(each)})"


def _named(part: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}


def _guards_imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            last = node.module.rpartition(".")[2]
            for alias in node.names:
                if is_guard(f"{last}.py") or is_guard(f"{alias.name}.py"):
                    yield alias.asname or alias.name


def _parts(body: list[ast.stmt], headers: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ast.AST]]:
    """Simple statements, and the headers of the others, each with the headers that it is under."""
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        blocks = [each for name in BLOCKS[:-1] if (each := getattr(statement, name, None))]
        handlers = getattr(statement, "handlers", [])
        if not blocks:
            yield headers, statement
            continue
        header = _header(statement)
        yield headers, header
        named = getattr(statement, "name", "") or ast.unparse(header)
        for number, block in enumerate(blocks):
            yield from _parts(block, (*headers, f"{type(statement).__name__} {named} {number}"))
        for handler in handlers:
            yield from _parts(handler.body, (*headers, "except"))


def _header(statement: ast.stmt) -> ast.AST:
    """What a compound statement says before its block, as a tuple: its expressions, and the names of its arguments."""
    parts: list[ast.expr] = []
    for name, value in ast.iter_fields(statement):
        for each in value if isinstance(value, list) else [value]:
            if name not in BLOCKS and isinstance(each, ast.AST):
                parts += _expressions(each)
    return ast.Tuple(elts=parts, ctx=ast.Load())


def _expressions(part: ast.AST) -> Iterator[ast.expr]:
    if isinstance(part, ast.expr):
        yield part
        return
    for node in ast.walk(part):
        if isinstance(node, ast.expr):
            yield node
        elif isinstance(node, ast.arg):
            yield ast.Name(id=node.arg, ctx=ast.Load())


def _leaving(tree: ast.Module, was: Guarded, known: Scope) -> Iterator[str]:
    """Ways around the guards in the functions that have them, and new values of their names."""
    inside = {key[:-1] for key in was.statements if key[:-1]}
    for headers, part in _parts(tree.body, ()):
        is_inside = any(headers[: len(each)] == each or each[: len(headers)] == headers for each in inside if headers)
        if is_inside and isinstance(part, ast.Return | ast.Raise | ast.Break | ast.Continue):
            yield f"a `{type(part).__name__.lower()}`"
    yield from (f"a new value of `{name}`" for name in known.bound(tree) if name in was.names)


def _outside(node: ast.AST) -> Iterator[str]:
    """The names that are bound outside of functions."""
    for child in ast.iter_child_nodes(node):
        yield from _given_values(child)
        if not isinstance(child, Function):
            yield from _outside(child)


def _given_values(node: ast.AST) -> Iterator[str]:
    """The names that a node binds."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names)
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield from node.names


def _bindings(tree: ast.Module, was: Guarded) -> Iterator[str]:
    """Calls of the application that bind addresses, other than with the guards that there are."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ROUTING):
            continue
        given = {ast.unparse(each) for each in node.keywords if each.arg == DEPENDENCIES}
        is_application = isinstance(node.func.value, ast.Name) and node.func.value.id in ("app", "application")
        if is_application and not (was.dependencies and given and given <= was.dependencies):
            yield ast.unparse(node)


def _check_open_routes(path: str, before: ast.Module, after: ast.Module) -> None:
    def routes(tree: ast.Module) -> Counter[str]:
        return Counter(
            ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == OPEN_ROUTER
        )

    for more in routes(after) - routes(before):
        raise PatchRefused(Gate.CONTENT, f"{path} has `{more}`, a route that needs no key.")
