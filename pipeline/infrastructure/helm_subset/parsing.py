"""From the text of a template to its tree."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_ACTION = re.compile(r"\{\{(-?)\s*(.*?)\s*(-?)\}\}", re.DOTALL)
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[()|]|:=|-?\d+|\$?(?:\.?[A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*|\$|\.)')
_COMMENT = re.compile(r"/\*.*\*/", re.DOTALL)


class ChartError(ValueError):
    """A template has something that is not of the subset, or names what does not exist; the text says what."""


@dataclass(frozen=True)
class Path:
    """A value by its way from the dot, or from a variable; `$` alone is the root."""

    variable: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Literal:
    """A text or a number."""

    value: Any


@dataclass(frozen=True)
class Call:
    """A function and what it is given."""

    function: str
    arguments: tuple["Expression", ...]


Expression = Path | Literal | Call


@dataclass(frozen=True)
class Text:
    """What is written as it is."""

    text: str


@dataclass(frozen=True)
class Value:
    """What is written of an expression."""

    expression: Expression


@dataclass(frozen=True)
class Block:
    """`if`, `range` or `with`: the expression, and what is written where it is true, or where it is not."""

    keyword: str
    expression: Expression
    body: tuple["Node", ...]
    otherwise: tuple["Node", ...]


Node = Text | Value | Block


@dataclass(frozen=True)
class Tree:
    """A template: its own text, and the templates that it defines."""

    body: tuple[Node, ...]
    defined: dict[str, tuple[Node, ...]] = field(default_factory=dict)


def parsed(text: str) -> Tree:
    """The tree of a template. Raises ChartError."""
    parser = _Parser(list(_pieces(text)))
    body, end = parser.nodes()
    if end:
        raise ChartError(f"There is an {end!r} too many.")
    return Tree(body, parser.defined)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Text, and actions (marked as such), with the space removed that a dash asks to remove."""
    position, is_trimmed = 0, False
    for found in _ACTION.finditer(text):
        before = text[position : found.start()]
        before = before.lstrip() if is_trimmed else before
        yield False, before.rstrip() if found[1] else before
        if not _COMMENT.fullmatch(found[2]):
            yield True, found[2]
        position, is_trimmed = found.end(), bool(found[3])
    rest = text[position:]
    yield False, rest.lstrip() if is_trimmed else rest


class _Parser:
    def __init__(self, pieces: list[tuple[bool, str]]) -> None:
        self._pieces = pieces
        self._place = 0
        self.defined: dict[str, tuple[Node, ...]] = {}

    def nodes(self) -> tuple[tuple[Node, ...], str]:
        """What stands before the next `end` or `else`, or the end of the text; and which of these it is."""
        found: list[Node] = []
        while self._place < len(self._pieces):
            is_action, text = self._pieces[self._place]
            self._place += 1
            if not is_action:
                found.append(Text(text))
                continue
            keyword, _, rest = text.partition(" ")
            if keyword in ("end", "else"):
                if rest:
                    raise ChartError(f"{text!r} is not of the subset.")
                return tuple(found), keyword
            found += self._action(keyword, rest, text)
        return tuple(found), ""

    def _action(self, keyword: str, rest: str, text: str) -> list[Node]:
        if keyword == "define":
            self.defined[json.loads(rest)], _ = self._closed(keyword)
            return []
        if keyword not in ("if", "range", "with"):
            return [Value(expression(text))]
        body, otherwise = self._closed(keyword)
        return [Block(keyword, expression(rest), body, otherwise)]

    def _closed(self, keyword: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        body, end = self.nodes()
        otherwise: tuple[Node, ...] = ()
        if end == "else" and keyword != "define":
            otherwise, end = self.nodes()
        if end != "end":
            raise ChartError(f"The {keyword!r} has no end.")
        return body, otherwise


def expression(text: str) -> Expression:
    """A pipeline. Raises ChartError."""
    tokens, position = [], 0
    while position < len(text.rstrip()):
        if not (found := _TOKEN.match(text, position)):
            raise ChartError(f"{text!r} is not of the subset.")
        tokens.append(found[1])
        position = found.end()
    value, rest = _pipeline(tokens)
    if rest:
        raise ChartError(f"{text!r} is not of the subset.")
    return value


def _pipeline(tokens: list[str]) -> tuple[Expression, list[str]]:
    """A command, and those that its value is handed on to as the last argument."""
    value, tokens = _command(tokens)
    while tokens and tokens[0] == "|":
        step, tokens = _command(tokens[1:])
        if not isinstance(step, Call):
            raise ChartError("A value is handed on to something that is no function.")
        value = Call(step.function, (*step.arguments, value))
    return value, tokens


def _command(tokens: list[str]) -> tuple[Expression, list[str]]:
    """A function with its arguments, or a single value."""
    operands: list[Expression] = []
    name = tokens[0] if tokens and re.fullmatch(r"[A-Za-z]\w*", tokens[0]) else ""
    tokens = tokens[1:] if name else tokens
    while tokens and tokens[0] not in ("|", ")"):
        operand, tokens = _operand(tokens)
        operands.append(operand)
    if name:
        return Call(name, tuple(operands)), tokens
    if len(operands) != 1:
        raise ChartError("There is not one value where one has to be.")
    return operands[0], tokens


def _operand(tokens: list[str]) -> tuple[Expression, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        value, rest = _pipeline(rest)
        if rest[:1] != [")"]:
            raise ChartError("A parenthesis is not closed.")
        return value, rest[1:]
    if first[0] == '"':
        return Literal(json.loads(first)), rest
    if re.fullmatch(r"-?\d+", first):
        return Literal(int(first)), rest
    if first[0] in "$.":
        variable, _, fields = first.partition(".")
        return Path(variable, tuple(filter(None, fields.split(".")))), rest
    raise ChartError(f"{first!r} is not of the subset.")
