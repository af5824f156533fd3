"""Python code as a tree, by one thread at a time.

Some versions of CPython count the depth of trees for all threads together, and fail with a SystemError when two of them
build one at the same moment: https://github.com/python/cpython/issues/106905.
"""

import ast
import threading

_LOCK = threading.Lock()


def parse(code: str | bytes) -> ast.Module:
    """The tree of a file's code; raises SyntaxError or ValueError."""
    with _LOCK:
        return ast.parse(code)


def literal(code: str) -> object:
    """The value of a literal; raises SyntaxError or ValueError."""
    with _LOCK:
        return ast.literal_eval(code)
