"""Follows calls of the module's own functions and classes, with what they are given."""

import ast
from dataclasses import replace

from pipeline.review.rules.binding import element_of
from pipeline.review.rules.frame import DEEPEST, MOST_CALLS, Call, Env, Frame, key_of
from pipeline.review.rules.module import Class, Function
from pipeline.review.rules.values import NOTHING, OWN, Value, either, mixed


def own_function(call: Call) -> Function | None:
    module, node = call.frame.module, call.node.func
    if isinstance(node, ast.Name):
        known = call.frame.known(node.id)
        if known is not None and not known.ref:
            return None
        return module.functions.get(known.ref if known else node.id)
    if not isinstance(node, ast.Attribute):
        return None
    receiver = call.receiver
    if receiver is not None and receiver.type.startswith("self:"):
        owner = module.classes.get(receiver.type[5:])
        found = owner.methods.get(node.attr) if owner else None
        if found is not None:
            return found
    if receiver is not None and (receiver.trust or receiver.items is not None or receiver.entries is not None):
        return None
    if receiver is not None and receiver.ref and receiver.ref not in module.classes:
        return None
    candidates = module.methods.get(node.attr, [])
    return candidates[0] if len(candidates) == 1 else None


def follow(call: Call, function: Function) -> Value:
    frame = call.frame
    context = frame.context
    if frame.depth >= DEEPEST or context.calls >= MOST_CALLS or _is_running(frame, function):
        return replace(mixed(call.every()), safe=NOTHING)
    context.calls += 1
    env, given = _arguments(call, function)
    followed = context.follow(frame, function, env)
    positive = set()
    for name, node in given.items():
        key = key_of(node)
        about = env[name].about if name in env else NOTHING
        is_part = not key or env[name].type == "host"
        names = {key} if key else set()
        names |= {one for one in about if frame.known(one) is not None} if is_part else set()
        for danger in followed.after.get(name, NOTHING):
            for one in names:
                frame.clean(one, danger)
        for danger in followed.if_true.get(name, NOTHING):
            positive |= {(one, danger) for one in (names | set(about) if is_part else names)}
    context.if_true[call.node] = positive
    return replace(followed.value, about=followed.value.about | mixed(call.every()).about)


def instance(call: Call, owner: Class) -> Value:
    """A new object of a class of the module, with what its `__init__` gives its attributes."""
    start, context = owner.methods.get("__init__"), call.frame.context
    kind = f"self:{owner.node.name}"
    if start is None:
        named = dict(zip(owner.fields, call.args, strict=False)) | call.keywords
        return Value(type=kind, entries=named or None)
    if call.frame.depth >= DEEPEST or context.calls >= MOST_CALLS or _is_running(call.frame, start):
        return Value(type=kind)
    context.calls += 1
    env, _ = _arguments(call, start)
    return Value(type=kind, entries=context.follow(call.frame, start, env).fields)


def _is_running(frame: Frame, function: Function) -> bool:
    here: Frame | None = frame
    while here is not None:
        if here.function is function:
            return True
        here = here.caller
    return False


def _arguments(call: Call, function: Function) -> tuple[Env, dict[str, ast.expr]]:
    arguments = function.node.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    env: Env = {}
    given: dict[str, ast.expr] = {}
    if function.owner is not None and names and names[0] in ("self", "cls"):
        kind = f"self:{function.owner.node.name}"
        is_known = call.receiver is not None and call.receiver.type == kind
        env[names.pop(0)] = call.receiver if call.receiver is not None and is_known else Value(type=kind)
    for position, (node, value) in enumerate(zip(call.node.args, call.args, strict=True)):
        if isinstance(node, ast.Starred):
            for name in names[position:]:
                env[name] = element_of(value)
            break
        if position < len(names):
            env[names[position]], given[names[position]] = value, node
        elif arguments.vararg is not None:
            env[arguments.vararg.arg] = either(env.get(arguments.vararg.arg, OWN), value)
    _keywords(call, function, {*names, *(one.arg for one in arguments.kwonlyargs)}, env, given)
    for name, default in zip(names[len(names) - len(arguments.defaults) :], arguments.defaults, strict=False):
        env.setdefault(name, call.frame.value(default) if isinstance(default, ast.Constant) else OWN)
    for one in (*names, *(one.arg for one in arguments.kwonlyargs)):
        env.setdefault(one, OWN)
    return env, given


def _keywords(call: Call, function: Function, known: set[str], env: Env, given: dict[str, ast.expr]) -> None:
    arguments = function.node.args
    given |= {one.arg: one.value for one in call.node.keywords if one.arg in known}
    env |= {name: value for name, value in call.keywords.items() if name in known}
    if arguments.kwarg is None:
        return
    others = {name: value for name, value in call.keywords.items() if name not in known}
    is_known = not call.has_star
    env[arguments.kwarg.arg] = replace(mixed(others.values()), type="dict", entries=others if is_known else None)
