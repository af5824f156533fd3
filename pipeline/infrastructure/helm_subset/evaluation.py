"""From the tree of a template to what it writes."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.infrastructure.helm_subset.parsing import Block, Call, ChartError, Expression, Literal, Node, Path, Text
from pipeline.infrastructure.yaml_text import dumped


class Renderer:
    """Writes templates; `defined` are those that others include."""

    def __init__(self, defined: Mapping[str, Sequence[Node]]) -> None:
        self._defined = defined

    def text(self, nodes: Sequence[Node], dot: Any, root: Any = None) -> str:
        """What nodes write; `root` is what `$` stands for, the dot itself where a template begins."""
        root = dot if root is None else root
        return "".join(self._written(node, dot, root) for node in nodes)

    def _written(self, node: Node, dot: Any, root: Any) -> str:
        match node:
            case Text(text):
                return text
            case Block():
                return self._block(node, dot, root)
            case _:
                return _shown(self._value(node.expression, dot, root))

    def _block(self, block: Block, dot: Any, root: Any) -> str:
        value = self._value(block.expression, dot, root)
        if not value:
            return self.text(block.otherwise, dot, root)
        if block.keyword == "if":
            return self.text(block.body, dot, root)
        if block.keyword == "with":
            return self.text(block.body, value, root)
        if not isinstance(value, list):
            raise ChartError("Only lists are ranged over.")
        return "".join(self.text(block.body, each, root) for each in value)

    def _value(self, expression: Expression, dot: Any, root: Any) -> Any:
        match expression:
            case Literal(value):
                return value
            case Path(variable, fields):
                return _found(root if variable else dot, variable, fields)
            case Call("include", arguments):
                name, given = (self._value(each, dot, root) for each in _exactly(2, "include", arguments))
                if name not in self._defined:
                    raise ChartError(f"No template {name!r} is defined.")
                return self.text(self._defined[name], given)
            case Call(function, arguments) if function in FUNCTIONS:
                values = [self._value(each, dot, root) for each in arguments]
                try:
                    return FUNCTIONS[function](*values)
                except (TypeError, AttributeError, ValueError) as error:
                    raise ChartError(f"{function} cannot be given these: {error}") from error
            case _:
                raise ChartError(f"{expression.function!r} is not of the subset.")


def _found(value: Any, variable: str, fields: tuple[str, ...]) -> Any:
    if variable not in ("", "$"):
        raise ChartError(f"Variables such as {variable!r} are not of the subset.")
    for name in fields:
        if not isinstance(value, dict) or name not in value:
            raise ChartError(f"There is no {name!r} in {'.'.join(fields)!r}.")
        value = value[name]
    return value


def _exactly(count: int, function: str, arguments: tuple[Expression, ...]) -> tuple[Expression, ...]:
    if len(arguments) != count:
        raise ChartError(f"{function} is given {len(arguments)} values instead of {count}.")
    return arguments


def _shown(value: Any) -> str:
    """A value as Go writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise ChartError("Only texts, numbers and yes or no are written; lists and maps need toYaml.")


def _quote(value: Any) -> str:
    """A text in double quotes, as Go escapes it; of what may be in a value, JSON has the same escapes."""
    return json.dumps(_shown(value), ensure_ascii=False)


def _nindent(spaces: int, text: str) -> str:
    return "\n" + "\n".join(" " * spaces + line for line in text.split("\n"))


def _dict(*pairs: Any) -> dict[str, Any]:
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _printf(pattern: str, *values: Any) -> str:
    if pattern.count("%") != pattern.count("%s"):
        raise ChartError("Only %s is of the subset.")
    return pattern % tuple(map(_shown, values))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "quote": _quote,
    "toYaml": lambda value: dumped(value).rstrip("\n"),
    "nindent": _nindent,
    "default": lambda other, value: value or other,
    "dict": _dict,
    "printf": _printf,
    "not": lambda value: not value,
}
"""What a template may call besides `include`."""
