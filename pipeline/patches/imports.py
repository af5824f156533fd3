"""What Python files import, read without running them."""

import ast
from functools import lru_cache

from pipeline import syntax
from pipeline.contracts.patches import Gate
from pipeline.patches.refusal import PatchRefused

MOST_KEPT = 1_000
"""How many files are kept as trees: those of a few projects."""


@lru_cache(MOST_KEPT)
def parsed(path: str, text: str) -> ast.Module:
    """A Python file as a tree, which nobody changes; raises PatchRefused."""
    try:
        return syntax.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise PatchRefused(Gate.SYNTAX, f"{path} does not parse: {error}") from error


@lru_cache(MOST_KEPT)
def imports_of(path: str, text: str) -> frozenset[str]:
    """The dotted names that a file imports, `from x import y` as x.y; raises PatchRefused for a relative import."""
    found: set[str] = set()
    for node in ast.walk(parsed(path, text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise PatchRefused(Gate.CONTENT, f"{path} has a relative import: write from app.… import …")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)
