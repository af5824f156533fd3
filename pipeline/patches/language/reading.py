"""A Python file that is read by the gates: its tree, what its names stand for, and the project that it is part of."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.patches.language.members import members_of
from pipeline.patches.language.names import Names
from pipeline.patches.language.own import Own
from pipeline.patches.language.values import Values
from pipeline.patches.places import TESTS


@dataclass
class File:
    """A file that is read: what its names stand for, and the project that it is part of."""

    path: str
    tree: ast.Module
    names: Names
    own: Own

    @property
    def in_tests(self) -> bool:
        """Whether it holds tests."""
        return self.path.startswith(TESTS)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The attributes that its code may use."""
        return self.own.attributes(in_tests=self.in_tests)

    @property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """By node, what it is part of."""
        return self.names.parents

    @cached_property
    def values(self) -> Values:
        """What is known of the values of its names."""
        return Values(self.names, self.own)

    def is_module(self, dotted: str) -> bool:
        """Whether a dotted name is that of a module, of which it may use something."""
        return members_of(dotted, in_tests=self.in_tests) is not None

    def is_member(self, dotted: str) -> bool:
        """Whether a dotted name is what the file may use of a module."""
        module, _, last = dotted.rpartition(".")
        return last in (members_of(module, in_tests=self.in_tests) or ())

    def constant(self, node: ast.expr | None) -> object:
        """The value of a constant, also of one by its name, from whichever file; None if it is no constant."""
        dotted = self.names.dotted(node) if isinstance(node, ast.Name | ast.Attribute) else None
        top = self.own.definition(dotted) if dotted and dotted.startswith("app.") else None
        made = top.value if isinstance(top, ast.Assign | ast.AnnAssign) else None
        return made.value if isinstance(made, ast.Constant) else self.names.constant(node)

    def is_called(self, node: ast.AST) -> bool:
        """Whether an expression is called where it is."""
        parent = self.parents.get(node)
        return isinstance(parent, ast.Call) and parent.func is node
