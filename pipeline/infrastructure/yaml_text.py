"""YAML that every parser reads the same way, whatever a text in it says."""

import re
from collections.abc import Iterable
from typing import Any

import yaml

Object = dict[str, Any]
"""An object of a cluster, or a part of one, as the schemas of Kubernetes describe it."""

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What some version of YAML takes for something else than text."""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, quotes every text that is not a plain word, and shares nothing by reference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists as everything else."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Write a value again where it is used again."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if is_plain else '"')


_Dumper.add_representer(str, _text)


def dumped(value: object) -> str:
    """A value as YAML in ASCII, keys in the order that they are in."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=False, width=10_000)
    return text


def document(comment: str, *objects: Object) -> bytes:
    """A file of objects below a comment, of which every line is one line of the file."""
    lines = "".join(f"# {line}\n" for line in comment.splitlines())
    return (lines + "---\n".join(map(dumped, objects))).encode()


def paired(items: Iterable[tuple[str, object]]) -> list[Object]:
    """Names and values as the lists of Kubernetes have them."""
    return [{"name": name, "value": value} for name, value in items]
