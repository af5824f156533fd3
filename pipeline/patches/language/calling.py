"""What of the language of patches concerns calls and texts."""

import ast
import re
import string
from collections.abc import Iterator

from pipeline.patches.language.names import Part
from pipeline.patches.language.naming import DUNDER, FORMATTING, LOG_METHODS, PATH_METHODS, SELECTING
from pipeline.patches.language.reading import File

_MARKUP = re.compile(r"<\s*[a-zA-Z!/?]")
_SQL = re.compile(
    r"^\s*(attach\s+(database\b|')|detach\s+database|vacuum\s+into|copy\s+(\(|\w+\s+(to|from)\s+')|pragma\s+\w+\s*[=(]"
    r"|(drop|alter|create|truncate)\s+table\s+(if\s+|\w+\s*\()|install\s+\w+\s*;)"
    r"|\bfrom\s+(read_\w+\s*\(|glob\s*\(|')|\bload_extension\s*\(",
    re.IGNORECASE,
)
_IDS = re.compile(r"([\w.]*[._])?id|len\(\w+\)|\w+\.name")


def call_breaches(file: File, part: Part, node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func)
    found = file.names.dotted(node.func)
    dotted = found or name
    last = node.func.attr if isinstance(node.func, ast.Attribute) and not found else ""
    yield from (f"`{each.arg}=`" for each in node.keywords if each.arg == "autouse")
    if dotted in ("getattr", "hasattr", "operator.attrgetter"):
        given = node.args[1:2] if dotted != "operator.attrgetter" else node.args
        if not given or not all(map(_is_public, given)) or node.keywords:
            yield f"`{name}` with a name that is not written out"
    elif dotted == "type" and len(node.args) != 1:
        yield "a class made by `type`"
    elif last in FORMATTING:
        yield from _formatted(file, node)
    elif last in SELECTING and not _selects(file, node):
        yield f"`{name}` of anything but a `select` of SQLAlchemy that is written there"
    if (last in ("save", "output") or dotted.rpartition(".")[2] in ("Workbook", "ZipFile", "TextIOWrapper")) and (
        not file.values.is_memory(part.function, node, may_be_empty=last == "output")
    ):
        yield f"`{name}` of anything but an io.BytesIO"
    if last in PATH_METHODS and not file.values.is_temporary(part.function, node.func):
        yield f"`{name}` of anything but a file of tmp_path"
    if dotted == "logging.getLogger" and [ast.unparse(each) for each in node.args] != ["__name__"]:
        yield f"`{ast.unparse(node)[:80]}`"
    if last in LOG_METHODS and not file.in_tests:
        yield from _logged(node)


def _formatted(file: File, node: ast.Call) -> Iterator[str]:
    assert isinstance(node.func, ast.Attribute)
    said = file.names.constant(node.func.value)
    try:
        fields = list(string.Formatter().parse(said)) if isinstance(said, str) else None
    except ValueError:
        fields = None
    if node.func.attr != "format" or fields is None or any(not _is_plain(name, spec) for _, name, spec, _ in fields):
        yield "`format` of a text that is not written out, or with fields that are not plain names"


def _selects(file: File, node: ast.Call) -> bool:
    inner: ast.expr | None = node.args[0] if len(node.args) == 1 and not node.keywords else None
    while isinstance(inner, ast.Call | ast.Attribute):
        if file.names.dotted(inner.func if isinstance(inner, ast.Call) else inner) == "sqlalchemy.select":
            return True
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return False


def _logged(node: ast.Call) -> Iterator[str]:
    rest = node.args[1:]
    if not node.args and not node.keywords:
        return
    is_plain = isinstance(node.args[0] if node.args else None, ast.Constant) and not node.keywords
    if not is_plain or not all(_IDS.fullmatch(ast.unparse(each)) for each in rest):
        yield "a log of anything but a message that is written out, with ids of records and numbers"


def text_breaches(file: File, node: ast.Constant) -> Iterator[str]:
    said = node.value if isinstance(node.value, str) else str(node.value)
    if DUNDER.search(said):
        yield "a text with two underscores around a name"
    if _SQL.search(said):
        yield "SQL that reaches beyond rows"
    if not file.in_tests and _MARKUP.search(said):
        yield "markup in a text: pages are written as templates"
    above: ast.AST | None = file.parents.get(node)
    while isinstance(above, ast.Tuple | ast.BinOp | ast.List):
        above = file.parents.get(above)
    if isinstance(above, ast.Subscript) and "(" in said and not ast.unparse(above.value).endswith("Literal"):
        yield "a text with a call in an index"


def _is_public(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not re.search(r"(^|\.)_", node.value)


def _is_plain(name: str | None, spec: str | None) -> bool:
    """Whether a field of a format is a plain name or number."""
    return "{" not in (spec or "") and (not name or name.isidentifier() or name.isdigit())
