"""One thread for all arithmetic, so that sums are added in one order and results do not depend on the machine."""

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """A block whose numerical libraries use the calling thread alone."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1)
    return limited
