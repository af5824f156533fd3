"""What the code of a patch may reach: values, the project's own modules and packages; no file, program or network.

Only what is named here is let through, since nobody can list everything that does harm. What a file did before the
patch is counted, and only what is new is refused.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pipeline.contracts.patches import Gate
from pipeline.patches.imports import parsed
from pipeline.patches.packages import Packages
from pipeline.patches.places import CODE, GUARDS, TESTS
from pipeline.patches.refusal import PatchRefused

SAFE_MODULES = frozenset(
    (
        *("__future__", "abc", "base64", "bisect", "calendar", "collections", "colorsys", "contextlib", "copy", "csv"),
        *("dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools", "hashlib", "heapq"),
        *("hmac", "html", "io", "itertools", "json", "math", "numbers", "operator.itemgetter", "random", "re"),
        *("secrets", "statistics", "string", "textwrap", "time", "typing", "unicodedata", "urllib.parse", "uuid"),
        *("zlib", "zoneinfo"),
    )
)
"""Of the standard library: what works on values alone."""
SAFE_IN_TESTS = frozenset(("operator", "pathlib", "warnings", "xml.etree", "zipfile"))
SAFE_PACKAGES = frozenset(
    (
        *("fastapi", "flask", "ibis", "markupsafe", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "sklearn"),
        *("sqlalchemy", "starlette", "werkzeug"),
    )
)
"""Of what a type locks: what its code is written with, not what opens files, databases and connections."""
UNSAFE_NAMES = frozenset(
    (
        *("FileResponse", "StaticFiles", "current_app", "send_file", "send_from_directory", "create_engine"),
        *("render_template_string",),
    )
)
BUILT_IN = frozenset(
    (
        *("__builtins__", "__import__", "breakpoint", "compile", "delattr", "eval", "exec", "getattr", "globals"),
        *("input", "locals", "open", "setattr", "vars"),
    )
)
DUNDERS = frozenset(("__doc__", "__init__", "__name__", "__post_init__", "__version__"))
UNSAFE_ATTRIBUTES = re.compile(
    r"sleep|system|p?open\d?|open_code|FileIO|environb?|(get|put|unset)env|modules|rmtree|rmdir|unlink|removedirs|chmod|l?chown|mkdir|makedirs"
    r"|touch|symlink_to|hardlink_to|exec(l|le|lp|lpe|v|ve|vp|vpe)?|spawn\w+|posix_spawn\w*|fork\w*|kill(pg)?"
    r"|create_subprocess_\w+|write_(text|bytes|table|dataset|to_dataset|parquet|csv|feather)|from_?file|to_?file|memmap"
    r"|read_(csv|parquet|json|sql\w*|pickle|text|bytes|html|excel|feather|orc|table|xml|fwf|clipboard|hdf|delta)"
    r"|to_(pickle|parquet|sql|feather|hdf|excel|delta)|savez?\w*|loadtxt|genfromtxt|load_extension|executescript"
    r"|exec_driver_sql|raw_(sql|connection)|jinja_env|from_string|os|sys|posix|nt|shutil|subprocess|socket|importlib"
    r"|builtins|pathlib|asyncio|threading|ctypes|pickle|tempfile"
)
IN_TESTS = frozenset(("open", "read_text", "read_bytes", "os", "mkdir"))
UNSAFE_SQL = re.compile(
    r"\b(attach\s+(database\b|'|\")|detach\s+database|vacuum\s+into|copy\s+(\(|\w+\s+(to|from)\b)|load_extension"
    r"|read_(csv|text|parquet|json|blob)\w*\s*\(|install\s+\w+|pragma\s+\w+|(drop|alter|create|truncate)\s+table)",
    re.IGNORECASE,
)
_AT_TOP = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign),
)


def reaching(path: str, text: str) -> Iterator[str]:
    """What a file does that no patch may bring, once for each time."""
    tree, in_tests = parsed(path, text), path.startswith(TESTS)
    bound = dict(_bound(tree))
    unsafe = {name for name, dotted in bound.items() if not _is_safe(dotted, in_tests=in_tests)}
    for statement in tree.body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not isinstance(statement, _AT_TOP) and not is_text:
            yield "code that runs as soon as it is imported"
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in BUILT_IN | unsafe:
            yield f"`{node.id}`"
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node, bound, in_tests=in_tests)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and UNSAFE_SQL.search(node.value):
            yield "SQL that reaches beyond rows"


def _attribute(node: ast.Attribute, bound: Mapping[str, str], *, in_tests: bool) -> Iterator[str]:
    is_dunder = node.attr.startswith("__") and node.attr.endswith("__") and node.attr not in DUNDERS
    is_unsafe = bool(UNSAFE_ATTRIBUTES.fullmatch(node.attr)) and not (in_tests and node.attr in IN_TESTS)
    if is_dunder or is_unsafe:
        yield f"`{ast.unparse(node)}`"
    elif isinstance(node.ctx, ast.Store | ast.Del) and isinstance(node.value, ast.Name) and node.value.id in bound:
        yield f"a change of `{ast.unparse(node)}`"


def _bound(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that imports bind, with what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0], alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _is_safe(dotted: str, *, in_tests: bool) -> bool:
    (top, _, rest), last = dotted.partition("."), dotted.rpartition(".")[2]
    if last in UNSAFE_NAMES or (rest and UNSAFE_ATTRIBUTES.fullmatch(last)):
        return False
    if top not in sys.stdlib_module_names:
        return True
    return _is_listed(dotted, SAFE_MODULES | SAFE_IN_TESTS if in_tests else SAFE_MODULES)


def _is_listed(dotted: str, listed: frozenset[str]) -> bool:
    parts = dotted.split(".")
    return any(".".join(parts[:end]) in listed for end in range(1, len(parts) + 1))


def check_imports(path: str, names: frozenset[str], files: Mapping[str, bytes], packages: Packages) -> None:
    """Raises PatchRefused where a file now imports something that no patch may use."""
    in_tests, modules = path.startswith(TESTS), modules_of(files)
    for name in sorted(names):
        top = name.partition(".")[0]
        if top in ("app", "tests"):
            _check_own(path, name, files, modules)
        elif not _is_safe(name, in_tests=in_tests):
            raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which no patch may use.")
        elif top not in sys.stdlib_module_names:
            packages.check(path, top, for_tests=in_tests)
            if not in_tests and top not in SAFE_PACKAGES | packages.added:
                raise PatchRefused(Gate.CONTENT, f"{path} imports {top}, which is not for a patch to use.")


def _check_own(path: str, name: str, files: Mapping[str, bytes], modules: frozenset[str]) -> None:
    """Of the project's own modules a patch may use what they define themselves; of those that guard it, no values."""
    module, _, last = name.rpartition(".")
    if path.startswith(CODE) and name.startswith("tests"):
        raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which is not a module that it may use.")
    for whole in (name, module):
        if whole in modules and f"{whole.rpartition('.')[2]}.py" in GUARDS and not path.startswith(TESTS):
            if whole == module and last in _defined(files, module, (ast.FunctionDef, ast.ClassDef)):
                return
            raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which guards the application.")
    if name in modules:
        return
    if module not in modules:
        raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which is not a module that it may use.")
    if last not in _defined(files, module, _AT_TOP):
        raise PatchRefused(Gate.CONTENT, f"{path} imports {name}, which {module} does not define itself.")


def _defined(files: Mapping[str, bytes], module: str, kinds: tuple[type[ast.stmt], ...]) -> frozenset[str]:
    """The names that a module of the project defines by statements of some kinds; none by its imports."""
    place = module.replace(".", "/")
    path = f"{place}.py" if f"{place}.py" in files else f"{place}/__init__.py"
    found: set[str] = set()
    for node in parsed(path, files[path].decode()).body if path in files else ():
        if not isinstance(node, kinds):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    return frozenset(found)


def modules_of(files: Mapping[str, bytes]) -> frozenset[str]:
    """The project's own modules and packages by their dotted names."""
    paths = [PurePosixPath(path) for path in files if path.endswith(".py")]
    modules = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths}
    return frozenset(modules | {".".join(path.parent.parts) for path in paths})
