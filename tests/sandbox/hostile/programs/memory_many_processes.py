"""The memory of all processes of a run is bounded together."""

import os
import time

ENDS = "oom"

for _ in range(8):
    if os.fork() == 0:
        data = bytearray(50 << 20)
        time.sleep(2)
        os._exit(0)
dead = [os.wait()[1] for _ in range(8)]
if not any(dead):
    print("escaped: eight processes had it")
