"""What is written into pipes that nobody reads counts as memory, or the pipes end."""

import fcntl
import os

from tests.sandbox.hostile.acts import refused

ENDS = ("reports", "oom")
SIZE = 1 << 20


def fill() -> None:
    """Fill 300 pipes of 1 MiB."""
    for _ in range(300):
        _, writing = os.pipe2(os.O_NONBLOCK)
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, SIZE)
        os.write(writing, bytes(SIZE))


refused("filled pipes", fill)
