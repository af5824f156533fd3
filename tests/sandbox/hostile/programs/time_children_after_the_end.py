"""Processes that a command leaves busy get no time after it has ended."""

import os
import time

from tests.sandbox.hostile.acts import held

for _ in range(4):
    if os.fork() == 0:
        end = time.monotonic() + 8
        while time.monotonic() < end:
            pass
        os._exit(0)
held("what is left over is seen from outside")
