"""What a call gives: a value of a client, a harmless one, one as open as its arguments, or what a function returns."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.review.rules.binding import element_of
from pipeline.review.rules.building import built, of_receiver
from pipeline.review.rules.cleaning import HARMLESS, escaped
from pipeline.review.rules.following import follow, instance, own_function
from pipeline.review.rules.frame import Call, key_of
from pipeline.review.rules.guards import CHECKERS
from pipeline.review.rules.keeping import keep
from pipeline.review.rules.outside import from_outside, is_remote
from pipeline.review.rules.values import (
    ANY_BY_DEFAULT,
    EVERYTHING,
    NOTHING,
    ON_BY_DEFAULT,
    OWN,
    UNSET,
    Value,
    either,
    mixed,
    words,
)

Check = Callable[[Call], None]
ADDING = words("append add insert extend update push")
MARKING = {"settimeout": "timed", "setblocking": "timed", "bind": "bound", "mount": "mounted"}
"""Methods that change what they are called on, with what it is afterwards."""
SETTINGS = words(
    """
    os.environ.get os.getenv os.environ.setdefault decouple.config environ.Env.bool env.bool config
    """
)
ON = words("1 true True TRUE yes on")


class Caller:
    """Evaluates calls, with the checks that look at each of them."""

    def __init__(self, checks: dict[str, tuple[Check, ...]], everywhere: Iterable[Check]) -> None:
        self._checks = checks
        self._everywhere = tuple(everywhere)

    def __call__(self, call: Call) -> Value:
        """What a call gives."""
        for check in (*self._checks.get(call.last, ()), *self._everywhere):
            check(call)
        if call.name == "map" and len(call.args) == 2 and call.args[0].ref:
            direct = ast.copy_location(ast.Call(call.node.args[0], [call.node.args[1]], []), call.node)
            mapped = self(Call(direct, call.args[0].ref, None, [element_of(call.args[1])], {}, call.frame))
            return replace(mapped, items=(mapped,), type="list")
        function = own_function(call)
        if function is not None:
            return follow(call, function)
        self._side_effects(call)
        found = from_outside(call)
        if found is not None:
            return found
        return escaped(call) or built(call) or of_receiver(call) or _unknown(call)

    def _side_effects(self, call: Call) -> None:
        """What a call does to its arguments: it adds to a container, or raises for what is wrong."""
        function, frame = call.node.func, call.frame
        if isinstance(function, ast.Attribute) and call.last in ADDING:
            _add(call, key_of(function.value))
        if call.last == "setdefault" and isinstance(function, ast.Attribute):
            _set_default(call, key_of(function.value))
        is_marking = call.last in MARKING and not (call.args and call.args[0].const is None)
        if is_marking and isinstance(function, ast.Attribute) and key_of(function.value):
            frame.clean(key_of(function.value), MARKING[call.last])
        if call.last == "relative_to" and isinstance(function, ast.Attribute):
            self._clean(call, [call.receiver or OWN], "path-traversal", [function.value])
        is_checker = CHECKERS.search(call.last) is not None
        if call.name in HARMLESS and call.last not in ("len", "bool", "isinstance", "hash", "callable", "id", "ord"):
            for node in call.node.args[:1]:
                if key_of(node):
                    frame.clean(key_of(node), EVERYTHING)
            if call.name.startswith("ipaddress."):
                return
        elif is_checker:
            self._clean(call, [*call.every()], EVERYTHING, call.node.args)

    def _clean(self, call: Call, values: list[Value], danger: str, nodes: list[ast.expr]) -> None:
        for value in values:
            for name in value.about:
                if call.frame.known(name) is not None:
                    call.frame.clean(name, danger)
        for node in nodes:
            if key_of(node):
                call.frame.clean(key_of(node), danger)


def _set_default(call: Call, key: str) -> None:
    """A dictionary gets an entry unless it has it."""
    known = call.frame.known(key) if key else None
    name = call.args[0].text if len(call.args) == 2 else None
    if known is not None and known.entries is not None and name is not None:
        call.frame.env[key] = replace(known, entries={name: call.args[1], **known.entries})


def _add(call: Call, key: str) -> None:
    """A container gets another element."""
    frame = call.frame
    known = (frame.known(key) or call.receiver) if key else None
    if frame.loops and call.last in ("append", "extend", "insert"):
        frame.grown.add(key)
    if known is None or known.ref or known.type == "request":
        return
    added = mixed(call.every())
    given = call.args[-1] if call.args else added
    items = (*(known.items or ()), *((given.items or (given,)) if call.last == "extend" else (given,)))
    entries = {**(known.entries or {}), **call.keywords} if known.entries is not None else None
    joined = either(known, Value(added.trust, added.safe, added.about))
    frame.env[key] = replace(joined, items=items[-40:], entries=entries, type=known.type)
    keep(frame, key, frame.env[key])


def _unknown(call: Call) -> Value:
    """What a call of something elsewhere gives: it decides itself, but it was made of its arguments."""
    made = mixed([*call.every(), *([call.receiver] if call.receiver else [])])
    default = call.argument(1, "default")
    if call.name in SETTINGS and default is not None and (default.const is True or str(default.const) in ON):
        return Value(safe=frozenset({ON_BY_DEFAULT}), type=call.name)
    if call.name in SETTINGS and default is not None and default.text == "*":
        return Value(safe=frozenset({ANY_BY_DEFAULT}), type=call.name)
    if call.last == "split" and call.receiver is not None and ANY_BY_DEFAULT in call.receiver.safe:
        return call.receiver
    if is_remote(call):
        return Value(about=made.about, type="remote")
    kind = call.name if len(call.name) < 90 else ""
    owner = call.frame.module.classes.get(call.name)
    if owner is not None:
        return replace(instance(call, owner), about=made.about)
    if call.name in ("string.Template", "jinja2.Template", "re.compile") and call.args:
        is_escaped = (call.keywords.get("autoescape") or OWN).const is True
        return replace(call.args[0].cleaned(*(["autoescape"] if is_escaped else [])), type=call.name, const=UNSET)
    if call.last == "ResourceOptions":
        return Value(about=made.about, type=kind, entries=dict(call.keywords))
    if call.name in ("hmac.new", "hmac.digest") or call.name.startswith("hashlib."):
        return Value(about=made.about, type=call.name)
    return Value(about=made.about, type=kind, safe=frozenset({"timed"}) if "timeout" in call.keywords else NOTHING)
