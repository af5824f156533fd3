"""Texts that a pattern is filled in with: `%`, `format`."""

import re
from collections.abc import Iterable

from pipeline.review.rules.values import Value, constant, mixed, text_of

NUMBER_FORMAT = re.compile(r"[#0,+ -]*\d*(\.\d+)?[bcdeEfFgGnoxX%]$")
FILLED = re.compile(r"%(?:\((\w+)\))?[#0 +-]*[\d*]*(?:\.\d+)?([a-zA-Z%])")
BRACES = re.compile(r"\{\{|\}\}|\{([^{}!:]*)(?:![rsa])?(?::([^{}]*))?\}")


def percent(left: Value, right: Value) -> Value:
    """`"… %s" % value`."""
    parts: list[Value] = []
    given: Iterable[Value] = right.items if right.items is not None else (right,)
    waiting = list(given)
    for piece in left.pieces:
        if not isinstance(piece, str):
            parts.append(piece)
            continue
        end = 0
        for match in FILLED.finditer(piece):
            parts.append(constant(piece[end : match.start()]))
            end = match.end()
            name, kind = match.groups()
            if kind == "%":
                parts.append(constant("%"))
                continue
            value = (right.entries or {}).get(name, right) if name else (waiting.pop(0) if waiting else right)
            parts.append(value if kind in "sra" else Value(about=value.about))
        parts.append(constant(piece[end:]))
    return text_of(parts)


def formatted(template: Value, args: list[Value], keywords: dict[str, Value]) -> Value:
    """`"… {}".format(value)`."""
    parts: list[Value] = []
    waiting = list(args)
    for piece in template.pieces:
        if not isinstance(piece, str):
            parts.append(piece)
            continue
        end = 0
        for match in BRACES.finditer(piece):
            parts.append(constant(piece[end : match.start()]))
            end = match.end()
            parts.append(_filled(match, waiting, args, keywords))
        parts.append(constant(piece[end:]))
    return text_of(parts)


def _filled(match: "re.Match[str]", waiting: list[Value], args: list[Value], keywords: dict[str, Value]) -> Value:
    if match.group() in ("{{", "}}"):
        return constant(match.group()[0])
    name, form = match.group(1), match.group(2)
    root = re.split(r"[.\[]", name)[0]
    if root.isdigit():
        value = args[int(root)] if int(root) < len(args) else mixed(args)
    elif root:
        value = keywords.get(root) or keywords.get("**") or mixed((*args, *keywords.values()))
    else:
        value = waiting.pop(0) if waiting else mixed(args)
    return Value(about=value.about) if form and NUMBER_FORMAT.match(form) else value
