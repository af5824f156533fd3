"""Which tests are seen, from their text, to meet an assertion whenever they run to their end.

Of the others only a run can tell: a condition may leave the assertion out, a loop may have no rounds, a thread or a
decorator of the tests may swallow that it fails.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline.review.honesty.assertions import INERT_FIXTURES, is_meaningful, project_modules
from pipeline.review.honesty.loops import is_some, stored
from pipeline.review.honesty.modules import Function, Module, Place, parameters
from pipeline.review.honesty.reached import is_swallowed
from pipeline.review.honesty.truths import Facts, last

LATER = (ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.IfExp)
"""Expressions whose parts may never be evaluated."""
ENDS_A_TEST = {"skip", "exit", "_exit", "xfail", "importorskip"}
RUNNERS = {"run", "run_until_complete", "gather", "wait_for"}


@dataclass(frozen=True)
class Uncertain:
    """The ids of tests of which only a run can tell whether an assertion is met."""

    tests: tuple[str, ...]
    depending: tuple[str, ...]
    """Those where it is up to the project: in a loop over its records, under a condition on its fields."""
    is_any_certain: bool
    """Whether another test is certain."""

    @property
    def run(self) -> tuple[str, ...]:
        """The tests to try: those that depend on the project only where no test is certain."""
        return self.tests if self.is_any_certain else (*self.tests, *self.depending)


def uncertain_tests(files: Mapping[str, bytes]) -> Uncertain:
    """The tests of a project that are not seen to meet an assertion whenever they run."""
    tests: list[str] = []
    depending: list[str] = []
    is_any_certain = False
    for path, module in project_modules(files).items():
        for place in module.tests() if path.rpartition("/")[2].startswith("test_") else ():
            if _is_certain(place, set(), is_lenient=False):
                is_any_certain = True
            else:
                kind = depending if _is_certain(place, set(), is_lenient=True) else tests
                kind.append(f"{path}::{place.name}")
    return Uncertain(tuple(tests), tuple(depending), is_any_certain)


@dataclass(frozen=True)
class _Reading:
    """A function that is read, the functions that were, and the names that hold something of the project."""

    place: Place
    facts: Facts
    seen: set[int]
    of_project: frozenset[str]
    is_lenient: bool

    def depends(self, condition: ast.expr) -> bool:
        """Whether it is up to the project if what stands under a condition, or in a loop, is reached."""
        return self.is_lenient and bool(_names(condition) & self.of_project)

    def decides(self, condition: ast.expr) -> bool:
        """Whether it is up to the project, and not to an answer that is tested, if a condition holds."""
        return self.depends(condition) and not _is_answer(condition, self.place, self.of_project, self.of_project)


def _is_certain(place: Place, seen: set[int], *, is_lenient: bool) -> bool:
    is_decorated = any(True for each in place.node.decorator_list for _ in place.helpers(_callee(each)))
    if id(place.node) in seen or is_decorated:
        return False
    seen.add(id(place.node))
    return _meets(
        place.node.body, _Reading(place, Facts.of(place.node, place.module), seen, _of_project(place), is_lenient)
    )


def _of_project(place: Place) -> frozenset[str]:
    """The names in a function that hold something of the project, or of a fixture; not an answer that is tested."""
    found = {name for name in _names(place.node) if _is_of_project(place.module, name, set())}
    found |= set(parameters(place.node)) - INERT_FIXTURES - place.parametrized()
    roots = frozenset(found)
    for _ in range(2):
        for node in ast.walk(place.node):
            is_loop = isinstance(node, ast.For | ast.AsyncFor)
            if is_loop or isinstance(node, ast.Assign | ast.AnnAssign | ast.With | ast.NamedExpr):
                parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr | ast.withitem)]
                is_answer = not is_loop and any(_is_answer(part, place, roots, found) for part in parts)
                if any(_names(part) & found for part in parts) and not is_answer:
                    found |= {name for part in parts for name in stored(part)}
    return frozenset(found)


def _is_answer(node: ast.AST, place: Place, roots: AbstractSet[str], known: AbstractSet[str]) -> bool:
    """Whether an expression asks the project, or a fixture, something that the test alone decides.

    What such a call gives is what is tested; what one gives that is given the project's own tables or fields depends on
    those, and may well be nothing.
    """
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            root = call.func
            while isinstance(root, ast.Attribute):
                root = root.value
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            is_asked = isinstance(root, ast.Name) and root.id in roots and not any(True for _ in place.helpers(root))
            if is_asked and not any(_names(each) & known for each in given):
                return True
    return False


def _is_of_project(module: Module, name: str, seen: set[int]) -> bool:
    """Whether a name of the tests stands for the project's code, or for what is made of it."""
    if module.imports.get(name, "").split(".")[0] in module.project:
        return True
    if name not in module.variables:
        origin, _, inner = module.imports.get(name, "").rpartition(".")
        if (other := module.others.get(origin)) and inner in other.variables:
            return _is_of_project(other, inner, seen)
    value = module.variables.get(name)
    parts = [(module, value)] if value is not None else [(each.module, each.node) for each in module.find(name)]
    for home, part in parts:
        if id(part) not in seen:
            seen.add(id(part))
            if any(_is_of_project(home, each, seen) for each in _names(part)):
                return True
    return False


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _meets(body: list[ast.stmt], reading: _Reading) -> bool:
    for statement in body:
        if _asserts(statement, reading) or any(_meets(inner, reading) for inner in _straight(statement, reading)):
            return True
        if _may_end(statement, reading):
            return False
    return False


def _asserts(statement: ast.stmt, reading: _Reading) -> bool:
    """Whether a statement itself is an assertion that could fail, or calls a helper that meets one."""
    place = reading.place
    if is_meaningful(statement, place, reading.facts):
        return True
    awaited = {id(part.value) for part in ast.walk(statement) if isinstance(part, ast.Await)}
    for call, is_run in _calls(statement):
        is_waited_for = is_run or id(call) in awaited
        for helper in place.helpers(call.func):
            is_started = is_waited_for or not isinstance(helper.node, ast.AsyncFunctionDef)
            is_run_now = is_started and not _yields(helper.node)
            if is_run_now and _is_certain(helper, reading.seen, is_lenient=reading.is_lenient):
                return True
    return False


def _calls(statement: ast.stmt) -> Iterator[tuple[ast.Call, bool]]:
    """The calls that a statement makes whenever it is reached, and whether each is given to what runs coroutines."""
    waiting: list[tuple[ast.AST, bool]] = [
        (child, False)
        for child in ast.iter_child_nodes(statement)
        if isinstance(child, ast.expr) and not isinstance(statement, ast.While)
    ]
    while waiting:
        node, is_run = waiting.pop()
        if isinstance(node, LATER):
            continue
        if isinstance(node, ast.Call):
            yield node, is_run
            is_run = last(node.func) in RUNNERS
        parts = node.values[:1] if isinstance(node, ast.BoolOp) else ast.iter_child_nodes(node)
        waiting.extend((part, is_run) for part in parts)


def _straight(statement: ast.stmt, reading: _Reading) -> Iterator[list[ast.stmt]]:
    """The statements inside that are reached with this one, and whose failing is not held up."""
    if isinstance(statement, ast.With | ast.AsyncWith):
        contexts = [item.context_expr for item in statement.items]
        if not any(is_swallowed(each) or _may_swallow(reading.place, each) for each in contexts):
            yield statement.body
    elif isinstance(statement, ast.Try) and not statement.handlers:
        if not any(isinstance(part, ast.Return) for each in statement.finalbody for part in ast.walk(each)):
            yield statement.body
    elif isinstance(statement, ast.If | ast.While) and reading.decides(statement.test):
        yield from (statement.body, statement.orelse)
    elif isinstance(statement, ast.For | ast.AsyncFor) and (
        is_some(statement.iter, reading.place) or reading.depends(statement.iter)
    ):
        yield statement.body


def _may_swallow(place: Place, context: ast.expr) -> bool:
    """Whether a context manager of the tests' own may take an error; a generator does not unless it catches it."""
    for helper in place.helpers(_callee(context)):
        if helper.owner is None:
            is_quiet = not _yields(helper.node) or _has(helper.node, lambda each: isinstance(each, ast.ExceptHandler))
        else:
            is_quiet = "exit__" in helper.node.name and _has(helper.node, lambda each: isinstance(each, ast.Return))
        if is_quiet:
            return True
    return False


def _callee(expression: ast.expr) -> ast.expr:
    return expression.func if isinstance(expression, ast.Call) else expression


def _may_end(statement: ast.stmt, reading: _Reading) -> bool:
    """Whether the test may end with a statement before what comes after it."""
    is_definition = isinstance(statement, Function | ast.ClassDef)
    if is_definition or (isinstance(statement, ast.If) and reading.decides(statement.test)):
        return False
    return _has(
        statement,
        lambda part: (
            isinstance(part, ast.Return | ast.Continue | ast.Break)
            or (isinstance(part, ast.Call) and last(part.func) in ENDS_A_TEST)
        ),
    )


def _yields(function: Function) -> bool:
    return _has(function, lambda part: isinstance(part, ast.Yield | ast.YieldFrom))


def _has(node: ast.AST, is_meant: Callable[[ast.AST], bool]) -> bool:
    """Whether something stands in a statement, but not in functions that it defines."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if is_meant(part):
            return True
        waiting.extend(
            child for child in ast.iter_child_nodes(part) if not isinstance(child, Function | ast.Lambda | ast.ClassDef)
        )
    return False
