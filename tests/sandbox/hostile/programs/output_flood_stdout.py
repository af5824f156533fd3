"""Endless standard output is cut at its bound, and the run is ended in time."""

import os
import time

ENDS = "truncated"

end = time.monotonic() + 8
while time.monotonic() < end:
    os.write(1, b"x" * 99 + b"\n" * 600)
