"""What an expression is: which of its parts come from outside, and what was done to them on the way."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.review.rules import containers
from pipeline.review.rules.callees import MOST_FUNCTIONS, ONE_OF, direct_call, one_of
from pipeline.review.rules.frame import Call, Frame, key_of
from pipeline.review.rules.guards import facts
from pipeline.review.rules.sources import attribute_of, global_value
from pipeline.review.rules.stored import ROWS, part_of_row
from pipeline.review.rules.texts import NUMBER_FORMAT, percent
from pipeline.review.rules.values import (
    EVERYTHING,
    ON_BY_DEFAULT,
    OWN,
    UNSET,
    Trust,
    Value,
    constant,
    either,
    mixed,
    text_of,
)

Compared = Callable[[Frame, ast.Compare, tuple[str, Value], tuple[str, Value]], None]
"""Looks at the names and values of the two sides of a comparison."""
Searched = Callable[[Frame, ast.Compare, Value], None]
"""Looks at what is searched in a loop."""


class Evaluator:
    """Evaluates expressions; `call` evaluates a call once its name and arguments are known."""

    def __init__(
        self, call: Callable[[Call], Value], compared: Sequence[Compared], searched: Sequence[Searched]
    ) -> None:
        self._call = call
        self._searched = tuple(searched)
        self._compared = tuple(compared)
        self._by_type: dict[type, Callable[[Frame, Any], Value]] = {
            ast.Constant: lambda _frame, node: constant(node.value),
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.Call: self.call,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._binary,
            ast.BoolOp: self._either_of,
            ast.IfExp: self._conditional,
            ast.NamedExpr: self._named,
            ast.Await: lambda frame, node: self(frame, node.value),
            ast.Starred: lambda frame, node: self(frame, node.value),
            ast.List: containers.items,
            ast.Tuple: containers.items,
            ast.Set: containers.items,
            ast.Dict: containers.entries,
            ast.ListComp: containers.comprehension,
            ast.SetComp: containers.comprehension,
            ast.GeneratorExp: containers.comprehension,
            ast.DictComp: containers.comprehension,
            ast.Compare: self._compare,
            ast.UnaryOp: self._unary,
            ast.Lambda: self._lambda,
            ast.Yield: self._inner,
            ast.YieldFrom: self._inner,
        }

    def __call__(self, frame: Frame, node: ast.expr) -> Value:
        """The value of an expression."""
        work = self._by_type.get(type(node))
        return work(frame, node) if work else OWN

    def _name(self, frame: Frame, node: ast.Name) -> Value:
        known = frame.known(node.id)
        if known is None:
            known = global_value(frame.module, node.id)
        if known.ref:
            return known
        return replace(known, about=known.about | {node.id})

    def _attribute(self, frame: Frame, node: ast.Attribute) -> Value:
        key = key_of(node)
        base = self(frame, node.value)
        known = frame.known(key) if key else None
        if known is None and base.entries and node.attr in base.entries:
            known = base.entries[node.attr]
        if base.type.startswith("self:") and (key not in frame.env):
            name = base.type[5:]
            known = known or frame.context.fields.get(name, {}).get(node.attr)
            left = frame.context.kept.get(name, {}).get(node.attr)
            known = either(known or left, left) if left is not None else known
        if known is not None and not known.ref:
            return replace(known, about=known.about | base.about | {key})
        return known or attribute_of(frame, base, node.attr, key)

    def _subscript(self, frame: Frame, node: ast.Subscript) -> Value:
        key = key_of(node)
        known = frame.known(key) if key else None
        if known is not None:
            return replace(known, about=known.about | {key})
        base = self(frame, node.value)
        index = self(frame, node.slice) if not isinstance(node.slice, ast.Slice) else OWN
        if base.type in ("globals", "locals", "vars") and index.is_open("code-injection", Trust.CLIENT):
            frame.report("code-injection-lookup", node, f"A request decides which name of {base.type}() is used.")
        if base.entries is not None and not base.trust and key_of(node.slice):
            frame.clean(key_of(node.slice), EVERYTHING)  # what is no key of it raises KeyError
        if isinstance(index.const, str) and base.entries is not None and index.const in base.entries:
            found = base.entries[index.const]
        elif isinstance(index.const, int) and base.items and -len(base.items) <= index.const < len(base.items):
            found = base.items[index.const]
        elif base.type == ROWS.type:
            found = part_of_row(index.text or "")
        elif base.type == "os.path.splitext" and index.const == 1:
            found = base.cleaned("path-traversal")
        else:
            kept = base.type if base.type.startswith(("request", "sys.argv", "archive")) else ""
            kept = "host" if base.type == "host" else kept
            found = one_of(base) or Value(base.trust, base.safe, type=kept)
            if base.trust and base.pieces:
                found = replace(found, pieces=(found,) if isinstance(node.slice, ast.Slice) else ())
        return replace(found, about=found.about | base.about | ({key} if key else frozenset()))

    def call(self, frame: Frame, node: ast.Call) -> Value:
        """The value of a call."""
        made = direct_call(frame, node)
        if made is not None:
            return self._direct(frame, node, made)
        receiver, name = self._called(frame, node.func)
        is_bounded = name.endswith("wait_for") and len(node.args) + len(node.keywords) > 1
        frame.bounded += is_bounded
        args = [self(frame, argument) for argument in node.args]
        frame.bounded -= is_bounded
        keywords: dict[str, Value] = {}
        has_star = any(isinstance(argument, ast.Starred) for argument in node.args)
        for keyword in node.keywords:
            value = self(frame, keyword.value)
            if keyword.arg:
                keywords[keyword.arg] = value
            else:
                has_star = has_star or value.entries is None
                keywords.update(value.entries if value.entries is not None else {"**": value})
        call = Call(node, name, receiver, args, keywords, frame, has_star)
        functions = self._functions(frame, node.func)
        if not functions:
            return self._call(call)
        return mixed([self._call(replace(call, name=one, receiver=None)) for one in functions])

    def _direct(self, frame: Frame, node: ast.Call, made: ast.Call) -> Value:
        name = key_of(node.func)
        frame.asked.add(name)
        value = self.call(frame, made)
        frame.asked.discard(name)
        return value

    def _functions(self, frame: Frame, node: ast.expr) -> list[str]:
        """The names of those functions of a table of which one is called."""
        known = frame.known(node.id) if isinstance(node, ast.Name) else None
        if isinstance(node, ast.Subscript | ast.Call):
            known = self(frame, node)
        if known is None or known.type != ONE_OF:
            return []
        return [item.ref for item in known.items or ()][:MOST_FUNCTIONS]

    def _called(self, frame: Frame, node: ast.expr) -> tuple[Value | None, str]:
        if isinstance(node, ast.Name):
            known = frame.known(node.id)
            if known is not None and (known.ref or known.type):
                return None, known.ref or f"{known.type}.__call__"
            return None, frame.module.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            key = key_of(node)
            known = frame.known(key) if key else None
            if known is not None and known.ref:
                return self(frame, node.value), known.ref
            base = self(frame, node.value)
            return base, f"{base.ref or base.type or '?'}.{node.attr}"
        value = self(frame, node)
        return value, f"{value.ref or value.type or '?'}.__call__"

    def _joined(self, frame: Frame, node: ast.JoinedStr) -> Value:
        return text_of(self._part(frame, part) for part in node.values)

    def _part(self, frame: Frame, node: ast.expr) -> Value:
        if not isinstance(node, ast.FormattedValue):
            return self(frame, node)
        value = self(frame, node.value)
        form = self(frame, node.format_spec).text if node.format_spec else None
        if form and NUMBER_FORMAT.match(form):
            return Value(about=value.about)
        return value

    def _binary(self, frame: Frame, node: ast.BinOp) -> Value:
        if isinstance(node.op, ast.Add):
            return self._added(frame, node)
        left, right = self(frame, node.left), self(frame, node.right)
        if isinstance(node.op, ast.Mod) and left.pieces:
            return percent(left, right)
        if isinstance(node.op, ast.Div):
            return replace(text_of((left, constant("/"), right)), type="pathlib.Path", const=UNSET)
        if isinstance(node.op, ast.Sub) and left.type == "set":
            return replace(mixed((left, right)), type="difference", about=left.about)
        if isinstance(node.op, ast.Mult) and isinstance(left.const, str | bytes):
            return replace(left, about=right.about, trust=Trust.OWN)
        if isinstance(node.op, ast.BitOr) and (left.entries is not None or right.entries is not None):
            return either(left, right)
        return mixed((left, right))

    def _added(self, frame: Frame, node: ast.BinOp) -> Value:
        parts: list[ast.expr] = []
        here: ast.expr = node
        while isinstance(here, ast.BinOp) and isinstance(here.op, ast.Add):
            parts.append(here.right)
            here = here.left
        values = [self(frame, part) for part in (here, *reversed(parts))]
        if any(value.items is not None for value in values):
            together = tuple(item for value in values for item in (value.items or (value,)))[: containers.MOST_ITEMS]
            return replace(mixed(values), items=together, type="list")
        return text_of(values)

    def _either_of(self, frame: Frame, node: ast.BoolOp) -> Value:
        before, added = dict(frame.env), Value()
        result: Value | None = None
        for part in node.values:
            value = self(frame, part)
            result = value if result is None else either(result, value)
            for name, danger in facts(frame, part, isinstance(node.op, ast.And)):
                frame.clean(name, danger)
        frame.env.clear()
        frame.env.update(before)
        return result or added

    def _conditional(self, frame: Frame, node: ast.IfExp) -> Value:
        self(frame, node.test)
        values = []
        for truth, part in ((True, node.body), (False, node.orelse)):
            before = dict(frame.env)
            for name, danger in facts(frame, node.test, truth):
                frame.clean(name, danger)
            values.append(self(frame, part))
            frame.env.clear()
            frame.env.update(before)
        return either(*values)

    def _named(self, frame: Frame, node: ast.NamedExpr) -> Value:
        value = self(frame, node.value)
        frame.assign(node.target.id, value)
        frame.conditions[node.target.id] = node.value
        return value

    def _compare(self, frame: Frame, node: ast.Compare) -> Value:
        values = [self(frame, one) for one in (node.left, *node.comparators)]
        if isinstance(node.ops[0], ast.Eq | ast.NotEq):
            for check in self._compared:
                check(frame, node, (key_of(node.left), values[0]), (key_of(node.comparators[0]), values[1]))
        elif isinstance(node.ops[0], ast.In | ast.NotIn) and frame.loops:
            for search in self._searched:
                search(frame, node, values[1])
        is_default = ON_BY_DEFAULT in values[0].safe and isinstance(node.ops[0], ast.Eq | ast.In)
        return Value(safe=frozenset({ON_BY_DEFAULT}) if is_default else frozenset(), about=mixed(values).about)

    def _unary(self, frame: Frame, node: ast.UnaryOp) -> Value:
        value = self(frame, node.operand)
        if isinstance(node.op, ast.USub) and isinstance(value.const, int | float):
            return constant(-value.const)
        return Value(about=value.about)

    def _lambda(self, frame: Frame, node: ast.Lambda) -> Value:
        before = dict(frame.env)
        for argument in node.args.args:
            frame.assign(argument.arg, Value(Trust.CALLER))
        self(frame, node.body)
        frame.env.clear()
        frame.env.update(before)
        return OWN

    def _inner(self, frame: Frame, node: ast.Yield | ast.YieldFrom) -> Value:
        if node.value is not None:
            self(frame, node.value)
        return OWN
