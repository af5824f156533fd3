"""Run pytest and count which branches of `app` its tests take: `python branch_counter.py REPORT [PYTEST OPTIONS]`.

This file runs in the sandbox, as it is, and needs the standard library and pytest only. Each module of `app` is
compiled with a mark at the start of every function and every outcome of `if`, `while`, `for` and `match`: setting a
byte costs next to nothing, where a trace function slows down everything that runs, libraries included.
"""

import ast
import json
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

MARKS = "__branch_marks__"
PACKAGE = "app"
Statements = list[ast.stmt]


class Counted:
    """The blocks of a file: whether each is an outcome of a branch, its number of statements, and if it was entered."""

    def __init__(self, path: str, text: bytes) -> None:
        """Raises SyntaxError."""
        self.tree = ast.parse(text, path)
        self.is_outcome: list[bool] = []
        self.sizes: list[int] = []
        self._mark_module(self.tree)
        ast.fix_missing_locations(self.tree)
        self.entered = bytearray(len(self.sizes))

    def report(self) -> dict[str, int]:
        """Outcomes and statements, with those that were met."""
        blocks = list(zip(self.is_outcome, self.sizes, self.entered, strict=True))
        return {
            "branches": sum(self.is_outcome),
            "branches_taken": sum(outcome for outcome, _, entered in blocks if entered),
            "lines": sum(self.sizes),
            "lines_run": sum(size for _, size, entered in blocks if entered),
        }

    def _mark_module(self, module: ast.Module) -> None:
        first = 1 if ast.get_docstring(module, clean=False) is not None else 0
        while first < len(module.body) and _is_future(module.body[first]):
            first += 1
        module.body[first:first] = [self._mark(module.body)]
        self._within(module.body)

    def _within(self, body: Statements) -> None:
        """Mark the blocks inside the statements of a block."""
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    first = 1 if ast.get_docstring(statement, clean=False) is not None else 0
                    statement.body.insert(first, self._mark(statement.body))
                    self._within(statement.body)
                case ast.If() if not _is_settled(statement.test):
                    self._outcomes(statement.body, statement.orelse)
                case ast.While() if not _is_settled(statement.test):
                    self._outcomes(statement.body, statement.orelse)
                case ast.For() | ast.AsyncFor():
                    self._outcomes(statement.body, statement.orelse)
                case ast.Match():
                    self._cases(statement)
                case _:
                    for inner in _blocks(statement):
                        self._within(inner)

    def _outcomes(self, body: Statements, otherwise: Statements) -> None:
        for block in (body, otherwise):
            mark = self._mark(block, is_outcome=True)
            self._within(block)
            block.insert(0, mark)

    def _cases(self, statement: ast.Match) -> None:
        for case in statement.cases:
            mark = self._mark(case.body, is_outcome=True)
            self._within(case.body)
            case.body.insert(0, mark)
        last = statement.cases[-1]
        if last.guard or not (isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None):
            nothing = ast.match_case(ast.MatchAs(), None, [self._mark([], is_outcome=True)])
            statement.cases.append(nothing)

    def _mark(self, block: Statements, *, is_outcome: bool = False) -> ast.stmt:
        """The statement that notes that a block was entered."""
        place = ast.Subscript(ast.Name(MARKS, ast.Load()), ast.Constant(len(self.sizes)), ast.Store())
        self.is_outcome.append(is_outcome)
        self.sizes.append(len(block))
        return ast.Assign([place], ast.Constant(1))


def _blocks(statement: ast.stmt) -> list[Statements]:
    """The blocks of any other statement, such as a class, a `with` or a `try`."""
    handlers = [handler.body for handler in getattr(statement, "handlers", [])]
    return [*(getattr(statement, name, []) for name in ("body", "orelse", "finalbody")), *handlers]


def _is_settled(test: ast.expr) -> bool:
    """Whether a condition is the same at every run, so that there is nothing to choose."""
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return isinstance(test, ast.Constant) or name == "TYPE_CHECKING"


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


class Finder:
    """Finds the modules of `app`, and has them compiled with marks."""

    def __init__(self) -> None:
        self.counted: dict[Path, Counted] = {}

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module as Python finds it, with a loader of our own."""
        if name.partition(".")[0] != PACKAGE:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path, self.counted)
        return spec


class Loader(SourceFileLoader):
    """Compiles a module with marks, whatever bytecode lies beside it."""

    def __init__(self, name: str, path: str, counted: dict[Path, Counted]) -> None:
        super().__init__(name, path)
        self._counted = counted

    def get_code(self, fullname: str) -> CodeType:
        """The code with its marks."""
        path = self.get_filename(fullname)
        found = self._counted.setdefault(Path(path).resolve(), Counted(path, self.get_data(path)))
        code: CodeType = compile(found.tree, path, "exec", dont_inherit=True)
        return code

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, which finds its marks among its globals."""
        path = Path(self.get_filename(module.__name__)).resolve()
        code = self.get_code(module.__name__)
        setattr(module, MARKS, self._counted[path].entered)
        exec(code, module.__dict__)  # noqa: S102 - as any loader of modules does


def report_of(counted: dict[Path, Counted], root: Path) -> dict[str, dict[str, int]]:
    """What was met of each file of the package, also of those that nothing imports."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        seen = counted.get(path.resolve()) or Counted(str(path), path.read_bytes())
        found[path.relative_to(root).as_posix()] = seen.report()
    return found


def main(report: str, options: list[str]) -> int:
    """Run pytest with `options`, and write what was met as JSON; pytest's exit code."""
    import pytest

    finder, root = Finder(), Path.cwd()
    sys.meta_path.insert(0, finder)
    code = pytest.main(options)
    try:
        (root / report).write_text(json.dumps(report_of(finder.counted, root)), encoding="utf-8")
    except (OSError, SyntaxError, RecursionError) as error:
        sys.stderr.write(f"branches: {error}\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
