"""No code of a patch waits for a day: what it does may not depend on today's date and constants alone."""

import ast
import datetime as dt
import re
from collections.abc import Iterator

from pipeline.patches.language.names import Part
from pipeline.patches.language.reading import File

CLOCKS = frozenset(
    ("now", "today", "utcnow", "time", "time_ns", "gmtime", "localtime", "monotonic", "perf_counter", "strftime")
)
RECURRING = frozenset(("hour", "minute", "second", "weekday", "isoweekday", "month", "day"))
"""What of a moment comes again; a greeting may depend on it."""
_DAY = re.compile(r"\s*(\d{4})-\d\d(-\d\d)?")
_FAR = 200


def clock_breaches(file: File, part: Part, node: ast.AST) -> Iterator[str]:
    """What no patch may bring of conditions on a date."""
    is_condition = isinstance(node, ast.Compare | ast.BoolOp) or _is_condition(file, node)
    operands = [node.left, node.right] if isinstance(node, ast.BinOp) else []
    compared = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    if is_condition and _is_of_today(file, part, node):
        yield f"the condition `{ast.unparse(node)[:80]}` on today's date alone"
    elif any(_is_to_come(file.constant(each)) for each in operands) and _is_of_today(file, part, node):
        yield f"`{ast.unparse(node)[:80]}`, which waits for a year"
    if any(_is_to_come(file.constant(each)) for each in compared) and "year" in ast.unparse(node).lower():
        yield f"the condition `{ast.unparse(node)[:80]}` on a year that is to come"
    yield from _dates(file, node)


def _dates(file: File, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and (file.names.dotted(node.func) or "").startswith("datetime."):
        years = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "year")]
        if any(_is_to_come(file.constant(each)) for each in years):
            yield f"`{ast.unparse(node)[:60]}`, a date that is to come"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = _DAY.fullmatch(node.value)
        if found and (_is_to_come(int(found[1])) or found[0] > dt.datetime.now(dt.UTC).date().isoformat()):
            yield f"{node.value!r}, a date that is to come"


def _is_to_come(number: object) -> bool:
    """Whether a number is that of this year or of one to come, not too far away to be one."""
    this = dt.datetime.now(dt.UTC).year
    return isinstance(number, int) and this <= number < this + _FAR


def _is_of_today(file: File, part: Part, node: ast.AST) -> bool:
    kinds = set(_kinds(file, part, node, 3))
    return "clock" in kinds and "other" not in kinds


def _is_condition(file: File, node: ast.AST) -> bool:
    parent = file.parents.get(node)
    tested = getattr(parent, "test", None) or getattr(parent, "subject", None)
    return isinstance(node, ast.expr) and tested is node


def _kinds(file: File, part: Part, node: ast.AST, depth: int) -> Iterator[str]:
    """Of what an expression is made: `clock`, `recurring` or `other`; nothing for constants."""
    if isinstance(node, ast.Call) and _last(node.func) in CLOCKS:
        yield "clock"
    elif isinstance(node, ast.Attribute) and node.attr in RECURRING:
        yield "recurring" if "clock" in set(_kinds(file, part, node.value, depth)) else "other"
    elif isinstance(node, ast.Name):
        yield from _kinds_of_name(file, part, node, depth)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _kinds(file, part, child, depth)


def _kinds_of_name(file: File, part: Part, node: ast.Name, depth: int) -> Iterator[str]:
    given = file.names.values(part.function, node.id)
    if given and depth:
        for each in given:
            yield from ["other"] if each is None else _kinds(file, part, each, depth - 1)
    elif node.id in file.names.imports or file.constant(node) is not None or node.id not in file.names.bound:
        return
    else:
        yield "other"


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
