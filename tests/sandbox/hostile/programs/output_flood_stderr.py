"""Endless standard error is cut at its bound, and the run is ended in time."""

import os
import time

ENDS = "truncated"

end = time.monotonic() + 8
while time.monotonic() < end:
    os.write(2, b"x\n" * 30_000)
