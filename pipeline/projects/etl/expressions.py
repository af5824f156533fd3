"""Python calls as the formatter lays them out: on one line where they fit, else one argument a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.rendering.literals import python_literal

WIDTH = 120
_TOO_LONG = "  # noqa: E501"


@dataclass(frozen=True)
class Call:
    """A call, or a tuple if it has no name; arguments are code or calls, with `keyword=` before them or without."""

    name: str
    arguments: tuple["tuple[str, Call | str]", ...]

    @property
    def line(self) -> str:
        """The call on one line."""
        parts = [f"{keyword}{value if isinstance(value, str) else value.line}" for keyword, value in self.arguments]
        comma = "," if not self.name and len(parts) == 1 else ""
        return f"{self.name}({', '.join(parts)}{comma})"

    def laid_out(self, indent: int, before: str = "", after: str = ",", mark: str = _TOO_LONG) -> str:
        """The call behind `indent` spaces and `before`, and `after` it; `mark` stands behind lines that are long."""
        space, line = " " * indent, f"{before}{self.line}{after}"
        if indent + len(line) <= WIDTH or not self.arguments:
            return f"{space}{line}\n"
        inner = "".join(_argument(keyword, value, indent + 4, mark) for keyword, value in self.arguments)
        return f"{space}{before}{self.name}(\n{inner}{space}){after}\n"


def _argument(keyword: str, value: "Call | str", indent: int, mark: str) -> str:
    if isinstance(value, Call):
        return value.laid_out(indent, keyword, mark=mark)
    line = f"{' ' * indent}{keyword}{value},"
    return line + (mark if len(line) > WIDTH else "") + "\n"


def call(name: str, /, *values: "str | int | Call | None", **named: "str | int | Call | None") -> Call:
    """A call with literals, or other calls, as arguments."""
    positional = [("", _code(value)) for value in values]
    return Call(name, (*positional, *((f"{keyword}=", _code(value)) for keyword, value in named.items())))


def texts(values: Sequence[str]) -> Call:
    """A tuple of strings."""
    return call("", *values)


def _code(value: "str | int | Call | None") -> "str | Call":
    return value if isinstance(value, Call) else python_literal(value)
