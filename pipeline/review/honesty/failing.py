"""The tests of a project with their assertions made to fail: a test that passes all the same never met one."""

import ast
from collections.abc import Mapping

from pipeline import syntax
from pipeline.review.honesty.assertions import CHECKS, GUARDS, project_modules
from pipeline.review.honesty.modules import Function, Module
from pipeline.review.honesty.truths import Facts, is_always_true, last

FAILS = "assert False"


def made_to_fail(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, in whose tests each assertion within a function fails when it is met, if it could ever fail."""
    known = project_modules(files)
    return {
        path: ast.unparse(_Failing(known[path]).visit(syntax.parse(content))).encode() if path in known else content
        for path, content in files.items()
    }


class _Failing(ast.NodeTransformer):
    """Puts an assertion of nothing true in the place of each assertion and check; what fails by hand always does."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._facts: list[Facts] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._inside(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._inside(node)

    def _inside(self, node: Function) -> ast.AST:
        self._facts.append(Facts.of(node, self._module))
        self.generic_visit(node)
        self._facts.pop()
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return _fail() if self._facts and not is_always_true(node.test, self._facts[-1]) else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if self._facts and isinstance(call, ast.Call) and _is_check(call):
            return _fail()
        return self.generic_visit(node)

    def visit_With(self, node: ast.With) -> ast.AST:
        return self._within(node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        return self._within(node)

    def _within(self, node: ast.With | ast.AsyncWith) -> ast.AST:
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        if self._facts and any(last(call.func) in GUARDS for call in calls):
            return _fail()
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        if self._facts and any(map(_fails_by_hand, (*node.body, *node.orelse))):
            return _fail()
        return self.generic_visit(node)

    def visit_Try(self, node: ast.Try) -> ast.AST:
        if self._facts and any(map(_fails_by_hand, (*node.body, *node.orelse))):
            return _fail()
        return self.generic_visit(node)


def _fail() -> ast.stmt:
    return ast.parse(FAILS).body[0]


def _is_check(call: ast.Call) -> bool:
    name = last(call.func)
    return name.startswith("assert") or name in CHECKS


def _fails_by_hand(statement: ast.stmt) -> bool:
    """Whether a statement raises, or calls `pytest.fail`."""
    is_call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    return isinstance(statement, ast.Raise) or (is_call and last(statement.value.func) == "fail")  # type: ignore[attr-defined]
