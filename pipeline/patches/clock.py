"""No code of a patch waits for a day: what it does may not depend on today's date and constants alone."""

import ast
import datetime as dt
import re
from collections.abc import Iterator

from pipeline.patches.names import Part
from pipeline.patches.reading import File

CLOCKS = frozenset(
    ("now", "today", "utcnow", "time", "time_ns", "gmtime", "localtime", "monotonic", "perf_counter", "strftime")
)
RECURRING = frozenset(("hour", "minute", "second", "weekday", "isoweekday", "month", "day"))
"""What of a moment comes again; a greeting may depend on it."""
_DAY = re.compile(r"\s*(\d{4})-\d\d(-\d\d)?")
_FAR = 200


def clock_breaches(file: File, part: Part, node: ast.AST) -> Iterator[str]:
    """What no patch may bring of conditions on a date."""
    this = dt.datetime.now(dt.UTC).year
    if isinstance(node, ast.Compare | ast.BoolOp) or _is_condition(file, node):
        kinds = set(_kinds(file, part, node, 3))
        if "clock" in kinds and "other" not in kinds:
            yield f"the condition `{ast.unparse(node)[:80]}` on today's date alone"
    if isinstance(node, ast.Compare):
        said = ast.unparse(node).lower()
        numbers = [file.constant(each) for each in (node.left, *node.comparators)]
        if "year" in said and any(isinstance(each, int) and this < each < this + _FAR for each in numbers):
            yield f"the condition `{ast.unparse(node)[:80]}` on a year that is to come"
    if isinstance(node, ast.Call) and (file.names.dotted(node.func) or "").startswith("datetime."):
        years = [file.constant(each) for each in node.args[:1]]
        years += [file.constant(each.value) for each in node.keywords if each.arg == "year"]
        if any(isinstance(each, int) and this < each < this + _FAR for each in years):
            yield f"`{ast.unparse(node)[:60]}`, a date that is to come"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = _DAY.fullmatch(node.value)
        if found and this < int(found[1]) < this + _FAR:
            yield f"{node.value!r}, a date that is to come"


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
