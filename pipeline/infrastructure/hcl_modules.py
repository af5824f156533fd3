"""Modules of Terraform as they are written: the blocks of a folder, and what their expressions refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from posixpath import dirname

from hcl2 import parses_to_tree
from lark import Token, Tree
from lark.exceptions import LarkError

from pipeline.infrastructure.hcl_expressions import Reference, references_in, text_of

Node = Tree[Token]
PREFIXES = {"variable": "var.", "resource": "", "data": "data.", "ephemeral": "ephemeral.", "module": "module."}
"""What the blocks of each kind that others refer to are called by, before their labels."""


@dataclass(frozen=True)
class Block:
    """A block at the top of a file, or a local value."""

    path: str
    kind: str
    labels: tuple[str, ...]
    body: Node

    @property
    def name(self) -> str:
        """Its last label."""
        return self.labels[-1] if self.labels else ""

    @property
    def address(self) -> str:
        """What it may be there by only once; empty for blocks that may be there several times."""
        if self.kind == "output":
            return f"output.{self.name}"
        if self.kind == "local":
            return f"local.{self.name}"
        return PREFIXES[self.kind] + ".".join(self.labels) if self.kind in PREFIXES else ""

    @cached_property
    def arguments(self) -> frozenset[str]:
        """The names that are given a value in it."""
        return frozenset(name for name, _ in _attributes(self.body))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What its expressions refer to."""
        return tuple(references_in(self.body, self.path))

    def text_of(self, name: str) -> str:
        """The plain text that an argument has; empty if there is none."""
        return next((text_of(value) for found, value in _attributes(self.body) if found == name), "")


@dataclass(frozen=True)
class Module:
    """The blocks of one folder."""

    folder: str
    blocks: list[Block] = field(default_factory=list)

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        """The blocks of a kind, in order."""
        return tuple(block for block in self.blocks if block.kind == kind)

    @cached_property
    def declared(self) -> frozenset[str]:
        """What expressions may refer to."""
        return frozenset(block.address for block in self.blocks if block.kind != "output")

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What its expressions refer to; a variable's own rules do not count as a use of it."""
        return tuple(
            reference
            for block in self.blocks
            for reference in block.references
            if block.kind != "variable" or reference.address != block.address
        )


def modules_of(files: Mapping[str, bytes]) -> tuple[dict[str, Module], list[str]]:
    """The modules by folder, and a sentence for each file that does not parse."""
    modules: dict[str, Module] = {}
    problems = []
    for path in sorted(path for path in files if path.endswith(".tf")):
        module = modules.setdefault(dirname(path), Module(dirname(path)))
        try:
            module.blocks.extend(_blocks(path, files[path]))
        except (LarkError, UnicodeDecodeError) as error:
            problems.append(f"{path}: does not parse: {str(error).strip().splitlines()[0]}.")
    return modules, problems


@lru_cache(maxsize=256)
def _blocks(path: str, content: bytes) -> tuple[Block, ...]:
    """The blocks of a file; those of modules, which are the same in every project, are read once."""
    tree: Node = parses_to_tree(f"{content.decode()}\n")
    bodies = _children(tree, "body")
    return tuple(found for body in bodies for block in _children(body, "block") for found in _block(path, block))


def _block(path: str, node: Node) -> Iterator[Block]:
    words = [child for child in node.children if isinstance(child, Tree) and child.data in ("identifier", "string")]
    body = next(_children(node, "body"))
    kind, *labels = map(text_of, words)
    if kind != "locals":
        yield Block(path, kind, tuple(labels), body)
        return
    for name, value in _attributes(body):
        yield Block(path, "local", (name,), value)


def _attributes(body: Node) -> Iterator[tuple[str, Node]]:
    for attribute in _children(body, "attribute"):
        name, *_, value = (child for child in attribute.children if isinstance(child, Tree))
        yield text_of(name), value


def _children(node: Node, kind: str) -> Iterator[Node]:
    return (child for child in node.children if isinstance(child, Tree) and child.data == kind)
