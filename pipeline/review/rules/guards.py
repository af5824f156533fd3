"""What a condition says of the variables in it: which dangers they were checked for where it holds, or does not."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.review.rules.frame import Frame, key_of
from pipeline.review.rules.module import dotted
from pipeline.review.rules.values import EVERYTHING, STORED, UNSET, Trust, Value, words

Facts = set[tuple[str, str]]
"""Pairs of a variable and a danger that it was checked for."""

HOST_DANGERS = ("ssrf", "open-redirect", "permissive-cors")
NOT_TEXT = words("isalnum isdigit isdecimal isnumeric isidentifier isalpha")
HOST = re.compile(r"^\^?(\(\?:)?https?\??\\?:/+(?![.*+\\\[(])[\w.\\-]+(:\d+)?(/|\\/)")
FIXED_ADDRESS = re.compile(r"^[a-z]+://[^/?#\0]+[/?#]")
LOCAL_PATH = re.compile(r"^\^?(\\A)?\\?/")
ONE_SLASH = re.compile(r"^\^?(\\A)?\\?/($|\$|\(\?!|\[\^/|\[(?![^\]]*/)|[a-z\\])")
WILD = re.compile(r"(?<!\\)\.[*+]|\[\^|\\S[*+]")
PREDICATE = re.compile(
    r"^_*(is|valid|validate|allowed|allow|safe|check|verify|matches|within|url_has)(_|$)|valid|allowed"
)
OTHER_PREDICATES = re.compile(
    r"^is_?(file|dir|absolute|instance|auth|admin|log|staff|super|owner|member|active|ajax|secure|json|xhr|enabled|mount|link)"
    r"|check_password|permission"
)
VERIFIED = re.compile(
    r"(^|_)(compare_digest|verify|checkpw|check_signature|valid_signature|verify_signature|"
    r"unsign)$"
)
PUBLIC = words(
    """
    is_private is_loopback is_link_local is_reserved is_multicast is_unspecified
    """
)
CHECKERS = re.compile(r"^_*(validate|check|ensure|assert|verify|require|reject|guard)(_|$)")


def facts(frame: Frame, node: ast.expr, truth: bool) -> Facts:
    """What is known where `node` is true, or false."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return facts(frame, node.operand, not truth)
    if isinstance(node, ast.BoolOp):
        found = [facts(frame, value, truth) for value in node.values]
        return set.union(*found) if isinstance(node.op, ast.And) is truth else _in_all(found)
    if isinstance(node, ast.Compare):
        return set(_compared(frame, node, truth))
    if isinstance(node, ast.NamedExpr):
        return facts(frame, node.value, truth) | set(_truth(frame, node.target, truth))
    if isinstance(node, ast.Await):
        return facts(frame, node.value, truth)
    if isinstance(node, ast.Call):
        return set(_called(frame, node, truth))
    return set(_truth(frame, node, truth))


def _in_all(found: list[Facts]) -> Facts:
    """What each of several conditions says."""
    return {
        (name, danger)
        for name, danger in set.union(*found)
        if all((name, danger) in each or (name, EVERYTHING) in each for each in found)
    }


def _truth(frame: Frame, node: ast.expr, truth: bool) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Name):
        condition = frame.condition(node.id)
        if condition is not None and node.id not in frame.asked:
            frame.asked.add(node.id)  # a condition may be made of itself: `name = name or "you"`
            yield from facts(frame, condition, truth)
            frame.asked.discard(node.id)
    if isinstance(node, ast.Attribute) and node.attr in (("is_global",) if truth else PUBLIC):
        yield from _all_of(frame.value(node.value), ("ssrf",))
        return
    value = frame.value(node)
    if not truth and value.type == "host":
        yield from _all_of(value, ("open-redirect",))
    if not truth and value.type == "difference":
        yield from _all_of(value, (EVERYTHING,))


def _all_of(value: Value, dangers: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((name, danger) for name in value.about for danger in dangers)


def _compared(frame: Frame, node: ast.Compare, truth: bool) -> Iterator[tuple[str, str]]:
    if len(node.ops) != 1:
        return
    left, operator, right = node.left, node.ops[0], node.comparators[0]
    if isinstance(operator, ast.In | ast.NotIn):
        yield from _membership(frame, left, right, isinstance(operator, ast.In) is truth)
    elif isinstance(operator, ast.Eq | ast.NotEq):
        if isinstance(operator, ast.Eq) is truth:
            yield from _equal(frame, left, right)
            yield from _equal(frame, right, left)
        else:
            yield from _differs(frame, left, right)
    elif isinstance(operator, ast.Is | ast.IsNot):
        if isinstance(right, ast.Constant) and right.value in (None, False):
            yield from facts(frame, left, isinstance(operator, ast.Is) is not truth)
        elif isinstance(right, ast.Constant) and right.value is True:
            yield from facts(frame, left, isinstance(operator, ast.Is) is truth)
    elif truth and isinstance(operator, ast.LtE | ast.Lt) and frame.value(left).type in ("set", "difference"):
        yield from _all_of(frame.value(left), (EVERYTHING,))
    elif truth and isinstance(operator, ast.GtE | ast.Gt) and frame.value(right).type == "set":
        yield from _all_of(frame.value(right), (EVERYTHING,))


def _membership(frame: Frame, left: ast.expr, right: ast.expr, is_in: bool) -> Iterator[tuple[str, str]]:
    if isinstance(left, ast.Constant) or dotted(left).endswith("sep"):
        yield from () if is_in else _without(left, right)
        return
    if not is_in:
        return
    if isinstance(right, ast.Attribute) and right.attr == "parents":
        yield from _within(frame, right.value)
        return
    allowed = frame.value(right)
    if allowed.trust is Trust.CLIENT and not {EVERYTHING, STORED} & allowed.safe:
        return
    checked = frame.value(left)
    if checked.type == "host":
        yield from _all_of(checked, HOST_DANGERS)
    for part in left.elts if isinstance(left, ast.Tuple) else (left,):
        if key_of(part):
            yield key_of(part), EVERYTHING


def _without(left: ast.expr, right: ast.expr) -> Iterator[tuple[str, str]]:
    """What a text cannot be that has no slash in it."""
    part = left.value if isinstance(left, ast.Constant) else "/"
    if part in ("/", "\\"):
        yield key_of(right), "path-traversal"
    if part in ("//", "\\"):
        yield key_of(right), "one slash"
    if part == "..":
        yield key_of(right.value if isinstance(right, ast.Attribute) and right.attr == "parts" else right), "no dots"


def _equal(frame: Frame, left: ast.expr, right: ast.expr) -> Iterator[tuple[str, str]]:
    checked = frame.value(left)
    if checked.type == "host":
        yield from _all_of(checked, HOST_DANGERS)
    elif checked.type.startswith(("hashlib.", "hmac.")):
        yield from _all_of(checked, ("insecure-deserialization",))
    elif (
        checked.type in ("os.path.commonpath", "os.path.commonprefix")
        or checked.type in ("os.path.dirname", "parent")
        or (isinstance(left, ast.Attribute) and left.attr == "parent")
    ):
        yield from _all_of(checked, ("path-traversal",))
    elif checked.type == "os.path.basename" or (isinstance(left, ast.Attribute) and left.attr == "name"):
        yield key_of(right), "path-traversal"
    key = key_of(left)
    given = frame.value(right)
    if key and (given.trust is Trust.OWN or STORED in given.safe):
        yield key, EVERYTHING


def _differs(frame: Frame, left: ast.expr, right: ast.expr) -> Iterator[tuple[str, str]]:
    """`netloc != ""` is no check; that it is empty is one, and so `len(...)`."""
    if isinstance(left, ast.Subscript) and frame.value(right).text in ("/", "\\"):
        yield key_of(left.value), "one slash"


def _within(frame: Frame, node: ast.expr) -> Iterator[tuple[str, str]]:
    if key_of(node):
        yield key_of(node), "path-traversal"
    yield from _all_of(frame.value(node), ("path-traversal",))


def _called(frame: Frame, node: ast.Call, truth: bool) -> Iterator[tuple[str, str]]:
    function = node.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if last in ("all", "any") and node.args and isinstance(node.args[0], ast.GeneratorExp | ast.ListComp):
        yield from _every(frame, node.args[0], last == "all", truth)
        return
    if last in ("bool", "len") and node.args:
        yield from facts(frame, node.args[0], truth) if last == "bool" else ()
        return
    if isinstance(function, ast.Attribute):
        yield from _method(frame, function, node, truth)
    if not truth:
        if last == "isabs" and node.args:
            yield key_of(node.args[0]), "not absolute"
        return
    if last == "isinstance" and len(node.args) == 2 and _is_harmless(frame, node.args[1]):
        yield key_of(node.args[0]), EVERYTHING
    yield from _judged(frame, node, last)


def _judged(frame: Frame, node: ast.Call, last: str) -> Iterator[tuple[str, str]]:
    """A function that says whether its arguments are good: one of the module, or one whose name says so."""
    result = frame.value(node)
    if node in frame.context.if_true:
        yield from frame.context.if_true[node]
        return
    if VERIFIED.search(last):
        yield from _all_of(result, ("insecure-deserialization",))
    if PREDICATE.search(last) and not OTHER_PREDICATES.search(last):
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            yield from _all_of(frame.value(argument), (EVERYTHING,))


def _is_harmless(frame: Frame, node: ast.expr) -> bool:
    kinds = node.elts if isinstance(node, ast.Tuple) else [node]
    classes = frame.module.classes
    return all(
        dotted(kind) in ("int", "float", "bool") or (dotted(kind) in classes and classes[dotted(kind)].is_choice)
        for kind in kinds
    )


def _every(frame: Frame, made: ast.GeneratorExp | ast.ListComp, is_all: bool, truth: bool) -> Iterator[tuple[str, str]]:
    """`all(good(x) for x in xs)` where it is true, `any(bad(x) for x in xs)` where it is false.

    And `any(good(x, y) for y in ys)` where it is true, for what is not an element.
    """
    if is_all and not truth:
        return
    frame.value(made)
    target = key_of(made.generators[0].target)
    source = frame.value(made.generators[0].iter)
    before = frame.env.get(target)
    frame.env[target] = replace(source, items=None, entries=None, pieces=(), const=UNSET, type="")
    for name, danger in facts(frame, made.elt, truth):
        if name != target and name not in source.about:
            yield name, danger
        elif is_all is truth:
            yield from _all_of(source, (danger,))
    if before is None:
        frame.env.pop(target, None)
    else:
        frame.env[target] = before


def _method(frame: Frame, function: ast.Attribute, node: ast.Call, truth: bool) -> Iterator[tuple[str, str]]:
    last = function.attr
    first = node.args[0] if node.args else None
    if last == "startswith" and first is not None:
        yield from _begins(frame, function.value, frame.value(first), truth)
    elif last == "is_absolute" and not truth:
        yield key_of(function.value), "not absolute"
    elif truth and last in NOT_TEXT:
        yield key_of(function.value), EVERYTHING
    elif truth and last == "is_relative_to":
        yield from _within(frame, function.value)
    elif truth and last in ("match", "fullmatch", "search"):
        yield from _matched(frame, function, node)
    elif truth and last == "issubset":
        yield from _all_of(frame.value(function.value), (EVERYTHING,))
    elif truth and first is not None:
        yield from _compared_by(frame, function, first)


def _compared_by(frame: Frame, function: ast.Attribute, first: ast.expr) -> Iterator[tuple[str, str]]:
    """Methods that compare what they are called on with an argument."""
    last = function.attr
    given = frame.value(function.value)
    if last == "get" and given.entries is not None and not given.trust:
        yield key_of(first), EVERYTHING
    elif last == "endswith":
        suffix = frame.value(first)
        suffixes = [suffix, *(suffix.items or ())]
        if suffix.trust is Trust.OWN and all((one.text or ".").startswith(".") for one in suffixes):
            yield from _all_of(given, HOST_DANGERS)
    elif last in ("issuperset", "__contains__"):
        yield from _all_of(frame.value(first), (EVERYTHING,))


def _begins(frame: Frame, node: ast.expr, start: Value, truth: bool) -> Iterator[tuple[str, str]]:
    key = key_of(node)
    starts = {one.text for one in (start.items or (start,))}
    checked = frame.value(node)
    if not truth:
        if starts & {"//", "/\\", "\\"}:
            yield key, "one slash"
        if "/" in starts:
            yield key, "not absolute"
        return
    if starts == {"/"}:
        yield key, "slash"
        return
    if start.trust >= max(checked.trust, Trust.CLIENT) and STORED not in start.safe:
        return
    if "normal path" in checked.safe:
        yield from ((key, "path-traversal"),) if key else ()
        yield from _all_of(checked, ("path-traversal",))
        return
    if all(text is None or FIXED_ADDRESS.match(text) for text in starts):
        yield from ((key, danger) for danger in HOST_DANGERS)


def _matched(frame: Frame, function: ast.Attribute, node: ast.Call) -> Iterator[tuple[str, str]]:
    is_module = frame.value(function.value).ref in ("re", "regex")
    pattern = frame.value(node.args[0]) if is_module and node.args else frame.value(function.value)
    text = pattern.literal
    position = 1 if is_module else 0
    if len(node.args) <= position:
        return
    checked = frame.value(node.args[position])
    key = key_of(node.args[position])
    is_whole = function.attr == "fullmatch" or text.endswith(("$", r"\Z", r"\z"))
    is_whole &= function.attr != "search" or text.startswith(("^", r"\A")) or not text
    is_host = checked.type == "host"
    if (is_whole or function.attr == "match") and LOCAL_PATH.match(text):
        yield key, "open-redirect" if ONE_SLASH.match(text) else "slash"
    if HOST.match(text) and (function.attr != "search" or text.startswith("^")):
        yield from ((key, danger) for danger in HOST_DANGERS)
    elif (is_whole or not text) and not WILD.search(text):
        if is_host:
            yield from _all_of(checked, HOST_DANGERS)
        elif "/" in text and "[" in text:
            yield from ((key, danger) for danger in ("sql-injection", "command-injection", "code-injection", "xss"))
        else:
            yield key, EVERYTHING
