"""The number of open files is bounded."""

import os

from tests.sandbox.hostile.acts import judge

made = 0
try:
    for _ in range(3000):
        os.open(os.devnull, os.O_RDONLY)
        made += 1
except OSError:
    pass
judge(f"{made} open files", is_held=made < 1100)
