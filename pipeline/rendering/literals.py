"""Text as an escaped literal of the language that it goes into; what a person wrote never becomes code."""

import re
from collections.abc import Sequence

Value = str | float | bool | None

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#!|~&$@]|:(?=//)")
_PLAIN_CODE = re.compile(r"[A-Za-z0-9_./:,+ -]*")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def python_literal(value: Value) -> str:
    """A Python literal as ruff formats it; beyond ASCII, only Latin-1 letters stand for themselves."""
    if not isinstance(value, str):
        return repr(value).replace("e+", "e")
    quote = "'" if value.count('"') > value.count("'") else '"'
    return quote + "".join(_python_character(character, quote) for character in value) + quote


def _python_character(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{character}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if 0x20 <= code < 0x7F or (0xC0 <= code <= 0xFF and character.isalpha()):
        return character
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def python_row(values: tuple[Value, ...], indent: int, before: int = 0, *, width: int = 120) -> str:
    """A tuple as ruff formats it before a comma: on one line, else one value a line.

    It stands behind `indent` spaces and `before` other characters.
    """
    return python_tuple([python_literal(value) for value in values], indent, before, width=width)


def python_tuple(literals: Sequence[str], indent: int, before: int = 0, *, width: int = 120) -> str:
    """A tuple of Python literals, as `python_row` lays it out."""
    line = f"({', '.join(literals)}{',' if len(literals) == 1 else ''})"
    if indent + before + len(line) + 1 <= width:
        return line
    inner = "".join(f"{' ' * (indent + 4)}{literal},\n" for literal in literals)
    return f"(\n{inner}{' ' * indent})"


def python_call(function: str, arguments: Sequence[str], indent: int, *, width: int = 120) -> str:
    """A call as ruff formats it behind `indent` spaces: on one line if it fits, else its arguments on others."""
    line = f"{function}({', '.join(arguments)})"
    if indent + len(line) <= width:
        return line
    inner = " " * (indent + 4)
    together = f"{inner}{', '.join(arguments)}"
    lines = [together] if len(together) <= width else [f"{inner}{argument}," for argument in arguments]
    return "\n".join([f"{function}(", *lines, f"{' ' * indent})"])


def python_rows(rows: Sequence[tuple[Value, ...]], indent: int, before: int = 0, *, width: int = 120) -> str:
    """A tuple of tuples as ruff formats it: one a line, but a single one on the same line where there is room."""
    if not rows:
        return "()"
    if len(rows) == 1:
        line = f"({python_row(rows[0], 0, width=10_000)},)"
        if indent + before + len(line) <= width:
            return line
    inner = "".join(f"{' ' * (indent + 4)}{python_row(row, indent + 4, width=width)},\n" for row in rows)
    return f"(\n{inner}{' ' * indent})"


def quoted_scalar(value: str) -> str:
    """A double-quoted string for TOML and YAML."""
    return '"' + "".join(_scalar_character(character) for character in value) + '"'


def _scalar_character(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return f"\\{character}"
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029, 0xFEFF) or 0x202A <= code <= 0x2069:
        return f"\\u{code:04x}"
    return character


def docker_label(value: str, limit: int = 200) -> str:
    """A double-quoted value of a Dockerfile's LABEL: one line, in which nothing is replaced by a variable."""
    return '"' + re.sub(r'([\\"$])', r"\\\1", one_line(value, limit)) + '"'


def markdown_text(value: str, limit: int = 500) -> str:
    """Text in a Markdown line or table cell: one line, shortened, with every sign that has a meaning escaped."""
    line = one_line(value, limit)
    return _MARKDOWN.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), line)


def markdown_code(value: str, limit: int = 200) -> str:
    """Text as inline code in a Markdown line or table cell."""
    line = one_line(value, limit)
    if _PLAIN_CODE.fullmatch(line):
        return f"`{line}`" if line else ""
    return f"<code>{''.join(map(_entity, line))}</code>"


def unbroken(value: str) -> str:
    """Text without line breaks or control characters, its words one space apart."""
    return " ".join("".join(character if character.isprintable() else " " for character in value).split())


def one_line(value: str, limit: int) -> str:
    """Text without line breaks or control characters, at most `limit` characters long."""
    return shortened(unbroken(value), limit)


def shortened(text: str, limit: int) -> str:
    """The text, or so much of it that it has `limit` characters with the sign that there was more."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def _entity(character: str) -> str:
    plain = character.isalnum() or character in " _-/.,:;=+?"
    return character if plain else f"&#{ord(character)};"
