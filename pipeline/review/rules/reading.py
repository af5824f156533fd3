"""Reads a module: its own statements, then each function as those call it who are not in the module."""

import ast
from dataclasses import replace

from pipeline.review.rules.flow import Checks, Statements
from pipeline.review.rules.frame import Context, Env, Followed, Frame, Returned
from pipeline.review.rules.module import Class, Entry, Function
from pipeline.review.rules.sources import of_annotation, parameters
from pipeline.review.rules.values import NOTHING, OWN, Trust, Value, common, either
from pipeline.review.rules.ways import merged


class Reader:
    """Reads a module: its own statements, then each function that others call."""

    def __init__(self, context: Context, checks: Checks) -> None:
        self._context = context
        self._statements = Statements(checks, self._standalone)
        self._checks = checks
        self._memory: dict[tuple[object, ...], Followed] = {}
        context.follow = self.follow

    def read(self) -> None:
        """The whole module: its own statements, then each function that others call."""
        context = self._context
        top = Frame(context, context.globals, conditions=context.conditions)
        self._guarded(top, context.module.tree.body)
        for name, owner in context.module.classes.items():
            context.fields[name] = self._fields(owner)
        for name, owner in context.module.classes.items():
            start = owner.methods.get("__init__")
            if start is not None:
                self._remember_fields(name, start)
        every = [function for function in context.module.by_node.values() if not function.is_nested]
        for function in every:
            self._decorators(top, function)
        self._functions(every)
        if context.is_changed:  # now for those that were read before what others leave them was known
            self._memory.clear()
            context.followed.clear()
            self._functions(every)

    def _functions(self, every: list[Function]) -> None:
        context = self._context
        inner = [
            function for function in every if function.entry is Entry.NONE and function.name in context.module.called
        ]
        for function in [*(one for one in every if one not in inner), *inner]:
            if function not in context.followed and (function.owner is None or function.name != "__init__"):
                self._standalone(function, None)

    def _fields(self, owner: Class) -> Env:
        frame = Frame(self._context, {}, owner=owner)
        for statement in owner.node.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                self._guarded(frame, [statement])
        if owner.is_record:
            for name, annotation in owner.fields.items():
                given = of_annotation(self._context.module, annotation, Trust.CALLER)
                if given.trust:
                    frame.env[name] = given
        return frame.env

    def _remember_fields(self, name: str, start: Function) -> None:
        frame = self._frame(start, None, Trust.CALLER)
        self._guarded(frame, start.node.body)
        fields = self._context.fields[name]
        for key, value in frame.env.items():
            if key.startswith("self.") and "." not in key[5:]:
                fields[key[5:]] = replace(value, about=NOTHING)

    def _standalone(self, function: Function, outer: Frame | None) -> None:
        """A function as somebody outside of the module calls it."""
        trust = Trust.CLIENT if function.entry in (Entry.ROUTE, Entry.QUEUE) else Trust.CALLER
        frame = self._frame(function, outer, trust)
        if outer is not None:
            self._decorators(outer, function)
        self._guarded(frame, function.node.body)

    def _decorators(self, frame: Frame, function: Function) -> None:
        for decorator in function.node.decorator_list:
            if isinstance(decorator, ast.Call):
                frame.value(decorator)
        arguments = function.node.args
        named = [*arguments.posonlyargs, *arguments.args]
        pairs = [*zip(named[len(named) - len(arguments.defaults) :], arguments.defaults, strict=False)]
        pairs += [
            (one, default) for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default
        ]
        for argument, default in pairs:
            value = frame.value(default)
            for check in self._checks.assigned:
                check(frame, default, argument.arg, value)

    def _frame(self, function: Function, outer: Frame | None, trust: Trust) -> Frame:
        env = parameters(function, self._context.module, trust)
        for name, value in self._depended(function).items():
            env[name] = value
        return Frame(self._context, env, function, function.owner, function.entry, outer)

    def _depended(self, function: Function) -> Env:
        """The parameters that FastAPI fills in with what another function of the module returns."""
        arguments = function.node.args
        named = [*arguments.posonlyargs, *arguments.args]
        pairs = [*zip(named[len(named) - len(arguments.defaults) :], arguments.defaults, strict=False)]
        pairs += [
            (one, default) for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default
        ]
        found: Env = {}
        calls = [
            (argument, default, argument.annotation) for argument, default in pairs if isinstance(default, ast.Call)
        ]
        for argument in (*named, *arguments.kwonlyargs):
            if isinstance(argument.annotation, ast.Subscript) and isinstance(argument.annotation.slice, ast.Tuple):
                first, *others = argument.annotation.slice.elts
                calls += [(argument, one, first) for one in others if isinstance(one, ast.Call)]
        for argument, call, annotation in calls:
            target = call.args[0] if call.args else annotation
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name != "Depends" or not isinstance(target, ast.Name):
                continue
            owner = self._context.module.classes.get(target.id)
            if owner is not None:
                found[argument.arg] = self._made(owner)
            maker = self._context.module.functions.get(target.id)
            if maker is not None:
                env = parameters(maker, self._context.module, Trust.CLIENT)
                top = Frame(self._context, {})
                made = self.follow(top, maker, env).value
                kind = of_annotation(self._context.module, argument.annotation, Trust.CALLER)
                found[argument.arg] = made if made.trust else replace(made, type=made.type or kind.type)
        return found

    def _made(self, owner: Class) -> Value:
        """An object that FastAPI makes of what a client sends."""
        start = owner.methods.get("__init__")
        if start is None:
            return Value(Trust.CLIENT, type=f"model:{owner.node.name}")
        frame = self._frame(start, None, Trust.CLIENT)
        self._guarded(frame, start.node.body)
        fields = {key[5:]: value for key, value in frame.env.items() if key.startswith("self.")}
        return Value(type=f"self:{owner.node.name}", entries=fields)

    def follow(self, caller: Frame, function: Function, env: Env) -> Followed:
        """What a function gives for these arguments, and what they are checked for afterwards."""
        parts = tuple((name, _kind(value)) for name, value in sorted(env.items()))
        key = (function, parts, caller.in_server, bool(caller.loops), bool(caller.bounded))
        if key not in self._memory:
            self._memory[key] = Followed(OWN)
            self._memory[key] = self._followed(caller, function, env)
        return self._memory[key]

    def _followed(self, caller: Frame, function: Function, env: Env) -> Followed:
        if function.entry is Entry.NONE:
            self._context.followed.add(function)
        kept = {name: replace(value, about=value.about | {name}) for name, value in env.items()}
        frame = Frame(self._context, kept, function, function.owner, function.entry, None, caller, caller.depth + 1)
        frame.bounded, frame.loops = caller.bounded, list(caller.loops)
        ended = self._guarded(frame, function.node.body)
        returned = list(frame.returned)
        if not ended:
            returned.append(Returned(OWN, dict(frame.env), dict(frame.env), can_be_true=False))
        if not returned:
            return Followed(OWN)
        value = returned[0].value
        for one in returned[1:]:
            value = either(value, one.value)
        true = [one.if_true for one in returned if one.can_be_true]
        fields = {key[5:]: one for key, one in merged([end.env for end in returned]).items() if key.startswith("self.")}
        return Followed(value, _checked(env, [one.env for one in returned]), _checked(env, true), fields)

    def _guarded(self, frame: Frame, body: list[ast.stmt]) -> bool:
        try:
            return self._statements.run(frame, body)
        except RecursionError:
            return False  # too deeply nested to be read: what was found before it stands


def _kind(value: Value) -> tuple[object, ...]:
    """What of an argument decides how a function goes on."""
    held = sorted((value.entries or {}).items())
    entries = tuple((name, one.trust, one.safe, one.type, one.literal[:40]) for name, one in held)
    const = value.const if isinstance(value.const, str | int | float | bool | bytes | None) else ""
    return value.trust, value.safe, value.type, value.ref, value.literal[:80], const, entries


def _checked(given: Env, ends: list[Env]) -> dict[str, frozenset[str]]:
    """What each parameter was checked for, whichever way the function ended."""
    found: dict[str, frozenset[str]] = {}
    for name, value in given.items():
        left = [end[name].safe - value.safe for end in ends if name in end]
        if left and len(left) == len(ends):
            both = common(*left)
            if both:
                found[name] = both
    return found
