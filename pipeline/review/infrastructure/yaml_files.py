"""YAML from files that nobody vouches for: bounded, without objects, with the line of every value."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import yaml

MOST_BYTES, MOST_EVENTS, MOST_VALUES, DEEPEST = 1_000_000, 100_000, 200_000, 50
"""Of a file; `MOST_VALUES` counts what an alias repeats each time again."""
LONGEST_SAID, LONGEST_NUMBER = 160, 40
PLAIN = frozenset(f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null"))
"""What a value may be: what JSON has, too."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it
_BOOLEAN, _MERGE = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:merge"


class BadYaml(Exception):
    """A text that is no usable YAML. The message is a sentence, `line` where it goes wrong."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class Document(NamedTuple):
    """A document of a file: what it says, and how it was written."""

    path: str
    value: Any
    node: yaml.Node

    @property
    def line(self) -> int:
        """Where it begins."""
        return int(self.node.start_mark.line) + 1

    def line_of(self, way: Sequence[str | int]) -> int:
        """Where the value at the end of a way begins, or as much of the way as there is."""
        node = self.node
        for step in way:
            following = _below(node, step)
            if following is None:
                break
            node = following
        return int(node.start_mark.line) + 1


class _Kubernetes(_Loader):  # type: ignore[misc]
    """As Kubernetes reads YAML: yes, no, on and off are booleans, and dates are text."""


class _Plain(_Loader):  # type: ignore[misc]
    """As Docker Compose and GitHub read YAML: only true and false are booleans, and dates are text."""


def documents(path: str, content: bytes, *, is_kubernetes: bool) -> list[Document]:
    """The documents of a file, empty ones left out; raises BadYaml."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise BadYaml("It is not UTF-8 text.") from error
    if len(content) > MOST_BYTES:
        raise BadYaml(f"It is larger than {MOST_BYTES:,} bytes.")
    return [each for each in _read(path, text, _Kubernetes if is_kubernetes else _Plain) if each.value is not None]


def _read(path: str, text: str, loader_class: Callable[[str], Any]) -> Iterator[Document]:
    loader = None
    try:
        _measure(text)
        loader = loader_class(text)
        while loader.check_node():
            node = loader.get_node()
            _unfold(node)
            yield Document(path, loader.construct_document(node), node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = re.sub(r"\s+", " ", error.problem or "it cannot be read")[:LONGEST_SAID]
        raise BadYaml(f"It is not valid YAML: {said}.", mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadYaml("It is not valid YAML: it has a sign or a value that YAML does not allow.") from error
    finally:
        if loader is not None:
            loader.dispose()


def _measure(text: str) -> None:
    """Refuse what is nested too deep or too much, before anything is built of it."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or number > MOST_EVENTS:
            much = f"It is nested deeper than {DEEPEST} levels." if depth > DEEPEST else "It has too many values."
            raise BadYaml(much, event.start_mark.line + 1 if event.start_mark else 1)


def _unfold(root: yaml.Node) -> None:
    """Refuse what grows without bounds by its aliases, and what JSON could not say, such as a key twice."""
    sizes: dict[int, int] = {}
    open_ones: set[int] = set()

    def size(node: yaml.Node) -> int:
        if id(node) in open_ones:
            raise BadYaml("It holds itself by an alias.", node.start_mark.line + 1)
        if id(node) not in sizes:
            open_ones.add(id(node))
            sizes[id(node)] = 1 + sum(map(size, _children(node)))
            open_ones.discard(id(node))
        if sizes[id(node)] > MOST_VALUES:
            raise BadYaml("Its aliases make too many values of it.", node.start_mark.line + 1)
        return sizes[id(node)]

    size(root)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if node.tag not in PLAIN:
        raise BadYaml(
            f"It makes something of the tag {node.tag[:80]}, which is not plain data.", node.start_mark.line + 1
        )
    if isinstance(node, yaml.ScalarNode) and node.tag.endswith((":int", ":float")) and len(node.value) > LONGEST_NUMBER:
        raise BadYaml("It has a number that is too long.", node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        known: set[tuple[str, str]] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BadYaml("It has a key that is no text.", key.start_mark.line + 1)
            if (key.tag, key.value) in known and key.tag != _MERGE:
                raise BadYaml(f"It says {key.value[:40]} twice.", key.start_mark.line + 1)
            known.add((key.tag, key.value))
            yield value


def _below(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def _resolvers(*, is_kubernetes: bool) -> dict[Any, Any]:
    """What tells from a plain word which type it is of."""
    kept: dict[Any, Any] = {}
    for letter, rules in _Loader.yaml_implicit_resolvers.items():
        kept[letter] = [
            (
                tag,
                re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
                if tag == _BOOLEAN and not is_kubernetes
                else rule,
            )
            for tag, rule in rules
            if tag in PLAIN or tag == _MERGE
        ]
    return kept


_Kubernetes.yaml_implicit_resolvers = _resolvers(is_kubernetes=True)
_Plain.yaml_implicit_resolvers = _resolvers(is_kubernetes=False)
