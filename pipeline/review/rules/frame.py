"""Where the reading of a program is: the variables of a function at one place, and what is common to a module."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.review.rules.module import Class, Entry, Function, Module
from pipeline.review.rules.values import OWN, Trust, Value

Env = dict[str, Value]
DEEPEST = 4
SAME = frozenset({"str", "Path", "PurePath", "PosixPath", "PurePosixPath"})
"""What makes the same text or path of its one argument."""
MOST_CALLS = 3000
"""Calls of the module's own functions that are followed."""


@dataclass(frozen=True)
class Hit:
    """A rule that applies at a line, with what is the matter there."""

    rule: str
    line: int
    message: str


@dataclass
class Call:
    """A call: its dotted name as far as it is known, what it is called on, and its arguments."""

    node: ast.Call
    name: str
    receiver: Value | None
    args: list[Value]
    keywords: dict[str, Value]
    frame: "Frame"
    has_star: bool = False

    @property
    def last(self) -> str:
        """The name without what it belongs to."""
        return self.name.rsplit(".", 1)[-1]

    def argument(self, position: int, *names: str) -> Value | None:
        """An argument by its position or names; None where it is not given."""
        for name in names:
            if name in self.keywords:
                return self.keywords[name]
        return self.args[position] if 0 <= position < len(self.args) else None

    def every(self) -> Iterator[Value]:
        """All arguments."""
        yield from self.args
        yield from self.keywords.values()

    def report(self, rule: str, message: str) -> None:
        """A finding at the call."""
        self.frame.report(rule, self.node, message)


@dataclass
class Returned:
    """How a followed function ended: what it gives, and what its parameters were checked for then."""

    value: Value
    env: Env
    if_true: Env
    """The variables where the value is true."""
    can_be_true: bool


@dataclass
class Context:
    """What is common to one module."""

    module: Module
    evaluate: "Callable[[Frame, ast.expr], Value]"
    follow: "Callable[[Frame, Function, Env], Followed]"
    hits: dict[tuple[str, int], Hit] = field(default_factory=dict)
    globals: Env = field(default_factory=dict)
    conditions: dict[str, ast.expr] = field(default_factory=dict)
    fields: dict[str, Env] = field(default_factory=dict)
    """What the attributes of a class's objects are at first."""
    kept: dict[str, Env] = field(default_factory=dict)
    """What methods left in attributes of a class's objects later, where somebody else decides it."""
    if_true: dict[ast.Call, set[tuple[str, str]]] = field(default_factory=dict)
    """What the caller's variables were checked for where a followed call is true."""
    followed: set[Function] = field(default_factory=set)
    """The functions that were read as others of the module call them."""
    random_lines: set[int] = field(default_factory=set)
    """Where `random` is used."""
    sockets_bounded: bool = False
    """Whether the program sets a time limit for all sockets."""
    calls: int = 0
    is_changed: bool = False
    """Whether a function left something behind that others may have been read without."""


@dataclass
class Frame:
    """The variables of a function, or of the module itself, at one place."""

    context: Context
    env: Env
    function: Function | None = None
    owner: Class | None = None
    entry: Entry = Entry.NONE
    outer: "Frame | None" = None
    caller: "Frame | None" = None
    depth: int = 0
    conditions: dict[str, ast.expr] = field(default_factory=dict)
    returned: list[Returned] = field(default_factory=list)
    breaks: list[Env] = field(default_factory=list)
    loops: list[frozenset[str]] = field(default_factory=list)
    """The variables of the loops around this place, innermost last."""
    bounded: int = 0
    """How many statements around this place end what takes too long."""
    asked: set[str] = field(default_factory=set)
    """The variables whose conditions are being looked at."""
    tests: list[ast.expr] = field(default_factory=list)
    """The conditions that hold here, outermost first."""
    grown: set[str] = field(default_factory=set)
    """The lists that grow in a loop."""
    marks: set[str] = field(default_factory=set)
    """What else was seen in this function."""

    @property
    def module(self) -> Module:
        """The module."""
        return self.context.module

    @property
    def own_names(self) -> frozenset[str]:
        """The names that are variables of this function only."""
        return self.function.own_names if self.function is not None else frozenset()

    @property
    def answers_html(self) -> bool:
        """Whether a text that is returned here is sent as HTML."""
        return self.function is not None and self.function.answers_html and self.caller is None

    def value(self, node: ast.expr) -> Value:
        """What an expression is here."""
        return self.context.evaluate(self, node)

    def known(self, key: str) -> Value | None:
        """A variable, here or around, or None."""
        frame: Frame | None = self
        while frame is not None:
            if key in frame.env:
                return frame.env[key]
            frame = frame.outer
        return self.context.globals.get(key)

    def condition(self, name: str) -> ast.expr | None:
        """The condition that a variable was made of."""
        return self.conditions.get(name) or (None if name in self.env else self.context.conditions.get(name))

    def assign(self, key: str, value: Value) -> None:
        """A variable gets a value; what was known of its parts no longer holds."""
        for other in [one for one in self.env if one.startswith((key + ".", key + "["))]:
            del self.env[other]
        self.conditions.pop(key, None)
        self.env[key] = value

    def clean(self, key: str, *dangers: str) -> None:
        """A variable was checked for these dangers."""
        known = self.known(key)
        if known is None:
            root = re.split(r"[.\[]", key)[0]
            base = self.known(root) or OWN
            is_asked = root == "request" or base.type == "request"
            known = Value(Trust.CLIENT if is_asked else base.trust, about=base.about | {root})
        self.env[key] = known.cleaned(*dangers)

    def report(self, rule: str, node: ast.AST, message: str) -> None:
        """A finding at a place."""
        line = getattr(node, "lineno", 1)
        self.context.hits.setdefault((rule, line), Hit(rule, line, message))

    @property
    def names(self) -> str:
        """The names of the functions around this place, in lower case."""
        found, frame = "", self
        while frame is not None and frame.function is not None:
            owner = frame.owner.node.name if frame.owner is not None else ""
            found, frame = f"{found} {frame.function.name} {owner}", frame.outer  # type: ignore[assignment]
        return found.lower()

    def names_argument(self, value: Value, pattern: "re.Pattern[str]") -> bool:
        """Whether a value is made of an argument of this function, if others may call it, that is named like this."""
        if self.function is None or self.function.name.startswith("_"):
            return False
        arguments = self.function.node.args
        names = {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        return any(pattern.search(name) for name in names & value.about)

    @property
    def in_server(self) -> bool:
        """Whether a request waits for this place."""
        frame: Frame | None = self
        while frame is not None:
            if frame.entry in (Entry.ROUTE, Entry.QUEUE):
                return True
            frame = frame.caller
        return False


@dataclass
class Followed:
    """What a call of the module's own function gives, and what its parameters are checked for afterwards."""

    value: Value
    after: dict[str, frozenset[str]] = field(default_factory=dict)
    if_true: dict[str, frozenset[str]] = field(default_factory=dict)
    fields: Env = field(default_factory=dict)
    """The attributes of `self` at the end."""


def key_of(node: ast.AST | None) -> str:
    """A variable's name, also of an attribute or an item by constant; through what does not change it much."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = key_of(node.value)
        return f"{base}.{node.attr}" if base else ""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        base = key_of(node.value)
        return f"{base}[{node.slice.value!r}]" if base else ""
    if isinstance(node, ast.NamedExpr):
        return node.target.id
    if isinstance(node, ast.Await | ast.Starred):
        return key_of(node.value)
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in ("lower", "upper", "strip", "casefold", "rstrip"):
            return key_of(function.value)
        if getattr(function, "id", getattr(function, "attr", "")) in SAME and len(node.args) == 1:
            return key_of(node.args[0])
        if isinstance(function, ast.Attribute) and function.attr == "get" and node.args:
            base, first = key_of(function.value), node.args[0]
            return f"{base}[{first.value!r}]" if base and isinstance(first, ast.Constant) else ""
    return ""
