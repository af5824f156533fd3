"""Processes whose parents die at once, each of them with a new number, end with the run."""

import os
import time

from tests.sandbox.hostile.acts import held

end = time.monotonic() + 3
if os.fork() == 0:
    while time.monotonic() < end:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            time.sleep(0.01)
        time.sleep(0.005)
    os._exit(0)
time.sleep(0.2)
held("what is left over is seen from outside")
