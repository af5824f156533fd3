"""What of the project's own modules a patch may use: what they define themselves, and of guards what routes use."""

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from pipeline.contracts.patches import Gate
from pipeline.patches.imports import MOST_KEPT, imports_of, parsed
from pipeline.patches.language.members import attributes_of_values, members_of, of_the_world
from pipeline.patches.language.names import Function, bound_by, defined_in, names_in
from pipeline.patches.language.offered import offered
from pipeline.patches.packages import Packages
from pipeline.patches.places import CODE, TESTS, is_guard
from pipeline.patches.refusal import PatchRefused

METHODS = frozenset(("get", "post", "put", "patch", "delete"))
_PACKAGES = frozenset(
    ("fastapi", "flask", "ibis", "markupsafe", "numpy", "pydantic", "sqlalchemy", "starlette", "werkzeug")
)
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class Own:
    """A project as it was and as it is to be."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def check(self, path: str, name: str) -> None:
        """Raises PatchRefused where a file may not import a dotted name of the project."""
        module, _, last = name.rpartition(".")
        if name.startswith("tests") and path.startswith(CODE):
            raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which is not a module that it may use.")
        for whole in (name, module):
            if whole in self.modules and whole in self.closed and not path.startswith(TESTS):
                if whole == module and last in self.used_by_routes.get(module, ()):
                    return
                raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which guards the application.")
        if name in self.modules:
            return
        if module not in self.modules:
            raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which is not a module that it may use.")
        if last not in self._defined(module):
            raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which {module} does not define itself.")

    def may_use(self, path: str, name: str) -> bool:
        """Whether a file may use a dotted name of the project, as it may import it."""
        try:
            self.check(path, name)
        except PatchRefused:
            return False
        return True

    @cached_property
    def modules(self) -> frozenset[str]:
        """The project's own modules and packages by their dotted names."""
        paths = [PurePosixPath(path) for path in self.after if path.endswith(".py")]
        modules = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths}
        return frozenset(modules | {".".join(path.parent.parts) for path in paths})

    @cached_property
    def closed(self) -> frozenset[str]:
        """The modules that guard the application, or that reach files, the environment or other programs themselves."""
        return frozenset(module_of(path) for path in self.before if _is_code(path) and self._is_closed(path))

    @cached_property
    def used_by_routes(self) -> Mapping[str, frozenset[str]]:
        """By module, the functions of it that files import which have routes or hand functions to templates."""
        found: dict[str, set[str]] = {}
        for path, content in self.before.items():
            if not _is_code(path) or is_guard(path) or not _answers(path, content):
                continue
            for name in imports_of(path, content.decode()):
                module, _, last = name.rpartition(".")
                if module.startswith("app") and isinstance(self._defined(module).get(last), Function):
                    found.setdefault(module, set()).add(last)
        return {module: frozenset(names) for module, names in found.items()}

    def attributes(self, *, in_tests: bool) -> frozenset[str]:
        """The attributes that a patch may use: of plain values, and of the project's classes and records."""
        return self._attributes_in_tests if in_tests else self._attributes_in_code

    @cached_property
    def _attributes_in_code(self) -> frozenset[str]:
        return self._attributes((CODE,), in_tests=False)

    @cached_property
    def _attributes_in_tests(self) -> frozenset[str]:
        return self._attributes((CODE, TESTS), in_tests=True)

    def _attributes(self, folders: tuple[str, ...], *, in_tests: bool) -> frozenset[str]:
        code = [path for path in self.after if path.endswith(".py") and path.startswith(folders)]
        known, new = set[str](), set[str]()
        for path in code:
            if path in self.before and (in_tests or module_of(path) not in self.closed):
                known.update(_attributes(path, self.before[path]))
            if self.before.get(path) != self.after[path]:
                new.update(_members(path, self.after[path]))
        return attributes_of_values(in_tests=in_tests) | (known - _LEADING) | (new - of_the_world())

    def binds(self, name: str) -> bool:
        """Whether a module of the project gives a name a meaning, by its imports, too."""
        module, _, last = name.rpartition(".")
        path = self._path(module)
        return path in self.after and last in names_in(path, self.after[path].decode()).bound

    def is_class(self, name: str) -> bool:
        """Whether a dotted name is a class that the project defines."""
        module, _, last = name.rpartition(".")
        return isinstance(self._defined(module).get(last), ast.ClassDef)

    def definition(self, name: str) -> ast.stmt | None:
        """The statement by which the project defines a dotted name."""
        module, _, last = name.rpartition(".")
        return self._defined(module).get(last)

    def is_as_before(self, name: str) -> bool:
        """Whether the module of a dotted name is one that the patch does not touch."""
        path = self._path(name.rpartition(".")[0])
        return self.before.get(path) == self.after.get(path)

    def _is_closed(self, path: str) -> bool:
        if is_guard(path) or "create_app" in defined_in(path, self.before[path].decode()):
            return True
        tops = {(name, name.partition(".")[0]) for name in imports_of(path, self.before[path].decode())}
        return any(not _is_harmless(name) for name, top in tops if top not in ("app", "tests") and top not in _PACKAGES)

    def _defined(self, module: str) -> Mapping[str, ast.stmt]:
        path = self._path(module)
        return defined_in(path, self.after[path].decode()) if path in self.after else {}

    def _path(self, module: str) -> str:
        place = module.replace(".", "/")
        return f"{place}.py" if f"{place}.py" in self.after else f"{place}/__init__.py"


_LEADING = frozenset(("app", "state", "config", "extensions", "environ", "settings", "engine", "session", "scope"))
"""Attributes of the project's classes by which the whole application is reached."""


def has_routes(tree: ast.Module) -> bool:
    """Whether a file binds addresses to functions."""
    return any(isinstance(node, Function) and any(map(is_route, node.decorator_list)) for node in tree.body)


def is_route(decorator: ast.expr) -> bool:
    """Whether a decorator binds an address."""
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in METHODS
        and isinstance(decorator.func.value, ast.Name)
    )


def _is_harmless(name: str) -> bool:
    module, _, _ = name.rpartition(".")
    top = name.partition(".")[0]
    return any(members_of(each, in_tests=False) for each in (name, module or top)) or top not in sys.stdlib_module_names


def _is_code(path: str) -> bool:
    return path.startswith(CODE) and path.endswith(".py")


def module_of(path: str) -> str:
    """The dotted name of a file of Python code."""
    return ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix(".__init__")


@lru_cache(MOST_KEPT)
def _answers(path: str, content: bytes) -> bool:
    tree = parsed(path, content.decode())
    return has_routes(tree) or any(offered(tree).values())


@lru_cache(MOST_KEPT)
def _attributes(path: str, content: bytes) -> frozenset[str]:
    """The names that classes of a file define, and those of the records' fields."""
    nodes = ast.walk(parsed(path, content.decode())) if path.endswith("schema.py") else ()
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return _members(path, content) | {text for text in texts if _FIELD.fullmatch(text)}


@lru_cache(MOST_KEPT)
def _members(path: str, content: bytes) -> frozenset[str]:
    """The public names that classes of a file define."""
    found = set[str]()
    for node in ast.walk(parsed(path, content.decode())):
        if isinstance(node, ast.ClassDef):
            found.update(name for each in node.body for name in bound_by(each))
            parts = [each for each in ast.walk(node) if isinstance(each, ast.Attribute)]
            found.update(each.attr for each in parts if isinstance(each.ctx, ast.Store) and _is_self(each.value))
    return frozenset(name for name in found if not name.startswith("_"))


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def check_imports(path: str, names: frozenset[str], own: Own, packages: Packages) -> None:
    """Raises PatchRefused where a file now imports something that no patch may use."""
    in_tests = path.startswith(TESTS)
    for name in sorted(names):
        top = name.partition(".")[0]
        if top in ("app", "tests"):
            own.check(path, name)
            continue
        module, _, last = name.rpartition(".")
        is_member = last in (members_of(module, in_tests=in_tests) or ())
        if top not in sys.stdlib_module_names:
            packages.check(path, top, for_tests=in_tests)
        if not is_member and members_of(name, in_tests=in_tests) is None:
            told = members_of(module, in_tests=in_tests)
            listed = f" Of {module} these are: {', '.join(sorted(told))}." if told else ""
            raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which no patch may use.{listed}")
