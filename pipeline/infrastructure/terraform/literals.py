"""Values of Python as values of Terraform's language; what a person wrote never becomes an expression."""

import re
from collections.abc import Iterable

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TEMPLATE = re.compile(r"[$%](?=\{)")


def hcl_string(text: str) -> str:
    """A quoted string in which nothing is a template, as the syntax of HCL has it (hcl/hclsyntax/spec.md)."""
    escaped = "".join(map(_character, text))
    return '"' + _TEMPLATE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", escaped) + '"'


def hcl_strings(texts: Iterable[str]) -> str:
    """A list of strings."""
    return "[" + ", ".join(map(hcl_string, texts)) + "]"


def hcl_bool(value: bool) -> str:
    """A truth value."""
    return "true" if value else "false"


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029, 0xFEFF) or 0x202A <= code <= 0x2069:
        return f"\\u{code:04x}"
    return character
