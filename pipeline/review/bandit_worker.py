"""Bandit with less work and the same findings; `main` is its command line.

Bandit asks for the rules of each node of a file's tree, operators and all, and nearly all nodes have none; it copies
its context and asks for comments even where a file has none of the comments that it heeds; and it writes a debug log
that nobody reads.
"""

import ast
import io
import tokenize
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from bandit.cli.main import main as bandit_main
from bandit.core import manager, node_visitor, tester

HEEDED, CODING = b"nosec", b"coding"
PLACELESS = frozenset(("ctx", "op", "ops"))
"""Fields with operators, and with how a name is used."""
of_contexts = tester.BanditTester._get_nosecs_from_contexts


def main() -> None:
    """Run bandit with the arguments of this process."""
    node_visitor.BanditNodeVisitor.visit = visit
    node_visitor.LOG = tester.LOG = Quiet(node_visitor.LOG)
    tester.BanditTester._get_nosecs_from_contexts = heeded
    manager.tokenize = SimpleNamespace(tokenize=tokens, COMMENT=tokenize.COMMENT, TokenError=tokenize.TokenError)
    node_visitor.ast = SimpleNamespace(**{**vars(ast), "iter_fields": fields})
    bandit_main()


class Quiet:
    """A logger without its debug messages."""

    def __init__(self, log: Any) -> None:
        self.warning, self.error, self.info = log.warning, log.error, log.info

    def debug(self, *_: object) -> None:
        """Say nothing."""


def visit(self: Any, node: Any) -> None:
    """As bandit's own for a visitor that does not debug, but without the tests of a kind of node that has none."""
    kind = type(node).__name__
    own = getattr(self, f"visit_{kind}", None)
    if own:
        own(node)
    elif self.tester.testset.get_tests(kind):
        self.update_scores(self.tester.run_tests(self.context, kind))


def fields(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """What lies below a node, without what has neither a place nor tests of its own."""
    return ((name, value) for name, value in ast.iter_fields(node) if name not in PLACELESS)


def heeded(self: Any, context: Any, test_result: Any = None) -> Any:
    """As bandit's own: the tests that comments skip, None where there is no such comment."""
    return of_contexts(self, context, test_result) if self.nosec_lines else None


def tokens(readline: Callable[[], bytes]) -> Iterator[tokenize.TokenInfo]:
    """The tokens of a file in which there may be a comment that is heeded, of others none."""
    text = b"".join(iter(readline, b""))
    if HEEDED in text or CODING in b"".join(text.splitlines()[:2]):
        yield from tokenize.tokenize(io.BytesIO(text).readline)
