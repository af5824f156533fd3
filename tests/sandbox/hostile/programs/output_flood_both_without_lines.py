"""Both streams together have one bound, and output without an end of line is cut like any other."""

import os
import time

ENDS = "truncated"

end = time.monotonic() + 8
while time.monotonic() < end:
    os.write(1, b"x" * 60_000)
    os.write(2, b"y" * 60_000)
