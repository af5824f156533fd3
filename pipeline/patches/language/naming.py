"""What of the language of patches concerns names and attributes."""

import ast
import re
from collections.abc import Iterator

from pipeline.patches.language.members import BUILT_IN, MUTATING, NOT_FOR_PATCHES, ONLY_CALLED, TYPES_ONLY
from pipeline.patches.language.names import Part
from pipeline.patches.language.own import is_route
from pipeline.patches.language.reading import File
from pipeline.patches.language.routing import RESPONSES, may_write

DUNDER = re.compile(r"__[A-Za-z]\w*?__")
LOG_METHODS = frozenset(("debug", "info", "warning", "error", "exception", "critical", "log"))
PATH_METHODS = frozenset(("read_text", "write_text", "read_bytes", "write_bytes", "mkdir"))
SELECTING = frozenset(("execute", "scalar", "scalars"))
FORMATTING = frozenset(("format", "format_map"))
CHECKED = PATH_METHODS | SELECTING | FORMATTING | {"save"}
"""Methods that depend on what they are given: they are called where they are named."""
CALLED_OR_TYPES = RESPONSES | {
    *("flask.redirect", "flask.render_template", "flask.url_for", "io.TextIOWrapper", "logging.getLogger"),
    *("xlsxwriter.Workbook", "zipfile.ZipFile", "fpdf.FPDF"),
}
"""The same of what is imported, which may also be named as a type."""


def name_breaches(file: File, node: ast.Name) -> Iterator[str]:
    dotted = file.names.imports.get(node.id)
    parent = file.parents.get(node)
    if dotted is None and node.id in file.names.bound and node.id not in NOT_FOR_PATCHES:
        if DUNDER.search(node.id):
            yield f"`{node.id}`"
        elif file.values.is_logger(node) and not isinstance(parent, ast.Attribute):
            yield f"`{node.id}` as a value"
        return
    if dotted is None:
        if node.id not in BUILT_IN or (node.id in ONLY_CALLED and not file.is_called(node)):
            yield f"`{node.id}`"
        return
    is_root = isinstance(parent, ast.Attribute)
    is_module = file.is_module(dotted) or dotted in file.own.modules or "." not in dotted
    if not is_root and is_module and not file.is_member(dotted):
        yield f"the module `{node.id}` as a value"
    elif not is_root:
        yield from _imported(file, node, dotted)


def _imported(file: File, node: ast.expr, dotted: str) -> Iterator[str]:
    if dotted.startswith(("app.", "tests.")):
        if not file.own.may_use(file.path, dotted):
            yield f"`{dotted}`"
        return
    if not file.is_member(dotted):
        yield f"`{dotted}`"
    elif (dotted in ONLY_CALLED and not file.is_called(node)) or (
        dotted in CALLED_OR_TYPES and not (file.is_called(node) or _is_a_type(file, node))
    ):
        yield f"`{dotted}` as a value"
    elif dotted in TYPES_ONLY and file.is_called(node):
        yield f"`{dotted}(…)`"


def _is_a_type(file: File, node: ast.expr) -> bool:
    """Whether a class is named where a type is."""
    parent = file.parents.get(node)
    if isinstance(parent, ast.AnnAssign):
        return parent.annotation is node
    if isinstance(parent, ast.keyword):
        return parent.arg == "response_class"
    if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
        return parent.returns is node
    is_check = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "isinstance"
    return is_check or isinstance(parent, ast.arg | ast.BinOp | ast.Subscript)


def attribute_breaches(file: File, part: Part, node: ast.Attribute) -> Iterator[str]:
    """What no patch may bring of an attribute."""
    dotted = file.names.dotted(node)
    said = f"`{ast.unparse(node)[:80]}`"
    name, is_self = node.attr, isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    if dotted:
        yield from _of_an_import(file, node, dotted)
    elif name.startswith("_"):
        is_fine = ast.unparse(node) == "super().__init__" or (is_self and not name.startswith("__"))
        yield from [] if is_fine else [said]
    elif (isinstance(node.ctx, ast.Store) and is_self) or _is_router(part, node):
        return
    elif name in CHECKED or (name in LOG_METHODS and file.values.is_logger(node.value)):
        yield from [] if file.is_called(node) else [f"{said} that is not called"]
    elif name == "type" and _is_asked(file, node):
        return  # of a column of Ibis; of a type of NumPy a value that is 0
    elif name == "headers" and not file.in_tests:
        is_set = file.values.is_header_of_an_answer(part.function, node, file.parents)
        yield from [] if is_set else [said]
    elif name not in file.attributes and not (isinstance(node.value, ast.Attribute) and node.value.attr == "c"):
        yield said
    elif name in MUTATING and not _may_change(file, part, node):
        yield f"a change of `{ast.unparse(node.value)[:60]}`, which was not made in the same function"


def _is_asked(file: File, node: ast.Attribute) -> bool:
    """Whether an attribute is called with nothing."""
    call = file.parents.get(node)
    return isinstance(call, ast.Call) and call.func is node and not call.args and not call.keywords


def _may_change(file: File, part: Part, node: ast.Attribute) -> bool:
    is_known = node.attr in ("create", "update", "delete") and file.is_called(node)
    is_write = is_known and (file.in_tests or may_write(file, part, node.attr))
    return is_write or file.values.is_local(part, node.value)


def _is_router(part: Part, node: ast.Attribute) -> bool:
    """Whether it is that of a decorator which binds an address."""
    decorators = getattr(part.statement, "decorator_list", ())
    return any(is_route(each) and each.func is node for each in decorators)


def _of_an_import(file: File, node: ast.Attribute, dotted: str) -> Iterator[str]:
    owner, _, last = dotted.rpartition(".")
    is_whole = not isinstance(file.parents.get(node), ast.Attribute)
    if dotted.startswith(("app.", "tests.")):
        yield from _of_the_project(file, node, dotted)
    elif not isinstance(node.ctx, ast.Load):
        return
    elif file.is_module(dotted):
        if is_whole and not file.is_member(dotted):
            yield f"the module `{dotted}` as a value"
    elif file.is_module(owner):
        yield from _imported(file, node, dotted)
    elif last not in file.attributes:
        yield f"`{ast.unparse(node)}`"
    elif last in MUTATING:
        yield f"a change of `{ast.unparse(node.value)}`, which was not made in the same function"


def _of_the_project(file: File, node: ast.Attribute, dotted: str) -> Iterator[str]:
    pieces = dotted.split(".")
    starts = [".".join(pieces[:end]) for end in range(len(pieces), 0, -1)]
    module = next((each for each in starts if each in file.own.modules), "")
    rest = pieces[len(module.split(".")) :] if module else pieces
    if not rest:
        if not isinstance(file.parents.get(node), ast.Attribute):
            yield f"the module `{dotted}` as a value"
    elif len(rest) == 1:
        if file.own.binds(dotted) and not file.own.may_use(file.path, dotted):
            yield f"`{ast.unparse(node)}`"
    elif rest[-1] not in file.attributes:
        yield f"`{ast.unparse(node)}`"
    elif rest[-1] in MUTATING:
        yield f"a change of `{ast.unparse(node.value)}`, which was not made in the same function"
