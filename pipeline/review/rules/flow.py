"""Reads statements in their order, so that a check counts for what comes after it."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.review.rules.binding import bind, element_of
from pipeline.review.rules.frame import Env, Frame, Returned, key_of
from pipeline.review.rules.guards import facts
from pipeline.review.rules.keeping import keep
from pipeline.review.rules.module import Function, FunctionNode
from pipeline.review.rules.values import EVERYTHING, OWN, Value, common, either, text_of, words
from pipeline.review.rules.ways import merged, reset, unlearned

ENDING = words("abort exit _exit quit fail")
TIMEOUTS = words("timeout fail_after move_on_after timeout_at")


@dataclass(frozen=True)
class Checks:
    """What looks at assignments (the target's name and its value), and at what is returned."""

    assigned: tuple[Callable[[Frame, ast.AST, str, Value], None], ...]
    returned: tuple[Callable[[Frame, ast.Return, Value], None], ...]


class Statements:
    """Reads statements; `nested` reads a function that is defined in another."""

    def __init__(self, checks: Checks, nested: Callable[[Function, Frame], None]) -> None:
        self._checks = checks
        self._nested = nested

    def run(self, frame: Frame, body: Sequence[ast.stmt]) -> bool:
        """Read statements; whether none after them is reached."""
        nested: list[ast.stmt] = []
        ended = False
        for statement in body:
            if isinstance(statement, FunctionNode):
                nested.append(statement)
                frame.env.pop(statement.name, None)
                continue
            work = getattr(self, f"_do_{type(statement).__name__.lower()}", None)
            if work is not None and work(frame, statement):
                ended = True
                break
        for inner in nested:
            function = frame.module.by_node.get(inner)
            if function is not None and function.is_nested and frame.function is not None:
                self._nested(function, frame)
        return ended

    def _do_expr(self, frame: Frame, node: ast.Expr) -> bool:
        value = node.value
        found = frame.value(value)
        inner = value.value if isinstance(value, ast.Await) else value
        if isinstance(inner, ast.Yield | ast.YieldFrom) and inner.value is not None:
            here = dict(frame.env)
            given = frame.value(inner.value)
            given = element_of(given) if isinstance(inner, ast.YieldFrom) else given
            frame.returned.append(Returned(given, here, here, can_be_true=True))
        if not isinstance(inner, ast.Call):
            return False
        last = inner.func.attr if isinstance(inner.func, ast.Attribute) else getattr(inner.func, "id", "")
        frame.context.sockets_bounded |= last == "setdefaulttimeout"
        return last in ENDING and not found.trust

    def _do_return(self, frame: Frame, node: ast.Return) -> bool:
        here = dict(frame.env)
        if node.value is None:
            frame.returned.append(Returned(OWN, here, here, can_be_true=False))
            return True
        value = frame.value(node.value)
        for check in self._checks.returned:
            check(frame, node, value)
        is_constant = isinstance(node.value, ast.Constant)
        for name, danger in facts(frame, node.value, True) if not is_constant else ():
            frame.clean(name, danger)
        can_be_true = not isinstance(node.value, ast.Constant) or bool(node.value.value)
        frame.returned.append(Returned(value, here, dict(frame.env), can_be_true))
        return True

    def _do_raise(self, frame: Frame, node: ast.Raise) -> bool:
        for part in (node.exc, node.cause):
            if part is not None:
                frame.value(part)
        return True

    def _do_continue(self, _frame: Frame, _node: ast.Continue) -> bool:
        return True

    def _do_break(self, frame: Frame, _node: ast.Break) -> bool:
        frame.breaks.append(dict(frame.env))
        return True

    def _do_assign(self, frame: Frame, node: ast.Assign) -> bool:
        value = frame.value(node.value)
        for target in node.targets:
            self._give(frame, node, target, value, node.value)
        return False

    def _do_annassign(self, frame: Frame, node: ast.AnnAssign) -> bool:
        if node.value is not None:
            self._give(frame, node, node.target, frame.value(node.value), node.value)
        return False

    def _give(self, frame: Frame, node: ast.stmt, target: ast.expr, value: Value, made_by: ast.expr) -> None:
        if isinstance(target, ast.Attribute | ast.Subscript):
            frame.value(target.value)
        key = key_of(target)
        bind(frame, target, value)
        keep(frame, key, frame.env.get(key, value))
        if isinstance(made_by, ast.Compare | ast.BoolOp | ast.Call | ast.UnaryOp | ast.Await) and isinstance(
            target, ast.Name
        ):
            frame.conditions[target.id] = made_by
        if key.endswith((".headers", "request")) and value.type.startswith("request") and not value.trust:
            frame.env.pop(key, None)
        for check in self._checks.assigned:
            check(frame, node, key or _name_of(target), value)

    def _do_augassign(self, frame: Frame, node: ast.AugAssign) -> bool:
        key = key_of(node.target)
        old, added = frame.value(node.target), frame.value(node.value)
        if not isinstance(node.op, ast.Add):
            joined = either(old, Value(added.trust, added.safe, added.about, old.type))
        elif old.items is not None or added.items is not None:
            joined = replace(either(old, added), type=old.type)
        else:
            joined = text_of((old, added))
        for check in self._checks.assigned:
            check(frame, node, f"+{key}", added)
        if key:
            frame.assign(key, joined)
            keep(frame, key, joined)
        return False

    def _do_delete(self, _frame: Frame, _node: ast.Delete) -> bool:
        return False

    def _do_assert(self, frame: Frame, node: ast.Assert) -> bool:
        frame.value(node.test)
        self._learn(frame, node.test, truth=True)
        return False

    def _learn(self, frame: Frame, test: ast.expr, *, truth: bool) -> None:
        for name, danger in facts(frame, test, truth):
            if name:
                frame.clean(name, danger)

    def _do_if(self, frame: Frame, node: ast.If) -> bool:
        """Also a long chain of `elif`, without a call for each."""
        ends: list[Env] = []
        while True:
            frame.value(node.test)
            before = dict(frame.env)
            self._learn(frame, node.test, truth=True)
            frame.tests.append(node.test)
            if not self.run(frame, node.body):
                ends.append(frame.env.copy())
            frame.tests.pop()
            reset(frame, before)
            self._learn(frame, node.test, truth=False)
            if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                node = node.orelse[0]
                continue
            if not self.run(frame, node.orelse):
                ends.append(frame.env.copy())
            break
        if not ends:
            return True
        reset(frame, merged(ends))
        return False

    def _do_for(self, frame: Frame, node: ast.For | ast.AsyncFor) -> bool:
        source = frame.value(node.iter)
        names = frozenset(child.id for child in ast.walk(node.target) if isinstance(child, ast.Name))
        before = dict(frame.env)
        ends = self._looped(frame, node.body, names, lambda: bind(frame, node.target, element_of(source)))
        reset(frame, merged([before, *ends]))
        for checked in (*names, *source.about):  # a check of every element is one of the whole
            safe = [end[checked].safe for end in ends if checked in end and end[checked].trust]
            both = common(*safe) if safe and len(safe) == len(ends) else frozenset()
            for name in source.about if both - source.safe else ():
                frame.clean(name, *both)
        self.run(frame, node.orelse)
        return False

    _do_asyncfor = _do_for

    def _do_while(self, frame: Frame, node: ast.While) -> bool:
        frame.value(node.test)
        before = dict(frame.env)
        ends = self._looped(frame, node.body, frozenset({"while"}), lambda: self._learn(frame, node.test, truth=True))
        is_endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        reset(frame, merged([*([] if is_endless and ends else [before]), *ends]))
        self._learn(frame, node.test, truth=False)
        self.run(frame, node.orelse)
        return False

    def _looped(
        self, frame: Frame, body: list[ast.stmt], names: frozenset[str], start: Callable[[], None]
    ) -> list[Env]:
        """Read the body twice, since what it leaves behind is there the second time; how it can end."""
        outer, frame.breaks = frame.breaks, []
        frame.loops.append(names)
        before = dict(frame.env)
        ends: list[Env] = []
        for _ in range(2 if len(frame.loops) <= 2 else 1):
            start()
            ended = self.run(frame, body)
            ends = [*frame.breaks, *([] if ended else [dict(frame.env)])]
            reset(frame, merged([before, dict(frame.env)]))
        frame.loops.pop()
        frame.breaks = outer
        return ends or [before]

    def _do_with(self, frame: Frame, node: ast.With | ast.AsyncWith) -> bool:
        bounded = 0
        for item in node.items:
            value = frame.value(item.context_expr)
            call = item.context_expr
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                bounded += name in TIMEOUTS
            if item.optional_vars is not None:
                bind(frame, item.optional_vars, value)
        frame.bounded += bounded
        ended = self.run(frame, node.body)
        frame.bounded -= bounded
        return ended

    _do_asyncwith = _do_with

    def _do_try(self, frame: Frame, node: ast.Try) -> bool:
        before = dict(frame.env)
        ends: list[Env] = []
        ended = self.run(frame, node.body)
        after = dict(frame.env)
        if not ended and not self.run(frame, node.orelse):
            ends.append(dict(frame.env))
        for handler in node.handlers:
            reset(frame, merged([unlearned(after, before), before]))
            if handler.name:
                frame.assign(handler.name, OWN)
            if not self.run(frame, handler.body):
                ends.append(dict(frame.env))
        if not ends:
            reset(frame, after)
        else:
            reset(frame, merged(ends))
        return self.run(frame, node.finalbody) or not ends

    _do_trystar = _do_try

    def _do_match(self, frame: Frame, node: ast.Match) -> bool:
        subject = frame.value(node.subject)
        key = key_of(node.subject)
        ends: list[Env] = []
        is_whole = False
        for case in node.cases:
            before = dict(frame.env)
            if _is_literal(case.pattern) and key:
                frame.clean(key, "*")
            for child in ast.walk(case.pattern):
                if isinstance(child, ast.MatchAs) and child.name:
                    is_one_of = child.pattern is not None and _is_literal(child.pattern)
                    frame.assign(child.name, subject.cleaned(EVERYTHING) if is_one_of else subject)
                    is_whole |= child is case.pattern and case.guard is None
            is_whole |= isinstance(case.pattern, ast.MatchAs) and case.pattern.name is None
            if case.guard is not None:
                self._learn(frame, case.guard, truth=True)
            if not self.run(frame, case.body):
                ends.append(dict(frame.env))
            reset(frame, before)
        if not is_whole:
            ends.append(dict(frame.env))
        if not ends:
            return True
        reset(frame, merged(ends))
        return False

    def _do_classdef(self, frame: Frame, node: ast.ClassDef) -> bool:
        """The assignments in a class; its methods are read on their own."""
        inner = Frame(frame.context, {}, outer=frame, owner=frame.module.classes.get(node.name))
        self.run(inner, [one for one in node.body if not isinstance(one, FunctionNode)])
        if frame.function is None:
            frame.context.fields[node.name] = inner.env
        return False


def _is_literal(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return all(map(_is_literal, pattern.patterns))
    return isinstance(pattern, ast.MatchValue | ast.MatchSingleton)


def _name_of(target: ast.expr) -> str:
    return f"?.{target.attr}" if isinstance(target, ast.Attribute) else ""
