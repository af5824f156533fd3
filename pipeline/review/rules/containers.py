"""Lists, tuples, sets, dictionaries and comprehensions."""

import ast
from dataclasses import replace

from pipeline.review.rules.binding import bind, element_of
from pipeline.review.rules.frame import Frame
from pipeline.review.rules.guards import facts
from pipeline.review.rules.values import Value, mixed

MOST_ITEMS = 60


def items(frame: Frame, node: ast.List | ast.Tuple | ast.Set) -> Value:
    """A list, tuple or set as it is written."""
    elements = node.elts if len(node.elts) <= MOST_ITEMS else [one for one in node.elts if not _is_plain(one)]
    values = [frame.value(one) for one in elements]
    held: list[Value] = []
    for element, value in zip(elements, values, strict=True):
        held.extend((value.items or (value,)) if isinstance(element, ast.Starred) else (value,))
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    return replace(mixed(values), items=tuple(held[:MOST_ITEMS]), type=kind)


def entries(frame: Frame, node: ast.Dict) -> Value:
    """A dictionary as it is written."""
    pairs = list(zip(node.keys, node.values, strict=True))
    if len(pairs) > MOST_ITEMS:
        pairs = [(key, value) for key, value in pairs if not _is_plain(value)]
    held: dict[str, Value] = {}
    keys, values = [], []
    for key, node_of_value in pairs:
        value = frame.value(node_of_value)
        values.append(value)
        name = frame.value(key) if key is not None else None
        keys.append(name if name is not None else Value(value.trust, value.safe))
        if name is None:
            held.update(value.entries or {})
        elif name.text is not None and len(held) < MOST_ITEMS:
            held[name.text] = value
    return replace(mixed(values), entries=held, items=(mixed(keys),), type="dict")


def comprehension(frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    """What a comprehension makes, read once."""
    before, names = dict(frame.env), set()
    for generator in node.generators:
        source = frame.value(generator.iter)
        bind(frame, generator.target, element_of(source))
        names |= {child.id for child in ast.walk(generator.target) if isinstance(child, ast.Name)}
        for condition in generator.ifs:
            frame.value(condition)
            for name, danger in facts(frame, condition, True):
                frame.clean(name, danger)
    frame.loops.append(frozenset(names))
    if isinstance(node, ast.DictComp):
        made, value = frame.value(node.key), frame.value(node.value)
    else:
        made = value = frame.value(node.elt)
    frame.loops.pop()
    frame.env.clear()
    frame.env.update(before)
    kind = {ast.SetComp: "set", ast.DictComp: "dict"}.get(type(node), "list")
    return replace(mixed((value,)), items=(made,), type=kind)


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)
